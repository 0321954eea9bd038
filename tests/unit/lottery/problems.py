"""Small problems whose answers can be worked out by hand."""

from __future__ import annotations

from sortition.lottery import Instance, Person, Quota

QUOTAS = """category,feature,min,max
gender,female,1,2
gender,male,1,2
age,young,1,2
age,old,1,2
"""

POOL = """id,gender,age,street,town
a,female,young,High St 1,Riverbend
b,female,old,High St 1,Riverbend
c,male,young,,
d,male,old,Low Rd 2,Riverbend
e,male,old,,
"""
"""Three seats are left open by QUOTAS; a and b live together."""


def people(*values: str, households: dict[int, str] | None = None) -> tuple[Person, ...]:
    """Make people p0, p1, … with one value each of the category `kind`."""
    homes = households or {}
    return tuple(Person(f"p{n}", {"kind": value}, homes.get(n)) for n, value in enumerate(values))


def kinds(seats: int, pool: tuple[Person, ...], **bounds: tuple[int, int]) -> Instance:
    """Make a problem with one category `kind` and (minimum, maximum) per value."""
    return Instance(seats, tuple(Quota("kind", value, *pair) for value, pair in bounds.items()), pool)

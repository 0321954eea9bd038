"""Makers of the people who stand in programmes and sit at tables."""

from typing import Any

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from sortition.enums import RESPONDENT_KIND
from sortition.models import Respondent
from tests.factories import NOON


def make_person(assembly: Assembly, *, kind: PersonKind = PersonKind.WITNESS, **fields: Any) -> Person:
    """Make somebody who takes part without a seat."""
    number = Person.objects.filter(assembly=assembly).count() + 1
    stands = {"name": f"⟪Dr Witness {number}⟫", "organisation": "⟪Riverbend University⟫", "joined_at": NOON}
    return Person.objects.create(assembly=assembly, kind=kind, **{**stands, **fields})


def make_members(assembly: Assembly, count: int = 3, **fields: Any) -> list[Person]:
    """Make members on the next free seats; their values alternate, so that tables can be balanced."""
    first = Person.objects.filter(assembly=assembly, kind=PersonKind.MEMBER).count() + 1
    made = []
    for number in range(first, first + count):
        stands = {
            "name": f"⟪Member {number}⟫",
            "called": f"⟪M{number}⟫",
            "email": f"member{number}.{assembly.pk}@example.org",
            "values": {
                "⟪Age⟫": ("⟪16–29⟫", "⟪30–59⟫", "⟪60+⟫")[number % 3],
                "⟪Sex⟫": ("⟪f⟫", "⟪m⟫")[number % 2],
            },
            "joined_at": NOON,
        }
        made.append(
            Person.objects.create(
                assembly=assembly, kind=PersonKind.MEMBER, seat_number=number, **{**stands, **fields}
            )
        )
    return made


def member_of(respondent: Respondent, *, seat_number: int = 1, **fields: Any) -> Person:
    """Make the member who a respondent is."""
    stands = {"name": str(respondent), "joined_at": NOON}
    return Person.objects.create(
        assembly=respondent.assembly,
        kind=PersonKind.MEMBER,
        seat_number=seat_number,
        origin_kind=RESPONDENT_KIND,
        origin_key=respondent.pk,
        **{**stands, **fields},
    )

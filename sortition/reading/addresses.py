"""Rows of an address file: the lines of a letter, the stratum, the weight; what cannot be invited, and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.documents.letters import LetterRefused, address_lines
from sortition.reading.rows import household_key
from sortition.reading.table import Record

ONE_EACH = ("name", "street", "town", "postcode", "area", "weight")
"""What at most one column can be; any number of columns can be strata."""
_LABELS = {
    "name": gettext_lazy("Name"),
    "street": gettext_lazy("Street and number"),
    "town": gettext_lazy("Town"),
    "postcode": gettext_lazy("Postcode"),
    "area": gettext_lazy("Area"),
    "weight": gettext_lazy("Weight"),
}
_SIGNS = {
    "name": ("name", "addressee", "recipient", "occupier", "resident"),
    "street": ("street", "address", "address1", "addressline1", "road", "streetaddress"),
    "town": ("town", "city", "posttown", "place", "addressline2", "address2"),
    "postcode": ("postcode", "postalcode", "zip", "zipcode", "plz"),
    "area": ("area", "ward", "district", "neighbourhood", "neighborhood"),
    "weight": ("weight",),
}
LONGEST_AREA, LONGEST_STRATUM = 80, 200
_WEIGHT = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?")
SEPARATOR = " · "


def role_label(role: str) -> Any:
    """Return what a column is for, in words."""
    return _LABELS[role]


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One address that can be invited."""

    number: int
    lines: tuple[str, ...]
    key: str
    area: str
    stratum: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class ReadAddresses:
    """A file as understood: what can be invited, and (row, reason) for the rest."""

    rows: tuple[AddressRow, ...]
    rejected: tuple[tuple[int, str], ...]


def guess_address_columns(headings: Sequence[str]) -> dict[str, Any]:
    """Guess from the headings what each column is for."""
    plain = {"".join(mark for mark in heading.casefold() if mark.isalnum()): heading for heading in headings}
    found: dict[str, Any] = {
        role: next((plain[sign] for sign in _SIGNS[role] if sign in plain), "") for role in ONE_EACH
    }
    found["strata"] = [found["area"]] if found["area"] else []
    return found


def read_addresses(
    headings: Sequence[str], records: Iterable[Record], columns: Mapping[str, Any], *, resident: str
) -> ReadAddresses:
    """Read every row; a letter without a name is addressed to `resident`.

    Rejected are rows without street, with an address that does not fit an envelope's window, with a weight that is
    no number, and a second row of the same address: addresses are drawn, not people.
    """
    place = {heading: index for index, heading in enumerate(headings)}
    at = {role: place.get(columns.get(role, "")) for role in ONE_EACH}
    strata = [place[heading] for heading in columns.get("strata", []) if heading in place]
    rows: list[AddressRow] = []
    rejected: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, cells in records:
        given = {role: cells[index] if index is not None else "" for role, index in at.items()}
        stratum = SEPARATOR.join(cells[index] or _("blank") for index in strata)[:LONGEST_STRATUM]
        fault = ""
        lines = _lines(given, resident)
        key = household_key(given["street"], given["postcode"])
        if not key:
            fault = _("No street.")
        elif key in seen:
            fault = _("The same address as in row %(row)d.") % {"row": seen[key]}
        elif given["weight"] and not _WEIGHT.fullmatch(given["weight"]):
            fault = _("The weight “%(text)s” is not a number such as 2 or 1.5.") % {
                "text": given["weight"][:40]
            }
        else:
            fault = _unprintable(lines)
        if fault:
            rejected.append((number, fault))
            continue
        seen[key] = number
        weight = Fraction(given["weight"].replace(",", ".") or 1)
        area = (given["area"] or stratum)[:LONGEST_AREA]
        rows.append(AddressRow(number, lines, key, area, stratum, weight))
    return ReadAddresses(tuple(rows), tuple(rejected))


def _lines(given: Mapping[str, str], resident: str) -> tuple[str, ...]:
    """Put an address together; a postcode of digits stands before the town, any other behind it."""
    postcode, town = given["postcode"], given["town"]
    place = f"{postcode} {town}" if postcode.isdigit() else f"{town} {postcode}"
    lines = (given["name"] or resident, *given["street"].split("\n"), place)
    return tuple(line.strip() for line in lines if line.strip())


def _unprintable(lines: tuple[str, ...]) -> str:
    try:
        address_lines(lines)
    except LetterRefused as refused:
        return str(refused)
    return ""

"""The files that an organiser would have: answers as people typed them, with gaps and slips; and the targets."""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from openpyxl import Workbook

from sortition.rehearsal.people import Volunteer
from sortition.rehearsal.town import Town

HEADINGS = (
    "Ref",
    "First name",
    "Surname",
    "E-mail",
    "Phone",
    "Address",
    "Postcode",
    "Date of birth",
    "Registered on",
    "How they answered",
    "Agreed to take part",
    "Can attend all dates",
)
TYPED = {
    "Female": ("Female", "Female", "Female", "F", "female ", "Woman"),
    "Male": ("Male", "Male", "Male", "M", "male", "Man"),
    "16–29": ("16-29", "16 - 29", "16–29"),
    "30–44": ("30-44", "30 - 44", "30–44"),
    "45–59": ("45-59", "45–59"),
    "60–74": ("60-74", "60–74"),
    "75 or over": ("75+", "75 or over", "over 75"),
    "Degree or above": ("Degree or above", "Degree or above", "degree", "University degree"),
    "School level": ("School level", "School level", "school level", "GCSEs / A levels"),
    "No qualifications": ("No qualifications", "None of these", "no qualifications"),
    "Non-binary or other": ("Non-binary", "Non-binary or other"),
}
SLIPS = {"Millfield": "Milfield", "Harbour": "Harbor", "Northgate": "North gate", "Hillside": "Hilside"}
"""Typing errors that one answer in forty shows."""


def pool_rows(
    town: Town,
    people: Sequence[Volunteer],
    *,
    source: random.Random,
    gaps: int = 0,
    rejected: bool = True,
    posted: date | None = None,
) -> list[list[str]]:
    """Return the pool's file as rows of text, headings first.

    `gaps` people who could otherwise be drawn left one question blank. With `rejected`, four rows at the end are ones
    that no import should take: a double reference, two without a reference, and an impossible date of birth.
    posted: the day the letters went out, from which people's answers came; without it, no day stands in the file.
    """
    categories = [category.name for category in town.categories]
    silent = set(
        source.sample([person.number for person in people if person.can_attend and person.consents], gaps)
    )
    rows = [[*HEADINGS, *categories]]
    for person in people:
        answers = {name: _typed(person.values[name], source) for name in categories}
        if person.number in silent:
            answers[source.choice(("Education", "View on traffic"))] = source.choice(
                ("", "Prefer not to say")
            )
        rows.append([*_particulars(person, source, posted), *answers.values()])
    if rejected:
        rows += _spoilt(rows, source)
    return rows


def _particulars(person: Volunteer, source: random.Random, posted: date | None) -> list[str]:
    return [
        f"RB-{person.number:04d}",
        person.first_name,
        person.last_name,
        person.email,
        f"01632 960{source.randint(100, 999)}" if source.random() < 0.85 else "",
        person.address.street,
        person.address.postcode.replace(" ", "").lower()
        if source.random() < 0.05
        else person.address.postcode,
        person.born_on.strftime("%d/%m/%Y"),
        "" if posted is None else _answered_on(person, posted).strftime("%d/%m/%Y"),
        {"web": "Web", "phone": "Phone", "post": "Post"}[person.channel],
        _flag(person.consents, source),
        _flag(person.can_attend, source),
    ]


def _answered_on(person: Volunteer, posted: date) -> date:
    """Return the day of somebody's answer: most come in the first days, cards and calls some days later."""
    own = random.Random(person.number)
    wait = min(own.expovariate(1 / 4), 14)
    return posted + timedelta(days=2 + int(wait) + (0 if person.channel == "web" else 3))


def _flag(answer: bool | None, source: random.Random) -> str:
    if answer is None:
        return ""
    return source.choice(("Yes", "Yes", "yes", "Y")) if answer else source.choice(("No", "no"))


def _typed(value: str, source: random.Random) -> str:
    if value in SLIPS and source.random() < 0.025:
        return SLIPS[value]
    return source.choice(TYPED[value]) if value in TYPED else value


def _spoilt(rows: Sequence[Sequence[str]], source: random.Random) -> list[list[str]]:
    doubled, nameless, unnamed, unborn = (list(row) for row in source.sample(rows[1:], 4))
    doubled[1:3] = ["Robin", "Twice"]
    nameless[0] = unnamed[0] = ""
    unborn[0], unborn[7] = "RB-9001", "31/02/1980"
    return [doubled, nameless, unnamed, unborn]


def meanings() -> dict[str, str]:
    """Return what people typed → the value that they meant."""
    return {
        **{typed: value for value, spellings in TYPED.items() for typed in spellings},
        **{slip: value for value, slip in SLIPS.items()},
    }


def targets_rows(town: Town) -> list[list[str]]:
    """Return the targets' file as rows of text: category, value, share, least and most seats."""
    rows = [["category", "name", "share", "min", "max"]]
    for category in town.categories:
        rows += [
            [category.name, value.name, str(value.share), str(value.minimum), str(value.maximum)]
            for value in category.values
        ]
    return rows


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as the CSV that spreadsheet programs save."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def pool_workbook(rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """Write rows as an XLSX file with one sheet; every cell is text, as people typed it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

"""What a column can become: the fields of a respondent, and the headings that give them away."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sortition.reading.cells import fold

TEXT, FLAG, DATE, CHANNEL = "text", "flag", "date", "channel"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a respondent: its name in the model, what people call it, how its cells are read."""

    name: str
    label: Any
    kind: str
    longest: int
    headings: frozenset[str]


def _field(name: str, label: Any, kind: str, longest: int, headings: str) -> Field:
    return Field(name, label, kind, longest, frozenset(headings.split("|")))


FIELDS: tuple[Field, ...] = (
    _field(
        "reference",
        _("Id"),
        TEXT,
        64,
        "id|ref|reference|reference number|respondent id|nationbuilder id|number|no|nr|unique id|uid|code"
        "|person id|id given here",
    ),
    _field(
        "first_name", _("First name"), TEXT, 120, "first name|firstname|first|given name|forename|vorname"
    ),
    _field("last_name", _("Last name"), TEXT, 120, "last name|lastname|last|surname|family name|nachname"),
    _field("full_name", _("Full name"), TEXT, 240, "name|full name|fullname|respondent|volunteer"),
    _field(
        "email",
        _("E-mail address"),
        TEXT,
        254,
        "e-mail address|email|e-mail|mail|email address|primary email",
    ),
    _field(
        "phone", _("Phone"), TEXT, 60, "phone|telephone|tel|mobile|phone number|mobile number|mobile phone"
    ),
    _field(
        "address",
        _("Address"),
        TEXT,
        300,
        "address|street|street address|home address|address line 1|address 1|primary address1|adresse",
    ),
    _field(
        "postcode", _("Postcode"), TEXT, 20, "postcode|post code|postal code|zip|zip code|plz|primary zip"
    ),
    _field(
        "born_on",
        _("Date of birth"),
        DATE,
        40,
        "date of birth|dob|birth date|birthdate|born|born on|birthday",
    ),
    _field(
        "registered_on",
        _("Registered on"),
        DATE,
        40,
        "registered on|date registered|registration date|registered|date of registration|timestamp|submitted at"
        "|submission date|date submitted|created at|responded on|response date",
    ),
    _field(
        "channel", _("Channel"), CHANNEL, 40, "channel|how they answered|response channel|answered by|source"
    ),
    _field(
        "consents",
        _("Agreed to take part"),
        FLAG,
        40,
        "agreed to take part|consent|consents|consented|agreed|agrees|consent given",
    ),
    _field("is_eligible", _("Eligible"), FLAG, 40, "eligible|is eligible|eligibility"),
    _field(
        "can_attend",
        _("Able to attend"),
        FLAG,
        40,
        "able to attend|can attend|available|can come|attend|attendance|can attend all dates|available all dates",
    ),
    _field("is_test", _("Test entry"), FLAG, 40, "test entry|test|is test"),
)
BY_NAME = {field.name: field for field in FIELDS}
STORED_FIELDS = tuple(field.name for field in FIELDS if field.name not in ("reference", "full_name"))
"""What is written of a person beside the id: the fields of the model, in the order of exports."""

ROW_HEADING, REASON_HEADING = _("Row in the file"), _("Reason for rejection")
MADE_ID_HEADING, STANDING_HEADING = _("Id given here"), _("Standing")
OUR_HEADINGS = (ROW_HEADING, REASON_HEADING, STANDING_HEADING)
"""Columns that our own downloads add; on the way in they say nothing."""

DECLARED = ("consents", "is_eligible", "can_attend")

# A new category is guessed from a column with few different answers.
_FEW = 12
_SAMPLE = 3_000


@dataclass(frozen=True, slots=True)
class KnownCategory:
    """A category that the assembly has: its key as a column's target, its name, value names → pk."""

    pk: int
    name: str
    values: Mapping[str, int]

    @property
    def target(self) -> str:
        """Return what a column's mapping says for this category."""
        return f"category:{self.pk}"

    @property
    def heading(self) -> str:
        """Return the heading under which an export of ours writes this category."""
        return category_heading(self.name)

    def by_fold(self) -> dict[str, str]:
        """Return folded value name → value name."""
        return {fold(name): name for name in self.values}


def category_heading(name: str) -> str:
    """Return the heading of a category in our exports: its name, told apart from our own column of that name."""
    own = {fold(str(label)) for label in (*(field.label for field in FIELDS), *OUR_HEADINGS)}
    return str(_("%(category)s (category)")) % {"category": name} if fold(name) in own else name


def field_target(name: str) -> str:
    """Return what a column's mapping says for a field."""
    return f"field:{name}"


def guess_columns(
    columns: Sequence[str],
    cells: Mapping[str, Sequence[str]],
    *,
    categories: Sequence[KnownCategory],
    remembered: Mapping[str, str],
) -> dict[str, str]:
    """Guess what each column becomes: as last time, by its heading, by its answers; the rest "" (ignored).

    Columns with few different answers are guessed to be new categories only while the assembly has none.
    """
    known = {category.target for category in categories} | {field_target(field.name) for field in FIELDS}
    last_time = {
        fold(heading): target for heading, target in remembered.items() if target == "" or target in known
    }
    taken: set[str] = set()
    guessed: dict[str, str] = {}
    ours = {fold(str(heading)) for heading in OUR_HEADINGS}
    labels = _labels_of_our_export(columns)
    for guess in (
        lambda heading: "" if fold(heading) in ours else None,
        lambda heading: labels.get(fold(heading)),
        lambda heading: _category_headed(heading, categories) if labels else None,
        lambda heading: last_time.get(fold(heading)),
        lambda heading: _category_called(heading, categories),
        _field_called,
        lambda heading: _category_answered(cells[heading], categories),
        _field_told,
        lambda heading: _new_category(cells[heading]) if not categories else None,
    ):
        for heading in columns:
            if heading in guessed:
                continue
            target = guess(heading)
            if target is not None and target not in taken:
                guessed[heading] = target
                if target not in ("", "new"):
                    taken.add(target)
    if {"field:first_name", "field:last_name"} & taken:
        guessed = {
            heading: "" if target == "field:full_name" else target for heading, target in guessed.items()
        }
    return {heading: guessed.get(heading, "") for heading in columns}


def _labels_of_our_export(columns: Sequence[str]) -> dict[str, str]:
    """Return label → field for a file that the pool's export made: there every heading means what it meant then."""
    labels = {fold(str(field.label)): field_target(field.name) for field in FIELDS}
    headings = {fold(heading) for heading in columns}
    is_ours = {fold(str(STANDING_HEADING)), fold(str(BY_NAME["reference"].label))} <= headings
    return labels if is_ours else {}


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[_\-:.?*()]+", " ", fold(heading)).split())


_PLAIN_HEADINGS = {_plain(heading): field.name for field in FIELDS for heading in field.headings}


def _field_called(heading: str) -> str | None:
    name = _PLAIN_HEADINGS.get(_plain(heading))
    return field_target(name) if name else None


_TELLING = {
    "registered_on": re.compile(r"\b(date|day|time) (of|when) (registration|registering|response)\b"),
    "email": re.compile(r"\be ?mail\b"),
    "phone": re.compile(r"\b(phone|telephone|mobile)\b"),
    "postcode": re.compile(r"\b(post ?code|postal code|zip)\b"),
    "born_on": re.compile(r"\b(date of birth|birth ?date)\b"),
    "consents": re.compile(r"\b(agree|consent|willing|happy)\b.*\b(take part|participat\w+)\b|^consent\b"),
    "can_attend": re.compile(r"\b(attend|make|available|free)\b.*\b(dates?|days?|sessions?|weekends?)\b"),
}
"""Words by which a longer heading, often a question, gives a field away."""


def _field_told(heading: str) -> str | None:
    plain = _plain(heading)
    return next((field_target(name) for name, telling in _TELLING.items() if telling.search(plain)), None)


def _category_called(heading: str, categories: Iterable[KnownCategory]) -> str | None:
    return next((each.target for each in categories if _plain(each.name) == _plain(heading)), None)


def _category_headed(heading: str, categories: Iterable[KnownCategory]) -> str | None:
    return next((each.target for each in categories if fold(each.heading) == fold(heading)), None)


def _category_answered(cells: Sequence[str], categories: Iterable[KnownCategory]) -> str | None:
    """Return the category whose value names are what three fifths of the rows answer."""
    answers = [fold(cell) for cell in cells[:_SAMPLE] if cell]
    for category in categories:
        names = set(category.by_fold())
        known = [answer for answer in answers if answer in names]
        if len(set(known)) > 1 and len(known) >= 0.6 * len(answers):
            return category.target
    return None


def _new_category(cells: Sequence[str]) -> str | None:
    filled = [fold(cell) for cell in cells[:_SAMPLE] if cell]
    different = len(set(filled))
    return "new" if 2 <= different <= _FEW and len(filled) >= 3 * different else None

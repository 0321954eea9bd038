"""The columns of the spreadsheet by which a body answers, in the order in which they stand."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PROMISES = 3
"""How many promises a row has room for; a draft with more is answered on its page."""
COLUMNS = {
    "number": gettext_lazy("Recommendation number"),
    "asked": gettext_lazy("What the assembly recommends"),
    "due_on": gettext_lazy("Due"),
    "decision": gettext_lazy("Decision"),
    "text": gettext_lazy("Answer in plain words"),
    "reasons": gettext_lazy("Reasons"),
    "accepted_part": gettext_lazy("The part you accept"),
    "by_whom": gettext_lazy("Who is doing it"),
    "consider_until": gettext_lazy("Decided by (2027-03-15)"),
    "referred": gettext_lazy("Which body decides"),
}
OF_A_PROMISE = {
    "promise": gettext_lazy("Promise %(n)s"),
    "owner": gettext_lazy("Owner of promise %(n)s"),
    "promise_due": gettext_lazy("Promise %(n)s done by (2027-03-15)"),
}
ANSWERED = ("decision", "text", "reasons", "accepted_part", "by_whom", "consider_until", "referred")
"""The columns that a body fills in, besides those of promises."""
BELONGS = ("accepted_part", "by_whom", "consider_until", "referred")
"""Those that belong to one decision alone."""
PARTS_OF_A_PROMISE = {"text": "promise", "owner": "owner", "due_on": "promise_due"}
"""The parts of a promise, and how their columns begin."""
LONGEST = {
    "text": 4000,
    "reasons": 8000,
    "accepted_part": 2000,
    "by_whom": 300,
    "referred": 160,
    "promise": 2000,
    "owner": 160,
}
"""How many letters a column of words takes; the others hold a day, or a decision."""


def headings() -> dict[str, str]:
    """Return each column's name and its heading in the present language."""
    found = {name: str(label) for name, label in COLUMNS.items()}
    for n in range(1, PROMISES + 1):
        found |= {f"{name}_{n}": str(label) % {"n": n} for name, label in OF_A_PROMISE.items()}
    return found


def columns_by_heading() -> dict[str, str]:
    """Return the columns by their headings in every language: who sends a sheet back may read in another."""
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {heading.casefold(): name for name, heading in headings().items()}
    return known


def how_to_fill_in() -> list[str]:
    """Return the lines of the second sheet."""
    return [
        _("One row is one recommendation. Leave the first three columns as they are."),
        _("Choose a decision from the list. Everything but a full acceptance needs reasons."),
        _("Accepted in part: name the part. Already under way: say who is doing it."),
        _("Under further consideration: name the day by which you decide. Referred: name the body."),
        _("Each promise gets an owner and a day. Write days as 2027-03-15."),
        _("Upload the sheet where you downloaded it. You see what would change before anything is saved."),
    ]

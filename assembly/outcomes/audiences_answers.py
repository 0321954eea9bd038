"""Who is reminded of answers: those who act for a body or its office, who heads it, and the commissioning authority."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.audiences import Audience, Recipient, register_audience
from assembly.models import Assembly
from assembly.outcomes.audiences_bodies import (
    Values,
    as_office,
    bodies_by_key,
    officials_and_offices,
    window_of,
)
from assembly.outcomes.enums_responses import UNANSWERED
from assembly.outcomes.models import Body, FormalResponse
from assembly.outcomes.services.answer_reminders import ANSWERING, AUTHORITY, HEADS

_PLACEHOLDERS = {
    "name": _("whole name"),
    "body": _("the bodies for which they are written to"),
    "assembly": _("name of the assembly"),
    "answers": _("what is owed, one line each"),
}


def _owed(assembly: Assembly) -> QuerySet[FormalResponse]:
    found = FormalResponse.objects.filter(assembly=assembly, state__in=UNANSWERED)
    found = found.select_related("recommendation__frozen_version", "body")
    return found.order_by("due_on", "recommendation__report_number", "pk")


def _day(day: object) -> str:
    return date_format(day, "j F Y")


def _line(response: FormalResponse, *, with_body: bool) -> str:
    """Tell one answer that is owed; that it is late is what the clock has noted, whenever this is read."""
    words = {
        "recommendation": response.recommendation,
        "title": response.recommendation.frozen_version,
        "due": _day(response.due_on),
    }
    said = _now("%(recommendation)s, “%(title)s”: due on %(due)s") % words
    if response.overdue_since:
        said = _now("%(said)s, late since %(day)s") % {"said": said, "day": _day(response.overdue_since)}
    if response.expected_on:
        said = _now("%(said)s, expected on %(day)s") % {"said": said, "day": _day(response.expected_on)}
    return f"– {response.body}: {said}" if with_body else f"– {said}"


class _Writer:
    """What fills the placeholders, with one query for everything that is owed."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._owed = list(_owed(assembly))

    def of_bodies(self, name: str, bodies: Collection[Body]) -> dict[str, str]:
        """Tell what bodies owe."""
        keys = {body.pk for body in bodies}
        return self._values(name, bodies, [each for each in self._owed if each.body_id in keys])

    def of_late(self, name: str, bodies: Collection[Body]) -> dict[str, str]:  # noqa: ARG002 (as `of_bodies`)
        """Tell everything that is late."""
        late = [each for each in self._owed if each.overdue_since]
        return self._values(name, {each.body_id: each.body for each in late}.values(), late)

    def _values(self, name: str, bodies: Iterable[Body], owed: Collection[FormalResponse]) -> dict[str, str]:
        many = len({each.body_id for each in owed}) > 1
        return {
            "name": name,
            "body": ", ".join(body.name for body in bodies),
            "assembly": self._assembly.name,
            "answers": "\n".join(_line(each, with_body=many) for each in owed),
        }


def _answering(assembly: Assembly, keys: Collection[int]) -> Iterator[Recipient]:
    writer = _Writer(assembly)
    return officials_and_offices(assembly, bodies_by_key(assembly, keys), writer.of_bodies)


def _head(body: Body, values: Values) -> Recipient:
    """Return who heads a body: by e-mail, else by letter, else through its office; the office where nobody is named."""
    name = body.head_name or body.name
    gets_letter = bool(body.head_name and window_of(name, body))
    return as_office(body, name, values, email=body.head_email or ("" if gets_letter else body.email))


def _heads(assembly: Assembly, keys: Collection[int]) -> Iterator[Recipient]:
    writer = _Writer(assembly)
    for body in bodies_by_key(assembly, keys):
        yield _head(body, writer.of_bodies)


def _authority(assembly: Assembly, keys: Collection[int]) -> Iterator[Recipient]:
    """Yield the authority with everything that is late, whoever owes it."""
    writer = _Writer(assembly)
    for body in bodies_by_key(assembly, keys):
        yield _head(body, writer.of_late)


def _nobody(assembly: Assembly, part: str) -> Iterable[Recipient]:  # noqa: ARG001 (the signature of audiences)
    return ()


for _key, _label, _among in (
    (ANSWERING, _("Those who answer for bodies: the clock reminds them of what is owed"), _answering),
    (HEADS, _("Who heads a body whose answer is a week late"), _heads),
    (AUTHORITY, _("The commissioning authority, when an answer is a month late"), _authority),
):
    # Whom a step concerns the clock finds; nobody chooses them by hand.
    register_audience(
        Audience(
            key=_key,
            label=_label,
            placeholders=_PLACEHOLDERS,
            filters={},
            recipients=_nobody,
            among=_among,
        )
    )

"""Who is reminded of commitments: those who act for a body, and its office where nobody can sign in."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Exists, F, OuterRef, Q
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.audiences import Audience, Recipient, register_audience
from assembly.models import Assembly
from assembly.outcomes.audiences_bodies import bodies_by_key, officials_and_offices
from assembly.outcomes.enums_responses import STILL_OWED
from assembly.outcomes.models import Body, Commitment, Milestone
from assembly.outcomes.services.commitment_reminders import COMMITMENTS

_PLACEHOLDERS = {
    "name": _("whole name"),
    "body": _("the bodies for which they are written to"),
    "assembly": _("name of the assembly"),
    "commitments": _("what is late or was not reported, one line each"),
}


def _noted(assembly: Assembly) -> list[Commitment]:
    """Return what a day has passed for, as the clock noted it, whenever this is read."""
    steps = Milestone.objects.filter(
        commitment=OuterRef("pk"), reached_on=None, due_on__lte=OuterRef("reminded_for")
    )
    passed = Q(next_report_on__lte=F("reminded_for")) | Q(due_on__lte=F("reminded_for")) | Q(Exists(steps))
    found = Commitment.objects.filter(passed, assembly=assembly, state__in=STILL_OWED)
    return list(found.select_related("body").order_by("number"))


def _line(commitment: Commitment, *, with_body: bool) -> str:
    said = f"{commitment}: {Truncator(commitment.text).chars(120)}"
    if commitment.due_on:
        day = date_format(commitment.due_on, "j F Y")
        said = _now("%(said)s (promised for %(day)s)") % {"said": said, "day": day}
    if commitment.next_report_on:
        day = date_format(commitment.next_report_on, "j F Y")
        said = _now("%(said)s; report due on %(day)s") % {"said": said, "day": day}
    return f"– {commitment.body}: {said}" if with_body else f"– {said}"


def _owing(assembly: Assembly, keys: Collection[int]) -> Iterator[Recipient]:
    noted = _noted(assembly)

    def values(name: str, bodies: Collection[Body]) -> dict[str, str]:
        keys = {body.pk for body in bodies}
        return {
            "name": name,
            "body": ", ".join(body.name for body in bodies),
            "assembly": assembly.name,
            "commitments": "\n".join(
                _line(each, with_body=len(keys) > 1) for each in noted if each.body_id in keys
            ),
        }

    return officials_and_offices(assembly, bodies_by_key(assembly, keys), values)


def _nobody(assembly: Assembly, part: str) -> Iterable[Recipient]:  # noqa: ARG001 (the signature of audiences)
    return ()


# Whom a day concerns the clock finds; nobody chooses them by hand.
register_audience(
    Audience(
        key=COMMITMENTS,
        label=_("Those who answer for bodies: the clock reminds them of commitments that are late"),
        placeholders=_PLACEHOLDERS,
        filters={},
        recipients=_nobody,
        among=_owing,
    )
)

"""How many answered, took a seat, came, read and voted on a screen of their own, and how many without one."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assembly.enums import PersonKind
from assembly.evaluation.selectors.figures import CAST
from assembly.evaluation.way_rows import Way, WayCounts
from assembly.models import Assembly
from assembly.outcomes.models import Reconciliation
from evidence.models import PackDelivery
from scheduling.enums_attendance import ATTENDED, Presence
from scheduling.enums_attendance import Way as NotedBy
from scheduling.models import Attendance
from sortition.enums import Channel
from sortition.enums_offers import AnswerChannel
from sortition.models import Offer, Respondent


def _counts(rows: QuerySet[Any], field: str, labels: Mapping[str, Any], online: Collection[str]) -> WayCounts:
    """Count rows by a field whose values say how."""
    many = dict(rows.order_by().values_list(field).annotate(many=Count("pk")))
    named = {key: (str(label), many[key]) for key, label in labels.items() if many.get(key)}
    return WayCounts(
        online=dict(value for key, value in named.items() if key in online),
        offline=dict(value for key, value in named.items() if key not in online),
    )


def _answers(assembly: Assembly) -> WayCounts:
    people = Respondent.objects.filter(assembly=assembly, is_test=False)
    return _counts(people, "channel", dict(Channel.choices), (Channel.WEB,))


def _offers(assembly: Assembly) -> WayCounts:
    offers = Offer.objects.filter(seat__assembly=assembly).exclude(answer="")
    online = (AnswerChannel.LINK, AnswerChannel.EMAIL)
    return _counts(offers, "channel", dict(AnswerChannel.choices), online)


def _attended(assembly: Assembly) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        session__assembly=assembly, state__in=ATTENDED, person__kind=PersonKind.MEMBER
    )


def _check_in(assembly: Assembly) -> WayCounts:
    return _counts(_attended(assembly), "how", dict(NotedBy.choices), (NotedBy.SELF,))


def _half_days(assembly: Assembly) -> WayCounts:
    return _counts(_attended(assembly), "state", dict(Presence.choices), (Presence.REMOTE,))


def _packs(assembly: Assembly) -> WayCounts:
    got = Q(posted_at__isnull=False) | Q(handed_at__isnull=False)
    on_paper = got & Q(returned_at=None)
    found = PackDelivery.objects.filter(version__pack__assembly=assembly).aggregate(
        paper=Count("pk", filter=on_paper), opened=Count("pk", filter=~on_paper & Q(opened_at__isnull=False))
    )
    return WayCounts(
        online={str(_("Opened")): found["opened"]} if found["opened"] else {},
        offline={str(_("On paper")): found["paper"]} if found["paper"] else {},
    )


def _votes(assembly: Assembly) -> WayCounts:
    accounts = Reconciliation.objects.filter(ballot__assembly=assembly, ballot__state__in=CAST)
    last = accounts.order_by("ballot__held_on", "ballot__number").last()
    if last is None:
        return WayCounts()
    offline = {
        str(_("Code from the desk")): last.desk,
        str(_("Sealed slip")): last.slips,
        str(_("Ballot paper")): last.papers,
    }
    return WayCounts(
        online={str(_("Code taken signed in")): last.own} if last.own else {},
        offline={way: many for way, many in offline.items() if many},
    )


WAYS_OF_THE_HOUSE = (
    Way(
        "answers",
        10,
        _("Answered the invitation"),
        _("Everybody who registered, by how they did it."),
        _answers,
    ),
    Way(
        "offers",
        20,
        _("Answered the offer of a seat"),
        _("All answers to offers, by how they came."),
        _offers,
    ),
    Way(
        "checkin",
        30,
        _("Half-days checked in"),
        _(
            "Half-days of members who were there, by how it was noted: by themselves, or by somebody in the room."
        ),
        _check_in,
    ),
    Way(
        "halfdays",
        40,
        _("Half-days attended"),
        _("Half-days of members who were there: from afar, or in the room."),
        _half_days,
    ),
    Way(
        "packs",
        50,
        _("Evidence packs read or received"),
        _("Packs that members opened on a screen, and packs that they got on paper."),
        _packs,
    ),
    Way(
        "votes",
        60,
        _("Took their turn in the last secret vote"),
        _(
            "The reconciliation of the vote: codes taken signed in, and codes, slips and papers given in the room."
        ),
        _votes,
    ),
)

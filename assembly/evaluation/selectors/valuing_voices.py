"""Valuing voices: whether everybody could take part, met the others, and was heard, few or many."""

from collections import defaultdict
from datetime import datetime
from itertools import combinations

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.enums import PersonKind
from assembly.evaluation.indicators import Found, Indicator, Line, NotMeasured, Share, Words, share_or_not
from assembly.evaluation.selectors.members_expected import expected_at, sessions_over
from assembly.models import Assembly, AuditEvent
from assembly.outcomes.enums import HANDED_OVER, MinorityState
from assembly.outcomes.models import MinorityStatement, ResponsePlan, ResponseVersion
from assembly.outcomes.selectors.ratings import FEWEST, ratings_of_versions
from scheduling.enums_attendance import ATTENDED, OVER
from scheduling.enums_tables import PlanState
from scheduling.models import Attendance, PlanSeat
from sortition.enums_membership import SupportState
from sortition.models import SupportNeed

PRESENT = Words(
    name=_("Members who were present"),
    meaning=_("Whether members came, session by session."),
    counted=_("members who were there for at least a part of the session, in the room or from afar"),
    of=_("members who were expected at the session"),
    source=_("The attendance lists of sessions that are over"),
    cannot_show=_("Whether those who were there could say what they wished."),
    page="attendance",
    permission="assembly.view_attendance",
)
MIXING = Words(
    name=_("Pairs of members who sat at one table"),
    meaning=_("Whether members met many of the others, and not always the same few."),
    counted=_("pairs of members who sat at the same table in at least one round"),
    of=_("all pairs of members who sat at a table at least once"),
    source=_("The seating plans that were used in sessions that are over"),
    cannot_show=_("Whether people changed places by themselves, and who spoke with whom in the breaks."),
    page="tables",
    permission="assembly.view_tables",
)
NEEDS_MET = Words(
    name=_("Support needs that were met by their day"),
    meaning=_("Whether members had the help that they need to take part, when they needed it."),
    counted=_("needs that were met, and of which the help was confirmed with the member by the day"),
    of=_("needs of members whose day has passed"),
    source=_("The list of support needs, and the record of when help was confirmed with the member"),
    cannot_show=_("Needs that nobody dared to tell, and needs without a day."),
    page="support_needs",
    permission="assembly.view_support_needs",
)
DISSENT_PUBLISHED = Words(
    name=_("Minority statements that were published"),
    meaning=_("Whether those who did not agree are heard beside the recommendation."),
    counted=_("minority statements that are published"),
    of=_("minority statements on recommendations that were handed over, without those taken back"),
    source=_("The minority statements"),
    cannot_show=_("Members who disagreed and wrote nothing."),
    page="recommendations",
    permission="assembly.view_recommendations",
)
ANSWERS_RATED = Words(
    name=_("Answers on which members gave their rating"),
    meaning=_("Whether members had the last word on what the authority answered."),
    counted=_("answers whose ratings are published, because enough members rated them"),
    of=_("published answers, each in its newest version"),
    source=_("The register of answers"),
    cannot_show=_("What the ratings are: the register shows all of them, answer by answer."),
    page="voices",
    permission="assembly.view_responses",
)


def present(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001 (all are computed alike)
    """Count, session by session that is over, the expected members who came; sessions without a list are left out."""
    rows = Attendance.objects.filter(session__assembly=assembly, session__state__in=OVER).order_by()
    noted, came = set(), defaultdict(set)
    for session, person, state in rows.values_list("session", "person", "state"):
        noted.add(session)
        if state in ATTENDED:
            came[session].add(person)
    lines = [
        Line(
            Share(len(members & came[session.pk]), len(members)),
            _("Session %(number)s") % {"number": session.number},
            people=len(members),
        )
        for session, members in expected_at(assembly, sessions_over(assembly))
        if session.pk in noted and members
    ]
    if not lines:
        return NotMeasured(PRESENT, _("No session with an attendance list is over yet."))
    return Indicator(PRESENT, tuple(lines))


def mixing(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count pairs of members who shared a table in any round of a plan that was used."""
    seats = PlanSeat.objects.filter(
        plan__session__assembly=assembly,
        plan__session__state__in=OVER,
        plan__state=PlanState.IN_USE,
        person__kind=PersonKind.MEMBER,
    ).order_by()
    tables: dict[tuple[int, int], set[int]] = defaultdict(set)
    for table, round_number, person in seats.values_list("table", "round", "person"):
        tables[table, round_number].add(person)
    met = {pair for sat in tables.values() for pair in combinations(sorted(sat), 2)}
    members = len(set().union(*tables.values()))
    return share_or_not(
        MIXING,
        len(met),
        members * (members - 1) // 2,
        _("No session with a seating plan is over yet."),
        people=members,
    )


def needs_met(assembly: Assembly, now: datetime) -> Found:
    """Count needs whose day has passed, and those of them that were met and confirmed with the member by then.

    That a need was met is noted days later as a rule, so the record of that says nothing of the day.
    """
    needs = SupportNeed.objects.filter(
        respondent__assembly=assembly, due_on__lt=timezone.localdate(now)
    ).order_by()
    found = list(needs.values_list("pk", "respondent", "state", "due_on"))
    events = AuditEvent.objects.filter(assembly=assembly, type="support_need.confirm").order_by()
    confirmed = {key: timezone.localdate(at) for key, at in events.values_list("object_id", "at")}
    in_time = [
        key
        for key, _person, state, due_on in found
        if state == SupportState.MET and str(key) in confirmed and confirmed[str(key)] <= due_on
    ]
    return share_or_not(
        NEEDS_MET,
        len(in_time),
        len(found),
        _("The day of no support need has passed yet."),
        people=len({person for _key, person, _state, _due_on in found}),
    )


def dissent_published(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count minority statements on what was handed over."""
    written = MinorityStatement.objects.filter(
        recommendation__assembly=assembly, recommendation__state__in=HANDED_OVER
    ).exclude(state=MinorityState.WITHDRAWN)
    states = list(written.order_by().values_list("state", flat=True))
    return share_or_not(
        DISSENT_PUBLISHED,
        states.count(MinorityState.PUBLISHED),
        len(states),
        _("There is no minority statement on what was handed over."),
    )


def answers_rated(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count newest published answers of which ratings are published."""
    published = ResponseVersion.objects.filter(
        response__assembly=assembly, is_interim=False, published_at__isnull=False
    ).order_by()
    newest = published.values("response").annotate(last=Max("number")).values_list("response", "last")
    keys = {
        (response, number): key for key, response, number in published.values_list("pk", "response", "number")
    }
    versions = [keys[each] for each in newest]
    plan = ResponsePlan.objects.filter(assembly=assembly).first()
    rated = ratings_of_versions(versions, fewest=plan.fewest_ratings if plan else FEWEST)
    return share_or_not(ANSWERS_RATED, len(rated), len(versions), _("No answer is published yet."))

"""Empathy: whether people were spoken to in words that they understand, and looked after."""

from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.indicators import Found, Words, share_or_not
from assembly.evaluation.models import WelfareCall
from assembly.models import Assembly
from assembly.outcomes.enums_responses import ConcernKind, ConcernState
from assembly.outcomes.models import Concern, ResponseVersion
from evidence.models import EvidenceVersion
from evidence.plain_language import TARGET_AGE, measure
from scheduling.models import AttendanceAlert

PLAIN_ANSWERS = Words(
    name=_("Answers in plain language"),
    meaning=_("Whether a reader of twelve can follow what the authority answers."),
    counted=_("answers with a reading age of twelve or less"),
    of=_("published answers in English, each in its newest version"),
    source=_("The register of answers; the reading age is reckoned by the formula of Flesch and Kincaid"),
    cannot_show=_("Answers in other languages, and whether the words are kind. The formula is a hint."),
    page="responses",
    permission="assembly.view_responses",
)
PLAIN_EVIDENCE = Words(
    name=_("Summaries of evidence in plain language"),
    meaning=_("Whether a reader of twelve can follow the summaries that members got."),
    counted=_("summaries with a reading age of twelve or less"),
    of=_("summaries in English that were released to members, each in its newest version"),
    source=_("The evidence; the reading age is reckoned by the formula of Flesch and Kincaid"),
    cannot_show=_("Talks in the room, and summaries in other languages. The formula is a hint."),
    page="evidence",
    permission="assembly.view_evidence",
)
CLARIFIED = Words(
    name=_("Requests for clarification that were answered"),
    meaning=_("Whether members who did not understand an answer got a clearer one."),
    counted=_("requests that a newer version of the answer answers"),
    of=_("requests for clarification that were passed on to the authority"),
    source=_("What members said back to the answers"),
    cannot_show=_("Whether they understood the newer answer."),
    page="voices",
    permission="assembly.view_responses",
)
SPOKEN_WITH = Words(
    name=_("Members who stayed away and were spoken with"),
    meaning=_("Whether somebody asked how they are when a member missed much."),
    counted=_("alerts after which somebody of the team noted that they spoke with the member"),
    of=_("alerts that a member missed much, without those that proved to be untrue"),
    source=_("The alerts on attendance"),
    cannot_show=_("What was said, and whether it helped."),
    page="attendance",
    permission="assembly.view_attendance",
)
CALLED_SOON = Words(
    name=_("Members who wished for a call and were called soon"),
    meaning=_("Whether somebody called a member who had thought of leaving and asked for a call."),
    counted=_("calls of which the first try was made within two days"),
    of=_("calls that members asked for in surveys, more than two days ago"),
    source=_("The list of welfare calls"),
    cannot_show=_("Members who thought of leaving and did not say so."),
    page="evaluation",
    permission="assembly.view_evaluation",
)
SOON = timedelta(days=2)


def plain_answers(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001 (all are computed alike)
    """Count newest published answers in English that are easy to read."""
    newer = ResponseVersion.objects.filter(
        response=OuterRef("response"),
        is_interim=False,
        published_at__isnull=False,
        number__gt=OuterRef("number"),
    )
    newest = ResponseVersion.objects.filter(
        ~Exists(newer), response__assembly=assembly, is_interim=False, published_at__isnull=False
    ).order_by()
    texts = newest.values_list("text", "reasons", "language")
    ages = _ages((f"{text}\n{reasons}", language) for text, reasons, language in texts)
    return share_or_not(PLAIN_ANSWERS, _plain(ages), len(ages), _("No answer in English is published yet."))


def plain_evidence(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count newest released summaries in English that are easy to read."""
    newer = EvidenceVersion.objects.filter(
        item=OuterRef("item"), released_at__isnull=False, number__gt=OuterRef("number")
    )
    newest = EvidenceVersion.objects.filter(
        ~Exists(newer), item__assembly=assembly, released_at__isnull=False
    ).order_by()
    ages = _ages(newest.values_list("summary", "language"))
    return share_or_not(
        PLAIN_EVIDENCE, _plain(ages), len(ages), _("No summary in English was released to members yet.")
    )


def clarified(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count requests that were passed on, and those of them that were answered."""
    asked = Concern.objects.filter(
        response__assembly=assembly,
        kind=ConcernKind.CLARIFICATION,
        state__in=[ConcernState.PASSED_ON, ConcernState.ANSWERED],
    ).order_by()
    states = list(asked.values_list("state", flat=True))
    return share_or_not(
        CLARIFIED,
        states.count(ConcernState.ANSWERED),
        len(states),
        _("No request for clarification was passed on yet."),
    )


def spoken_with(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count alerts that somebody settled; those that ended by themselves were not true."""
    alerts = AttendanceAlert.objects.filter(session__assembly=assembly).order_by()
    true = alerts.exclude(settled_at__isnull=False, settled_by=None)
    found = list(true.values_list("person", "settled_at"))
    return share_or_not(
        SPOKEN_WITH,
        sum(settled is not None for _person, settled in found),
        len(found),
        _("No member has missed so much yet."),
        people=len({person for person, _settled in found}),
    )


def called_soon(assembly: Assembly, now: datetime) -> Found:
    """Count calls that were asked for long enough ago, and those of them that were tried in time."""
    before = timezone.localdate(now) - SOON
    calls = WelfareCall.objects.filter(assembly=assembly, asked_on__lt=before).order_by()
    found = list(calls.annotate(first=Min("notes__at")).values_list("person", "asked_on", "first"))
    soon = [first and timezone.localdate(first) <= asked_on + SOON for _person, asked_on, first in found]
    return share_or_not(
        CALLED_SOON,
        sum(map(bool, soon)),
        len(found),
        _("No member has asked for a call in a survey yet."),
        people=len({person for person, _asked_on, _first in found}),
    )


def _ages(texts: object) -> list[int]:
    """Return the reading ages of texts of which one can be reckoned."""
    found = (measure(text, language) for text, language in texts)  # type: ignore[attr-defined]
    return [each.age for each in found if each.age is not None]


def _plain(ages: list[int]) -> int:
    return sum(age <= TARGET_AGE for age in ages)

"""What members' questions and the call need of the team, and their figures."""

from datetime import date

from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from assembly.stages import Figure, NextAction
from evidence.attention import QUESTIONS, SUBMISSIONS, evidence_parts
from evidence.enums import QuestionState, SubmissionState
from evidence.models import Question, Submission
from evidence.selectors.questions import ANSWERED, TO_ASSIGN

_HANDLES = "assembly.handle_questions"


def question_actions(assembly: Assembly) -> list[NextAction]:
    """Ask for a witness, for answers that are late, and for answers to be published."""
    today = timezone.localdate()
    late = Q(state=QuestionState.ASSIGNED, due_on__lt=today)
    counts = Question.objects.filter(assembly=assembly).aggregate(
        waiting=Count("pk", filter=Q(state__in=TO_ASSIGN)),
        late=Count("pk", filter=late),
        accepted=Count("pk", filter=Q(state=QuestionState.ACCEPTED)),
        since=Max("due_on", filter=late),
    )
    address = reverse("questions", args=[assembly.slug])
    found = []
    if counts["waiting"]:
        title = ngettext(
            "Find a witness for one question", "Find witnesses for %(n)s questions", counts["waiting"]
        )
        found.append(_action(title, counts["waiting"], _("Members wait for an answer."), address))
    if counts["late"]:
        title = ngettext("One answer is late", "%(n)s answers are late", counts["late"])
        why = _("Remind the witness, or give the question to another.")
        found.append(_action(title, counts["late"], why, f"{address}?state=assigned", due=counts["since"]))
    if counts["accepted"] and (unpublished := _unpublished(assembly)):
        title = ngettext("Publish one answer", "Publish %(n)s answers", unpublished)
        why = _("Whoever asked has accepted it, and the public cannot read it yet.")
        found.append(_action(title, unpublished, why, f"{address}?state=accepted"))
    return found


def _unpublished(assembly: Assembly) -> int:
    accepted = Question.objects.filter(assembly=assembly, state=QuestionState.ACCEPTED)
    anew = accepted.annotate(last=Max("answers__answered_at")).filter(
        Q(published_at=None) | Q(last__gt=F("published_at"))
    )
    return anew.count()


def _action(title: str, n: int, why: str, url: str, due: date | None = None) -> NextAction:
    return NextAction(title % {"n": n}, why, url, _("Open the questions"), due, permission=_HANDLES)


def submission_actions(assembly: Assembly) -> list[NextAction]:
    """Ask for a decision about what was sent in."""
    waiting = Submission.objects.filter(call__assembly=assembly, state=SubmissionState.RECEIVED).count()
    if not waiting:
        return []
    title = ngettext("Decide about one submission", "Decide about %(n)s submissions", waiting)
    return [
        NextAction(
            title % {"n": waiting},
            _("Their authors wait to learn what becomes of them."),
            reverse("call_for_evidence", args=[assembly.slug]),
            _("Open the submissions"),
            permission="assembly.run_call",
        )
    ]


def question_figures(assembly: Assembly) -> list[Figure]:
    """Say how many questions were asked, and how many of them are answered."""
    counts = (
        Question.objects.filter(assembly=assembly)
        .exclude(state=QuestionState.MERGED)
        .aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(state__in=ANSWERED)))
    )
    if not counts["asked"]:
        return []
    return [
        Figure(_("Questions to witnesses"), counts["asked"], _("%(n)s answered") % {"n": counts["answered"]})
    ]


evidence_parts.register_attention(QUESTIONS, question_actions)
evidence_parts.register_attention(SUBMISSIONS, submission_actions)
evidence_parts.register_figures(QUESTIONS, question_figures)

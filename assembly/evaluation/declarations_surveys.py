"""What surveys and welfare calls hold about people.

Whose answers are whose is known only while a survey is open, to the database alone: it is in the copy of one's data,
and is erased with somebody. What was kept at the closing is nobody's, so it is in no copy; where words in it name
somebody, these are taken out.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.evaluation.enums_surveys import COUNTED, QuestionKind
from assembly.evaluation.models import (
    KeptAnswer,
    OpenAnswers,
    QuestionSet,
    SurveyKey,
    SurveyQuestion,
    SurveyTurn,
    SurveyWave,
    WelfareCall,
    WelfareNote,
)
from assembly.incidents_record import rows_naming
from assembly.models import Assembly, User
from assembly.personal_data import (
    Declaration,
    EveryKind,
    OfPeople,
    RetentionClass,
    declare,
    register_retention_class,
)
from assembly.selectors import entered_on
from assembly.services.record import record_event
from evidence.named_rows import words_without

ASKED = "surveys_asked"
_ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)
_ASKING = _("To learn how the assembly goes for its members")
_CARING = _("To call members who considered leaving and agreed to be called")

declare(
    Declaration(
        QuestionSet,
        impersonal=(
            "key",
            "version",
            "titles",
            "source",
            "licence",
            "languages",
            "file_name",
            "file_sha256",
        ),
    ),
    Declaration(SurveyQuestion, impersonal=("key", "texts", "labels", "options")),
    Declaration(SurveyWave, impersonal=("title", "link_base", "tally", "published")),
    Declaration(
        OpenAnswers,
        name=_("Answers in a survey that is open"),
        sensitive=("answers",),
        purpose=_ASKING,
        rows=OfPeople(OpenAnswers, "turn__person"),
        is_deleted=True,
    ),
    Declaration(SurveyKey, impersonal=("digest",)),
    Declaration(
        SurveyTurn,
        name=_("Being asked in surveys"),
        sensitive=("answered_on",),
        purpose=_ASKING,
        retention=ASKED,
        rows=OfPeople(SurveyTurn, "person"),
        is_deleted=True,
    ),
    Declaration(
        KeptAnswer,
        name=_("Words about people in surveys"),
        sensitive=("value",),
        impersonal=("key",),
        purpose=_ASKING,
        rows=EveryKind(rows_naming(KeptAnswer, ("value",), question__kind=QuestionKind.TEXT)),
        erased={"value": lambda row: words_without(row, "value")},
        is_confidential=True,
    ),
    Declaration(
        WelfareNote,
        name=_("Notes of welfare calls"),
        sensitive=("at", "text"),
        purpose=_CARING,
        retention=ASKED,
        rows=OfPeople(WelfareNote, "call__person"),
        is_deleted=True,
    ),
    Declaration(
        WelfareCall,
        name=_("Welfare calls"),
        sensitive=("asked_on", "again_on"),
        purpose=_CARING,
        retention=ASKED,
        rows=OfPeople(WelfareCall, "person"),
        is_deleted=True,
    ),
)


def _waiting(assembly: Assembly) -> int:
    turns = SurveyTurn.objects.filter(wave__assembly=assembly, wave__state__in=COUNTED)
    return turns.count() + WelfareCall.objects.filter(assembly=assembly).count()


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, _ENDED)


@transaction.atomic
def forget_who_was_asked(assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Forget who was asked and who was called; how many answered stays with each survey."""
    turns = SurveyTurn.objects.filter(wave__assembly=assembly, wave__state__in=COUNTED)
    calls = WelfareCall.objects.filter(assembly=assembly)
    forgotten = turns.count() + calls.count()
    if forgotten:
        turns.delete()
        calls.delete()
        record_event(
            "survey.asked_erased",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"rows": forgotten},
        )
    return forgotten


register_retention_class(
    RetentionClass(
        key=ASKED,
        label=_("Who was asked in surveys, and welfare calls"),
        clock=_("after the assembly was closed or cancelled"),
        default_months=6,
        starts=_ended_on,
        waiting=_waiting,
        erase=forget_who_was_asked,
    )
)

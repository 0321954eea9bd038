"""What sortition's models hold about people, and for how long it is kept."""

import csv
import io
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.models import Assembly, OutboxMessage, User
from assembly.personal_data import (
    Declaration,
    RetentionClass,
    SubjectKind,
    declare,
    register_retention_class,
    register_subject_kind,
)
from assembly.selectors import entered_on
from sortition.enums import RespondentState
from sortition.models import (
    Answer,
    Category,
    CrossedQuota,
    Crossing,
    Derivation,
    Grouping,
    HouseholdDecision,
    ImportMemory,
    ImportTrace,
    MatchSearch,
    PairDecision,
    PoolImport,
    PossibleMatch,
    Registration,
    RegistrationPage,
    RegistrationText,
    Respondent,
    RespondentChange,
    RunData,
    SelectionRun,
    TargetsSignOff,
    TargetsTemplate,
    Value,
)
from sortition.reading.cells import fold
from sortition.selectors.pool_page import respondents_named
from sortition.services.respondents_erasure import (
    RESPONDENT_KIND,
    erase_respondents,
    erase_upload_files,
    respondent_texts,
    respondents_not_erased,
)

NOT_SELECTED, SELECTED, UPLOADS = "not_selected", "selected", "uploads"
SELECTION = _("To draw a panel that is like the population")
ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)


def _respondent(assembly: Assembly, pk: int) -> Respondent | None:
    return Respondent.objects.filter(assembly=assembly, pk=pk).first()


def _imports_holding(pks: Collection[int]) -> QuerySet[PoolImport]:
    """Return the imports that brought one of the respondents, or whose file has a cell that names them."""
    people = Respondent.objects.filter(pk__in=pks)
    named_by = {*respondent_texts(pks), *people.values_list("reference", flat=True)}
    wanted = {fold(text) for text in named_by}
    keys = set(people.values_list("imported_by", flat=True))
    for each in PoolImport.objects.filter(assembly__in=people.values("assembly")).exclude(rows=""):
        with each.rows.open("rb") as file, io.TextIOWrapper(file, "utf-8", newline="") as lines:
            if any(fold(cell) in wanted for _number, _extra, *row in csv.reader(lines) for cell in row):
                keys.add(each.pk)
    return PoolImport.objects.filter(pk__in=keys - {None})


register_subject_kind(
    SubjectKind(
        key=RESPONDENT_KIND,
        label=_("Respondent"),
        find=_respondent,
        texts=respondent_texts,
        erase=erase_respondents,
        not_erased=respondents_not_erased,
        search=respondents_named,
        names_permission="assembly.view_respondents",
    )
)
declare(
    Declaration(
        Respondent,
        name=_("Volunteers"),
        personal=(
            "reference",
            "first_name",
            "last_name",
            "email",
            "phone",
            "address",
            "postcode",
            "born_on",
            "household_key",
            "row_digest",
        ),
        # The database makes it of the fields above, so it is blank when they are.
        impersonal=("search_text",),
        purpose=SELECTION,
        retention=NOT_SELECTED,
        rows={RESPONDENT_KIND: lambda pks: Respondent.objects.filter(pk__in=pks)},
        erased={"reference": lambda person: f"erased-{person.pk}"},
    ),
    # The value stays: without a name it is a figure of the statistics.
    Declaration(
        Answer,
        name=_("Answers of volunteers"),
        sensitive=("raw",),
        purpose=SELECTION,
        retention=NOT_SELECTED,
        rows={RESPONDENT_KIND: lambda pks: Answer.objects.filter(respondent__in=pks)},
        labels={"category": _("category"), "value": _("value"), "raw": _("as it was written")},
    ),
    Declaration(
        PoolImport,
        name=_("Uploaded files of volunteers"),
        personal=("file", "rows", "result"),
        impersonal=("sha256", "reading", "columns", "values", "declarations", "derived", "file_name"),
        purpose=_("To take over what people sent in"),
        retention=UPLOADS,
        rows={RESPONDENT_KIND: _imports_holding},
        labels={"file_name": _("name of the file"), "created_at": _("uploaded")},
    ),
    Declaration(
        ImportTrace,
        name=_("What uploads changed"),
        personal=("data",),
        purpose=_("To be able to undo an import"),
        retention=UPLOADS,
        rows={RESPONDENT_KIND: lambda pks: ImportTrace.objects.filter(pool_import__in=_imports_holding(pks))},
        is_deleted=True,
    ),
    Declaration(
        RespondentChange,
        name=_("Changes of what volunteers said"),
        personal=("before", "after"),
        purpose=_("To show what was changed, and to correct mistakes"),
        retention=NOT_SELECTED,
        rows={RESPONDENT_KIND: lambda pks: RespondentChange.objects.filter(respondent__in=pks)},
        labels={"before": _("before"), "after": _("after")},
    ),
    # What two people have in common says something about both: a question that nobody has answered yet goes.
    Declaration(
        PossibleMatch,
        name=_("Volunteers who may be one person"),
        sensitive=("reasons",),
        purpose=_("To count nobody twice"),
        retention=NOT_SELECTED,
        rows={
            RESPONDENT_KIND: lambda pks: PossibleMatch.objects.filter(Q(first__in=pks) | Q(second__in=pks))
        },
        is_deleted=True,
    ),
    Declaration(
        Registration,
        name=_("Registrations"),
        personal=("language",),
        purpose=SELECTION,
        retention=NOT_SELECTED,
        rows={RESPONDENT_KIND: lambda pks: Registration.objects.filter(respondent__in=pks)},
        labels={"language": _("language")},
        is_deleted=True,
    ),
    Declaration(
        OutboxMessage,
        name=_("Messages"),
        personal=("name", "email", "address", "phone", "language", "subject", "body", "error"),
        impersonal=("about_kind", "message_id"),
        purpose=_("To write to volunteers and the panel"),
        retention=NOT_SELECTED,
        rows={
            RESPONDENT_KIND: lambda pks: OutboxMessage.objects.filter(
                about_kind=RESPONDENT_KIND, about_id__in=pks
            )
        },
    ),
    Declaration(RegistrationPage, impersonal=("code", "asks")),
    Declaration(
        RegistrationText,
        impersonal=(
            "language",
            "introduction",
            "eligibility",
            "dates",
            "consent",
            "other_ways",
            "thanks",
        ),
    ),
    Declaration(PairDecision),
    Declaration(MatchSearch),
    # Digests of addresses, with which nobody is named any more once the respondents are erased.
    Declaration(HouseholdDecision, impersonal=("first_key", "second_key")),
    Declaration(ImportMemory, impersonal=("columns", "values", "declarations", "derived")),
    Declaration(Derivation, impersonal=("prefixes", "file_name")),
    Declaration(Category, impersonal=("name", "source")),
    Declaration(Value, impersonal=("name",)),
    Declaration(Crossing),
    Declaration(CrossedQuota),
    Declaration(Grouping),
    Declaration(TargetsSignOff, impersonal=("version",)),
    Declaration(TargetsTemplate, impersonal=("name", "rows")),
    Declaration(SelectionRun, impersonal=("comment", "progress", "error", "summary", "relaxations")),
    # People stand in it by number only, so that whoever is erased stays a number in the proof.
    Declaration(RunData, impersonal=("snapshot", "snapshot_sha256", "result")),
)


def _pool(assembly: Assembly) -> QuerySet[Respondent]:
    waiting = (RespondentState.POOL, RespondentState.WITHDRAWN)
    return Respondent.objects.filter(assembly=assembly, state__in=waiting)


def _panel(assembly: Assembly) -> QuerySet[Respondent]:
    drawn = (RespondentState.SELECTED, RespondentState.CONFIRMED)
    return Respondent.objects.filter(assembly=assembly, state__in=drawn)


def _erase(people: QuerySet[Respondent], assembly: Assembly, actor: User | None, now: datetime) -> int:
    pks = list(people.values_list("pk", flat=True))
    reason = str(_("The time for which the data are kept is over"))
    return erase_respondents(pks=pks, assembly=assembly, actor=actor, now=now, reason=reason)


def _last_upload(assembly: Assembly) -> date | None:
    last = PoolImport.objects.filter(assembly=assembly).exclude(file="").order_by("-created_at").first()
    return timezone.localdate(last.created_at) if last else None


register_retention_class(
    RetentionClass(
        key=UPLOADS,
        label=_("Uploaded files of volunteers"),
        clock=_("after the last upload"),
        default_months=3,
        starts=_last_upload,
        waiting=lambda assembly: PoolImport.objects.filter(assembly=assembly).exclude(file="").count(),
        erase=lambda assembly, actor, now: erase_upload_files(assembly=assembly, actor=actor, now=now),
    )
)
register_retention_class(
    RetentionClass(
        key=NOT_SELECTED,
        label=_("Volunteers who were not drawn"),
        clock=_("after the assembly has reported, or was closed or cancelled"),
        default_months=6,
        starts=lambda assembly: entered_on(assembly, (AssemblyState.REPORTED, *ENDED)),
        waiting=lambda assembly: _pool(assembly).count(),
        erase=lambda assembly, actor, now: _erase(_pool(assembly), assembly, actor, now),
    )
)
register_retention_class(
    RetentionClass(
        key=SELECTED,
        label=_("People who were drawn"),
        clock=_("after the assembly was closed or cancelled"),
        default_months=24,
        starts=lambda assembly: entered_on(assembly, ENDED),
        waiting=lambda assembly: _panel(assembly).count(),
        erase=lambda assembly, actor, now: _erase(_panel(assembly), assembly, actor, now),
    )
)

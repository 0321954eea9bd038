"""After chaos: hold the journal, the record, the mail that went out and the files against the database."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from email.message import Message
from io import StringIO
from typing import Any

from tests.load.journal import ACKNOWLEDGED, MAYBE, Entry, allowed_last


@dataclass
class Finding:
    """What one question found. faults: sentences, none where all is well."""

    name: str
    acknowledged: int = 0
    maybe: int = 0
    there: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Say it in one line."""
        verdict = "well" if not self.faults else f"{len(self.faults)} FAULTS"
        return f"  {self.name:<44}{self.acknowledged:>8}{self.maybe:>8}{self.there:>8}  {verdict}"


def counted(name: str, entries: Sequence[Entry], count: Callable[[str], int], *, whole: int = 1) -> Finding:
    """Look for writes that stand once each, or in `whole` rows: the acknowledged surely, the others wholly or not."""
    found = Finding(name)
    for entry in entries:
        there = count(entry.key)
        found.acknowledged += entry.outcome == ACKNOWLEDGED
        found.maybe += entry.outcome == MAYBE
        found.there += there == whole
        right = {ACKNOWLEDGED: (whole,), MAYBE: (0, whole)}.get(entry.outcome, (0,))
        if there not in right:
            found.faults.append(f"{entry.outcome}: {entry.key} is there {there} times")
    return found


def chained(name: str, entries: Iterable[Entry], standing: Callable[[str], str]) -> Finding:
    """Look at what writes that replace each other have left."""
    found, chains = Finding(name), defaultdict(list)
    for entry in entries:
        chains[entry.chain].append(entry)
        found.acknowledged += entry.outcome == ACKNOWLEDGED
        found.maybe += entry.outcome == MAYBE
    for chain, writes in chains.items():
        stands = standing(chain)
        found.there += bool(stands)
        if stands not in allowed_last(writes):
            found.faults.append(f"{chain}: {stands!r} stands, not one of {allowed_last(writes)}")
    return found


def all_findings(
    entries: Sequence[Entry], received: Sequence[Message], town: Any, rows: int
) -> list[Finding]:
    """Ask everything."""
    from assembly.evaluation.models import SurveyTurn
    from assembly.evaluation.selectors.surveys import open_answers_of
    from assembly.models import Invitation, Mailing, MessageTemplate
    from assembly.outcomes.models import RecommendationVersion, ResponseVersion
    from evidence.models import PrivateNote, Question
    from scheduling.models import AttendanceChange, ExpenseClaim, Session
    from sortition.models import Respondent, SelectionRun

    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    single: dict[str, Callable[[str], int]] = {
        "question": lambda key: Question.objects.filter(text=key).count(),
        "claim": lambda key: ExpenseClaim.objects.filter(words=key).count(),
        "attendance": lambda key: AttendanceChange.objects.filter(client_id=key).count(),
        "invitation": lambda key: Invitation.objects.filter(email=key).count(),
        "recommendation": lambda key: RecommendationVersion.objects.filter(title=key).count(),
        "session": lambda key: Session.objects.filter(title=key).count(),
        "template": lambda key: MessageTemplate.objects.filter(name=key).count(),
        "mailing": lambda key: Mailing.objects.filter(name=key).count(),
        "approval": lambda key: Mailing.objects.filter(name=key, state="approved").count(),
        "run": lambda key: SelectionRun.objects.filter(comment=key).count(),
    }
    findings = [counted(kind, by_kind[kind], count) for kind, count in single.items()]
    findings.append(
        counted(
            f"import of {rows} people",
            by_kind["import"],
            lambda key: Respondent.objects.filter(reference__startswith=key).count(),
            whole=rows,
        )
    )

    def survey(chain: str) -> str:
        email = town.members[int(chain) % len(town.members)]
        turn = SurveyTurn.objects.filter(wave__number=town.survey, person__email=email).first()
        return str(open_answers_of(turn).get("more", "")) if turn else ""

    def note(chain: str) -> str:
        email = town.members[int(chain) % len(town.members)]
        return "".join(PrivateNote.objects.filter(person__email=email).values_list("text", flat=True))

    def draft(chain: str) -> str:
        return "".join(ResponseVersion.objects.filter(response=chain).values_list("text", flat=True))

    for kind, standing in (("survey", survey), ("note", note), ("draft", draft)):
        findings.append(chained(kind, by_kind[kind], standing))
    return [*findings, *recorded(), proved(), mailed(received), ended(), files()]


def recorded() -> list[Finding]:
    """Hold each kind of row against the events that say that it was made: each has one, and none is about nothing."""
    from assembly.models import AuditEvent, Invitation, Mailing
    from assembly.outcomes.models import Recommendation
    from evidence.models import Question
    from scheduling.models import ExpenseClaim, Session
    from sortition.models import PoolImport, SelectionRun

    of: dict[str, Any] = {
        "question.ask": Question.objects.all(),
        "claim.submit": ExpenseClaim.objects.all(),
        "team.invited": Invitation.objects.all(),
        "recommendation.add": Recommendation.objects.filter(versions__title__startswith="chaos"),
        "session.add": Session.objects.filter(title__startswith="chaos"),
        "mailing.written": Mailing.objects.filter(name__startswith="chaos"),
        "selection_run.start": SelectionRun.objects.all(),
        "pool.imported": PoolImport.objects.filter(state="committed"),
    }
    findings = []
    for event, rows in of.items():
        kept = {str(pk) for pk in rows.values_list("pk", flat=True)}
        told = Counter(
            key
            for key in AuditEvent.objects.filter(type=event).values_list("object_id", flat=True)
            if key in kept or not _is_of_the_filling(event, key)
        )
        found = Finding(f"record: {event}", len(kept), 0, len(told))
        found.faults += [f"{event} {key}: {told[key]} events" for key in kept if told[key] != 1]
        found.faults += [f"{event} {key}: an event about nothing" for key in told if key not in kept]
        findings.append(found)
    return [*findings, _attendance()]


def _is_of_the_filling(event: str, key: str) -> bool:
    """Whether an event is about a mailing that was made, through the same service, before anything began."""
    from assembly.models import Mailing

    return event == "mailing.written" and Mailing.objects.filter(pk=key).exists()


def _attendance() -> Finding:
    from assembly.models import AuditEvent
    from scheduling.models import AttendanceChange

    changes = AttendanceChange.objects.count()
    events = AuditEvent.objects.filter(type__in=("attendance.note", "attendance.late")).count()
    found = Finding("record: attendance", changes, 0, events)
    if changes != events:
        found.faults.append(f"{changes} changes, {events} events")
    return found


def proved() -> Finding:
    """Prove the record as an auditor does, and the database's own constraints."""
    from django.core.management import CommandError, call_command
    from django.db import connection

    found, out = Finding("record unbroken, constraints valid"), StringIO()
    try:
        call_command("audit_verify", stdout=out)
    except CommandError as error:
        found.faults.append(f"{error} {out.getvalue()[-500:]}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        found.faults += [f"constraint {name} is not validated" for (name,) in cursor.fetchall()]
    return found


def mailed(received: Sequence[Message]) -> Finding:
    """Hold what the mail server took against the outbox: nothing twice, what is doubtful is called so."""
    from assembly.models import OutboxMessage

    arrived = Counter(str(message["Message-ID"]) for message in received)
    found = Finding("messages of mailings")
    allowed = {
        "sent": (1,),
        "unknown": (0, 1),
        "failed": (0,),
        "cancelled": (0,),
        "draft": (0,),
        "unreached": (0,),
    }
    for message in OutboxMessage.objects.filter(mailing__name__startswith="chaos"):
        came = arrived[message.message_id]
        found.acknowledged += message.state == "sent"
        found.maybe += message.state == "unknown"
        found.there += came
        if came not in allowed.get(message.state, ()):
            found.faults.append(f"{message.message_id} is “{message.state}” and arrived {came} times")
    return found


def ended() -> Finding:
    """Look for jobs that nobody will ever end."""
    from django_tasks_db.models import DBTaskResult

    from evidence.models import PackFile
    from sortition.models import SelectionRun

    found = Finding("jobs have ended")
    found.there = SelectionRun.objects.filter(
        state__in=("completed", "failed", "infeasible", "cancelled")
    ).count()
    open_runs = SelectionRun.objects.filter(state__in=("pending", "running"))
    found.faults += [f"run {run.number} is {run.state}" for run in open_runs]
    waiting = DBTaskResult.objects.exclude(status__in=("SUCCESSFUL", "FAILED"))
    found.faults += [f"task {task.task_path} is {task.status}" for task in waiting]
    unbuilt = PackFile.objects.filter(built_at=None, problem="").count()
    if unbuilt:
        found.faults.append(f"{unbuilt} packs are still being built")
    return found


def files() -> Finding:
    """Look for rows without their file, and for files that belong to nothing and would stay for ever."""
    from django.core.files.storage import default_storage

    found = Finding("uploaded files")
    kept = named_files()
    found.there = len(kept)
    found.faults += [f"{name} is gone" for name in sorted(kept) if not default_storage.exists(name)]
    found.faults += [f"{name} belongs to nothing" for name in sorted(stored_files() - kept)]
    return found


def named_files() -> set[str]:
    """Return the names of all files to which a row points."""
    from django.apps import apps
    from django.db.models import FileField

    return {
        name
        for model in apps.get_models()
        for each in model._meta.get_fields()
        if isinstance(each, FileField)
        for name in model._base_manager.exclude(**{each.name: ""}).values_list(each.name, flat=True)
        if name
    }


def stored_files() -> set[str]:
    """Return the names of all files that are kept."""
    from pathlib import Path

    from django.conf import settings

    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

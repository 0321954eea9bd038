"""Plan survey waves, open them to the members of that moment, close them for good, publish the results."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ReasonMissing
from assembly.evaluation.enums_surveys import SurveyMoment, WaveState
from assembly.evaluation.errors_surveys import SurveyRefused
from assembly.evaluation.models import QuestionSet, SurveyTurn, SurveyWave
from assembly.evaluation.selectors.survey_results import published_form, results_of
from assembly.evaluation.selectors.surveys import response_now, tally_of
from assembly.evaluation.services.survey_mail import write_links
from assembly.evaluation.services.survey_rows import forget_traces, seal_off
from assembly.evaluation.survey_lifecycle import SURVEY
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.outcomes.selectors.votes import members_at
from assembly.services.record import record_event
from scheduling.models import Session


@transaction.atomic
def plan_wave(
    *,
    assembly: Assembly,
    question_set: QuestionSet,
    moment: str,
    session: Session | None,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    actor: User,
    now: datetime,
) -> SurveyWave:
    """Plan a wave under the next number; sent twice, it is planned once.

    Raises:
        SurveyRefused: it ends before it begins (`closes_first`), or lacks its session or has one too many (`session`).
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    planned: dict[str, Any] = {
        "question_set": question_set,
        "moment": moment,
        "session": session,
        "title": title.strip(),
        "opens_at": opens_at,
        "closes_at": closes_at,
    }
    waves = SurveyWave.objects.filter(assembly=home)
    if same := waves.filter(state=WaveState.PLANNED, **planned).first():
        return same
    last = waves.aggregate(last=Max("number"))["last"] or 0
    wave = SurveyWave(assembly=home, number=last + 1, **planned)
    _check(wave)
    wave.save(force_insert=True)
    record_event("survey.plan", obj=wave, assembly=home, actor=actor, now=now, details=_told(wave))
    return wave


@transaction.atomic
def change_wave(
    *,
    wave: SurveyWave,
    question_set: QuestionSet,
    moment: str,
    session: Session | None,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    actor: User,
    now: datetime,
) -> SurveyWave:
    """Change a wave that is planned; of one that is open the last time to answer alone.

    Raises:
        SurveyRefused: as for planning, or the wave is open or over (`begun`).
    """
    locked = _locked(wave)
    kept = (locked.question_set_id, locked.moment, locked.session_id, locked.title, locked.opens_at)
    wished = (question_set.pk, moment, session.pk if session else None, title.strip(), opens_at)
    if not (locked.state == WaveState.PLANNED or (locked.state == WaveState.OPEN and kept == wished)):
        raise SurveyRefused(
            _(
                "Of a wave that was opened only the last time to answer can be changed, and only while it is open."
            ),
            code="begun",
        )
    locked.question_set, locked.moment, locked.session = question_set, moment, session
    locked.title, locked.opens_at, locked.closes_at = title.strip(), opens_at, closes_at
    _check(locked)
    locked.save()
    record_event(
        "survey.change", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=_told(locked)
    )
    return locked


@transaction.atomic
def open_wave(*, wave: SurveyWave, link_base: str, actor: User, now: datetime) -> SurveyWave:
    """Open a wave to the members of now, and write to those who have an e-mail address.

    link_base: the address before a link's token, such as `https://take-part.example/survey/`. Whoever becomes a member
    later is not asked in this wave.

    Raises:
        IllegalMove: it is not planned.
        SurveyRefused: there are no members (`no_members`), or the last time to answer has passed (`day_passed`).
    """
    locked = _locked(wave)
    SURVEY.target(locked.state, "open")
    people = list(members_at(locked.assembly, now).order_by("seat_number", "pk"))
    if not people:
        raise SurveyRefused(_("No members are entered yet, so nobody could be asked."), code="no_members")
    if locked.closes_at <= now:
        raise SurveyRefused(
            _("The last time to answer has passed already. Choose a later one first."), code="day_passed"
        )
    moved = move(
        SURVEY,
        locked,
        "open",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={**_told(locked), "asked": len(people)},
        changes={"opened_at": now, "link_base": link_base},
    )
    SurveyTurn.objects.bulk_create(SurveyTurn(wave=moved, person=person) for person in people)
    write_links(wave=moved, actor=actor, now=now)
    return moved


@transaction.atomic
def remind_wave(*, wave: SurveyWave, actor: User, now: datetime) -> int:
    """Write to those who have not answered and have an e-mail address; return to how many.

    Raises:
        SurveyRefused: nobody can answer now (`not_open`).
    """
    locked = _locked(wave)
    if not locked.takes_answers(now):
        raise SurveyRefused(_("This survey is not open."), code="not_open")
    return write_links(wave=locked, actor=actor, now=now)


@transaction.atomic
def close_wave(*, wave: SurveyWave, actor: User, now: datetime) -> SurveyWave:
    """Close a wave: write down how many answered, and cut every tie between answers and people, for good.

    Raises:
        IllegalMove: it is not open.
    """
    locked = _locked(wave)
    SURVEY.target(locked.state, "close")
    response = response_now(locked)
    seal_off(locked)
    # Robust: what the database keeps of former versions is no reason to say that the survey was not closed.
    transaction.on_commit(forget_traces, robust=True)
    return move(
        SURVEY,
        locked,
        "close",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={**_told(locked), "asked": response.asked, "answered": response.answered},
        changes={"closed_at": now, "tally": tally_of(response)},
    )


@transaction.atomic
def reopen_wave(*, wave: SurveyWave, reason: str, actor: User, now: datetime) -> SurveyWave:
    """Open a closed wave again for those who have not answered: what was counted stays counted.

    Raises:
        IllegalMove: it is not closed, or it is published.
        ReasonMissing: nobody said why.
    """
    return _move_with_reason(wave, "reopen", reason, actor, now)


@transaction.atomic
def withdraw_wave(*, wave: SurveyWave, reason: str, actor: User, now: datetime) -> SurveyWave:
    """Give up a wave that was planned.

    Raises:
        IllegalMove: it is not planned.
        ReasonMissing: nobody said why.
    """
    return _move_with_reason(wave, "withdraw", reason, actor, now)


@transaction.atomic
def publish_results(*, wave: SurveyWave, actor: User, now: datetime) -> SurveyWave:
    """Publish a closed wave's results as they are now; they stay as they are.

    Raises:
        IllegalMove: it is not closed.
    """
    locked = _locked(wave)
    SURVEY.target(locked.state, "publish")
    results = results_of(locked)
    return move(
        SURVEY,
        locked,
        "publish",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details=_told(locked),
        changes={"published_at": now, "published": published_form(results) if results else {}},
    )


def _locked(wave: SurveyWave) -> SurveyWave:
    """Lock the assembly, then the wave: whoever answers waits for the wave's row."""
    Assembly.objects.select_for_update(no_key=True).get(pk=wave.assembly_id)
    return (
        SurveyWave.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "question_set")
        .get(pk=wave.pk)
    )


def _move_with_reason(wave: SurveyWave, verb: str, reason: str, actor: User, now: datetime) -> SurveyWave:
    locked = _locked(wave)
    SURVEY.target(locked.state, verb)
    if not reason.strip():
        raise ReasonMissing(_("Say why."))
    return move(
        SURVEY,
        locked,
        verb,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        reason=reason.strip(),
        details=_told(locked),
    )


def _check(wave: SurveyWave) -> None:
    if wave.closes_at <= wave.opens_at:
        raise SurveyRefused(_("The last time to answer must come after the opening."), code="closes_first")
    if (wave.moment == SurveyMoment.AFTER_SESSION) != (wave.session is not None):
        raise SurveyRefused(
            _("Choose a session where members are asked after a session, and none elsewhere."), code="session"
        )
    homes = {wave.question_set.assembly_id, *([wave.session.assembly_id] if wave.session else [])}
    if homes != {wave.assembly_id}:
        raise SurveyRefused(
            _("The question set and the session must be this assembly’s own."), code="elsewhere"
        )


def _told(wave: SurveyWave) -> dict[str, object]:
    return {"number": wave.number, "title": wave.title}

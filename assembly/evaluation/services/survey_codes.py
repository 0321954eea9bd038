"""Make links and codes for those who are asked: each paper has its own, and none ends another."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assembly.evaluation.enums_surveys import TurnState, WaveState
from assembly.evaluation.errors_surveys import SurveyRefused
from assembly.evaluation.models import SurveyKey, SurveyTurn, SurveyWave
from assembly.evaluation.selectors.surveys import is_counted_already, turns_of
from assembly.evaluation.survey_keys import SurveyLetter, digest_of, fresh_token, fresh_typed_code
from assembly.models import User
from assembly.services.record import record_event


@sensitive_variables("made")
@transaction.atomic
def print_letters(*, wave: SurveyWave, actor: User, now: datetime) -> list[SurveyLetter]:
    """Make link and code for everybody who has not answered and has no e-mail address.

    Raises:
        SurveyRefused: the wave is not open (`not_open`).
    """
    locked = _open_wave(wave)
    waiting = turns_of(locked).filter(state=TurnState.ASKED, person__email="")
    made = [_letter(turn) for turn in waiting]
    _record("survey.letters", locked, actor, now, {"letters": len(made)})
    return made


@sensitive_variables("made")
@transaction.atomic
def letter_of(*, turn: SurveyTurn, actor: User, now: datetime) -> SurveyLetter:
    """Make link and code for one person, whatever address they have.

    Raises:
        SurveyRefused: the wave is not open (`not_open`), or their answers are counted (`already_counted`).
    """
    locked = _open_wave(turn.wave)
    made = _letter(_turn(turn))
    _record("survey.letters", locked, actor, now, {"letters": 1})
    return made


@sensitive_variables("made")
@transaction.atomic
def print_papers(
    *, wave: SurveyWave, turns: Iterable[SurveyTurn] | None = None, actor: User, now: datetime
) -> list[tuple[SurveyTurn, str]]:
    """Make a code for a slip or a paper form: for some, or for everybody who has not answered.

    Raises:
        SurveyRefused: the wave is not open (`not_open`).
    """
    locked = _open_wave(wave)
    asked = turns_of(locked).filter(state=TurnState.ASKED)
    if turns is not None:
        asked = asked.filter(pk__in=[turn.pk for turn in turns])
    made = [(turn, _code(turn)) for turn in asked]
    _record("survey.papers", locked, actor, now, {"papers": len(made)})
    return made


@sensitive_variables("made")
@transaction.atomic
def give_code(*, turn: SurveyTurn, actor: User, now: datetime) -> str:
    """Make a code for somebody who stands at the desk, to be typed on a tablet.

    Raises:
        SurveyRefused: the wave is not open (`not_open`), or their answers are counted (`already_counted`).
    """
    locked = _open_wave(turn.wave)
    made = _code(_turn(turn))
    _record("survey.code", locked, actor, now, {})
    return made


@sensitive_variables()
@transaction.atomic
def late_link(*, turn_id: int) -> SurveyLetter:
    """Make link and code for a message that leaves now.

    Raises:
        SurveyRefused: they were erased, have answered for good, or the wave is not open.
    """
    turn = SurveyTurn.objects.select_related("wave", "person").filter(pk=turn_id).first()
    if turn is None:
        raise SurveyRefused(_("This person is not asked any more."), code="not_asked")
    turn.wave = _open_wave(turn.wave)
    return _letter(_turn(turn))


@transaction.atomic
def end_keys(*, turn: SurveyTurn, actor: User, now: datetime) -> int:
    """Make all links and codes of somebody stop working, as after a letter went astray; return how many.

    Raises:
        SurveyRefused: the wave is not open (`not_open`).
    """
    locked = _open_wave(turn.wave)
    ended, _by_model = SurveyKey.objects.filter(turn=turn).delete()
    _record("survey.end_codes", locked, actor, now, {"codes": ended})
    return ended


@sensitive_variables()
def turn_of_key(*, text: str) -> SurveyTurn:
    """Return whose turn a link's token or a code is, in a wave that is open.

    Raises:
        SurveyRefused: a mark is wrong or lacking (`mistyped`), or it belongs to nobody who is asked now
            (`no_such_code`).
    """
    digest = digest_of(text)
    if digest is None:
        raise SurveyRefused(
            _("A mark of this code is wrong or lacking. Compare it with yours and type it again."),
            code="mistyped",
        )
    found = (
        SurveyKey.objects.filter(digest=digest, turn__wave__state=WaveState.OPEN)
        .select_related("turn__wave__assembly", "turn__wave__question_set", "turn__person")
        .first()
    )
    if found is None:
        raise SurveyRefused(
            _("This link or code does not work now: its survey is not open, or nobody was given it."),
            code="no_such_code",
        )
    return found.turn


def _open_wave(wave: SurveyWave) -> SurveyWave:
    locked = (
        SurveyWave.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "question_set")
        .get(pk=wave.pk)
    )
    if locked.state != WaveState.OPEN:
        raise SurveyRefused(_("This survey is not open."), code="not_open")
    return locked


def _turn(turn: SurveyTurn) -> SurveyTurn:
    fresh = SurveyTurn.objects.select_related("wave", "person").get(pk=turn.pk)
    if is_counted_already(fresh):
        raise SurveyRefused(
            _("These answers are counted already. Nobody can find or change them any more."),
            code="already_counted",
        )
    return fresh


@sensitive_variables()
def _letter(turn: SurveyTurn) -> SurveyLetter:
    made = SurveyLetter(turn, fresh_token(), fresh_typed_code())
    _keep(turn, made.token)
    _keep(turn, made.code)
    return made


@sensitive_variables()
def _code(turn: SurveyTurn) -> str:
    code = fresh_typed_code()
    _keep(turn, code)
    return code


@sensitive_variables()
def _keep(turn: SurveyTurn, text: str) -> None:
    SurveyKey.objects.create(turn=turn, digest=digest_of(text) or "")


def _record(kind: str, wave: SurveyWave, actor: User, now: datetime, details: dict[str, int]) -> None:
    told = {"number": wave.number, "title": wave.title, **details}
    record_event(kind, obj=wave, assembly=wave.assembly, actor=actor, now=now, details=told)

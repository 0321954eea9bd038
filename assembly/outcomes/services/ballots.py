"""Design a ballot and its questions, show it, take it back, open it and close it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import GateClosed
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.outcomes.ballot_lifecycle import BALLOT
from assembly.outcomes.counting.rules import MOST_OPTIONS
from assembly.outcomes.enums import BallotMethod, BallotState, QuestionKind, RecommendationState
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import Ballot, BallotOption, BallotQuestion, DecisionRule, Recommendation
from assembly.outcomes.recommendation_lifecycle import RECOMMENDATION
from assembly.outcomes.selectors.votes import mark_of, questions_of
from assembly.outcomes.services.secret_ballots import close_voting, open_voting, voting_blockers
from assembly.services.record import record_event
from scheduling.models import Session


@dataclass(frozen=True, slots=True)
class BallotWords:
    """What stands at the head of a ballot."""

    title: str
    explanation: str
    held_on: date
    session: Session | None
    method: BallotMethod = BallotMethod.ROOM


@transaction.atomic
def design_ballot(
    *, assembly: Assembly, words: BallotWords, token: UUID, actor: User, now: datetime
) -> Ballot:
    """Begin a ballot; sent twice, it is one."""
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if standing := Ballot.objects.filter(assembly=home, token=token).first():
        return standing
    last = Ballot.objects.filter(assembly=home).aggregate(last=Max("number"))["last"] or 0
    ballot = Ballot(assembly=home, number=last + 1, token=token, made_at=now)
    _write(ballot, words)
    _record("ballot.design", ballot, actor, now)
    return ballot


@transaction.atomic
def change_ballot(*, ballot: Ballot, words: BallotWords, seen: str, actor: User, now: datetime) -> Ballot:
    """Change the head of a ballot that is being designed.

    Raises:
        VoteRefused: it is designed no more, or somebody changed it meanwhile.
    """
    locked = _being_designed(ballot, seen)
    _write(locked, words)
    _record("ballot.change", locked, actor, now)
    return locked


@transaction.atomic
def ask_about(
    *,
    ballot: Ballot,
    recommendations: Sequence[Recommendation],
    rule: DecisionRule,
    wording: str,
    seen: str,
    actor: User,
    now: datetime,
) -> Ballot:
    """Add a question for each of these frozen recommendations; those that are asked about already stay.

    Raises:
        VoteRefused: the ballot is designed no more or was changed, the rule is for rankings, or a text is not frozen.
    """
    locked = _being_designed(ballot, seen)
    if rule.kind == QuestionKind.RANKED:
        raise VoteRefused(_("This rule is for options to be ranked."), code="wrong_rule")
    last = locked.questions.aggregate(last=Max("number"))["last"] or 0
    known = set(locked.questions.values_list("recommendation", flat=True))
    for each in recommendations:
        if each.pk in known:
            continue
        if each.state != RecommendationState.FROZEN or each.frozen_version_id is None:
            raise VoteRefused(_("%(what)s is not frozen.") % {"what": each}, code="not_frozen")
        last += 1
        BallotQuestion.objects.create(
            ballot=locked,
            number=last,
            kind=rule.kind,
            wording=wording.strip(),
            recommendation=each,
            version_id=each.frozen_version_id,
            rule=rule,
        )
    _record("ballot.change", locked, actor, now)
    return locked


@transaction.atomic
def ask_to_rank(
    *,
    ballot: Ballot,
    options: Sequence[str],
    rule: DecisionRule,
    wording: str,
    seen: str,
    actor: User,
    now: datetime,
) -> Ballot:
    """Add a question whose options are to be ranked.

    Raises:
        VoteRefused: the ballot is designed no more or was changed, the rule is for no rankings, or there are fewer
            than two options, too many, or the same one twice.
    """
    locked = _being_designed(ballot, seen)
    words = [option.strip() for option in options if option.strip()]
    if rule.kind != QuestionKind.RANKED:
        raise VoteRefused(_("This rule is not for options to be ranked."), code="wrong_rule")
    if not 2 <= len(words) <= MOST_OPTIONS or len({word.casefold() for word in words}) < len(words):
        raise VoteRefused(
            _("Write two to %(most)s different options, one on each line.") % {"most": MOST_OPTIONS},
            code="options",
        )
    last = locked.questions.aggregate(last=Max("number"))["last"] or 0
    question = BallotQuestion.objects.create(
        ballot=locked, number=last + 1, kind=rule.kind, wording=wording.strip(), rule=rule
    )
    BallotOption.objects.bulk_create(
        BallotOption(question=question, number=number, text=text)
        for number, text in enumerate(words, start=1)
    )
    _record("ballot.change", locked, actor, now)
    return locked


@transaction.atomic
def remove_question(*, ballot: Ballot, number: int, seen: str, actor: User, now: datetime) -> Ballot:
    """Take a question out; those after it move up.

    Raises:
        VoteRefused: the ballot is designed no more, or somebody changed it meanwhile.
    """
    locked = _being_designed(ballot, seen)
    locked.questions.filter(number=number).delete()
    for place, question in enumerate(locked.questions.order_by("number"), start=1):
        if question.number != place:
            locked.questions.filter(pk=question.pk).update(number=place)
    _record("ballot.change", locked, actor, now)
    return locked


@transaction.atomic
def show_ballot(*, ballot: Ballot, actor: User, now: datetime) -> Ballot:
    """Show members what they will be asked: the texts as they are frozen now.

    Raises:
        IllegalMove: it is not being designed.
        GateClosed: it asks nothing, or about something that is not frozen.
    """
    locked = _locked(ballot)
    BALLOT.target(locked.state, "show")
    questions = questions_of(locked)
    blockers = [] if questions else [_("The ballot asks nothing yet.")]
    blockers += _not_frozen(questions)
    if blockers:
        raise GateClosed(blockers)
    for each in questions:
        if each.recommendation and each.version_id != each.recommendation.frozen_version_id:
            BallotQuestion.objects.filter(pk=each.pk).update(version=each.recommendation.frozen_version_id)
    return _move(locked, "show", actor, now)


@transaction.atomic
def take_ballot_back(*, ballot: Ballot, actor: User, now: datetime) -> Ballot:
    """Take a draft back, to change it.

    Raises:
        IllegalMove: it is not shown as a draft.
    """
    return _move(_locked(ballot), "take_back", actor, now)


@transaction.atomic
def open_ballot(*, ballot: Ballot, actor: User, now: datetime) -> Ballot:
    """Open the vote: texts, questions and rules are fixed from here on; the codes of a secret ballot are made.

    Raises:
        IllegalMove: it is not shown as a draft.
        GateClosed: a text was changed since it was shown, or is voted on elsewhere; of a secret ballot also what
            `voting_blockers` finds.
    """
    locked = _locked(ballot)
    BALLOT.target(locked.state, "open")
    questions = questions_of(locked)
    keys = [each.recommendation_id for each in questions if each.recommendation_id]
    # Always in the same order: of two ballots that ask about the same texts one waits, and then sees the other's.
    fresh = {
        each.pk: each
        for each in Recommendation.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
    }
    for each in questions:
        each.recommendation = fresh.get(each.recommendation_id or 0)
    blockers = _not_frozen(questions)
    blockers += [
        _("The text of %(what)s was changed since members saw it. Take the draft back and show it again.")
        % {"what": each.recommendation}
        for each in questions
        if each.recommendation and each.version_id != each.recommendation.frozen_version_id
    ]
    is_secret = locked.method == BallotMethod.SECRET
    blockers += voting_blockers(locked, now) if is_secret else []
    if blockers:
        raise GateClosed(blockers)
    if is_secret:
        open_voting(locked, questions, now)
    DecisionRule.objects.filter(pk__in={each.rule_id for each in questions}, fixed_at=None).update(
        fixed_at=now
    )
    for recommendation in fresh.values():
        move(
            RECOMMENDATION,
            recommendation,
            "ballot",
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details={"number": recommendation.number, "ballot": locked.number},
        )
    return _move(locked, "open", actor, now)


@transaction.atomic
def close_ballot(*, ballot: Ballot, actor: User, now: datetime) -> Ballot:
    """Close the vote. Of a secret ballot the record gets what was given out and what was cast, in numbers.

    Raises:
        IllegalMove: it is not open.
    """
    locked = _locked(ballot)
    BALLOT.target(locked.state, "close")
    figures = close_voting(locked) if locked.method == BallotMethod.SECRET else {}
    return _move(locked, "close", actor, now, figures)


def _not_frozen(questions: Sequence[BallotQuestion]) -> list[str]:
    return [
        _("%(what)s is not frozen: %(state)s.")
        % {"what": each.recommendation, "state": each.recommendation.get_state_display()}
        for each in questions
        if each.recommendation and each.recommendation.state != RecommendationState.FROZEN
    ]


def _locked(ballot: Ballot) -> Ballot:
    return (
        Ballot.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=ballot.pk)
    )


def _being_designed(ballot: Ballot, seen: str) -> Ballot:
    locked = _locked(ballot)
    if locked.state != BallotState.DESIGNED:
        raise VoteRefused(
            _("It was shown to members. Take the draft back before you change it."), code="shown"
        )
    if seen != mark_of(locked, questions_of(locked)):
        raise VoteRefused(
            _("Somebody changed this ballot meanwhile. Look at it as it is now, and do it again."),
            code="stale",
        )
    return locked


def _write(ballot: Ballot, words: BallotWords) -> None:
    ballot.title, ballot.explanation = words.title.strip(), words.explanation.strip()
    ballot.held_on, ballot.session, ballot.method = words.held_on, words.session, words.method
    ballot.save()


def _move(
    ballot: Ballot, verb: str, actor: User, now: datetime, figures: Mapping[str, int] | None = None
) -> Ballot:
    details = {"number": ballot.number, **(figures or {})}
    return move(BALLOT, ballot, verb, assembly=ballot.assembly, actor=actor, now=now, details=details)


def _record(verb: str, ballot: Ballot, actor: User, now: datetime) -> None:
    details = {"number": ballot.number}
    record_event(verb, obj=ballot, assembly=ballot.assembly, actor=actor, now=now, details=details)

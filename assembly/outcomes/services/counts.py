"""Enter counts, have somebody else verify them, and publish the result, by which recommendations are decided."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import GateClosed, ReasonMissing
from assembly.lifecycle import move
from assembly.models import User
from assembly.outcomes.ballot_lifecycle import BALLOT
from assembly.outcomes.counting.faults import faults_of
from assembly.outcomes.counting.plain import plain_tally
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import BallotMethod, BallotState
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import Ballot, BallotQuestion, Recommendation, VoteCount
from assembly.outcomes.recommendation_lifecycle import RECOMMENDATION
from assembly.outcomes.selectors.votes import FIRST, SECOND, counted, questions_of, rule_of, tally_of
from assembly.outcomes.services.count_rows import keep_count
from assembly.outcomes.services.recommendations import lock_recommendations
from assembly.outcomes.services.secret_counts import confirm_sums, forget_turns, paper_counters, sum_up
from assembly.outcomes.vote_words import remark_words
from assembly.services.record import record_event


@transaction.atomic
def enter_count(
    *, question: BallotQuestion, tally: Tally, note: str, seen: str, actor: User, now: datetime
) -> VoteCount:
    """Enter what was counted for one question of a closed ballot, in place of what was entered before.

    Raises:
        VoteRefused: the ballot is not waiting for counts, somebody entered another count meanwhile, or it cannot be.
    """
    ballot = _locked(question.ballot)
    _refuse_secret(ballot)
    if ballot.state != BallotState.CLOSED:
        raise VoteRefused(_("Counts are entered after the vote is closed, and once."), code="not_closed")
    _refuse_faults(tally, question)
    standing = question.counts.filter(entry=FIRST).first()
    if seen != seen_count(standing, question):
        raise VoteRefused(_("Somebody entered this count meanwhile. Look at it as it is now."), code="stale")
    if standing:
        standing.delete()
    count = keep_count(question, tally, FIRST, note, actor, now)
    details = {"number": ballot.number, "question": question.number}
    record_event("ballot.enter", obj=ballot, assembly=ballot.assembly, actor=actor, now=now, details=details)
    return count


@transaction.atomic
def finish_counting(*, ballot: Ballot, actor: User, now: datetime) -> Ballot:
    """Say that all counts are entered; from here on somebody else looks at them.

    In a secret ballot the votes by code are counted here, and those on paper added.

    Raises:
        IllegalMove: the ballot is not waiting for counts.
        GateClosed: a count is missing.
    """
    locked = _locked(ballot)
    BALLOT.target(locked.state, "count")
    if locked.method == BallotMethod.SECRET:
        sum_up(locked, actor, now)
    missing = [each for each in map(counted, questions_of(locked)) if each.count is None]
    if missing:
        raise GateClosed(
            [
                _("The count of question %(number)s is missing.") % {"number": each.question.number}
                for each in missing
            ]
        )
    return _move(locked, "count", actor, now, counted_by=actor)


@transaction.atomic
def verify_count(*, question: BallotQuestion, tally: Tally, actor: User, now: datetime) -> VoteCount:
    """Take the same totals from somebody else who has the paper before them.

    Raises:
        VoteRefused: nothing is to be verified, it is their own count, or the numbers are not the same.
    """
    ballot = _locked(question.ballot)
    _refuse_secret(ballot)
    if ballot.state != BallotState.COUNTED:
        raise VoteRefused(_("There is nothing to verify here."), code="not_counted")
    first = question.counts.get(entry=FIRST)
    if actor.pk in (first.entered_by_id, ballot.counted_by_id):
        raise VoteRefused(_("You counted this yourself. Somebody else has to look at it."), code="own_count")
    if differences(tally, tally_of(first, question)):
        raise VoteRefused(
            _(
                "These are not the numbers that were entered. Look at the paper again. If you are right, say that the"
                " count does not hold."
            ),
            code="differs",
        )
    question.counts.filter(entry=SECOND).delete()
    count = keep_count(question, tally, SECOND, "", actor, now)
    details = {"number": ballot.number, "question": question.number}
    record_event("ballot.check", obj=ballot, assembly=ballot.assembly, actor=actor, now=now, details=details)
    return count


@transaction.atomic
def recount(*, ballot: Ballot, reason: str, actor: User, now: datetime) -> Ballot:
    """Say that a count does not hold: all is counted again. What was entered stays in the record.

    Raises:
        IllegalMove: there is no count that could be wrong.
        ReasonMissing: nobody says what is wrong.
    """
    locked = _locked(ballot)
    BALLOT.target(locked.state, "recount")
    if not reason.strip():
        raise ReasonMissing(_("Say what does not hold."))
    entered = {
        str(each.question.number): plain_tally(each.tally)
        for each in map(counted, questions_of(locked))
        if each.tally
    }
    VoteCount.objects.filter(question__ballot=locked).delete()
    details = {"number": locked.number, "entered": entered}
    return move(
        BALLOT,
        locked,
        "recount",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        reason=reason.strip(),
        details=details,
        changes={"counted_by": None},
    )


@transaction.atomic
def verify_ballot(*, ballot: Ballot, actor: User, now: datetime) -> Ballot:
    """Say that all counts hold; the outcome of each question is written down.

    In a secret ballot nothing is typed again: what was given out must agree with what came back, or somebody have
    said why not, and an independent recount of all votes must find the same.

    Raises:
        IllegalMove: nothing is to be verified.
        VoteRefused: they counted it themselves.
        GateClosed: a question was not verified yet.
    """
    locked = _locked(ballot)
    BALLOT.target(locked.state, "verify")
    rows = [counted(each) for each in questions_of(locked)]
    counters = {locked.counted_by_id, *(each.count.entered_by_id for each in rows if each.count)}
    if locked.method == BallotMethod.SECRET:
        counters |= paper_counters(locked)
    if actor.pk in counters:
        raise VoteRefused(_("You counted this yourself. Somebody else has to look at it."), code="own_count")
    if locked.method == BallotMethod.SECRET:
        confirm_sums(locked, rows, actor, now)
        rows = [counted(each) for each in questions_of(locked)]
    blockers = [
        _("Question %(number)s is not verified yet.") % {"number": each.question.number}
        for each in rows
        if each.count is None
        or each.verification is None
        or each.tally is None
        or differences(tally_of(each.verification, each.question), each.tally)
    ]
    if blockers:
        raise GateClosed(blockers)
    for each in rows:
        if each.result is not None:
            BallotQuestion.objects.filter(pk=each.question.pk).update(outcome=each.result.outcome)
    return _move(locked, "verify", actor, now, verified_by=actor)


@transaction.atomic
def publish_ballot(*, ballot: Ballot, actor: User, now: datetime) -> Ballot:
    """Publish the result. Each recommendation is adopted or not by its rule, or voted on again.

    Raises:
        IllegalMove: it was not verified.
        VoteRefused: a recount gives another outcome than the one that was verified.
    """
    locked = _locked(ballot)
    BALLOT.target(locked.state, "publish")
    questions = questions_of(locked)
    lock_recommendations(Recommendation.objects.filter(pk__in=[each.recommendation_id for each in questions]))
    for each in map(counted, questions):
        if each.result is None or each.result.outcome != each.question.outcome:
            raise VoteRefused(
                _("Question %(number)s reckoned again has another outcome.")
                % {"number": each.question.number},
                code="outcome_differs",
            )
        if each.question.recommendation is None:
            continue
        verb = "repeat" if each.result.is_void else "adopt" if each.result.is_carried else "reject"
        move(
            RECOMMENDATION,
            each.question.recommendation,
            verb,
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details={"number": each.question.recommendation.number, "ballot": locked.number},
        )
    forget_turns(locked)
    return _move(locked, "publish", actor, now, published_at=now)


def differences(typed: Tally, entered: Tally) -> list[str]:
    """Return what is not the same in two entries, by the names of `Tally` and of its lines."""
    names = ("eligible", "present", "abstained", "blank", "spoiled")
    found = [name for name in names if getattr(typed, name) != getattr(entered, name)]
    choices = sorted({*typed.lines, *entered.lines})
    return found + [each for each in choices if typed.lines.get(each, 0) != entered.lines.get(each, 0)]


def seen_count(count: VoteCount | None, question: BallotQuestion) -> str:
    """Return what tells a form over a count that is stale from one that is not."""
    return "" if count is None else f"{count.note}|{plain_tally(tally_of(count, question))}"


def _refuse_secret(ballot: Ballot) -> None:
    if ballot.method == BallotMethod.SECRET:
        raise VoteRefused(
            _("Votes by code are counted by themselves; papers are entered apart."), code="secret"
        )


def _refuse_faults(tally: Tally, question: BallotQuestion) -> None:
    if found := faults_of(tally, rule_of(question.rule)):
        raise VoteRefused(" ".join(remark_words(fault) for fault in found), code="cannot_be")


def _locked(ballot: Ballot) -> Ballot:
    return (
        Ballot.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=ballot.pk)
    )


def _move(ballot: Ballot, verb: str, actor: User, now: datetime, **changes: object) -> Ballot:
    details = {"number": ballot.number}
    return move(
        BALLOT,
        ballot,
        verb,
        assembly=ballot.assembly,
        actor=actor,
        now=now,
        details=details,
        changes=changes,
    )

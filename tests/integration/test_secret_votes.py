"""A secret ballot: codes for all at the opening, one vote each, counted with paper in one sum, and reconciled."""

import pytest
from django.db import DatabaseError, transaction

from assembly.errors import GateClosed
from assembly.models import AuditEvent
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import VotingWay
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import (
    BallotKeys,
    Reconciliation,
    SealedVote,
    UnissuedCode,
    VoteCount,
    VoteReceipt,
    VoterTurn,
)
from assembly.outcomes.selectors.secret_votes import (
    figures_of,
    published_receipts,
    published_votes,
    reconciliation_of,
    turn_of,
)
from assembly.outcomes.selectors.votes import counted, questions_of
from assembly.outcomes.services import ballots, counts
from assembly.outcomes.services.cast_vote import ballot_of_code, cast_vote, receipt_of
from assembly.outcomes.services.paper_counts import check_papers, enter_papers
from assembly.outcomes.services.reconciling import explain_differences
from assembly.outcomes.services.void_ballot import void_ballot
from assembly.outcomes.services.voting_codes import draw_slip, hand_back, print_slips, take_code
from tests.factories import NOON, UserFactory
from tests.factories_outcomes import make_ballot
from tests.factories_people import make_members
from tests.factories_secret_votes import make_secret
from tests.factories_votes import ask, make_preset, rank

pytestmark = pytest.mark.django_db


def who(user=None):
    return {"actor": user or UserFactory(), "now": NOON}


def refused(call, **arguments):
    with pytest.raises(VoteRefused) as refusal, transaction.atomic():
        call(**arguments)
    return refusal.value.code


def test_opening_makes_a_turn_for_every_member_and_two_codes(assembly):
    voted = make_secret(assembly, members=3, rules=(None, None))
    assert VoterTurn.objects.filter(ballot=voted.ballot, how="", given_by=None).count() == 3
    assert UnissuedCode.objects.count() == VoteReceipt.objects.filter(is_counted=False).count() == 6
    assert SealedVote.objects.filter(choice="").count() == 12
    figures = figures_of(voted.ballot)
    assert (figures.eligible, figures.waiting, figures.unused_codes, figures.most_slips) == (3, 3, 6, 3)


def test_without_members_nobody_could_be_given_a_code(assembly):
    ballot = make_ballot(assembly, method="secret")
    ask(ballot)
    ballots.show_ballot(ballot=ballot, **who())
    with pytest.raises(GateClosed, match="No members are entered"):
        ballots.open_ballot(ballot=ballot, **who())


def test_a_member_takes_one_code_and_votes_once(assembly):
    voted = make_secret(assembly)
    person = voted.people[0]
    code = voted.take(person)
    take = {"ballot": voted.ballot, "person": person, "how": VotingWay.DESK, "actor": voted.counter}
    assert refused(take_code, **take) == "turn_taken"
    assert ballot_of_code(code=code.upper()) == voted.ballot
    assert receipt_of(code=code) is None
    receipt = cast_vote(code=code, choices={1: "for"})
    assert receipt_of(code=code) == receipt
    assert refused(cast_vote, code=code, choices={1: "against"}) == "no_such_code"
    assert refused(ballot_of_code, code=code) == "no_such_code"
    assert [*SealedVote.objects.exclude(choice="").values_list("choice", flat=True)] == ["for"]
    assert VoteReceipt.objects.get(is_counted=True).receipt == receipt


def test_a_code_that_nobody_was_given_does_not_vote(assembly):
    """Whoever steals the pool has stolen nothing."""
    voted = make_secret(assembly)
    code = UnissuedCode.objects.first().code
    assert refused(cast_vote, code=code, choices={1: "for"}) == "no_such_code"
    assert refused(ballot_of_code, code=code) == "no_such_code"
    wrong = code[:-1] + ("a" if code[-1] != "a" else "b")
    assert refused(cast_vote, code=wrong, choices={1: "for"}) == "mistyped"
    assert figures_of(voted.ballot).cast == 0


def test_what_cannot_be_chosen_is_not_cast_and_what_is_left_out_is_blank(assembly):
    rules = (None, make_preset(assembly, "four_points"))
    voted = make_secret(assembly, rules=rules)
    code = voted.take(voted.people[0])
    for choices in ({1: "perhaps"}, {2: "5"}, {1: "4"}, {3: "for"}):
        assert refused(cast_vote, code=code, choices=choices) == "cannot_be"
    cast_vote(code=code, choices={2: "4"})
    cast = SealedVote.objects.exclude(choice="").order_by("question__number")
    assert [*cast.values_list("choice", flat=True)] == ["blank", "4"]


def test_rankings_are_kept_in_one_spelling(assembly):
    make_members(assembly, 1)
    ballot = make_ballot(assembly, method="secret")
    rank(ballot)
    ballots.show_ballot(ballot=ballot, **who())
    ballots.open_ballot(ballot=ballot, **who())
    code = take_code(ballot=ballot, person=assembly.people.get(), how=VotingWay.OWN, actor=UserFactory())
    for choice in ("1>1", "4", "x", ">"):
        assert refused(cast_vote, code=code, choices={1: choice}) == "cannot_be"
    cast_vote(code=code, choices={1: " 3 > 1"})
    assert SealedVote.objects.exclude(choice="").get().choice == "3>1"


def test_slips_are_drawn_counted_and_can_be_handed_back_unopened(assembly):
    voted = make_secret(assembly, members=3)
    own = {"ballot": voted.ballot, "actor": voted.counter}
    first, second, third = voted.people
    assert refused(draw_slip, person=first, **own) == "no_slips"
    assert refused(print_slips, number=4, render=lambda _codes: b"", now=NOON, **own) == "too_many_slips"
    code = voted.draw_slip(first)
    assert figures_of(voted.ballot).slips == 1
    cast_vote(code=code, choices={1: "for"})
    voted.on_paper(second)
    voted.take(third)
    hand_back(person=second, now=NOON, **own)
    assert refused(hand_back, person=third, now=NOON, **own) == "nothing_to_hand_back"
    voted.cast(second, {1: "against"})
    figures = figures_of(voted.ballot)
    assert (figures.own, figures.slips, figures.papers, figures.waiting) == (2, 1, 0, 0)
    event = AuditEvent.objects.get(type="ballot.hand_back")
    assert event.details == {"number": voted.ballot.number, "how": "paper"}


def test_slips_that_could_not_be_printed_take_no_codes(assembly):
    voted = make_secret(assembly)

    def jam(_codes):
        raise RuntimeError("jam")

    with pytest.raises(RuntimeError, match="jam"), transaction.atomic():
        print_slips(ballot=voted.ballot, number=1, render=jam, actor=voted.counter, now=NOON)
    assert (UnissuedCode.objects.count(), figures_of(voted.ballot).slips_printed) == (6, 0)


def test_whoever_was_no_member_at_the_opening_cannot_vote(assembly):
    voted = make_secret(assembly)
    (late,) = make_members(assembly, 1)
    assert refused(take_code, ballot=voted.ballot, person=late, how=VotingWay.OWN, actor=voted.counter) == (
        "not_eligible"
    )
    user = UserFactory()
    voted.people[0].user = user
    voted.people[0].save()
    assert turn_of(voted.ballot, user).person == voted.people[0]
    assert turn_of(voted.ballot, UserFactory()) is None


def test_closing_keeps_votes_and_deletes_what_could_lead_to_them(assembly):
    voted = make_secret(assembly, members=3)
    keys = set(SealedVote.objects.values_list("key", flat=True))
    voted.cast(voted.people[0], {1: "for"})
    unused = voted.take(voted.people[1])
    voted.bring("closed")
    assert refused(cast_vote, code=unused, choices={1: "for"}) == "no_such_code"
    assert [each.objects.exists() for each in (UnissuedCode, BallotKeys)] == [False, False]
    assert [*SealedVote.objects.values_list("choice", flat=True)] == ["for"]
    assert not keys & set(SealedVote.objects.values_list("key", flat=True))
    assert published_receipts(voted.ballot) == [voted.receipts[voted.people[0].pk]]
    assert AuditEvent.objects.get(type="ballot.close").details == {
        "from": "open", "to": "closed", "number": 1, "eligible": 3, "codes": 2, "papers": 0, "cast": 1,
    }  # fmt: skip


def test_votes_by_code_and_on_paper_are_one_sum_and_one_list(assembly):
    voted = make_secret(assembly, members=6)
    for person, choice in zip(voted.people[:3], ("for", "against", "abstain"), strict=True):
        voted.cast(person, {1: choice})
    for person in voted.people[3:5]:
        voted.on_paper(person)
    voted.bring("verified", papers={1: Tally(2, 2, spoiled=1, lines={"for": 1, "against": 0})})
    question = questions_of(voted.ballot)[0]
    each = counted(question)
    assert each.tally == Tally(6, 5, 1, 0, 1, {"for": 2, "against": 1})
    assert (question.outcome, each.count.entry, each.verification.entry) == ("not_adopted", 1, 2)
    assert published_votes(voted.ballot, [question]) == [(question, ["abstain", "against", "for", "for"])]
    assert VoteCount.objects.filter(question=question).count() == 2
    reconciled = reconciliation_of(voted.ballot)
    assert [(each.code, each.is_fault) for each in reconciled.remarks] == [("few_papers", False)]


def differing(ballot):
    """Give the papers in the urn, and the codes of what has to be explained."""
    reconciled = reconciliation_of(ballot)
    return reconciled.figures.papers_in_urn, [each.code for each in reconciled.remarks if each.is_fault]


def test_papers_are_entered_by_two_people_who_agree(assembly):
    voted = make_secret(assembly, members=2)
    voted.on_paper(voted.people[0])
    voted.bring("closed")
    question, one = questions_of(voted.ballot)[0], Tally(1, 1, lines={"for": 1, "against": 0})
    own = {"question": question, "now": NOON}
    with pytest.raises(GateClosed, match="not entered by two people"):
        counts.finish_counting(ballot=voted.ballot, **who(voted.counter))
    # While nobody has counted the urn no paper is missing from it.
    assert differing(voted.ballot) == (0, [])
    assert refused(check_papers, tally=one, actor=voted.verifier, **own) == "not_entered"
    enter_papers(tally=one, seen="", actor=voted.counter, **own)
    assert refused(enter_papers, tally=one, seen="", actor=voted.counter, **own) == "stale"
    assert refused(check_papers, tally=one, actor=voted.counter, **own) == "own_count"
    other = Tally(1, 1, lines={"for": 0, "against": 1})
    assert refused(check_papers, tally=other, actor=voted.verifier, **own) == "differs"
    assert differing(voted.ballot) == (0, [])
    check_papers(tally=one, actor=voted.verifier, **own)
    assert differing(voted.ballot) == (1, [])
    counts.finish_counting(ballot=voted.ballot, **who(voted.counter))
    assert counted(questions_of(voted.ballot)[0]).tally.lines == {"against": 0, "for": 1}
    with pytest.raises(VoteRefused, match="counted this yourself"):
        counts.verify_ballot(ballot=voted.ballot, **who(voted.counter))


def test_differences_are_explained_before_it_is_verified(assembly):
    voted = make_secret(assembly, members=3)
    voted.draw_slip(voted.people[0])
    voted.on_paper(voted.people[1])
    voted.bring("counted", papers={1: Tally(2, 2, lines={"for": 2, "against": 0})})
    assert [each.code for each in reconciliation_of(voted.ballot).remarks if each.is_fault] == ["papers_over"]
    with pytest.raises(GateClosed, match="nobody has said why"):
        counts.verify_ballot(ballot=voted.ballot, **who(voted.verifier))
    explain_differences(ballot=voted.ballot, words=" ⟪A paper of the rehearsal⟫ ", **who())
    counts.verify_ballot(ballot=voted.ballot, **who(voted.verifier))
    assert Reconciliation.objects.get().explanation == "⟪A paper of the rehearsal⟫"
    assert refused(explain_differences, ballot=voted.ballot, words="", **who()) == "not_closed"


def test_a_count_that_does_not_hold_is_made_anew_from_the_same_votes(assembly):
    voted = make_secret(assembly, members=2)
    voted.cast(voted.people[0], {1: "for"})
    voted.bring("counted")
    counts.recount(ballot=voted.ballot, reason="⟪Look again⟫", **who())
    voted.ballot.refresh_from_db()
    counts.finish_counting(ballot=voted.ballot, **who(voted.counter))
    assert counted(questions_of(voted.ballot)[0]).tally.lines == {"for": 1}


def test_publishing_decides_and_forgets_who_took_their_turn(assembly):
    voted = make_secret(assembly, members=3)
    for person in voted.people:
        voted.cast(person, {1: "for"})
    voted.bring("published")
    question = questions_of(voted.ballot)[0]
    assert (question.outcome, question.recommendation.state) == ("adopted", "adopted")
    assert not VoterTurn.objects.exists()
    assert figures_of(voted.ballot).own == 3


def test_in_a_vote_in_which_nobody_voted_nothing_is_adopted(assembly):
    voted = make_secret(assembly)
    voted.bring("published")
    assert questions_of(voted.ballot)[0].outcome == "not_adopted"


def test_a_vote_that_is_void_is_sealed_and_shows_nothing(assembly):
    voted = make_secret(assembly)
    code = voted.take(voted.people[0])
    voted.cast(voted.people[0], {1: "for"})
    void_ballot(ballot=voted.ballot, reason="⟪The power failed⟫", **who())
    voted.ballot.refresh_from_db()
    assert refused(ballot_of_code, code=code) == "no_such_code"
    assert [each.objects.exists() for each in (BallotKeys, UnissuedCode, VoterTurn)] == [False] * 3
    assert published_votes(voted.ballot, questions_of(voted.ballot)) == []


def test_a_count_by_hand_is_not_taken_for_a_secret_ballot(assembly):
    voted = make_secret(assembly)
    voted.bring("closed")
    question, tally = questions_of(voted.ballot)[0], Tally(3, 3, lines={"for": 3, "against": 0})
    assert refused(counts.enter_count, question=question, tally=tally, note="", seen="", **who()) == "secret"
    assert refused(counts.verify_count, question=question, tally=tally, **who()) == "secret"


@pytest.mark.parametrize("state", ["open", "closed", "verified"])
def test_the_database_keeps_votes_as_they_were_cast(assembly, state):
    voted = make_secret(assembly)
    voted.cast(voted.people[0], {1: "for"})
    if state != "open":
        voted.bring(state)
    cast = SealedVote.objects.exclude(choice="")
    receipts = VoteReceipt.objects.filter(is_counted=True)
    question = questions_of(voted.ballot)[0]
    attempts = [
        lambda: cast.update(choice="against"),
        lambda: cast.update(choice=""),
        lambda: cast.update(key="k"),
        lambda: receipts.update(is_counted=False),
        lambda: receipts.update(receipt="r"),
        lambda: VoterTurn.objects.filter(how="own").update(how=""),
    ]
    if state != "open":
        attempts += [
            cast.delete,
            receipts.delete,
            lambda: SealedVote.objects.create(key="k", question=question, choice="for"),
            lambda: VoteReceipt.objects.create(key="k", ballot=voted.ballot, receipt="r"),
        ]
    if state == "verified":
        attempts.append(lambda: Reconciliation.objects.update(cast=9))
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="kept as it was cast"), transaction.atomic():
            attempt()


def test_casting_asks_as_much_of_the_database_for_many_members_as_for_few(
    assembly, django_assert_num_queries
):
    voted = make_secret(assembly, members=3)
    code = voted.take(voted.people[0])
    with django_assert_num_queries(11):
        cast_vote(code=code, choices={1: "for"})
    larger = make_secret(assembly, members=9)
    code = larger.take(larger.people[0])
    with django_assert_num_queries(11):
        cast_vote(code=code, choices={1: "for"})

"""Many at the same moment: one vote for each code, one code for each member, and no vote lost at the closing."""

import threading

import pytest
from django.db import connection

from assembly.errors import HouseError
from assembly.outcomes.enums import VotingWay
from assembly.outcomes.models import SealedVote
from assembly.outcomes.selectors.secret_votes import figures_of, published_receipts
from assembly.outcomes.services.ballots import close_ballot
from assembly.outcomes.services.cast_vote import cast_vote
from assembly.outcomes.services.voting_codes import take_code
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_secret_votes import make_secret

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def at_once(*calls):
    """Run the calls in threads that begin together; return what each gave, or the code of its refusal."""
    gate, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        gate.wait()
        try:
            outcomes[place] = call()
        except HouseError as refusal:
            outcomes[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_code_that_is_sent_many_times_at_once_votes_once():
    voted = make_secret(AssemblyFactory(), members=3)
    code = voted.take(voted.people[0])
    casting = [
        lambda choice=choice: cast_vote(code=code, choices={1: choice})
        for choice in ("for", "against") * (AT_ONCE // 2)
    ]
    outcomes = at_once(*casting)
    assert outcomes.count("no_such_code") == AT_ONCE - 1
    assert (SealedVote.objects.exclude(choice="").count(), figures_of(voted.ballot).cast) == (1, 1)


def test_a_member_who_asks_many_times_at_once_gets_one_code():
    voted = make_secret(AssemblyFactory(), members=3)
    actor = UserFactory()
    take = {"ballot": voted.ballot, "person": voted.people[0], "actor": actor}
    outcomes = at_once(*[lambda: take_code(how=VotingWay.OWN, **take)] * AT_ONCE)
    assert outcomes.count("turn_taken") == AT_ONCE - 1
    figures = figures_of(voted.ballot)
    assert (figures.own, figures.unused_codes) == (1, 5)


def test_whoever_was_given_a_receipt_while_the_vote_was_closed_is_counted():
    voted = make_secret(AssemblyFactory(), members=AT_ONCE)
    codes = [voted.take(person) for person in voted.people]
    close = lambda: close_ballot(ballot=voted.ballot, actor=voted.counter, now=NOON).state  # noqa: E731
    casting = [lambda code=code: cast_vote(code=code, choices={1: "for"}) for code in codes]
    *outcomes, closed = at_once(*casting, close)
    voted.ballot.refresh_from_db()
    assert closed == "closed"
    assert published_receipts(voted.ballot) == sorted(each for each in outcomes if each != "no_such_code")
    assert SealedVote.objects.count() == len(published_receipts(voted.ballot))

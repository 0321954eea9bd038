"""Makers of secret ballots in each state, through services: triggers refuse short cuts."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assembly.models import Assembly, Person, User
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import BallotState, VotingWay
from assembly.outcomes.models import Ballot, VoterTurn
from assembly.outcomes.selectors.secret_votes import figures_of
from assembly.outcomes.selectors.votes import members_at, questions_of
from assembly.outcomes.services import ballots, counts
from assembly.outcomes.services.cast_vote import cast_vote
from assembly.outcomes.services.paper_counts import check_papers, enter_papers
from assembly.outcomes.services.reconciling import return_slips
from assembly.outcomes.services.voting_codes import draw_slip, print_slips, take_code, take_paper
from tests.factories import NOON, UserFactory
from tests.factories_outcomes import make_ballot
from tests.factories_people import make_members
from tests.factories_votes import ask

ORDER = [str(state) for state in BallotState]


@dataclass
class Voted:
    """A secret ballot, who votes in it, and what they hold in their hands: codes and receipts by person's key."""

    ballot: Ballot
    people: list[Person]
    counter: User = field(default_factory=UserFactory)
    verifier: User = field(default_factory=UserFactory)
    codes: dict[int, str] = field(default_factory=dict)
    receipts: dict[int, str] = field(default_factory=dict)

    def take(self, person: Person) -> str:
        """Have a member take a code."""
        self.codes[person.pk] = take_code(
            ballot=self.ballot, person=person, how=VotingWay.OWN, actor=self.counter
        )
        return self.codes[person.pk]

    def cast(self, person: Person, choices: Mapping[int, str]) -> str:
        """Have a member vote, with a code that they take now unless they have one."""
        code = self.codes.get(person.pk) or self.take(person)
        self.receipts[person.pk] = cast_vote(code=code, choices=choices)
        return self.receipts[person.pk]

    def on_paper(self, person: Person) -> None:
        """Have a member take a paper."""
        take_paper(ballot=self.ballot, person=person, actor=self.counter)

    def draw_slip(self, person: Person) -> str:
        """Have a slip printed and drawn."""
        held: list[str] = []
        print_slips(
            ballot=self.ballot,
            number=1,
            render=lambda codes: held.extend(codes) or b"",
            actor=self.counter,
            now=NOON,
        )
        draw_slip(ballot=self.ballot, person=person, actor=self.counter)
        self.codes[person.pk] = held[0]
        return held[0]

    def bring(self, state: str, papers: Mapping[int, Tally] | None = None) -> Ballot:
        """Bring it from open to a state; `papers` are those in the urn, by the question's number."""
        moves = {"close": ballots.close_ballot, "count": counts.finish_counting,
                 "verify": counts.verify_ballot, "publish": counts.publish_ballot}  # fmt: skip
        for verb in list(moves)[: ORDER.index(state) - ORDER.index("open")]:
            if verb == "count":
                self.count_papers(papers or {})
            actor = self.verifier if verb in ("verify", "publish") else self.counter
            moves[verb](ballot=self.ballot, actor=actor, now=NOON)
        self.ballot.refresh_from_db()
        return self.ballot

    def count_papers(self, papers: Mapping[int, Tally]) -> None:
        """Enter papers twice, and say that all slips that are left over came back."""
        for question in questions_of(self.ballot):
            if tally := papers.get(question.number):
                own: dict[str, Any] = {"question": question, "tally": tally, "now": NOON}
                enter_papers(**own, seen="", actor=self.counter)
                check_papers(**own, actor=self.verifier)
        figures = figures_of(self.ballot)
        left = figures.slips_printed - figures.slips
        if left:
            return_slips(ballot=self.ballot, number=left, actor=self.counter, now=NOON)


def make_secret(
    assembly: Assembly, *, members: int = 3, rules: tuple[Any, ...] = (None,), state: str = "open"
) -> Voted:
    """Add a secret ballot with a question for each rule, and as many members as are lacking."""
    lacking = members - members_at(assembly, NOON).count()
    make_members(assembly, max(lacking, 0))
    ballot = make_ballot(assembly, token=uuid.uuid4(), method="secret")
    for rule in rules:
        ask(ballot, rule=rule)
    voted = Voted(ballot, list(members_at(assembly, NOON).order_by("seat_number")))
    if state != "designed":
        ballots.show_ballot(ballot=ballot, actor=voted.counter, now=NOON)
    if state == "open":
        ballots.open_ballot(ballot=ballot, actor=voted.counter, now=NOON)
    ballot.refresh_from_db()
    return voted


def make_turn(person: Person, how: str = "own") -> VoterTurn:
    """Let a member have taken their turn in a ballot that nobody opened by a service."""
    ballot = make_ballot(person.assembly, method="secret", state="open")
    return VoterTurn.objects.create(ballot=ballot, person=person, how=how)

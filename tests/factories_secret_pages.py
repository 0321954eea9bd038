"""A secret ballot as pages show it: a question of each kind; one votes with a code, one on paper, one not at all."""

from assembly.models import Assembly
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.services import ballots
from tests.factories import NOON
from tests.factories_secret_votes import ORDER, Voted, make_secret
from tests.factories_votes import make_preset, rank

CHOICES = {1: "for", 2: "4", 3: "2>1"}
PAPERS = {
    number: Tally(eligible=1, present=1, lines={choice: 1}, options=(1, 2, 3) if number == 3 else ())
    for number, choice in CHOICES.items()
}


def make_secret_page(assembly: Assembly, state: str = "open", *, members: int = 3) -> Voted:
    """Add it in a state."""
    rules = (None, make_preset(assembly, "four_points"))
    voted = make_secret(assembly, members=members, rules=rules, state="designed")
    rank(voted.ballot)
    moves = {"shown_as_draft": ballots.show_ballot, "open": ballots.open_ballot}
    for following in ORDER[1 : min(ORDER.index(state), 2) + 1]:
        moves[following](ballot=voted.ballot, actor=voted.counter, now=NOON)
    voted.ballot.refresh_from_db()
    if ORDER.index(state) > ORDER.index("open"):
        voted.on_paper(voted.people[0])
        voted.cast(voted.people[1], CHOICES)
        voted.bring(state, PAPERS)
    return voted

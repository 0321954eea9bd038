"""What became of what was promised: reports, evidence, what the team found of it."""

from datetime import datetime, timedelta
from functools import partial

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.homes_answers import ANSWERED, Answered, Day, Promised
from assembly.demo.story_homes_bodies import Desk
from assembly.demo.story_homes_texts import Tokens
from assembly.models import Assembly, User
from assembly.outcomes.models import Commitment
from assembly.outcomes.services.progress_reports import SAYS_WHY, Reported, report_progress
from assembly.outcomes.services.proofs import Shown, confirm_commitment, dispute_commitment, supply_proof

DISPUTED = 9
"""The recommendation of which a promise was reported as kept, and is disputed."""
SUPPLIED = "The form of 27 April, with the rule on page 3."
DISPUTE = "Of five grants that were given in May two still have the old form. Please say what becomes of these tenants."


class Kept:
    """The promises, and who reports on them."""

    def __init__(
        self,
        assembly: Assembly,
        desks: dict[str, Desk],
        people: dict[str, User],
        calendar: Calendar,
        tokens: Tokens,
    ) -> None:
        """Begin with nothing reported."""
        self.assembly, self.desks, self.people = assembly, desks, people
        self.calendar, self.tokens = calendar, tokens

    def commitment(self, promised: Promised) -> Commitment:
        """Return the promise as it stands."""
        return Commitment.objects.get(assembly=self.assembly, text=promised.text)

    def tell(self, answered: Answered, promised: Promised, place: int, now: datetime) -> None:
        """Report how it stands; steps whose day has come, or comes within a week, are reached."""
        _day, verb, text, expected = promised.reports[place]
        commitment = self.commitment(promised)
        soon = (now + timedelta(days=7)).date()
        said = Reported(
            text=text,
            token=self.tokens.next(),
            verb=verb,
            reason=text if verb in SAYS_WHY else "",
            expected_on=self.calendar.day(*expected) if expected else None,
            reached=tuple(commitment.milestones.filter(reached_on=None, due_on__lte=soon)),
        )
        actor = self.desks[answered.body].drafts.user
        report_progress(commitment=commitment, said=said, seen=place, actor=actor, now=now)

    def show(self, promised: Promised, text: str, now: datetime) -> None:
        """Show that it was kept."""
        shown = Shown(text, self.tokens.next())
        supply_proof(commitment=self.commitment(promised), shown=shown, actor=self.people["oskar"], now=now)

    def confirm(self, promised: Promised, now: datetime) -> None:
        """Find that the evidence shows it."""
        shown = Shown("We looked at it: it is as reported.", self.tokens.next())
        confirm_commitment(
            commitment=self.commitment(promised), shown=shown, actor=self.people["jonas"], now=now
        )

    def dispute(self, promised: Promised, now: datetime) -> None:
        """Find that the evidence does not show it."""
        shown = Shown(DISPUTE, self.tokens.next())
        dispute_commitment(
            commitment=self.commitment(promised), shown=shown, actor=self.people["jonas"], now=now
        )


def note_kept(diary: Diary, kept: Kept) -> None:
    """Note in the diary when what was promised is reported, shown and looked at."""
    at = diary.calendar.at
    for answered in ANSWERED:
        for promised in answered.promises:
            last: Day | None = None
            for place, row in enumerate(promised.reports):
                last = row[0]
                diary.note_at(at(*last, 14, 0), partial(kept.tell, answered, promised, place))
            if last and promised.proof:
                diary.note_at(at(*last, 15, 0), partial(kept.show, promised, promised.proof))
                diary.note_at(at(*last, 16, 0) + timedelta(days=6), partial(kept.confirm, promised))
            if last and answered.number == DISPUTED:
                diary.note_at(at(*last, 15, 0), partial(kept.show, promised, SUPPLIED))
                diary.note((5, 29, 11, 0), partial(kept.dispute, promised))

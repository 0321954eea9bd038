"""One recommendation as the public sees it: its votes, answers and promises, and what of them is late on a day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from assembly.outcomes.enums import Denominator, QuestionKind
from assembly.outcomes.enums_responses import STILL_OWED, CommitmentState, Decision, VerificationState
from assembly.outcomes.late_days import late_since
from assembly.outcomes.models import (
    BallotQuestion,
    Commitment,
    Concern,
    Extension,
    FormalResponse,
    Recommendation,
    ResponseVersion,
)

PARTS = ("for", "against", "abstained")
"""The parts of a vote's picture, in their order; what is left says nothing."""


@dataclass(frozen=True)
class Promise:
    """A commitment that was published."""

    commitment: Commitment
    today: date

    @cached_property
    def late_since(self) -> date | None:
        """Return the first day on which it was late; None while it is not, or once it is settled."""
        return late_since(self.commitment.due_on, self.today) if self.is_open else None

    @cached_property
    def report_late_since(self) -> date | None:
        """Return since when a report about it is missing."""
        return late_since(self.commitment.next_report_on, self.today) if self.is_open else None

    @property
    def slot(self) -> str:
        """Return the state of the slot that stands for it."""
        if self.late_since:
            return "late"
        if self.commitment.state == CommitmentState.DELIVERED:
            return "done"
        under_way = (
            CommitmentState.IN_PROGRESS,
            CommitmentState.PARTIALLY_DELIVERED,
            CommitmentState.DELAYED,
        )
        if self.commitment.state in under_way:
            return "active"
        return "vacant" if self.commitment.state not in STILL_OWED else "todo"

    @property
    def is_open(self) -> bool:
        """Whether something has yet to be done."""
        return self.commitment.state in STILL_OWED

    @property
    def successor(self) -> int | None:
        """Return the number of the promise that took its place, once that is published too."""
        after = self.commitment.superseded_by
        return after.number if after and after.promised_in.published_at else None

    @property
    def is_confirmed(self) -> bool:
        """Whether it was delivered, and somebody who looked into it found it so."""
        is_delivered = self.commitment.state == CommitmentState.DELIVERED
        return is_delivered and self.commitment.verification == VerificationState.CONFIRMED

    @property
    def is_disputed(self) -> bool:
        """Whether it is said to be delivered, and somebody who looked into it found otherwise."""
        is_delivered = self.commitment.state == CommitmentState.DELIVERED
        return is_delivered and self.commitment.verification == VerificationState.DISPUTED


@dataclass(frozen=True)
class Answer:
    """What one body owes or answered; `versions` are those that were published, the newest first."""

    response: FormalResponse
    versions: tuple[ResponseVersion, ...]
    promises: tuple[Promise, ...]
    today: date
    ratings: dict[int, dict[int, int]] = field(default_factory=dict)

    @cached_property
    def current(self) -> ResponseVersion | None:
        """Return the answer that stands; an interim one is none."""
        return next((each for each in self.versions if not each.is_interim), None)

    @cached_property
    def interim(self) -> ResponseVersion | None:
        """Return the last interim answer, while no other came."""
        return self.versions[0] if self.versions and self.current is None else None

    @cached_property
    def late_since(self) -> date | None:
        """Return since when the answer is late, or the decision that it put off."""
        due = self.response.due_on if self.response.is_owed else self.put_off_until
        return late_since(due, self.today)

    @cached_property
    def put_off_until(self) -> date | None:
        """Return by when the body wants to decide, where it has not."""
        is_put_off = self.current and self.current.decision == Decision.UNDER_FURTHER_CONSIDERATION
        return self.current.consider_until if is_put_off and self.current else None

    @property
    def days_late(self) -> int:
        """Return for how many days it is late."""
        return (self.today - self.late_since).days + 1 if self.late_since else 0

    @property
    def rating(self) -> dict[int, int]:
        """Return how the version that stands was rated, where enough members did."""
        return self.ratings.get(self.current.pk, {}) if self.current else {}

    @property
    def raters(self) -> int:
        """Return how many rated it."""
        return sum(self.rating.values())

    @property
    def concerns(self) -> list[Concern]:
        """Return what members said back and the team passed on."""
        return list(getattr(self.response, "public_concerns", []))

    @property
    def extensions(self) -> list[Extension]:
        """Return when more time was granted."""
        return list(getattr(self.response, "granted", []))


@dataclass(frozen=True)
class Vote:
    """A published count of one question."""

    question: BallotQuestion
    present: int
    eligible: int
    lines: dict[str, int]
    abstained: int
    silent: int
    """Blank, spoiled, and those present who handed in nothing."""

    @property
    def is_scale(self) -> bool:
        """Whether members gave a point of a scale."""
        return self.question.kind == QuestionKind.SCALE

    @cached_property
    def sums(self) -> dict[str, int]:
        """Return for, against and abstained; of a scale the two upper points are for, the two lower ones against."""
        if not self.is_scale:
            counted = {"for": self.lines.get("for", 0), "against": self.lines.get("against", 0)}
            return {**counted, "abstained": self.abstained}
        points = self.question.rule.scale_points or 4
        given = {int(point): votes for point, votes in self.lines.items()}
        upper = sum(votes for point, votes in given.items() if point > points - 2)
        lower = sum(votes for point, votes in given.items() if point <= 2)
        middle = sum(given.values()) - upper - lower
        return {"for": upper, "against": lower, "abstained": middle + self.abstained}

    @property
    def bars(self) -> list[tuple[str, str, str]]:
        """Return part, left edge and width of the bars, of all who were present."""
        found, left, whole = [], 0.0, max(self.present, sum(self.sums.values()), 1)
        for part in PARTS:
            width = 100 * self.sums[part] / whole
            if width:
                found.append((part, f"{left:.1f}%", f"{max(width - 0.4, 0.4):.1f}%"))
            left += width
        return found

    @property
    def share(self) -> str:
        """Return the share that the rule asks for."""
        rule = self.question.rule
        return f"{rule.numerator}/{rule.denominator_of_share}"

    @property
    def line(self) -> str:
        """Return where the share that the rule asks for lies; "" where it is not a share of those present."""
        rule = self.question.rule
        if rule.denominator != Denominator.PRESENT:
            return ""
        return f"{100 * rule.numerator / rule.denominator_of_share:.1f}%"


@dataclass(frozen=True)
class Entry:
    """A recommendation with everything that the public may know of it; answers with the lead first."""

    recommendation: Recommendation
    answers: tuple[Answer, ...]
    today: date
    votes: tuple[Vote, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()

    @property
    def number(self) -> int:
        """Return the number by which the public knows it."""
        return self.recommendation.report_number or 0

    @property
    def words(self) -> Any:
        """Return the text that was voted on."""
        return self.recommendation.frozen_version

    @property
    def lead(self) -> Answer | None:
        """Return the answer of the body in the lead."""
        return self.answers[0] if self.answers else None

    @property
    def has_several(self) -> bool:
        """Whether more than one body answers."""
        return len(self.answers) > 1

    @cached_property
    def current(self) -> ResponseVersion | None:
        """Return the answer that decides under which heading it stands: that of the body in the lead."""
        return self.lead.current if self.lead else None

    @property
    def decision(self) -> str:
        """Return the decision; "" while there is none."""
        return self.current.decision if self.current else ""

    @cached_property
    def promises(self) -> list[Promise]:
        """Return the promises of all bodies."""
        return [promise for answer in self.answers for promise in answer.promises]

    @cached_property
    def late_promises(self) -> list[Promise]:
        """Return those that are late."""
        return [promise for promise in self.promises if promise.late_since]

    @cached_property
    def late_answers(self) -> list[Answer]:
        """Return the answers that are late."""
        return [answer for answer in self.answers if answer.late_since]

    @cached_property
    def is_late(self) -> bool:
        """Whether an answer or a promise is late."""
        return bool(self.late_answers or self.late_promises)

    @property
    def vote(self) -> Vote | None:
        """Return the last vote on it."""
        return self.votes[-1] if self.votes else None

    @property
    def minority(self) -> list[Any]:
        """Return the minority statements that were published with it."""
        return list(getattr(self.recommendation, "public_minority", []))

    def searched(self) -> Iterator[str]:
        """Yield what a search looks into."""
        if self.words:
            yield from (self.words.title, self.words.text, self.words.rationale)
        for answer in self.answers:
            yield answer.response.body.name
            if shown := answer.current or answer.interim:
                yield from (shown.text, shown.reasons)
            yield from (promise.commitment.text for promise in answer.promises)

"""What was given out in a secret ballot against what came back: where numbers differ, somebody says why."""

from collections.abc import Iterator
from dataclasses import dataclass

from assembly.outcomes.counting.faults import Remark

MORE_CAST = "more_cast"
MORE_THAN_MAY_VOTE = "more_than_may_vote"
CODES_ASTRAY = "codes_astray"
SLIPS_LACKING = "slips_lacking"
SLIPS_OVER = "slips_over"
PAPERS_LACKING = "papers_lacking"
PAPERS_OVER = "papers_over"
NOT_USED = "not_used"
FEW_PAPERS = "few_papers"

FEWEST_APART = 5
"""Of fewer papers than this, whoever counts them might guess whose is whose."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a secret ballot.

    eligible: who may vote. codes: made at the opening; unused_codes: of these given to nobody.
    own, desk, slips, papers: members by how they took their turn. cast: votes cast by code.
    slips_printed, slips_returned: sealed slips, and those left over unopened. papers_in_urn: found when counting.
    """

    eligible: int
    codes: int
    unused_codes: int
    own: int = 0
    desk: int = 0
    slips: int = 0
    papers: int = 0
    slips_printed: int = 0
    slips_returned: int = 0
    cast: int = 0
    papers_in_urn: int = 0

    @property
    def codes_issued(self) -> int:
        """Return how many members have a code."""
        return self.own + self.desk + self.slips

    @property
    def issued(self) -> int:
        """Return how many members have taken their turn."""
        return self.codes_issued + self.papers

    @property
    def waiting(self) -> int:
        """Return how many have not."""
        return self.eligible - self.issued

    @property
    def most_slips(self) -> int:
        """Return how many slips may still be printed: a code stays for everybody who has none."""
        return max(self.unused_codes - self.waiting, 0)

    @property
    def votes(self) -> int:
        """Return how many voted, by code or on paper."""
        return self.cast + self.papers_in_urn

    @property
    def present(self) -> int:
        """Return how many count as present: whoever took their turn."""
        return max(self.issued, self.votes)


def differences(figures: Figures) -> tuple[Remark, ...]:
    """Return where numbers differ, first what has to be explained (`is_fault`)."""
    return tuple(sorted(_remarks(figures), key=lambda each: not each.is_fault))


def _remarks(figures: Figures) -> Iterator[Remark]:
    issued = figures.codes_issued
    if figures.votes > figures.eligible:
        yield Remark(MORE_THAN_MAY_VOTE, {"votes": figures.votes, "eligible": figures.eligible})
    if figures.cast > issued:
        over = figures.cast - issued
        yield Remark(MORE_CAST, {"cast": figures.cast, "issued": issued, "over": over})
    known = figures.unused_codes + figures.own + figures.desk + figures.slips_printed
    if known != figures.codes:
        yield Remark(CODES_ASTRAY, {"codes": figures.codes, "known": known})
    accounted = figures.slips + figures.slips_returned
    slips = {"printed": figures.slips_printed, "drawn": figures.slips, "returned": figures.slips_returned}
    if accounted < figures.slips_printed:
        yield Remark(SLIPS_LACKING, {**slips, "lacking": figures.slips_printed - accounted})
    elif accounted > figures.slips_printed:
        yield Remark(SLIPS_OVER, {**slips, "over": accounted - figures.slips_printed})
    papers = {"papers": figures.papers, "urn": figures.papers_in_urn}
    if figures.papers_in_urn < figures.papers:
        yield Remark(PAPERS_LACKING, {**papers, "lacking": figures.papers - figures.papers_in_urn})
    elif figures.papers_in_urn > figures.papers:
        yield Remark(PAPERS_OVER, {**papers, "over": figures.papers_in_urn - figures.papers})
    if figures.cast < issued:
        silent = issued - figures.cast
        yield Remark(NOT_USED, {"cast": figures.cast, "issued": issued, "silent": silent}, is_fault=False)
    if 0 < figures.papers_in_urn < FEWEST_APART:
        yield Remark(FEW_PAPERS, {"urn": figures.papers_in_urn}, is_fault=False)

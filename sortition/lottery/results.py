"""Hold what the lottery answers: plain, frozen values that name people by id and know no solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Objective(StrEnum):
    """Name what a lottery is asked to make as fair as possible."""

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    NASH = "nash"
    GOLDILOCKS = "goldilocks"
    RANDOM = "random"


class ProofKind(StrEnum):
    """Name what a proof is about: one level of leximin, people who are on no panel, or the objective itself."""

    LEVEL = "level"
    NEVER = "never"
    NASH = "nash"
    GOLDILOCKS = "goldilocks"


@dataclass(frozen=True)
class QuotaChange:
    """Move one bound of one quota; `bound` is "minimum" or "maximum"."""

    category: str
    value: str
    bound: str
    before: int
    after: int


@dataclass(frozen=True)
class SeatsChange:
    """Take another number of seats: proposed only where no change of quotas alone helps."""

    before: int
    after: int


class Bond(StrEnum):
    """Name what can bind particular people."""

    FIXED = "fixed"
    TOGETHER = "together"
    APART = "apart"


@dataclass(frozen=True)
class BondRelease:
    """Give up that these people are fixed, or must sit together, or apart."""

    bond: Bond
    ids: tuple[str, ...]


@dataclass(frozen=True)
class CapChange:
    """Allow more people of each group of a column."""

    column: str
    before: int
    after: int


Change = QuotaChange | SeatsChange | BondRelease | CapChange


@dataclass(frozen=True)
class Repair:
    """List changes that together make the quotas feasible; a smaller `cost` is a smaller intrusion."""

    changes: tuple[Change, ...]
    cost: float


@dataclass(frozen=True)
class Cause:
    """Say why no panel exists: a machine-readable `code` with what its message needs.

    `bounds` names the quota bounds concerned as (category, value, "minimum" | "maximum").
    """

    code: str
    params: Mapping[str, str | int]
    bounds: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class NeverChosen:
    """Say of interchangeable people why no panel can hold them."""

    ids: tuple[str, ...]
    cause: Cause


@dataclass(frozen=True)
class Feasibility:
    """Answer whether a panel exists: an example if so, otherwise causes and ranked repairs.

    Where time ran out before either was known, `NothingFound` is raised instead.
    """

    is_feasible: bool
    panel: tuple[str, ...] | None
    repairs: tuple[Repair, ...] = ()
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class Progress:
    """Report where a computation stands; `phase` is a code, `lowest` and `gap` concern the lowest chance."""

    phase: str
    done: int = 0
    total: int | None = None
    lowest: float | None = None
    gap: float | None = None
    panels: int | None = None


@dataclass(frozen=True)
class WeightedPanel:
    """Give one panel of people its probability; ids stand in the order of the pool."""

    panel: tuple[str, ...]
    probability: float


@dataclass(frozen=True)
class CheckResult:
    """Record one check: whether it passed, and the figures it compared."""

    code: str
    passed: bool
    params: dict[str, Any] = field(default_factory=dict)


_QUOTA_KINDS = ("seats", "quota")
"""Kinds of rows whose multipliers JSON gives as [category, value, π]; the seats have no category and no value."""


@dataclass(frozen=True)
class LevelProof:
    """Prove one level of leximin, or one claim about another objective, as `kind` says.

    With multipliers y on types (`type_weights`), every lottery with expected seats x has
    Σ y_t x_t ≤ max { Σ y_t c_t : c a panel }. From `row_weights` π that maximum is bounded without a solver
    (see certificate.py); where `integer_bound` is given, it is the bound that an exact integer programme
    proved instead, and the checker can only take it over.

    value: what the lottery was computed to have: at a level the chance that `fixed` types get.
    bound: what no lottery betters.
    row_weights: (kind, category or column, value or number) → π, named as the rows of `pool_types.py`.
    """

    value: float
    bound: float
    fixed: tuple[int, ...]
    type_weights: Mapping[int, float]
    row_weights: Mapping[tuple[str, str, str], float]
    integer_bound: float | None = None
    kind: ProofKind = ProofKind.LEVEL

    def to_dict(self) -> dict[str, Any]:
        """Give the proof as JSON values."""
        return {
            "kind": str(self.kind),
            "value": self.value,
            "bound": self.bound,
            "fixed": list(self.fixed),
            "type_weights": {str(t): y for t, y in sorted(self.type_weights.items())},
            "row_weights": [
                [*name, w] for (kind, *name), w in self.row_weights.items() if kind in _QUOTA_KINDS
            ],
            "bond_weights": [
                [kind, *name, w] for (kind, *name), w in self.row_weights.items() if kind not in _QUOTA_KINDS
            ],
            "integer_bound": self.integer_bound,
        }


@dataclass(frozen=True)
class Certificate:
    """Certify a lottery: what no lottery betters, and how far this one is from it.

    status: "proven" where every gap is within its tolerance and every check passed, otherwise "unproven"; "not
        claimed" where only the panel was checked.
    bound: of leximin and maximin on the lowest chance, of Nash on the geometric mean of chances, of Goldilocks on
        the score; None where nothing is claimed.
    gap: what is missing: the largest of any level, or of the geometric mean, or the share of the score.
    """

    objective: str
    status: str
    bound: float | None
    gap: float | None
    checks: tuple[CheckResult, ...] = ()
    levels: tuple[LevelProof, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the certificate as JSON values."""
        return {
            "objective": self.objective,
            "status": self.status,
            "bound": self.bound,
            "gap": self.gap,
            "checks": [{"code": c.code, "passed": c.passed, "params": dict(c.params)} for c in self.checks],
            "levels": [level.to_dict() for level in self.levels],
        }


@dataclass(frozen=True)
class Selection:
    """Hold a computed lottery, the panel drawn from it, and the proof of its fairness.

    probabilities: id → chance, for everybody in the pool; sums to the seats.
    uniform_lottery: m equally likely panels where they were asked for; `panel` is then one of them.
    timings: phase → seconds.
    never_chosen: those whose chance is 0 whatever the lottery, and why.
    """

    panel: tuple[str, ...]
    probabilities: dict[str, float]
    lottery: tuple[WeightedPanel, ...]
    uniform_lottery: tuple[tuple[str, ...], ...] | None
    certificate: Certificate
    settings: dict[str, Any]
    timings: dict[str, float]
    never_chosen: tuple[NeverChosen, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the selection as JSON values, in the keys that the command line writes."""
        answer: dict[str, Any] = {
            "panel": list(self.panel),
            "probabilities": dict(self.probabilities),
            "lottery": [{"panel": list(w.panel), "probability": w.probability} for w in self.lottery],
            "certificate": self.certificate.to_dict(),
            "never_chosen": [
                {"ids": list(n.ids), "code": n.cause.code, "params": dict(n.cause.params)}
                for n in self.never_chosen
            ],
            "settings": dict(self.settings),
            "timings": dict(self.timings),
        }
        if self.uniform_lottery is not None:
            answer["uniform_lottery"] = [list(panel) for panel in self.uniform_lottery]
        return answer

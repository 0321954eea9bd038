"""Compute fair lotteries over panels: pure Python, numpy and open solvers; no web, no database."""

from sortition.lottery.alternates import Alternates, choose_alternates, deviation_with, promote
from sortition.lottery.certificate import check_certificate
from sortition.lottery.chance_bounds import ChanceBound, chance_bound
from sortition.lottery.dropout import DropoutModel, fit_dropouts
from sortition.lottery.errors import (
    BadInput,
    InvalidInstance,
    LotteryError,
    NothingFound,
    QuotasInfeasible,
    SelectionCancelled,
)
from sortition.lottery.feasibility import check_feasibility, panel_exists
from sortition.lottery.files import read_pool, read_quotas
from sortition.lottery.instance import Cap, Instance, Person, Quota
from sortition.lottery.residual import residual_instance
from sortition.lottery.results import (
    Bond,
    BondRelease,
    CapChange,
    Cause,
    Certificate,
    CheckResult,
    Feasibility,
    LevelProof,
    NeverChosen,
    Objective,
    Progress,
    QuotaChange,
    Repair,
    SeatsChange,
    Selection,
    WeightedPanel,
)
from sortition.lottery.selection import select

__all__ = [
    "Alternates",
    "BadInput",
    "Bond",
    "BondRelease",
    "Cap",
    "CapChange",
    "Cause",
    "Certificate",
    "ChanceBound",
    "CheckResult",
    "DropoutModel",
    "Feasibility",
    "Instance",
    "InvalidInstance",
    "LevelProof",
    "LotteryError",
    "NeverChosen",
    "NothingFound",
    "Objective",
    "Person",
    "Progress",
    "Quota",
    "QuotaChange",
    "QuotasInfeasible",
    "Repair",
    "SeatsChange",
    "Selection",
    "SelectionCancelled",
    "WeightedPanel",
    "chance_bound",
    "check_certificate",
    "check_feasibility",
    "choose_alternates",
    "deviation_with",
    "fit_dropouts",
    "panel_exists",
    "promote",
    "read_pool",
    "read_quotas",
    "residual_instance",
    "select",
]

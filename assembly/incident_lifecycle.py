"""The lifecycle of an incident."""

from assembly.enums import IncidentState as S
from assembly.lifecycle import Lifecycle

INCIDENT = Lifecycle(
    "incident",
    moves={
        (S.REPORTED, "look_into"): S.LOOKED_INTO,
        (S.REPORTED, "close"): S.CLOSED,
        (S.LOOKED_INTO, "close"): S.CLOSED,
        (S.CLOSED, "reopen"): S.LOOKED_INTO,
    },
)

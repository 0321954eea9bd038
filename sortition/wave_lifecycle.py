"""The lifecycle of an invitation wave."""

from assembly.lifecycle import Lifecycle
from sortition.enums import WaveState as S

WAVE = Lifecycle(
    "wave",
    moves={
        (S.DRAWN, "print"): S.PRINTED,
        (S.PRINTED, "print"): S.PRINTED,
        (S.PRINTED, "post"): S.POSTED,
        (S.POSTED, "land"): S.LANDED,
        (S.DRAWN, "cancel"): S.CANCELLED,
        (S.PRINTED, "cancel"): S.CANCELLED,
    },
)

"""The lifecycle of something that was promised to the public."""

from assembly.enums import PublicationState as S
from assembly.lifecycle import Lifecycle

PUBLICATION = Lifecycle(
    "publication",
    moves={
        (S.PROMISED, "deliver"): S.DELIVERED,
        (S.PROMISED, "withdraw"): S.WITHDRAWN,
        # It had been noted by mistake: the reason stays for everybody to read.
        (S.DELIVERED, "correct"): S.PROMISED,
    },
)

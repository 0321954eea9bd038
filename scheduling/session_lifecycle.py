"""The legal moves of a session."""

from assembly.lifecycle import Lifecycle
from scheduling.enums import SessionState as S

SESSION = Lifecycle(
    "session",
    moves={
        (S.DRAFT, "publish"): S.PUBLISHED,
        # The programme goes on being changed in new versions; what was published stays.
        (S.PUBLISHED, "publish"): S.PUBLISHED,
        (S.OPEN, "publish"): S.OPEN,
        (S.PUBLISHED, "open"): S.OPEN,
        (S.OPEN, "close"): S.CLOSED,
        # Sheets come in late, and doors are closed by mistake.
        (S.CLOSED, "reopen"): S.OPEN,
        (S.CLOSED, "publish_materials"): S.MATERIALS,
    },
)

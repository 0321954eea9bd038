"""What the story knows of one item of evidence."""

from dataclasses import dataclass

from evidence.enums import ItemKind
from scheduling.enums import Position

FOR, AGAINST, NEUTRAL = Position.FOR, Position.AGAINST, Position.NEUTRAL
Date = tuple[int, int]
OPEN_LICENCE = "CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Paper:
    """One item, and on which days it was asked for, came, was found fit, released and published (as far as it got).

    is_pdf: its text is the content of a file. wanted: by when.
    """

    kind: ItemKind
    title: str
    asked: Date
    summary: str = ""
    text: str = ""
    witness: str = ""
    topics: tuple[str, ...] = ()
    sessions: tuple[int, ...] = ()
    position: Position = Position.NONE
    link: str = ""
    source: str = ""
    licence: str = ""
    is_pdf: bool = False
    wanted: Date | None = None
    came: Date | None = None
    fit: Date | None = None
    approved: Date | None = None
    released: Date | None = None
    published: Date | None = None

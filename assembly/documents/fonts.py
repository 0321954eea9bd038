"""The fonts of every document: Noto Sans, embedded, so that a document looks and reads the same everywhere."""

from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"
REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"


def register_fonts() -> None:
    """Make the fonts known to ReportLab; a second call does nothing."""
    if REGULAR in pdfmetrics.getRegisteredFontNames():
        return
    pdfmetrics.registerFont(TTFont(REGULAR, FOLDER / "NotoSans-Regular.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, FOLDER / "NotoSans-Bold.ttf"))
    for is_italic in (0, 1):
        addMapping(REGULAR, 0, is_italic, REGULAR)
        addMapping(REGULAR, 1, is_italic, BOLD)

"""QR codes drawn as shapes, so that they are sharp in any size."""

import segno
from reportlab.pdfgen.canvas import Canvas

# One mask for all: choosing the best of eight takes five times as long and is read no better in black on white.
_MASK = 3


def draw_qr_code(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """Draw the code of `text` black on the paper, its lower left corner at (x, y).

    The quiet zone of four modules is left to the caller.
    """
    rows = segno.make(text, error="m", micro=False, mask=_MASK).matrix
    module = side / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows, start=1):
        start = 0
        while start < len(row):
            if not row[start]:
                start += 1
                continue
            end = start
            while end < len(row) and row[end]:
                end += 1
            path.rect(start, len(rows) - number, end - start, 1)
            start = end
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(module, module)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()

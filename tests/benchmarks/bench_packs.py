"""Build a pack of 300 pages from 40 files, text and pictures, and say how long it takes and how much memory."""

import io
import os
import resource
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

FILES, PAGES_EACH = 40, 5
"""With title pages and texts they make a little over 300 pages."""


def paper(number: int) -> bytes:
    """Return a PDF as witnesses send them: pages of small text, and on each a photograph of its own."""
    from PIL import Image
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in range(PAGES_EACH):
        # Noise is what packs worst: half a megabyte for each picture.
        picture = Image.effect_noise((900, 700), 60 + number + page)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=90)
        canvas.drawImage(ImageReader(data), 60, 480, 470, 320)
        text = canvas.beginText(60, 450)
        text.setFont("Helvetica", 9)
        for line in range(40):
            text.textLine(
                f"Paper {number}, page {page + 1}, line {line}: measured at nine places in Riverbend."
            )
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def measure(folder: Path) -> None:
    """Make the files, then build the pack in both sizes of print."""
    import django

    django.setup()
    from django.utils.translation import override

    from evidence.documents.pack_pdf import Cover, Paper, write_pack

    files = [folder / f"{number}.pdf" for number in range(1, FILES + 1)]
    for number, path in enumerate(files, start=1):
        path.write_bytes(paper(number))
    cover = Cover(
        assembly="Riverbend Citizens’ Assembly",
        authority="Riverbend Council",
        title="Pack of the first day",
        intro="Read what you can.",
        lines=("Session 1", "Saturday 6 June 2026"),
        issued="Version 1",
        note="",
        page_url="https://riverbend.example/",
    )
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"  {FILES} files of {PAGES_EACH} pages, {size:.0f} MB; before: peak {peak_megabytes():.0f} MB")
    for is_large in (False, True):
        begun = time.monotonic()
        with tempfile.TemporaryFile() as out, ExitStack() as opened, override("en"):
            papers = [
                Paper(
                    title=f"Paper {number}",
                    summary="The air is better than ten years ago, and still makes people ill. " * 8,
                    facts=(("Source", "Board of Health"), ("Licence", "CC BY 4.0")),
                    text="Measured at nine places over two winters. " * (90 if is_large else 150),
                    file=opened.enter_context(path.open("rb")),
                )
                for number, path in enumerate(files, start=1)
            ]
            pages = write_pack(
                out, cover, papers, language="en", is_large=is_large, on_progress=lambda _done, _pages: None
            )
            made = out.tell() / 1e6
        kind = "large " if is_large else "normal"
        seconds = time.monotonic() - begun
        print(
            f"  {kind} print: {pages} pages, {made:.0f} MB, in {seconds:5.1f} s; peak {peak_megabytes():.0f} MB"
        )


def peak_megabytes() -> float:
    """Return the most memory that this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assembly.project.settings_test")
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place))

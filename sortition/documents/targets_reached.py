"""Targets against reached as PDF: how the panel was drawn, and per category population, target, quota, pool, panel."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reportlab.lib.colors import white
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from assembly.documents.fonts import REGULAR
from assembly.documents.frame import (
    INK,
    LINE,
    PANEL,
    POOL,
    QUOTA,
    QUOTA_EDGE,
    Heading,
    Styles,
    build_document,
    text_size,
)
from assembly.models import Assembly
from sortition.panel_reached import ReachedTable, column_names, drawing_story, finding, reached_tables
from sortition.pictures import Band
from sortition.selectors.panel import Panel


def targets_reached_pdf(
    assembly: Assembly,
    panel: Panel,
    sources: Mapping[str, str],
    *,
    page_url: str,
    now: datetime,
    is_large: bool = False,
) -> bytes:
    """Return the report; it holds counts only, no names."""
    styles = Styles(text_size(is_large=is_large))
    title = _("Targets against reached")
    return build_document(
        _flow(assembly, panel, sources, styles=styles, title=title, page_url=page_url, now=now),
        title=f"{title}: {assembly.name}",
        author=assembly.commissioning_authority,
        subject=_("How the drawn panel compares with the population"),
        footer=assembly.name,
        is_large=is_large,
    )


def _flow(
    assembly: Assembly,
    panel: Panel,
    sources: Mapping[str, str],
    *,
    styles: Styles,
    title: str,
    page_url: str,
    now: datetime,
) -> Iterator[Flowable]:
    yield Paragraph(escape(assembly.name), styles.small())
    yield Heading(title, styles.title(), "title")
    made = _("Made on %(day)s.") % {"day": date_format(localtime(now), "DATE_FORMAT")}
    yield Paragraph(f"{finding(panel)} {made}", styles.text())
    link = f'<link href="{escape(page_url)}" color="#046357"><u>{escape(page_url)}</u></link>'
    yield Paragraph(_("The same content as an accessible web page: %(link)s") % {"link": link}, styles.text())
    yield Heading(_("How the panel was drawn"), styles.heading(), "how")
    for sentence in drawing_story(panel):
        yield Paragraph(escape(sentence), styles.text())
    yield Heading(_("Key to the pictures"), styles.heading(), "key")
    yield Key(styles)
    for number, table in enumerate(reached_tables(panel, sources)):
        yield from _category(table, number, styles)


def _category(table: ReachedTable, number: int, styles: Styles) -> Iterator[Flowable]:
    yield Heading(escape(table.bands.category), styles.heading(), f"category-{number}")
    yield from (_large_table(table, styles) if styles.is_large else _table(table, styles))
    if table.source:
        source = _("Source of the population shares: %(source)s") % {"source": table.source}
        yield Spacer(1, styles.size * 0.4)
        yield Paragraph(escape(source), styles.small())


def _table(table: ReachedTable, styles: Styles) -> Iterator[Flowable]:
    """Draw values, numbers and picture side by side."""
    scale = _("0 to %(end)s %%") % {"end": table.bands.end}
    rows: list[list[Flowable]] = [_cells([*column_names(), scale], styles, is_head=True)]
    for cells, row in zip(table.rows, table.bands.rows, strict=True):
        rows.append([*_cells(cells, styles), BandPicture(row.band, 92, styles.size * 2)])
    yield _ruled(rows, [96, 68, 48, 46, 66, 58, 100], styles)


def _large_table(table: ReachedTable, styles: Styles) -> Iterator[Flowable]:
    """Draw one small table a value: seven columns of large print fit no page."""
    names = column_names()
    for cells, row in zip(table.rows, table.bands.rows, strict=True):
        head = Paragraph(f"<b>{escape(cells[0])}</b>", styles.cell())
        rows: list[list[Flowable]] = [[head, BandPicture(row.band, 200, styles.size * 1.6)]]
        for name, cell in zip(names[1:], cells[1:], strict=True):
            rows.append(
                [Paragraph(escape(name), styles.cell()), Paragraph(escape(cell), styles.cell(is_number=True))]
            )
        yield KeepTogether([_ruled(rows, [270, 212], styles), Spacer(1, styles.size)])


def _cells(cells: Sequence[str], styles: Styles, *, is_head: bool = False) -> list[Flowable]:
    last = len(cells) - 1 if is_head else None
    return [
        Paragraph(escape(cell), styles.cell(is_number=place not in (0, last), is_head=is_head))
        for place, cell in enumerate(cells)
    ]


def _ruled(rows: list[list[Flowable]], widths: list[float], styles: Styles) -> Table:
    lines = TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
            ("LINEBELOW", (0, 0), (-1, 0), 0.75, INK),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), styles.size * 0.2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), styles.size * 0.3),
        ]
    )
    return Table(rows, widths, style=lines, repeatRows=1, hAlign="LEFT")


class BandPicture(Flowable):
    """One value's picture in the shapes of the charts: band, line, thin bar, slot. The row beside it says the same."""

    def __init__(self, band: Band, width: float, height: float, *, shows_quota: bool = True) -> None:
        super().__init__()
        self.band, self.width, self.height, self.shows_quota = band, width, height, shows_quota

    def wrap(self, *available: float) -> tuple[float, float]:  # noqa: ARG002 (ReportLab's signature)
        """Ask for a fixed size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw from the back to the front."""
        band, c = self.band, self.canv
        inner, foot = self.width - 10, self.height * 0.3
        top = self.height - foot
        c.saveState()
        c.translate(4, 0)
        c.setStrokeColor(LINE)
        c.line(0, foot + top / 2, inner, foot + top / 2)
        if self.shows_quota:
            c.setFillColor(QUOTA)
            c.setStrokeColor(QUOTA_EDGE)
            c.roundRect(
                band.left * inner, foot + top * 0.12, max(band.width * inner, 2), top * 0.76, 2, fill=1
            )
        if band.pool is not None:
            c.setFillColor(POOL)
            c.rect(0, foot * 0.25, band.pool * inner, foot * 0.5, stroke=0, fill=1)
        if band.target is not None:
            c.setStrokeColor(INK)
            c.setLineWidth(1.5)
            c.line(band.target * inner, foot, band.target * inner, self.height)
            c.setLineWidth(1)
        if band.panel is not None:
            c.setFillColor(PANEL)
            c.setStrokeColor(white)
            c.roundRect(band.panel * inner - 3.5, foot + top * 0.08, 7, top * 0.84, 2, fill=1)
        c.restoreState()


class Key(Flowable):
    """The four shapes with their names, one a line."""

    def __init__(self, styles: Styles) -> None:
        super().__init__()
        self.size = styles.size
        self.names = (
            (Band(0.1, 0.8, None, None, None), _("Quota: from the minimum to the maximum")),
            (Band(0, 0, None, 0.5, None), _("Share of the population")),
            (Band(0, 0, 0.9, None, None), _("Share of the pool")),
            (Band(0, 0, None, None, 0.5), _("Share of the panel")),
        )

    def wrap(self, *available: float) -> tuple[float, float]:
        """Ask for one line a shape."""
        return available[0], len(self.names) * self.size * 2

    def draw(self) -> None:
        """Draw each shape with its name, in reading order."""
        for number, (band, name) in enumerate(self.names):
            y = (len(self.names) - 1 - number) * self.size * 2
            picture = BandPicture(band, 50, self.size * 1.6, shows_quota=number == 0)
            picture.drawOn(self.canv, 0, y)
            self.canv.setFont(REGULAR, self.size)
            self.canv.setFillColor(INK)
            self.canv.drawString(60, y + self.size * 0.55, name)

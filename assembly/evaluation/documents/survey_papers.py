"""The survey on paper: the questions in the words of the set, with boxes to tick; and slips with a code to cut out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from assembly.documents.frame import INK, LINE, Heading, PieceBegins, Styles, build_document, text_size
from assembly.documents.qr import draw_qr_code
from assembly.evaluation.models import SurveyWave
from assembly.evaluation.survey_words import AskedQuestion

WIDTH = 170 * mm
_SIDE = 26 * mm
_LINES = 4


class QrCode(Flowable):
    """The picture of an address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.width = self.height = _SIDE

    def draw(self) -> None:
        """Draw it; the cells of the table around it are its quiet zone."""
        draw_qr_code(self.canv, self.address, 0, 0, self.width)


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One form: the code that is printed on it, for whom, and the questions in their language.

    Without a name there is no strip to cut off; without a code there is a line on which it can be written.
    """

    questions: Sequence[AskedQuestion]
    language: str
    name: str = ""
    code: str = ""


def paper_forms(
    wave: SurveyWave, forms: Sequence[PaperForm], *, asks_for_call: bool, is_large: bool = False
) -> bytes:
    """Return the forms, each from a page of its own on."""
    return build_document(
        _forms(wave, forms, asks_for_call=asks_for_call, is_large=is_large),
        title=f"{_('Survey')}: {wave.title}",
        author=wave.assembly.name,
        subject=wave.title,
        footer=f"{wave.assembly.name}: {wave.title}",
        is_large=is_large,
    )


def code_slips(
    wave: SurveyWave, slips: Sequence[tuple[str, str, str]], *, page: str, is_large: bool = False
) -> bytes:
    """Return a slip for each (name, code, link); `page` is where codes are typed."""
    return build_document(
        _slips(wave, slips, page, is_large),
        title=f"{_('Slips')}: {wave.title}",
        author=wave.assembly.name,
        subject=wave.title,
        footer=_("Cut along the lines."),
        is_large=is_large,
    )


def _forms(
    wave: SurveyWave, forms: Sequence[PaperForm], *, asks_for_call: bool, is_large: bool
) -> Iterator[Flowable]:
    styles = Styles(text_size(is_large=is_large))
    for place, form in enumerate(forms, start=1):
        if place > 1:
            yield PageBreak()
        yield PieceBegins()
        with override(form.language):
            flow = list(_form(wave, form, place, styles, asks_for_call=asks_for_call))
        yield from flow


def _form(
    wave: SurveyWave, form: PaperForm, place: int, styles: Styles, *, asks_for_call: bool
) -> Iterator[Flowable]:
    if form.name:
        said = _("For %(name)s. Cut this strip off before you fill in the form.") % {"name": form.name}
        yield Paragraph(escape(said), styles.text())
        yield HRFlowable(width="100%", color=LINE, dash=(3, 3), spaceAfter=6 * mm)
    yield Heading(escape(wave.title), styles.title(), f"form-{place}")
    yield Paragraph(escape(wave.assembly.name), styles.text())
    shown = escape(_("Code: %(code)s") % {"code": form.code or "________________"})
    yield Paragraph(f"<b>{shown}</b>", styles.text())
    for said in _instructions(wave):
        yield Paragraph(escape(said), styles.text())
    for question in form.questions:
        yield KeepTogether(_question(question, styles))
    if asks_for_call:
        yield KeepTogether(_call(styles))
    yield Spacer(0, 4 * mm)
    yield Paragraph(escape(_("Thank you.")), styles.text())


def _instructions(wave: SurveyWave) -> Iterator[str]:
    day = date_format(localtime(wave.closes_at), "j F Y")
    yield _("Tick one box for each question. You can leave out any question. Write no name on this paper.")
    yield _("Give it to the team or post it, so that it arrives by %(day)s.") % {"day": day}
    yield _(
        "The team types in what you ticked. Nobody is shown the answers of one person afterwards. When the survey"
        " closes, answers are parted from names for good, and this paper is destroyed."
    )


def _question(question: AskedQuestion, styles: Styles) -> list[Flowable]:
    parts: list[Flowable] = [
        Spacer(0, 3 * mm),
        Paragraph(f"<b>{question.number}. {escape(question.wording)}</b>", styles.text()),
    ]
    if question.kind == "text":
        for _line in range(_LINES):
            parts += [Spacer(0, max(8 * mm, styles.size * 1.5)), HRFlowable(width="100%", color=LINE)]
        return parts
    return [*parts, _boxes([label for _value, label in question.choices], styles)]


def _call(styles: Styles) -> list[Flowable]:
    said = _(
        "Somebody may call me, if I have thought of leaving. Only then the person who calls is told my name, and that I"
        " thought of leaving."
    )
    return [Spacer(0, 3 * mm), _boxes([said], styles)]


def _boxes(lines: Sequence[str], styles: Styles) -> Table:
    side = max(4.5 * mm, styles.size * 1.1)
    rows = [[_TickBox(side), Paragraph(escape(line), styles.text())] for line in lines]
    table = Table(rows, colWidths=[side + 3 * mm, None], hAlign="LEFT", spaceBefore=2)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1.2 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2 * mm),
            ]
        )
    )
    return table


class _TickBox(Flowable):
    """A square to tick. Squares do not touch each other, so that a cross between two is rarely in doubt."""

    def __init__(self, side: float) -> None:
        super().__init__()
        self.width = self.height = side

    def draw(self) -> None:
        """Draw it."""
        self.canv.setStrokeColor(INK)
        self.canv.rect(0, 0, self.width, self.height)


def _slips(
    wave: SurveyWave, slips: Sequence[tuple[str, str, str]], page: str, is_large: bool
) -> Iterator[Flowable]:
    styles = Styles(text_size(is_large=is_large))
    day = date_format(localtime(wave.closes_at), "j F Y")
    for name, code, link in slips:
        words = [
            Paragraph(f"<b>{escape(name)}</b>", styles.text()),
            Paragraph(escape(f"{wave.assembly.name}: {wave.title}"), styles.small()),
            Paragraph(escape(_("Your code")), styles.small()),
            Paragraph(f"<b>{escape(code)}</b>", styles.heading()),
            Paragraph(
                escape(_("Scan the square, or open %(page)s and type the code.") % {"page": page}),
                styles.small(),
            ),
            Paragraph(escape(_("You can answer until %(day)s.") % {"day": day}), styles.small()),
        ]
        table = Table([[words, QrCode(link)]], colWidths=[WIDTH - _SIDE - 12 * mm, _SIDE + 12 * mm])
        table.setStyle(
            TableStyle(
                [
                    ("BOX", (0, 0), (-1, -1), 0.5, LINE),
                    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 6 * mm),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 6 * mm),
                    ("TOPPADDING", (0, 0), (-1, -1), 5 * mm),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 5 * mm),
                ]
            )
        )
        yield KeepTogether([table])

"""The register on paper: recommendations on the left, answers on the right; an annex, and for whoever asks by post."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import Flowable, Paragraph, Table

from assembly.documents.frame import LINE, MARGIN, Heading, Styles, build_document, text_size
from assembly.models import Assembly
from assembly.outcomes.selectors.register_entries import Answer, Entry, Promise

GAP = 12.0


def side_by_side_pdf(
    assembly: Assembly, entries: Sequence[Entry], *, page: str, today: date, is_large: bool = False
) -> bytes:
    """Return the sheet; `page` is where the same stands on a screen."""
    title = _("Recommendations and answers, side by side")
    return build_document(
        _sheet(assembly, entries, Styles(text_size(is_large=is_large)), (title, page), today),
        title=title,
        author=assembly.name,
        subject=assembly.commissioning_authority,
        footer=f"{assembly.name}: {title}",
        is_large=is_large,
        is_landscape=True,
    )


def _sheet(
    assembly: Assembly, entries: Sequence[Entry], styles: Styles, named: tuple[str, str], today: date
) -> Iterator[Flowable]:
    title, page = named
    yield Heading(escape(title), styles.title(), "title")
    yield Paragraph(escape(assembly.name), styles.text())
    yield Paragraph(escape(_("As it stands on %(day)s.") % {"day": _date(today)}), styles.text())
    yield Paragraph(escape(_("The same on a screen: %(page)s") % {"page": page}), styles.small())
    if not entries:
        yield Paragraph(escape(_("Nothing is published yet.")), styles.text())
    for entry in entries:
        said = f"{entry.number}. {entry.words.title}"
        yield Heading(escape(said), styles.heading(), f"recommendation-{entry.number}")
        yield _beside(list(_left(entry, styles)), list(_right(entry, styles)))


def _beside(left: list[Flowable], right: list[Flowable]) -> Table:
    """Lay two columns side by side; what is longer than a page goes on on the next."""
    half = (landscape(A4)[0] - 2 * MARGIN) / 2
    table = Table([[left, right]], colWidths=[half, half], splitInRow=1)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, LINE),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (0, 0), (0, -1), GAP),
            ("LEFTPADDING", (1, 0), (1, -1), GAP),
            ("RIGHTPADDING", (1, 0), (1, -1), 0),
        ]
    )
    return table


def _left(entry: Entry, styles: Styles) -> Iterator[Flowable]:
    if theme := entry.recommendation.theme:
        yield Paragraph(escape(theme.name), styles.small())
    yield from _texts(entry.words.text, styles.text())
    if entry.vote:
        vote, sums = entry.vote, entry.vote.sums
        said = _("%(for)s of %(present)s in favour, %(against)s against, %(abstained)s abstained")
        yield Paragraph(escape(said % {**sums, "present": vote.present}), styles.small())


def _right(entry: Entry, styles: Styles) -> Iterator[Flowable]:
    if not entry.answers:
        yield Paragraph(escape(_("Nobody has been asked yet.")), styles.text())
    for answer in entry.answers:
        yield from _answer(answer, styles)


def _answer(answer: Answer, styles: Styles) -> Iterator[Flowable]:
    response, version = answer.response, answer.current or answer.interim
    name = escape(f"{response.body.name} ({response.get_part_display()})")
    if version is None:
        yield Paragraph(f"<b>{name}</b>", styles.text())
    else:
        decision = version.get_decision_display() or _("Interim answer")
        day = _date(version.published_at)
        yield Paragraph(f"<b>{name}: {escape(str(decision))}</b>, {day}", styles.text())
        yield from _texts(version.text, styles.text())
        yield from _texts(version.reasons, styles.text())
    if answer.current is None:
        said = _("Answer due on %(day)s.") % {"day": _date(response.due_on)}
        if response.expected_on:
            said += " " + _("Expected on %(day)s.") % {"day": _date(response.expected_on)}
        yield Paragraph(escape(said), styles.small())
    if answer.late_since:
        said = _("Late since %(day)s.") % {"day": _date(answer.late_since)}
        yield Paragraph(f"<b>{escape(said)}</b>", styles.text())
    for promise in answer.promises:
        yield Paragraph(_promise(promise), styles.text())


def _promise(promise: Promise) -> str:
    each = promise.commitment
    said = _("Promise %(number)s: %(text)s") % {"number": each.number, "text": each.text}
    told = [str(each.get_state_display())]
    if each.due_on:
        told.append(_("due on %(day)s") % {"day": _date(each.due_on)})
    if promise.late_since:
        told.append(_("late since %(day)s") % {"day": _date(promise.late_since)})
    return f"{_broken(said)} ({escape(', '.join(told))})"


def _texts(text: str, style: Any) -> Iterator[Paragraph]:
    for part in text.split("\n\n"):
        if part.strip():
            yield Paragraph(_broken(part.strip()), style)


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br/>")


def _date(day: Any) -> str:
    return str(date_format(day, "j F Y"))

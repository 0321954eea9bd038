"""On paper: a sheet to report on commitments, and one with all answers on which members rate and say back."""

from collections.abc import Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph

from assembly.documents.frame import LINE, Heading, Styles, build_document, text_size
from assembly.models import Assembly
from assembly.outcomes.models import Body, Commitment, ResponseVersion

LINES, FEW_LINES = 6, 3
BOX = "[\u00a0\u00a0\u00a0]"


def report_sheet(
    body: Body, commitments: Sequence[Commitment], *, page: str, is_large: bool = False
) -> bytes:
    """Return a body's commitments with boxes and space to write; `page` is where the same is done on a screen.

    commitments: as `with_steps` gives them.
    """
    styles = Styles(text_size(is_large=is_large))
    title = _("How do your commitments stand?")
    return build_document(
        _for_body(body, commitments, styles, title, page),
        title=title,
        author=body.assembly.name,
        subject=body.name,
        footer=f"{body.assembly.name}: {body}",
        is_large=is_large,
    )


def _for_body(
    body: Body, commitments: Sequence[Commitment], styles: Styles, title: str, page: str
) -> Iterator[Flowable]:
    yield Heading(escape(title), styles.title(), "title")
    yield Paragraph(escape(f"{body.assembly.name}: {body}"), styles.text())
    said = _(
        "Tick where each commitment stands, and write in plain words what was done since the last report. Members and "
        "the public read it. Send the sheet back to the team, or call."
    )
    yield Paragraph(escape(said), styles.text())
    yield Paragraph(escape(_("On a screen: %(page)s") % {"page": page}), styles.small())
    if not commitments:
        yield Paragraph(escape(_("Nothing is owed at present.")), styles.text())
    for each in commitments:
        yield KeepTogether(_commitment(each, styles))


def _commitment(each: Commitment, styles: Styles) -> list[Flowable]:
    parts: list[Flowable] = [
        Heading(escape(str(each)), styles.heading(), f"commitment-{each.number}"),
        Paragraph(_broken(each.text), styles.text()),
    ]
    days = []
    if each.due_on:
        days.append(_("Promised for %(day)s.") % {"day": _day(each.due_on)})
    if each.next_report_on:
        days.append(_("Report due on %(day)s.") % {"day": _day(each.next_report_on)})
    days.append(_("It stood at: %(state)s.") % {"state": each.get_state_display()})
    parts.append(Paragraph(escape(" ".join(days)), styles.small()))
    choices = (
        _("as it stood"),
        _("begun"),
        _("done"),
        _("a part is done, because:"),
        _("late, until the day and because:"),
        _("replaced by commitment number:"),
        _("given up, because:"),
    )
    parts.append(Paragraph("&nbsp;&nbsp; ".join(f"{BOX} {escape(said)}" for said in choices), styles.text()))
    for step in each.steps:
        if step.reached_on is None:
            said = _("Reached: %(step)s (%(day)s)") % {"step": step, "day": _day(step.due_on)}
            parts.append(Paragraph(f"{BOX} {escape(said)}", styles.text()))
    parts.append(Paragraph(escape(_("What was done:")), styles.small()))
    return [*parts, *_lines(LINES)]


def rating_sheet(
    assembly: Assembly, answers: Sequence[ResponseVersion], *, page: str, is_large: bool = False
) -> bytes:
    """Return all published answers with a row of numbers for each, and space to say something back."""
    styles = Styles(text_size(is_large=is_large))
    title = _("What do you think of the answers?")
    return build_document(
        _for_members(assembly, answers, styles, title, page),
        title=title,
        author=assembly.name,
        subject=title,
        footer=assembly.name,
        is_large=is_large,
    )


def _for_members(
    assembly: Assembly, answers: Sequence[ResponseVersion], styles: Styles, title: str, page: str
) -> Iterator[Flowable]:
    yield Heading(escape(title), styles.title(), "title")
    yield Paragraph(escape(assembly.name), styles.text())
    yield Paragraph(escape(_("Your seat: ________")), styles.text())
    said = _(
        "For each answer, tick one number: 0 if it does not meet the recommendation at all, 5 partly, 10 fully. Leave "
        "out what you do not want to rate. Only counts of all members together are published, never who gave which "
        "number."
    )
    yield Paragraph(escape(said), styles.text())
    yield Paragraph(escape(_("On a screen: %(page)s") % {"page": page}), styles.small())
    if not answers:
        yield Paragraph(escape(_("No answer is published yet.")), styles.text())
    for each in answers:
        response = each.response
        about = f"{response.recommendation}: {response.recommendation.frozen_version}"
        yield Heading(escape(about), styles.heading(), f"answer-{each.pk}")
        who = _("%(body)s: %(decision)s") % {"body": response.body, "decision": each.get_decision_display()}
        yield Paragraph(f"<b>{escape(who)}</b>", styles.text())
        yield Paragraph(_broken(each.text), styles.text())
        if each.reasons:
            yield Paragraph(_broken(each.reasons), styles.text())
        boxes = "&nbsp;&nbsp; ".join(f"{BOX}&nbsp;{score}" for score in range(11))
        yield KeepTogether(
            [
                Paragraph(boxes, styles.text()),
                Paragraph(
                    f"{BOX} {escape(_('Something is unclear to me.'))}&nbsp;&nbsp; "
                    f"{BOX} {escape(_('I disagree.'))} {escape(_('In your words:'))}",
                    styles.text(),
                ),
                *_lines(FEW_LINES),
            ]
        )


def _lines(count: int) -> list[Flowable]:
    return [
        HRFlowable(width="100%", thickness=0.5, color=LINE, spaceBefore=9 * mm, spaceAfter=0)
        for _line in range(count)
    ]


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br/>")

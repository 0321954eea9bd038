"""Papers of a vote: what members are asked, and the sheet on which two people write what they counted."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from assembly.documents.frame import LINE, Heading, Styles, build_document, text_size
from assembly.outcomes.counting.reckoning import ABSTAINED, BLANK, SPOILED
from assembly.outcomes.counting.rules import RANKED, choices_of
from assembly.outcomes.models import Ballot, BallotQuestion
from assembly.outcomes.selectors.votes import rule_of
from assembly.outcomes.vote_words import choice_words, rule_words

_RANKING_LINES = 12


def question_sheet(
    ballot: Ballot, questions: Sequence[BallotQuestion], *, page: str, voters: int, is_large: bool = False
) -> bytes:
    """Return what members are asked, with the texts and the rules in words; `page` shows the same on a screen."""
    return _document(
        ballot, _("What you will be asked"), _asked(ballot, questions, page, voters, is_large), is_large
    )


def counting_sheet(
    ballot: Ballot, questions: Sequence[BallotQuestion], *, page: str, is_large: bool = False
) -> bytes:
    """Return the sheet for those who count; `page` is where the numbers are entered."""
    return _document(ballot, _("Counting sheet"), _to_count(ballot, questions, page, is_large), is_large)


def _document(ballot: Ballot, title: str, flow: Iterator[Flowable], is_large: bool) -> bytes:
    return build_document(
        flow,
        title=f"{title}: {ballot.title}",
        author=ballot.assembly.name,
        subject=ballot.title,
        footer=f"{ballot.assembly.name}: {ballot.title}",
        is_large=is_large,
    )


def _head(ballot: Ballot, title: str, styles: Styles) -> Iterator[Flowable]:
    yield Heading(escape(title), styles.title(), "title")
    day = date_format(ballot.held_on, "j F Y")
    yield Paragraph(escape(f"{ballot.assembly.name}: {ballot.title}, {day}"), styles.text())


def _asked(
    ballot: Ballot, questions: Sequence[BallotQuestion], page: str, voters: int, is_large: bool
) -> Iterator[Flowable]:
    styles = Styles(text_size(is_large=is_large))
    yield from _head(ballot, _("What you will be asked"), styles)
    if ballot.explanation:
        yield Paragraph(_broken(ballot.explanation), styles.text())
    yield Paragraph(escape(_("The same on a screen: %(page)s") % {"page": page}), styles.small())
    for question in questions:
        yield Heading(_name(question), styles.heading(), f"question-{question.number}")
        yield Paragraph(f"<b>{_broken(question.wording)}</b>", styles.text())
        if question.version is not None:
            yield Paragraph(escape(question.version.title), styles.text())
            yield Paragraph(_broken(question.version.text), styles.text())
        for option in question.options.all():
            yield Paragraph(escape(f"{option.number}. {option.text}"), styles.text())
        said = rule_words(
            rule_of(question.rule), voters=voters, asks_for_minority=question.rule.invites_minority
        )
        yield Paragraph(escape(" ".join(said)), styles.small())


def _to_count(
    ballot: Ballot, questions: Sequence[BallotQuestion], page: str, is_large: bool
) -> Iterator[Flowable]:
    styles = Styles(text_size(is_large=is_large))
    yield from _head(ballot, _("Counting sheet"), styles)
    yield Paragraph(
        escape(_("Write one number into each box. A second person counts again before anything is entered.")),
        styles.text(),
    )
    yield Paragraph(escape(_("Enter the numbers here: %(page)s") % {"page": page}), styles.small())
    for question in questions:
        rule = rule_of(question.rule)
        parts: list[Flowable] = [
            Heading(_name(question), styles.heading(), f"question-{question.number}"),
            Paragraph(_broken(question.wording), styles.text()),
        ]
        if question.version is not None:
            parts.append(Paragraph(escape(question.version.title), styles.small()))
        if rule.kind == RANKED:
            parts += [
                Paragraph(escape(f"{each.number}. {each.text}"), styles.small())
                for each in question.options.all()
            ]
            lines = [_("Ranking, such as 3 > 1 > 2: ")] * _RANKING_LINES
        else:
            lines = [
                choice_words(each, rule.scale_points) for each in choices_of(rule.kind, rule.scale_points)
            ]
        lines += [choice_words(key) for key in (ABSTAINED, BLANK, SPOILED)]
        lines += [_("present"), _("may vote")]
        parts.append(_boxes(lines, styles))
        yield KeepTogether(parts)
    yield Spacer(0, 8 * mm)
    for said in (_("Counted by, and when"), _("Counted again by, and when")):
        yield KeepTogether(
            [
                Spacer(0, 10 * mm),
                HRFlowable(width="70%", color=LINE, hAlign="LEFT"),
                Paragraph(escape(said), styles.small()),
            ]
        )


def _boxes(lines: Sequence[str], styles: Styles) -> Table:
    rows = [[Paragraph(escape(line), styles.cell()), ""] for line in lines]
    table = Table(
        rows, colWidths=[100 * mm, 40 * mm], rowHeights=max(9 * mm, styles.size * 1.9), hAlign="LEFT"
    )
    table.setStyle(TableStyle([("BOX", (1, index), (1, index), 0.8, LINE) for index in range(len(rows))]))
    return table


def _name(question: BallotQuestion) -> str:
    return escape(_("Question %(number)s") % {"number": question.number})


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br/>")

"""Questions on paper: a sheet for a witness to write on, and a session's answers for members to read."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph

from assembly.documents.frame import LINE, Heading, Styles, build_document, text_size
from evidence.models import Question, Witness
from scheduling.models import Session

LINES = 9
"""Lines to write on below each question; the back of the sheet is free."""


def witness_sheet(
    witness: Witness, questions: Sequence[Question], *, page: str, is_large: bool = False
) -> bytes:
    """Return a witness's questions with space to write; `page` is where the same can be answered on a screen."""
    styles = Styles(text_size(is_large=is_large))
    title = _("Members’ questions to you")
    return build_document(
        _for_witness(witness, questions, styles, title, page),
        title=title,
        author=witness.assembly.name,
        subject=str(witness),
        footer=f"{witness.assembly.name}: {witness}",
        is_large=is_large,
    )


def _for_witness(
    witness: Witness, questions: Sequence[Question], styles: Styles, title: str, page: str
) -> Iterator[Flowable]:
    yield Heading(escape(title), styles.title(), "title")
    yield Paragraph(escape(f"{witness.assembly.name}: {witness}"), styles.text())
    said = ngettext(
        "The members of the assembly have one question to you. Please answer in plain words, as you would tell a"
        " neighbour.",
        "The members of the assembly have %(n)s questions to you. Please answer in plain words, as you would tell a"
        " neighbour.",
        len(questions),
    )
    yield Paragraph(escape(said % {"n": len(questions)}), styles.text())
    yield Paragraph(
        escape(
            _("Send the sheet back to the team, or call and tell your answer. On a screen: %(page)s")
            % {"page": page}
        ),
        styles.small(),
    )
    for question in questions:
        parts: list[Flowable] = [
            Heading(escape(str(question)), styles.heading(), f"question-{question.number}"),
            Paragraph(_broken(question.words), styles.text()),
        ]
        if question.due_on:
            day = date_format(question.due_on, "j F Y")
            parts.append(Paragraph(escape(_("Answer wanted by %(day)s.") % {"day": day}), styles.small()))
        if question.reason:
            said = _("Asked again: %(reason)s") % {"reason": question.reason}
            parts.append(Paragraph(_broken(said), styles.text()))
        parts += [
            HRFlowable(width="100%", thickness=0.5, color=LINE, spaceBefore=9 * mm, spaceAfter=0)
            for _line in range(LINES)
        ]
        yield KeepTogether(parts)


def answers_paper(
    session: Session, questions: Sequence[Question], *, page: str, is_large: bool = False
) -> bytes:
    """Return a session's questions and answers for members; `page` is where the same stands on a screen."""
    styles = Styles(text_size(is_large=is_large))
    title = _("Questions and answers, %(session)s") % {"session": session}
    return build_document(
        _answers(session, questions, styles, title, page),
        title=title,
        author=session.assembly.name,
        subject=session.title,
        footer=f"{session.assembly.name}, {session}",
        is_large=is_large,
    )


def _answers(
    session: Session, questions: Sequence[Question], styles: Styles, title: str, page: str
) -> Iterator[Flowable]:
    yield Heading(escape(title), styles.title(), "title")
    yield Paragraph(escape(f"{session.assembly.name}: {session.title}"), styles.text())
    yield Paragraph(escape(_("The same on a screen: %(page)s") % {"page": page}), styles.small())
    if not questions:
        yield Paragraph(escape(_("No question of this session is answered yet.")), styles.text())
    for question in questions:
        yield Heading(escape(str(question)), styles.heading(), f"question-{question.number}")
        yield Paragraph(f"<b>{_broken(question.words)}</b>", styles.text())
        for answer in question.answers.all():
            who = _("%(witness)s answered on %(day)s:") % {
                "witness": answer.witness,
                "day": date_format(answer.answered_at, "j F Y"),
            }
            yield Paragraph(escape(who), styles.small())
            yield Paragraph(_broken(answer.text), styles.text())


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br/>")

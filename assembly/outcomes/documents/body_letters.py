"""The letter with which a body is asked: its recommendations, by when, and how to answer with or without a screen."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.documents.letters import Letter, LetterSender, write_letters
from assembly.outcomes.enums_responses import BodyPart
from assembly.outcomes.models import Body, FormalResponse


def body_letter(
    body: Body, responses: Sequence[FormalResponse], *, page: str, today: date, is_large: bool = False
) -> bytes:
    """Return the letter about what a body owes; `page` is where an official signs in.

    Raises:
        LetterRefused: the address does not fit the window, or the font lacks a character.
    """
    assembly = body.assembly
    letter = Letter(
        address=(body.name, *(line for line in body.address.splitlines() if line.strip())),
        subject=_("%(assembly)s: please answer") % {"assembly": assembly.name},
        paragraphs=tuple(_paragraphs(body, responses, page)),
        language=get_language() or "en",
        date=date_format(today, "j F Y"),
        is_large=is_large,
    )
    out = BytesIO()
    write_letters(out, [letter], sender=LetterSender(assembly.commissioning_authority, (assembly.name,)))
    return out.getvalue()


def _paragraphs(body: Body, responses: Sequence[FormalResponse], page: str) -> Iterator[str]:
    yield _("Dear %(name)s,") % {"name": body.head_name or body.name}
    yield _(
        "the members of %(assembly)s have handed over their report. %(authority)s promised to answer every "
        "recommendation in public. These are yours to answer:"
    ) % {"assembly": body.assembly.name, "authority": body.assembly.commissioning_authority}
    for response in responses:
        yield _question(response)
    yield _(
        "For each of them say whether it is accepted, in full, in principle or in part; already under way; to be "
        "decided later, and by when; referred to somebody else; noted; or not accepted. Whatever is not a full "
        "acceptance needs its reasons. Name what you promise: who does it, by when, and with what money."
    )
    yield _("On a screen: your officials sign in at %(page)s and answer there.") % {"page": page}
    yield _(
        "On paper: write your answer under the number of each recommendation, have it signed by whoever clears it, "
        "and post it to the sender of this letter. We enter it and send you a copy of what is published. If you need "
        "more time, write until when and why: the reason is published."
    )


def _question(response: FormalResponse) -> str:
    recommendation = response.recommendation
    words = {
        "recommendation": recommendation,
        "title": recommendation.frozen_version,
        "text": recommendation.frozen_version.text if recommendation.frozen_version else "",
        "day": date_format(response.due_on, "j F Y"),
    }
    if response.part == BodyPart.LEAD:
        return _("%(recommendation)s: %(title)s\n%(text)s\nYou lead. Please answer by %(day)s.") % words
    return _("%(recommendation)s: %(title)s\n%(text)s\nYou support. Please answer by %(day)s.") % words

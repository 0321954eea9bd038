"""The letters of an invitation wave."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from assembly.documents.letters import Letter, LetterSender
from assembly.typed_codes import shown_code
from sortition.models import InvitationWave, InvitedAddress
from sortition.wave_codes import code_of


def sender_of(wave: InvitationWave) -> LetterSender:
    """Return who writes."""
    return LetterSender(wave.sender_name, tuple(wave.sender_lines.splitlines()))


def letters_of(wave: InvitationWave, invited: Iterable[InvitedAddress], day: date) -> Iterator[Letter]:
    """Yield one letter for each address, with its code and the link that carries it."""
    paragraphs = tuple(" ".join(part.split()) for part in wave.body.split("\n\n") if part.strip())
    with override(wave.language):
        pattern = Letter(
            address=(),
            subject=wave.subject,
            paragraphs=paragraphs,
            language=wave.language,
            date=date_format(day),
            code_label=_("The code of this letter"),
            link_label=_("Take part here, or scan the square"),
        )
    for each in invited:
        code = code_of(wave.token, each.number)
        yield replace(
            pattern,
            address=tuple(each.lines.splitlines()),
            reference=f"{wave.number}-{each.number}",
            code=shown_code(code),
            link=f"{wave.link_base}{code}/",
        )

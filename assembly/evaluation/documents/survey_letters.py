"""Letters that ask members who have no e-mail address: a link as a QR code, a code to type, and other ways."""

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from assembly.documents.letters import Letter, LetterSender, write_letters
from assembly.evaluation.models import SurveyTurn, SurveyWave

Keyed = tuple[SurveyTurn, str, str]
"""A turn, the address of its link, and its code as it is to be shown."""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What the letters of one file have in common. sender_lines: how to reach the team."""

    wave: SurveyWave
    sender_lines: tuple[str, ...]
    today: date
    is_large: bool = False


def survey_letters(
    keyed: Collection[Keyed], *, head: LetterHead, addresses: Mapping[int, tuple[str, ...]]
) -> bytes:
    """Return one letter for each turn whose person has an address (key of the person → lines of the window).

    Raises:
        LetterRefused: there is no letter, or something cannot be printed.
    """
    out = io.BytesIO()
    sender = LetterSender(head.wave.assembly.commissioning_authority, head.sender_lines)
    write_letters(out, _letters(keyed, head, addresses), sender=sender)
    return out.getvalue()


def _letters(
    keyed: Collection[Keyed], head: LetterHead, addresses: Mapping[int, tuple[str, ...]]
) -> Iterator[Letter]:
    for each in keyed:
        lines = addresses.get(each[0].person_id)
        if lines:
            with override(language_of(each[0])):
                yield _letter(each, head, lines)


def language_of(turn: SurveyTurn) -> str:
    """Return the language in which somebody is written to."""
    known = dict(settings.LANGUAGES)
    return turn.person.language if turn.person.language in known else settings.LANGUAGE_CODE


def _letter(keyed: Keyed, head: LetterHead, lines: tuple[str, ...]) -> Letter:
    (turn, link, code), wave = keyed, head.wave
    words = {
        "name": turn.person,
        "assembly": wave.assembly.name,
        "day": date_format(localtime(wave.closes_at), "j F Y"),
        "reach": ", ".join(head.sender_lines),
    }
    return Letter(
        address=lines,
        subject=_("A few questions about “%(assembly)s”") % words,
        paragraphs=(
            _("Dear %(name)s,") % words,
            _(
                "We would like to know how you find this assembly. Please answer a few questions by %(day)s. It takes"
                " about five minutes."
            )
            % words,
            _("On the internet: open the address below or scan the square. You need not sign in."),
            _(
                "By phone or on paper: call or write to us, and we send you the form or ask you by phone. %(reach)s"
            )
            % words,
            _(
                "Nobody is shown the answers of one person. You can change them until that day; then they are parted"
                " from your name for good. Taking part is your choice, and you can leave out any question."
            ),
        ),
        language=language_of(turn),
        date=date_format(head.today, "j F Y"),
        code=code,
        code_label=_("Your code"),
        link=link,
        link_label=_("Answer here, or scan the square"),
        is_large=head.is_large,
    )

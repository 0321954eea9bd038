"""A letter to each volunteer: was I in the draw, with what chance, and what opens my commitment."""

from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.documents.letters import Letter, LetterSender, write_letters
from sortition.draw import PublicBundle, own_opening
from sortition.draw_pages import in_groups
from sortition.draw_words import own_words
from sortition.models import DrawEntrant
from sortition.postal_address import address_lines_of
from sortition.selectors.draws import opening_of


def own_letters_pdf(
    public: PublicBundle,
    entrants: Iterable[tuple[DrawEntrant, str]],
    *,
    sender: LetterSender,
    today: date,
) -> bytes:
    """Return one letter for each volunteer, with the address at which they see the same; (entrant, address)."""
    out = BytesIO()
    write_letters(out, _letters(public, entrants, today), sender=sender)
    return out.getvalue()


def _letters(
    public: PublicBundle, entrants: Iterable[tuple[DrawEntrant, str]], today: date
) -> Iterator[Letter]:
    language = translation.get_language() or "en"
    for entrant, link in entrants:
        person = entrant.respondent
        opening = opening_of(entrant)
        own = own_opening(public, opening)
        values = ", ".join(f"{category}: {value}" for category, value in sorted(opening.values.items()))
        yield Letter(
            address=address_lines_of(person),
            subject=_("Your part in the draw of %(assembly)s") % {"assembly": public.frozen.assembly},
            paragraphs=(
                _("Dear %(name)s,") % {"name": str(person)},
                *own_words(own),
                _("The draw counted you with these answers: %(values)s.") % {"values": values},
                _(
                    "In the public file you are %(pseudonym)s. That nobody changed your answers after the freeze you "
                    "can prove with this number, which only you and the auditors have: %(salt)s. Your id in the draw "
                    "is %(reference)s."
                )
                % {
                    "pseudonym": opening.pseudonym,
                    "salt": " ".join(in_groups(opening.salt)),
                    "reference": opening.reference,
                },
            ),
            language=language,
            date=date_format(today, "j F Y"),
            link=link,
            link_label=_("See and check it on the internet, or scan the square"),
        )

"""Letters with codes for people who sign in without e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.documents.letters import Letter, LetterSender, write_letters
from assembly.services.sign_in_letters import LetterCodes
from assembly.typed_codes import shown_code


@dataclass(frozen=True, slots=True)
class SignInPaper:
    """Who gets a letter, where it goes, and the codes that stand on it."""

    person: str
    address: str
    printed: LetterCodes


def sign_in_letters(
    papers: Iterable[SignInPaper],
    *,
    assembly: str,
    sender: LetterSender,
    link: str,
    today: date,
    last_day: date,
) -> bytes:
    """Return one PDF of all letters. Each code stands in a line of its own, to be crossed out once it is used.

    Raises:
        LetterRefused: an address does not fit the window, or something cannot be printed; which one, `params` say.
    """
    out = BytesIO()
    letters = (_letter(each, assembly, link, today, last_day) for each in papers)
    write_letters(out, letters, sender=sender)
    return out.getvalue()


def _letter(paper: SignInPaper, assembly: str, link: str, today: date, last_day: date) -> Letter:
    language = translation.get_language() or "en"
    lines = [
        _("%(number)d.  %(code)s") % {"number": number, "code": shown_code(code)}
        for number, code in enumerate(paper.printed.codes, start=1)
    ]
    return Letter(
        address=tuple(paper.address.splitlines()),
        subject=_("Your codes to sign in: %(assembly)s") % {"assembly": assembly},
        paragraphs=(
            _("Dear %(name)s,") % {"name": paper.person},
            _(
                "With this letter you can open your own page on the internet. Go to the address below, type the number "
                "of this letter and one of the codes. Each code works once: cross it out when you have used it."
            ),
            *lines,
            _(
                "The codes work until %(day)s. Keep this letter as you would keep a key, and show it to nobody. If it "
                "is lost, call us: we make the codes useless and send you others."
            )
            % {"day": date_format(last_day, "j F Y")},
            _(
                "You need no computer to take part. Whatever is on that page you can also ask us by phone or by post."
            ),
        ),
        language=language,
        date=date_format(today, "j F Y"),
        code=shown_code(paper.printed.reference),
        code_label=_("Number of this letter"),
        link=link,
        link_label=_("Where to type it"),
    )

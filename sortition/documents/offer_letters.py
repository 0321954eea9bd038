"""The letters by which seats are offered: deadline, personal link, short code, and a slip to send back."""

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.documents.letters import (
    Letter,
    LetterRefused,
    LetterSender,
    ReplySlip,
    address_lines,
    write_letters,
)
from sortition.models import Offer, Respondent, SeatingPolicy
from sortition.offer_links import OfferLink
from sortition.postal_address import address_lines_of


def address_of(person: Respondent) -> tuple[str, ...]:
    """Return name and address as they stand in the window; () where there is none or it does not fit."""
    lines = address_lines_of(person)
    try:
        address_lines(lines)
    except LetterRefused:
        return ()
    return lines


def offer_letters(
    offers: Iterable[Offer], links: Mapping[int, OfferLink], *, policy: SeatingPolicy, today: date
) -> bytes:
    """Return the letters of some offers as one PDF, one after the other.

    Raises:
        LetterRefused: there is no letter, or something cannot be printed.
    """
    out = io.BytesIO()
    write_letters(out, _letters(offers, links, policy, today), sender=_sender(policy))
    return out.getvalue()


def _sender(policy: SeatingPolicy) -> LetterSender:
    lines = [line.strip() for line in policy.sender_lines.splitlines() if line.strip()]
    lines += [policy.phone] if policy.phone and policy.phone not in lines else []
    return LetterSender(policy.assembly.commissioning_authority, tuple(lines))


def _letters(
    offers: Iterable[Offer], links: Mapping[int, OfferLink], policy: SeatingPolicy, today: date
) -> Iterator[Letter]:
    assembly, language = policy.assembly, translation.get_language() or "en"
    back_to = ", ".join((assembly.commissioning_authority, *policy.sender_lines.split("\n")))
    for offer in offers:
        person, link = offer.seat.respondent, links[offer.pk]
        last_day = date_format(timezone.localtime(offer.answer_by), "j F Y")
        words = {"name": person, "assembly": assembly.name, "day": last_day, "phone": policy.phone}
        yield Letter(
            address=address_of(person),
            subject=_("You have been drawn: %(assembly)s") % words,
            paragraphs=(
                _("Dear %(name)s,") % words,
                _("you have been drawn by lot for a seat in “%(assembly)s”. We offer you this seat.") % words,
                _("Please tell us by %(day)s whether you take part. There are three ways:") % words,
                _(
                    "On the internet: open the address below or scan the square. You type your year of birth or the "
                    "code below, and choose yes or no."
                ),
                _("By phone: call %(phone)s. We will also try to call you.") % words
                if policy.phone
                else _("By phone: we will try to call you."),
                _("By post: send back the slip at the foot of this letter."),
                _(
                    "You can change your answer until that day. Nobody has to take part, and you need not say why. If "
                    "you say no, the seat goes to somebody else."
                ),
            ),
            language=language,
            date=date_format(today, "j F Y"),
            reference=offer.reference,
            code=link.shown_code,
            code_label=_("Your code"),
            link=link.address(policy.link_base),
            link_label=_("Answer here, or scan the square"),
            slip=ReplySlip(
                title=_("My answer (%(reference)s)") % {"reference": offer.reference},
                choices=(_("Yes, I take part."), _("No, I cannot take part.")),
                lines=(_("Date and signature:"),),
                note=_("Send it so that it arrives by %(day)s to: %(address)s")
                % {"day": last_day, "address": back_to},
            ),
        )

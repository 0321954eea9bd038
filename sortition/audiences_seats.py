"""People who were offered a seat, as an audience of messages: the parts are states of seats."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.audiences import Audience, Recipient, register_audience, stand_in
from assembly.models import Assembly
from sortition.enums import RESPONDENT_KIND
from sortition.enums_seats import AWAITING, SAID_YES, SeatState
from sortition.errors import OfferRefused
from sortition.models import Offer
from sortition.postal_address import address_lines_of
from sortition.selectors.offers import CHANGEABLE, SOON, policy_of
from sortition.services.offers import draw_links, keep_links

LATE = ("link", "code")


def _part(offers: QuerySet[Offer], part: str, now: datetime) -> QuerySet[Offer]:
    unanswered = Q(answer="", seat__state__in=AWAITING)
    parts: dict[str, Any] = {
        "unanswered": unanswered,
        "running_out": unanswered & Q(answer_by__gte=now, answer_by__lte=now + SOON),
        "said_yes": Q(seat__state__in=SAID_YES),
        "said_no": Q(seat__state=SeatState.DECLINED),
    }
    return offers.filter(parts[part])


def _recipients(assembly: Assembly, part: str) -> Iterator[Recipient]:
    """Yield the people of one part by the numbers of their seats; their links are made when the message leaves."""
    offers = Offer.objects.filter(seat__assembly=assembly).select_related("seat__respondent")
    # Whoever registered by themselves did so in a language; nobody else's is known.
    offers = offers.annotate(language=F("seat__respondent__registration__language"))
    phone = policy_of(assembly).phone
    for offer in _part(offers, part, timezone.now()).order_by("seat__number", "pk"):
        person = offer.seat.respondent
        values = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "name": str(person),
            "assembly": assembly.name,
            "answer_by": date_format(timezone.localtime(offer.answer_by), "j F Y"),
            "phone": phone,
            **{name: stand_in(name) for name in LATE},
        }
        yield Recipient(
            kind=RESPONDENT_KIND,
            pk=person.pk,
            name=str(person),
            email=person.email.strip(),
            values=values,
            address=address_lines_of(person),
            phone=person.phone,
            language=offer.language or "",
        )


def _late(respondent_id: int, now: datetime) -> Mapping[str, str]:
    """Make a new link for the offer of somebody who holds a seat; the old one stops working.

    Raises:
        OfferRefused: they hold none that can be answered, or nobody has said where links lead.
    """
    offers = Offer.objects.filter(seat__respondent=respondent_id, seat__state__in=CHANGEABLE)
    offer = offers.select_related("seat__assembly").order_by("-pk").first()
    if offer is None:
        raise OfferRefused(_("This person has no offer that can be answered."))
    assembly = offer.seat.assembly
    base = policy_of(assembly).link_base
    if not base:
        raise OfferRefused(_("Nobody has said yet how this assembly offers its seats."))
    links = draw_links([offer])
    keep_links(assembly=assembly, links=links, way="message", actor=None, now=now)
    link = links[offer.pk]
    return {"link": link.address(base), "code": link.shown_code}


register_audience(
    Audience(
        key="seats",
        label=gettext_lazy("People who were offered a seat"),
        placeholders={
            "first_name": gettext_lazy("first name"),
            "last_name": gettext_lazy("last name"),
            "name": gettext_lazy("whole name"),
            "assembly": gettext_lazy("name of the assembly"),
            "answer_by": gettext_lazy("last day to answer"),
            "phone": gettext_lazy("phone number to call"),
            "link": gettext_lazy("personal link, made when the message leaves; earlier links stop working"),
            "code": gettext_lazy("short code for that link"),
        },
        filters={
            "unanswered": gettext_lazy("Offered a seat, not answered"),
            "running_out": gettext_lazy("Offered a seat, not answered, three days left at most"),
            "said_yes": gettext_lazy("Took their seat"),
            "said_no": gettext_lazy("Declined their seat"),
        },
        recipients=_recipients,
        late=_late,
    )
)

"""The acts on a seat in plain words, and what each takes."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act

_SEATS, _OFFERS, _ANSWERS = "assembly.run_replacements", "assembly.manage_offers", "assembly.enter_answers"

SEAT_ACTS = {
    "contact": Act(_("Note a first call"), "assembly.call_members"),
    "confirm": Act(_("Enter a yes, or say it by one’s own link"), _ANSWERS),
    "decline": Act(_("Enter a no, or say it by one’s own link"), _ANSWERS),
    "give_up": Act(_("Take somebody as unreachable, after enough calls"), _OFFERS),
    "recall": Act(_("Take an offer back"), _SEATS),
    "onboard": Act(_("Note that the member is ready to begin"), _SEATS),
    "start": Act(_("Note that the member has begun"), _SEATS),
    "complete": Act(_("Note that the member has finished"), _SEATS),
    "withdraw": Act(_("Note that the member leaves"), _SEATS),
    "miss": Act(_("Note that the member never came"), _SEATS),
    "remove": Act(_("Take the seat from the member, with a reason"), _SEATS),
    "seek": Act(_("Look for somebody else"), _SEATS),
    "fill": Act(_("Offer it to the next person"), _SEATS),
    "leave": Act(_("Leave it vacant, with a reason"), _SEATS),
}

"""One place of the panel: who had it and has it, what happened, and what can be done."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.record import sentence_of
from assembly.views.workspace import AssemblyView
from sortition.enums_seats import GIVEN_UP, SeatState
from sortition.forms.seats import ReasonForm
from sortition.models import Seat
from sortition.seat_lifecycle import SEAT
from sortition.seat_words import SEAT_ACTS
from sortition.selectors.alternates import current_set, standing_by, still_there
from sortition.selectors.board import days_waiting, falls_in_words, falls_of
from sortition.selectors.hardness import substitutes_of
from sortition.selectors.panel import panel_of, slot_of
from sortition.selectors.seats import chain_of, events_of, is_kept_free
from sortition.services.alternates import call_alternate
from sortition.services.replacements import leave_vacant
from sortition.services.seats import BY_HAND, SAYS_WHY, move_seat_by_hand


class OneSeatView(AssemblyView):
    """A page about one place of this assembly."""

    permission = "assembly.view_panel"
    stage = "panel"

    def dispatch(self, request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> HttpResponseBase:
        """Keep the number aside: the place is looked for once the reader has been let in."""
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def load_chain(self) -> list[Seat]:
        """Return everybody's time on the place, the newest first, or answer 404."""
        chain = chain_of(self.assembly, self.number)
        if not chain:
            raise Http404
        return chain


class SeatView(OneSeatView):
    """A place with its history along the chain of those who held it."""

    post_permission: ClassVar[str | None] = "assembly.run_replacements"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the place."""
        return self.page(ReasonForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Leave the place vacant, with a reason."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            leave_vacant(
                seat=self.load_chain()[0],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("Seat %(number)s is left vacant.") % {"number": self.number})
        return redirect("seat", self.assembly.slug, self.number)

    def page(self, form: ReasonForm, status: int = 200) -> HttpResponse:
        """Render the place."""
        chain = self.load_chain()
        seat, panel = chain[0], panel_of(self.assembly)
        may_fill = self.can("assembly.run_replacements")
        is_open = seat.state in (*GIVEN_UP, SeatState.REPLACEMENT_PENDING)
        verbs = [verb for verb in SEAT.verbs_from(seat.state) if verb in BY_HAND] if may_fill else []
        current = current_set(self.assembly) if is_open and may_fill else None
        context = {
            "seat": seat,
            "slot": slot_of(seat.state),
            "chain": chain,
            "events": [(event, sentence_of(event)) for event in events_of(chain)],
            "days": days_waiting(seat, self.now),
            "may_return": is_kept_free(seat),
            "falls": falls_in_words(falls_of(panel, seat)) if panel else "",
            "substitutes": substitutes_of(self.assembly).get(seat.pk),
            "values": panel.values.get(seat.respondent_id, {}) if panel else {},
            "is_open": is_open,
            "is_left_vacant": seat.state == SeatState.LEFT_VACANT,
            "alternates": still_there(standing_by(current)) if current else [],
            "shows_names": self.can("assembly.view_panel_people"),
            "form": form,
            "moves": [(verb, SEAT_ACTS[verb].label) for verb in verbs if verb not in SAYS_WHY],
            "leaves": [(verb, SEAT_ACTS[verb].label) for verb in verbs if verb in SAYS_WHY],
        }
        return self.render("sortition/panel_seat.html", context, status=status)


class SeatMoveView(OneSeatView):
    """Move a member's seat on, or note that they leave it."""

    permission = "assembly.run_replacements"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        try:
            moved = move_seat_by_hand(
                seat=self.load_chain()[0],
                verb=request.POST.get("verb", ""),
                reason=request.POST.get("reason", ""),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("Seat %(number)s is now: %(state)s.")
            messages.success(request, said % {"number": self.number, "state": moved.get_state_display()})
        return redirect("seat", self.assembly.slug, self.number)


class SeatAlternateView(OneSeatView):
    """Call an alternate to the place."""

    permission = "assembly.run_replacements"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Offer the place to the person chosen."""
        seat, chosen = self.load_chain()[0], request.POST.get("person", "")
        try:
            given = call_alternate(
                seat=seat,
                respondent=int(chosen) if chosen.isdecimal() else 0,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("Seat %(number)s is offered to an alternate.") % {"number": given.number}
            )
        return redirect("seat", self.assembly.slug, self.number)

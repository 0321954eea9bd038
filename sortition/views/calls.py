"""Callers' pages: who is to be called next, one call at a time, and whoever calls the team."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.offers import CallForm, WhoCalledForm
from sortition.models import ContactAttempt, ContactPreference, Offer, Registration
from sortition.selectors.call_queue import call_queue
from sortition.selectors.hardness import hardness_of
from sortition.selectors.offers import CHANGEABLE, offer_figures, offers_of, policy_of
from sortition.services.calls import (
    HELD_FOR,
    find_who_called,
    leave_call,
    record_call,
    take_call,
    take_next_call,
)

SHOWN = 25
"""Nobody calls the hundredth before the first: of each list its beginning is enough."""


class CallsBase(AssemblyView):
    """A page of callers."""

    permission: ClassVar[str] = "assembly.call_members"
    stage: ClassVar[str] = "calls"

    def load(self, pk: int) -> Offer:
        """Find an offer within the assembly, or answer 404."""
        return get_object_or_404(offers_of(self.assembly), pk=pk)

    def queue_page(
        self, form: WhoCalledForm | None = None, found: list[Offer] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render the queue by numbers of seats: a name is shown to who takes the call, to nobody else."""
        queue = call_queue(self.assembly, self.now, hardness=hardness_of)
        lists = [
            (_("To call now"), "due", queue.due),
            (_("Later"), "later", queue.later),
            (_("Wrong number"), "wrong", queue.wrong_number),
        ]
        context = {
            "queue": queue,
            "lists": [
                (title, key, entries[:SHOWN], max(len(entries) - SHOWN, 0)) for title, key, entries in lists
            ],
            "without_phone": queue.without_phone,
            "figures": offer_figures(self.assembly, self.now),
            "form": form or WhoCalledForm(),
            "found": found,
            "minutes": int(HELD_FOR.total_seconds() // 60),
        }
        return self.render("sortition/calls.html", context, status=status)


class CallsView(CallsBase):
    """Who is to be called, in order."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the queue."""
        return self.queue_page()


class NextCallView(CallsBase):
    """Take whoever is to be called next."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Lead to their page."""
        return self.next_page(request)

    def next_page(self, request: HttpRequest) -> HttpResponse:
        """Take the next person, or say that there is nobody."""
        offer = take_next_call(assembly=self.assembly, actor=request.user, now=self.now)
        if offer is None:
            messages.info(request, _("Nobody is to be called at this moment."))
            return redirect("calls", self.assembly.slug)
        return redirect("call", self.assembly.slug, offer.pk)


class TakeCallView(CallsBase):
    """Take somebody in particular: out of their turn, or because they call."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to their page, unless another caller has them."""
        offer = self.load(pk)
        if offer.seat.state not in CHANGEABLE:
            messages.error(request, _("This seat can no longer be answered."))
        elif take_call(offer=offer, actor=request.user, now=self.now):
            return redirect("call", self.assembly.slug, pk)
        else:
            messages.error(request, _("Somebody else is calling this person at the moment."))
        return redirect("calls", self.assembly.slug)


class LeaveCallView(CallsBase):
    """Let somebody go without having called."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go back to the queue."""
        leave_call(offer=self.load(pk), actor=request.user)
        return redirect("calls", self.assembly.slug)


class WhoCalledView(CallsBase):
    """Find somebody who calls the team. What is typed is a name, so it never stands in an address."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show whom it fits, by the whole of what was typed."""
        form = WhoCalledForm(request.POST)
        if not form.is_valid():
            return self.queue_page(form, status=422)
        found = find_who_called(
            assembly=self.assembly, who=form.cleaned_data["who"], actor=request.user, now=self.now
        )
        return self.queue_page(form, found)


class CallView(NextCallView):
    """One call: only what it needs, for whoever has taken it."""

    http_method_names: ClassVar = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show whom to call, a few words to say, and the form."""
        offer = self.load(pk)
        if not self.is_mine(offer):
            messages.info(request, _("Take somebody from the list first: then nobody else calls them."))
            return redirect("calls", self.assembly.slug)
        return self.show(offer, CallForm(initial={"seen": offer.version}, now=self.now))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note what came of the call, and take the next one where that is wanted."""
        offer, form = self.load(pk), CallForm(request.POST, now=self.now)
        if not form.is_valid():
            if not self.is_mine(offer):
                return redirect("calls", self.assembly.slug)
            return self.show(offer, form, status=422)
        try:
            record_call(offer=offer, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            fresh = self.load(pk)
            if not self.is_mine(fresh):
                messages.error(request, str(refused))
                return redirect("calls", self.assembly.slug)
            given = {**form.cleaned_data, "seen": fresh.version}
            again = CallForm(initial=given, now=self.now)
            return self.show(fresh, again, refused=str(refused), status=409)
        messages.success(request, _("Noted for seat %(number)d.") % {"number": offer.seat.number})
        if request.POST.get("then") == "next":
            return self.next_page(request)
        return redirect("calls", self.assembly.slug)

    def is_mine(self, offer: Offer) -> bool:
        """Whether this reader has taken the call."""
        return offer.held_by_id == self.request.user.pk and offer.is_held(self.now)

    def show(self, offer: Offer, form: CallForm, *, refused: str = "", status: int = 200) -> HttpResponse:
        """Render the page. Address, answers to questions and support needs are not loaded into it."""
        person = offer.seat.respondent
        spoken = Registration.objects.filter(respondent=person).values_list("language", flat=True).first()
        wishes = ContactPreference.objects.filter(respondent=person).first()
        context: dict[str, Any] = {
            "offer": offer,
            "name": str(person),
            "phone": person.phone.strip(),
            "language": (wishes.language if wishes else "") or dict(settings.LANGUAGES).get(spoken or "", ""),
            "best_time": wishes.best_time if wishes else "",
            "is_overdue": offer.is_overdue(self.now),
            "attempts": ContactAttempt.objects.filter(seat=offer.seat)
            .select_related("by")
            .order_by("-at", "-pk"),
            "form": form,
            "refused": refused,
            "team_phone": policy_of(self.assembly).phone,
        }
        return self.render("sortition/call.html", context, status=status)

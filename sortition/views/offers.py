"""Offers of seats: the list, how seats are offered, one offer with its answer, letters."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.documents.offer_letters import address_of, offer_letters
from sortition.enums_offers import SeatAnswer
from sortition.enums_seats import AWAITING, SAID_YES, SeatState
from sortition.forms.offers import DeadlineForm, EnterAnswerForm, GiveUpForm, PolicyForm
from sortition.models import ContactAttempt, Offer
from sortition.selectors.offers import (
    CHANGEABLE,
    calls_to,
    link_refusal,
    offer_figures,
    offers_of,
    policy_of,
)
from sortition.services.offers import (
    change_deadline,
    draw_links,
    give_up,
    open_offers,
    record_letters,
    save_policy,
    usual_last_day,
)
from sortition.services.offers_answers import enter_answer

PER_PAGE = 25
SHOWN = {
    "waiting": gettext_lazy("Not answered"),
    "overdue": gettext_lazy("Deadline passed"),
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "all": gettext_lazy("All"),
}


class OffersBase(AssemblyView):
    """A page about offers; both organisers and session staff enter answers."""

    permission: ClassVar[str] = "assembly.enter_answers"
    stage: ClassVar[str] = "panel"

    def load(self, pk: int) -> Offer:
        """Find an offer within the assembly, or answer 404."""
        return get_object_or_404(offers_of(self.assembly), pk=pk)

    def link_base(self) -> str:
        """Return the address below which personal links lie, as this reader knows it."""
        return self.request.build_absolute_uri(reverse("answer", args=["x"])).removesuffix("x/")


class OffersView(OffersBase):
    """All offers, and the seats that have none yet."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        policy = policy_of(self.assembly)
        shown = request.GET.get("show", "waiting")
        shown = shown if shown in SHOWN else "waiting"
        found = offers_of(self.assembly)
        waiting = {"seat__state__in": AWAITING, "answer": ""}
        parts: dict[str, dict[str, Any]] = {
            "waiting": waiting,
            "overdue": {**waiting, "answer_by__lt": self.now},
            "yes": {"seat__state__in": SAID_YES},
            "no": {"seat__state": SeatState.DECLINED},
            "all": {},
        }
        page = Paginator(found.filter(**parts[shown]), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "rows": [(offer, offer.is_overdue(self.now)) for offer in page],
            "figures": offer_figures(self.assembly, self.now),
            "shown": shown,
            "tabs": SHOWN.items(),
            "policy": policy,
            "form": DeadlineForm(initial={"last_day": usual_last_day(policy, self.now)}),
        }
        return self.render("sortition/offers.html", context)


class OpenOffersView(OffersBase):
    """Offer the seats that have no deadline yet."""

    permission: ClassVar[str] = "assembly.manage_offers"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the offers, or say why not."""
        form = DeadlineForm(request.POST)
        if not policy_of(self.assembly).link_base:
            messages.info(request, _("First say how people can reach you. Then offer the seats."))
            return redirect("seating_policy", self.assembly.slug)
        if not form.is_valid():
            messages.error(request, _("Write until when people can answer."))
            return redirect("offers", self.assembly.slug)
        try:
            opened = open_offers(
                assembly=self.assembly,
                last_day=form.cleaned_data["last_day"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            said = ngettext("One seat is offered.", "%(n)d seats are offered.", len(opened))
            messages.success(request, said % {"n": len(opened)})
        return redirect("offers", self.assembly.slug)


class SeatingPolicyView(OffersBase):
    """How the assembly offers its seats."""

    permission: ClassVar[str] = "assembly.manage_offers"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self._show(PolicyForm(instance=policy_of(self.assembly)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = PolicyForm(request.POST, instance=policy_of(self.assembly))
        if not form.is_valid():
            return self._show(form, status=422)
        save_policy(
            assembly=self.assembly,
            link_base=self.link_base(),
            actor=request.user,
            now=self.now,
            **form.cleaned_data,
        )
        messages.success(request, _("Saved."))
        return redirect("offers", self.assembly.slug)

    def _show(self, form: PolicyForm, *, status: int = 200) -> HttpResponse:
        return self.render("sortition/seating_policy.html", {"form": form}, status=status)


class OneOfferView(OffersBase):
    """The page of one offer."""

    def form(self, *args: Any, initial: dict[str, Any] | None = None) -> EnterAnswerForm:
        """Return the form for an answer."""
        return EnterAnswerForm(*args, today=timezone.localdate(self.now), initial=initial)

    def show(
        self,
        offer: Offer,
        form: EnterAnswerForm,
        *,
        give_up_form: GiveUpForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the page."""
        policy = policy_of(self.assembly)
        attempts = ContactAttempt.objects.filter(seat=offer.seat).select_related("by")
        context = {
            "offer": offer,
            "person": offer.seat.respondent,
            "attempts": attempts,
            "form": form,
            "is_overdue": offer.is_overdue(self.now),
            "is_changeable": offer.seat.state in CHANGEABLE,
            "is_awaiting": offer.seat.state in AWAITING,
            "refusal": link_refusal(offer, self.now),
            "deadline_form": DeadlineForm(initial={"last_day": timezone.localdate(offer.answer_by)}),
            "has_address": bool(address_of(offer.seat.respondent)),
            "policy": policy,
            "may_give_up": offer.seat.state in AWAITING and calls_to(offer.seat) >= policy.attempts,
            "give_up_form": give_up_form or GiveUpForm(auto_id="give-up-%s"),
            "is_no": offer.answer == SeatAnswer.NO,
        }
        return self.render("sortition/offer.html", context, status=status)


class OfferView(OneOfferView):
    """One offer: how it stands, what happened, and the form for an answer that came on paper."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show the page."""
        offer = self.load(pk)
        return self.show(offer, self.form(initial={"seen": offer.version}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note the answer."""
        offer, form = self.load(pk), self.form(request.POST)
        if not form.is_valid():
            return self.show(offer, form, status=422)
        try:
            enter_answer(offer=offer, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            fresh = self.load(pk)
            again = self.form({**request.POST.dict(), "seen": fresh.version})
            again.add_error(None, str(refused))
            return self.show(fresh, again, status=409)
        messages.success(request, _("Noted for seat %(number)d.") % {"number": offer.seat.number})
        return redirect("offers", self.assembly.slug)


class OfferDeadlineView(OffersBase):
    """Give somebody more time."""

    permission: ClassVar[str] = "assembly.manage_offers"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change the deadline, or say why not."""
        offer, form = self.load(pk), DeadlineForm(request.POST)
        if form.is_valid():
            try:
                change_deadline(
                    offer=offer, last_day=form.cleaned_data["last_day"], actor=request.user, now=self.now
                )
            except HouseError as refused:
                messages.error(request, str(refused))
        else:
            messages.error(request, _("Write until when people can answer."))
        return redirect("offer", self.assembly.slug, pk)


class GiveUpView(OneOfferView):
    """Take somebody as unreachable after enough calls."""

    permission: ClassVar[str] = "assembly.manage_offers"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give up, or say why not."""
        offer, form = self.load(pk), GiveUpForm(request.POST, auto_id="give-up-%s")
        if form.is_valid():
            try:
                give_up(offer=offer, reason=form.cleaned_data["reason"], actor=request.user, now=self.now)
            except HouseError as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("offers", self.assembly.slug)
        return self.show(offer, self.form(initial={"seen": offer.version}), give_up_form=form, status=422)


class LettersView(OffersBase):
    """Print offers as letters: each gets a new link, and links that it had before stop working.

    The file is written before the new links are kept: what cannot be printed leaves the earlier ones as they were.
    """

    permission: ClassVar[str] = "assembly.manage_offers"
    needs_recent_sign_in: ClassVar[bool] = True
    needs_purpose: ClassVar[bool] = True
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Answer with the letters of all who have not answered, or with one."""
        policy = policy_of(self.assembly)
        offers = self._all() if pk is None else [self.load(pk)]
        if not policy.link_base:
            return self._refused(_("First say how people can reach you. Then print letters."), pk)
        links = draw_links(offers)
        # On paper stands the address that the reader of this page has; workers, who have none, use the kept one.
        policy.link_base = self.link_base()
        try:
            pdf = offer_letters(offers, links, policy=policy, today=timezone.localdate(self.now))
            record_letters(
                assembly=self.assembly, links=links, purpose=self.purpose, actor=request.user, now=self.now
            )
        except HouseError as refused:
            return self._refused(str(refused), pk)
        name = f"{self.assembly.slug}-offers.pdf" if pk is None else f"{self.assembly.slug}-offer-{pk}.pdf"
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _all(self) -> list[Offer]:
        """Return the offers of those who have not answered and can be reached by post."""
        waiting = offers_of(self.assembly).filter(
            seat__state__in=AWAITING, answer="", answer_by__gte=self.now
        )
        return [each for each in waiting if address_of(each.seat.respondent)]

    def _refused(self, said: str, pk: int | None) -> HttpResponse:
        messages.error(self.request, said)
        return redirect("offer", self.assembly.slug, pk) if pk else redirect("offers", self.assembly.slug)

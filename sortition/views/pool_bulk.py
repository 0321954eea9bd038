"""One act on many respondents: choose rows or all that match, look at whom it concerns, confirm."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums import RespondentState
from sortition.forms.pool_bulk import WITHDRAW, Act, BulkReasonForm, act_of, chosen_people
from sortition.models import Category, Respondent
from sortition.selectors.pool_page import respondents_for_page
from sortition.services.respondents import people_digest, set_flags, withdraw_respondents

NAMED = 12
"""How many of the people the question names; the others are counted."""


class ChosenPeopleView(AssemblyView):
    """What begins with people of the pool's list: the ticked ones, or all who match."""

    stage: ClassVar[str] = "pool"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead back to the list: there is nothing to ask without a choice."""
        return self.back(request)

    def asked_for(self, request: HttpRequest) -> Any:
        """Return everybody who matches the list's address, or the ticked ones among all of the assembly."""
        if request.POST.get("who") == "all":
            categories = list(Category.objects.filter(assembly=self.assembly))
            return respondents_for_page(self.assembly, request.GET, categories)
        return Respondent.objects.filter(assembly=self.assembly, pk__in=chosen_people(request.POST))

    def whom(self, request: HttpRequest, pks: list[int], left_out: int) -> dict[str, Any]:
        """Return what a question says about the people, and what its form sends along."""
        is_all = request.POST.get("who") == "all"
        return {
            "count": len(pks),
            "named": Respondent.objects.filter(pk__in=pks[:NAMED]).order_by("pk"),
            "more": max(0, len(pks) - NAMED),
            "left_out": left_out,
            "is_all": is_all,
            "chosen": [] if is_all else pks,
            "seen": people_digest(pks),
            "query": request.GET.urlencode(),
        }

    def back(self, request: HttpRequest) -> HttpResponse:
        """Lead to the list as it was searched and filtered."""
        query = request.GET.urlencode()
        address = reverse("pool", args=[self.assembly.slug])
        return redirect(f"{address}?{query}#people" if query else address)


class PoolBulkView(ChosenPeopleView):
    """Ask once, saying how many and whom; the answer is done for exactly these people or not at all."""

    permission: ClassVar[str] = "assembly.import_pool"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the question, or do what was confirmed."""
        act = act_of(request.POST.get("act", ""))
        if act is None:
            messages.error(request, _("Choose what to do with the people."))
            return self.back(request)
        asked = self.asked_for(request)
        able = [RespondentState.POOL] if act.key == WITHDRAW else _OPEN
        pks = sorted(asked.filter(state__in=able).order_by().values_list("pk", flat=True))
        if not pks:
            messages.error(
                request, _("None of these people can be changed this way. Tick somebody in the list.")
            )
            return self.back(request)
        left_out = asked.order_by().count() - len(pks)
        if "confirmed" not in request.POST:
            return self.page(request, act, pks, left_out, BulkReasonForm())
        form = BulkReasonForm(request.POST)
        if not form.is_valid():
            return self.page(request, act, pks, left_out, form, status=422)
        if request.POST.get("seen") != people_digest(pks):
            form.add_error(
                None, _("The list changed meanwhile. Look at whom it concerns now, and confirm again.")
            )
            return self.page(request, act, pks, left_out, form, status=409)
        return self.act(request, act, pks, form.cleaned_data["reason"])

    def act(self, request: HttpRequest, act: Act, pks: list[int], reason: str) -> HttpResponse:
        """Do it in one transaction with one event."""
        said: dict[str, Any] = {"reason": reason, "actor": request.user, "now": self.now}
        try:
            if act.key == WITHDRAW:
                done = withdraw_respondents(assembly=self.assembly, pks=pks, **said)
            else:
                done = set_flags(assembly=self.assembly, pks=pks, flags=act.flags, **said)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            words = {"number": done, "outcome": act.outcome}
            messages.success(
                request,
                ngettext(
                    "Done for one person: %(outcome)s.", "Done for %(number)d people: %(outcome)s.", done
                )
                % words
                if done
                else _("Nothing was different."),
            )
        return self.back(request)

    def page(  # noqa: PLR0917 (what the question says)
        self, request: HttpRequest, act: Act, pks: list[int], left_out: int, form: Any, status: int = 200
    ) -> HttpResponse:
        """Render the question."""
        context = {
            **self.whom(request, pks, left_out),
            "act": act,
            "is_withdrawal": act.key == WITHDRAW,
            "form": form,
        }
        return self.render("sortition/pool_bulk.html", context, status=status)


_OPEN = [RespondentState.POOL, RespondentState.SELECTED, RespondentState.CONFIRMED]

"""Households: addresses that may be one, addresses that several people share, what was decided."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums import MatchKind
from sortition.forms.matches import HouseholdForm
from sortition.models import HouseholdDecision, Respondent
from sortition.respondent_words import reasons_in_words
from sortition.selectors.households import household_decisions, live_people, own_key, shared_households
from sortition.selectors.matches import last_search, open_matches
from sortition.services.households import (
    join_households,
    keys_of,
    mark_no_household,
    part_households,
    take_back_household,
)

PER_PAGE = 25
SHOWN_NAMES = 6


class _HouseholdView(AssemblyView):
    permission: ClassVar[str] = "assembly.view_respondents"
    post_permission: ClassVar[str | None] = "assembly.import_pool"
    stage: ClassVar[str] = "pool"


class HouseholdsView(_HouseholdView):
    """One page of each list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what waits for a decision first."""
        tab = request.GET.get("tab", "")
        context: dict[str, Any] = {
            "tab": tab if tab in ("shared", "decided") else "open",
            "open_count": open_matches(self.assembly, MatchKind.HOUSEHOLD).count(),
            "search": last_search(self.assembly),
        }
        rows = {"shared": self.shared, "decided": self.decided}.get(tab, self.open)
        return self.render("sortition/pool_households.html", {**context, **rows(request.GET.get("page"))})

    def open(self, number: str | None) -> dict[str, Any]:
        """Return pairs of addresses with everybody who lives there."""
        page = Paginator(open_matches(self.assembly, MatchKind.HOUSEHOLD), PER_PAGE).get_page(number)
        members = self.members({key for each in page for key in _household_keys(each.first, each.second)})
        rows = [
            (
                each,
                [(person, members[person.household_key] or [person]) for person in (each.first, each.second)],
                reasons_in_words(each.reasons),
                keys_of(each.first, each.second),
            )
            for each in page
        ]
        return {"page": page, "rows": rows}

    def shared(self, number: str | None) -> dict[str, Any]:
        """Return households of several people."""
        # Read once as plain rows: counting first would go through a large pool twice.
        page = Paginator(list(shared_households(self.assembly)), PER_PAGE).get_page(number)
        members = self.members({each["household_key"] for each in page})
        rows = []
        for each in page:
            people = members[each["household_key"]]
            own = {own_key(person): person for person in reversed(people)}
            rows.append(
                (people[:SHOWN_NAMES], len(people) - SHOWN_NAMES, list(own.values()), next(iter(own)))
            )
        return {"page": page, "rows": rows}

    def decided(self, number: str | None) -> dict[str, Any]:
        """Return what was decided."""
        page = Paginator(household_decisions(self.assembly), PER_PAGE).get_page(number)
        return {"page": page, "rows": page}

    def members(self, keys: set[str]) -> dict[str, list[Respondent]]:
        """Return who lives in these households, in one query."""
        found: dict[str, list[Respondent]] = defaultdict(list)
        for person in live_people(self.assembly).filter(household_key__in=keys - {""}).order_by("pk"):
            found[person.household_key].append(person)
        return found


class HouseholdDecideView(_HouseholdView):
    """Decide on two addresses, or mark one."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide, and come back to the same list."""
        form = HouseholdForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose an address and what it is."))
            return redirect("pool_households", self.assembly.slug)
        verdict, keys = form.cleaned_data["verdict"], form.cleaned_data["keys"]
        people = Respondent.objects.filter(assembly=self.assembly)
        first = get_object_or_404(people, pk=form.cleaned_data["first"])
        who: dict[str, Any] = {
            "actor": request.user,
            "now": self.now,
            "keys": keys,
            "assembly": self.assembly,
        }
        try:
            if verdict == "none":
                mark_no_household(example=first, **who)
            else:
                second = get_object_or_404(people, pk=form.cleaned_data["second"])
                decide = join_households if verdict == "same" else part_households
                decide(first=first, second=second, **who)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _said(verdict))
        back = redirect("pool_households", self.assembly.slug)
        if verdict == "none":
            back["Location"] += "?tab=shared"
        return back


class HouseholdTakeBackView(_HouseholdView):
    """Forget a decision on addresses."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget it; everybody there has the household of their own address again."""
        decision = get_object_or_404(HouseholdDecision, pk=pk, assembly=self.assembly)
        try:
            take_back_household(decision=decision, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Taken back. The addresses count as they are written."))
        back = redirect("pool_households", self.assembly.slug)
        back["Location"] += "?tab=decided"
        return back


def _household_keys(*people: Respondent) -> Iterable[str]:
    return (person.household_key for person in people)


def _said(verdict: str) -> str:
    return {
        "same": _("One household. At most one of these people can be drawn, if that is the rule."),
        "different": _("Two households. The pair is not shown again."),
        "none": _("Not a household: everybody at this address counts for themselves."),
    }[verdict]

"""Possible same persons: the list, two of them side by side, what was decided."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums import MatchKind, PairVerdict, RespondentState
from sortition.forms.matches import KEEP_BOTH, PairForm
from sortition.models import PairDecision, Respondent
from sortition.respondent_words import label_of_field, reasons_in_words, shown_value
from sortition.selectors.households import live_people
from sortition.selectors.matches import (
    decisions_on_pairs,
    last_search,
    open_match_counts,
    open_matches,
    pair_verdict,
    reasons_for,
)
from sortition.selectors.respondents import answers_of, category_names, content_of, version_of
from sortition.services.match_search import want_match_search
from sortition.services.matches import DRAWN, ask_again, keep_both, merge_respondents
from sortition.views.respondents import record_person_read

PER_PAGE = 25


class _MatchView(AssemblyView):
    permission: ClassVar[str] = "assembly.view_respondents"
    post_permission: ClassVar[str | None] = "assembly.import_pool"
    stage: ClassVar[str] = "pool"


class MatchesView(_MatchView):
    """Pairs that wait for a decision, or those that were decided."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them, most alike first."""
        is_decided = request.GET.get("tab") == "decided"
        found = (
            decisions_on_pairs(self.assembly) if is_decided else open_matches(self.assembly, MatchKind.PERSON)
        )
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        counted = page.paginator.count
        context = {
            "page": page,
            "is_decided": is_decided,
            "rows": page if is_decided else [(each, reasons_in_words(each.reasons)) for each in page],
            "open_count": open_match_counts(self.assembly)[MatchKind.PERSON] if is_decided else counted,
            "decided_count": counted if is_decided else decisions_on_pairs(self.assembly).count(),
            "search": last_search(self.assembly),
            "merged": PairVerdict.MERGED.value,
        }
        return self.render("sortition/pool_matches.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look through the pool again."""
        want_match_search(assembly=self.assembly, now=self.now)
        messages.success(request, _("The pool is being looked through again."))
        return redirect("pool_matches", self.assembly.slug)


class MatchView(_MatchView):
    """Two entries side by side."""

    needs_purpose: ClassVar[bool] = True

    def get(self, request: HttpRequest, first: int, second: int) -> HttpResponse:  # noqa: ARG002
        """Show both, what differs, and the choice."""
        pair = self.pair(first, second)
        for person in pair:
            record_person_read(self, person)
        return self.page(pair, self.form(pair))

    def post(self, request: HttpRequest, first: int, second: int) -> HttpResponse:
        """Merge, or keep both."""
        pair = self.pair(first, second)
        form = self.form(pair, request.POST)
        is_merge = request.POST.get("decision") != KEEP_BOTH
        if is_merge and not form.is_valid():
            return self.page(pair, form, status=422)
        try:
            if is_merge:
                return self.merge(form)
            keep_both(
                assembly=self.assembly,
                first=pair[0].pk,
                second=pair[1].pk,
                seen=form.seen(),
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            messages.error(request, str(refused))
            fresh = self.pair(first, second)
            return self.page(fresh, self.form(fresh), status=409)
        except HouseError as refused:
            messages.error(request, str(refused))
            return self.page(pair, form, status=409)
        messages.success(request, _("Kept as two people. The pair is not shown again."))
        return redirect("pool_matches", self.assembly.slug)

    def merge(self, form: PairForm) -> HttpResponse:
        """Merge as the form says, and show the entry that stays."""
        stays = merge_respondents(
            assembly=self.assembly,
            kept=form.cleaned_data["stays"],
            merged=form.goes(),
            taken=form.taken(),
            seen=form.seen(),
            actor=self.request.user,
            now=self.now,
        )
        messages.success(self.request, _("Merged. This is the entry that stays."))
        return redirect("pool_person", self.assembly.slug, stays.pk)

    def pair(self, first: int, second: int) -> tuple[Respondent, Respondent]:
        """Return both people of the assembly."""
        people = Respondent.objects.filter(assembly=self.assembly, is_test=False).exclude(
            state=RespondentState.ERASED
        )
        found = people.in_bulk([first, second])
        if len(found) != 2:
            raise Http404
        return found[first], found[second]

    def form(self, pair: tuple[Respondent, Respondent], data: Any = None) -> PairForm:
        """Return the form with what the two differ in."""
        answers = [answers_of(person) for person in pair]
        contents = [content_of(person, own) for person, own in zip(pair, answers, strict=True)]
        names = category_names(self.assembly)
        drawn = [person for person in pair if person.state in DRAWN]
        return PairForm(
            data,
            pair=pair,
            contents=(contents[0], contents[1]),
            labels={name: label_of_field(name, names) for name in {*contents[0], *contents[1]}},
            must_stay=drawn[0] if len(drawn) == 1 else None,
            initial={
                f"seen_{person.pk}": version_of(person, own)
                for person, own in zip(pair, answers, strict=True)
            },
        )

    def page(self, pair: tuple[Respondent, Respondent], form: PairForm, *, status: int = 200) -> HttpResponse:
        """Render both with their differences marked."""
        rows = [
            (
                form.labels[name],
                form[f"use_{name}"] if name in form.differing else None,
                [shown_value(name, own.get(name)) for own in form.contents],
            )
            for name in dict.fromkeys([*form.contents[0], *form.contents[1]])
            if any(own.get(name) not in (None, "") for own in form.contents)
        ]
        context = {
            "pair": pair,
            "form": form,
            "rows": rows,
            "reasons": reasons_in_words(reasons_for(*pair)),
            "verdict": pair_verdict(*pair),
            "are_both_here": live_people(self.assembly).filter(pk__in=[each.pk for each in pair]).count()
            == 2,
            "are_both_drawn": all(each.state in DRAWN for each in pair),
        }
        return self.render("sortition/pool_match.html", context, status=status)


class AskAgainView(_MatchView):
    """Forget that two entries are two people."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget it, so that the search may show the pair again."""
        decision = get_object_or_404(
            PairDecision.objects.select_related("assembly", "first"), pk=pk, assembly=self.assembly
        )
        try:
            ask_again(decision=decision, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Forgotten. The pair is shown again if it is still alike."))
        return redirect("pool_matches", self.assembly.slug)

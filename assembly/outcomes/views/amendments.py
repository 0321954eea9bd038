"""Amendments as the team sees them: entered for a table or from paper, discussed, decided."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.forms.amendments import AdoptForm, EnterAmendmentForm, RejectForm
from assembly.outcomes.forms.recommendations import ReasonForm
from assembly.outcomes.models import Amendment
from assembly.outcomes.recommendation_lifecycle import AMENDMENT
from assembly.outcomes.selectors.recommendations import amendments_of, changes_between, part_labels
from assembly.outcomes.services.amendments import (
    Adoption,
    adopt_amendment,
    carried_over,
    discuss_amendment,
    propose_amendment,
    reject_amendment,
    withdraw_amendment,
)
from assembly.outcomes.views.recommendation import RecommendationView
from assembly.outcomes.views.recommendations import DECIDES, EDITS


class AmendmentNewView(RecommendationView):
    """Enter an amendment of a table, or one that came on paper, by phone or in person."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form with the text as it stands."""
        text = self.recommendation.present
        return self.page(EnterAmendmentForm.beginning_with(text, assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, against the version with which the form began."""
        form = EnterAmendmentForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        base = get_object_or_404(self.recommendation.versions, number=form.cleaned_data["base"])
        try:
            amendment = propose_amendment(
                recommendation=self.recommendation,
                proposal=form.entered(base),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("%(amendment)s is entered.") % {"amendment": amendment})
        return redirect("amendment", self.assembly.slug, self.recommendation.number, amendment.number)

    def page(self, form: EnterAmendmentForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        is_open = self.recommendation.state == RecommendationState.UNDER_AMENDMENT
        return self.render("outcomes/amendment_new.html", {"form": form, "is_open": is_open}, status=status)


class _AmendmentView(RecommendationView):
    """A page about one amendment."""

    amendment: Amendment

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the recommendation and the amendment."""
        super().load_scope(kwargs)
        self.amendment = get_object_or_404(amendments_of(self.recommendation), number=kwargs.pop("amendment"))

    def load_again(self) -> None:
        """Load both as they stand after a refusal."""
        super().load_again()
        self.amendment = amendments_of(self.recommendation).get(pk=self.amendment.pk)

    def back(self) -> HttpResponse:
        """Lead to its page."""
        return redirect("amendment", self.assembly.slug, self.recommendation.number, self.amendment.number)

    def shown(self) -> dict[str, Any]:
        """Return what every page of an amendment shows."""
        amendment = self.amendment
        return {
            "amendment": amendment,
            "changes": changes_between(amendment.base.words(), amendment.words()),
            "is_behind": amendment.base.number != self.recommendation.present.number,
            "possible": AMENDMENT.verbs_from(amendment.state),
        }


class AmendmentView(_AmendmentView):
    """What is proposed against which version, why, and what became of it."""

    post_permission: ClassVar[str | None] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page(ReasonForm(required=False))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note that it was discussed, or withdraw it for those who proposed it."""
        act, said = request.POST.get("act", ""), {"actor": request.user, "now": self.now}
        form = ReasonForm(request.POST, required=False)
        if act not in ("discuss", "withdraw"):
            raise BadRequest
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            if act == "discuss":
                discuss_amendment(amendment=self.amendment, **said)
            else:
                withdraw_amendment(amendment=self.amendment, reason=form.cleaned_data["reason"], **said)
        except HouseError as refused:
            form.add_error(None, str(refused))
            self.load_again()
            return self.page(form, status=409)
        messages.success(request, _("It is kept."))
        return self.back()

    def page(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        # Who proposed it is for those who work with the texts.
        sees_names = self.can(EDITS)
        if sees_names and self.amendment.proposed_by_id:
            self.note_list_reading("amendments.proposers_read")
        context = {"form": form, "sees_names": sees_names, **self.shown()}
        return self.render("outcomes/amendment.html", context, status=status)


class AmendmentDecideView(_AmendmentView):
    """Adopt an amendment or not: what adopting would make of the present text is shown first."""

    permission: ClassVar[str] = DECIDES

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask."""
        return self.page(self.adopt_form(), self.reject_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide."""
        act = request.POST.get("act", "")
        if act not in ("adopt", "reject"):
            raise BadRequest
        is_adoption = act == "adopt"
        form: forms.Form = (self.adopt_form if is_adoption else self.reject_form)(request.POST)
        if not form.is_valid():
            return self._page_with(form, status=422)
        said = {"amendment": self.amendment, "actor": request.user, "now": self.now}
        given = form.cleaned_data
        try:
            if is_adoption:
                adoption = Adoption(given["version"], form.resolved(), given["reason"], form.hands())
                adopt_amendment(adoption=adoption, **said)
            else:
                reject_amendment(reason=given["reason"], hands=form.hands(), **said)
        except HouseError as refused:
            return self._refused(refused, is_adoption=is_adoption)
        messages.success(request, _("It is decided."))
        return self.back()

    def _refused(self, refused: HouseError, *, is_adoption: bool) -> HttpResponse:
        self.load_again()
        data = self.request.POST.copy()
        # Whoever adopts it again has seen the text as it is shown now.
        data["version"] = str(self.recommendation.present.number)
        form = self.adopt_form(data) if is_adoption else self.reject_form(data)
        form.is_valid()
        form.add_error(None, str(refused))
        return self._page_with(form, status=409)

    def _page_with(self, form: forms.Form, *, status: int) -> HttpResponse:
        if isinstance(form, AdoptForm):
            return self.page(form, self.reject_form(), bound=form, status=status)
        return self.page(self.adopt_form(), form, bound=form, status=status)

    def adopt_form(self, data: Any = None) -> AdoptForm:
        """Return the form to adopt it, with a field for each part that the text has changed too."""
        found = carried_over(self.amendment, self.recommendation.present)
        clashing = {name: self.amendment.words()[name] for name in found.clashing}
        initial = {"version": self.recommendation.present.number}
        return AdoptForm(data, clashing=clashing, initial=initial, auto_id="adopt_%s")

    def reject_form(self, data: Any = None) -> RejectForm:
        """Return the form not to adopt it."""
        return RejectForm(data, help_text=_("Whoever proposed it reads it."), auto_id="reject_%s")

    def page(
        self, adopt: AdoptForm, reject: forms.Form, *, bound: forms.Form | None = None, status: int = 200
    ) -> HttpResponse:
        """Render the question with what adopting would make of the text."""
        present = self.recommendation.present
        found = carried_over(self.amendment, present)
        words, labels = self.amendment.words(), part_labels()
        context = {
            **self.shown(),
            "adopt": adopt,
            "reject": reject,
            "bound": bound,
            "result": changes_between(present.words(), found.words),
            "clashing": [
                (labels[name], present.words()[name], words[name], adopt[f"part_{name}"])
                for name in found.clashing
                if f"part_{name}" in adopt.fields
            ],
            "is_possible": "adopt" in AMENDMENT.verbs_from(self.amendment.state),
            "is_open": self.recommendation.is_open_to_change,
        }
        return self.render("outcomes/amendment_decide.html", context, status=status)

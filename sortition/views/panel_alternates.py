"""Alternates: how many stay, who stands by, and what a choice is worth beside simpler ways."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums_seats import AlternatesState
from sortition.forms.seats import AlternatesForm, RatesForm
from sortition.models import AlternateSet
from sortition.selectors.alternates import current_set, rates_of, sets_of, standing_by
from sortition.selectors.runs import binding_run
from sortition.selectors.targets import categories_of
from sortition.services.alternates import ask_for_alternates, let_stand_by, set_aside, set_rates


class AlternatesView(AssemblyView):
    """Who stands by, every choice so far, and the form for a new one."""

    permission = "assembly.view_panel"
    post_permission: ClassVar[str | None] = "assembly.run_replacements"
    stage = "panel"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        return self.page(AlternatesForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Have alternates chosen."""
        form = AlternatesForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            chosen = ask_for_alternates(
                assembly=self.assembly, wanted=form.cleaned_data["wanted"], actor=request.user, now=self.now
            )
        except HouseError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=409)
        return redirect("alternate_set", self.assembly.slug, chosen.number)

    def page(self, form: AlternatesForm, status: int = 200) -> HttpResponse:
        """Render the page."""
        current = current_set(self.assembly)
        context = {
            "form": form,
            "current": current,
            "people": standing_by(current) if current else [],
            "sets": sets_of(self.assembly),
            "rates": rates_of(self.assembly),
            "has_panel": binding_run(self.assembly) is not None,
            "may_run": self.can("assembly.run_replacements"),
            "shows_names": self.can("assembly.view_panel_people"),
        }
        return self.render("sortition/panel_alternates.html", context, status=status)


class RatesView(AssemblyView):
    """How many of a hundred are expected to stay, of everybody and by value."""

    permission = "assembly.view_panel"
    post_permission: ClassVar[str | None] = "assembly.run_replacements"
    stage = "panel"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the table."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the table."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        set_rates(
            assembly=self.assembly,
            everybody=form.cleaned_data["everybody"],
            by_value=form.by_value(),
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("The rates are saved. They count for the next choice."))
        return redirect("alternates", self.assembly.slug)

    def form(self, data: Any = None) -> RatesForm:
        """Return the form over the saved rates."""
        return RatesForm(data, categories=categories_of(self.assembly), rates=rates_of(self.assembly))

    def page(self, form: RatesForm, status: int = 200) -> HttpResponse:
        """Render the table."""
        context = {"form": form, "may_run": self.can("assembly.run_replacements")}
        return self.render("sortition/panel_rates.html", context, status=status)


class AlternateSetView(AssemblyView):
    """One choice of alternates beside simpler ways to choose; let its people stand by, or set it aside."""

    permission = "assembly.view_panel"
    post_permission: ClassVar[str | None] = "assembly.run_replacements"
    stage = "panel"

    def dispatch(self, request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> HttpResponseBase:
        """Keep the number aside: the choice is looked for once the reader has been let in."""
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> AlternateSet:
        """Find the choice within the assembly, or answer 404."""
        return get_object_or_404(sets_of(self.assembly).select_related("assembly"), number=self.number)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        chosen = self.load()
        figures = [chosen.with_set, chosen.with_next, chosen.with_none]
        context = {
            "chosen": chosen,
            "is_working": chosen.state == AlternatesState.WORKING,
            "is_proposed": chosen.state == AlternatesState.PROPOSED,
            "is_current": chosen.state == AlternatesState.CURRENT,
            "people": standing_by(chosen),
            "has_figures": None not in figures,
            "may_run": self.can("assembly.run_replacements"),
            "shows_names": self.can("assembly.view_panel_people"),
        }
        return self.render("sortition/panel_alternate_set.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let its people stand by, or set it aside."""
        chosen, act = self.load(), request.POST.get("act", "")
        try:
            if act == "stand_by":
                let_stand_by(alternates=chosen, actor=request.user, now=self.now)
                messages.success(request, _("These people stand by now."))
            elif act == "set_aside":
                set_aside(alternates=chosen, actor=request.user, now=self.now)
                messages.success(request, _("The choice is set aside."))
        except HouseError as refusal:
            messages.error(request, str(refusal))
        return redirect("alternates", self.assembly.slug)

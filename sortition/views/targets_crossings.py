"""Combinations of two categories: choose them, set quotas in a grid, remove them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.targets_rules import CrossedTableForm, CrossingForm, cell_name
from sortition.models import Category, Crossing
from sortition.quota_grids import CrossedGrid, crossed_grid
from sortition.quota_messages import meanwhile_sentence
from sortition.selectors.pool import pool_for_lottery
from sortition.selectors.targets import categories_of, has_binding_run, targets_version
from sortition.selectors.targets_rules import crossed_counts, last_change_of_targets, values_to_cross
from sortition.services.targets import BOUNDS
from sortition.services.targets_rules import add_crossing, remove_crossing, save_crossing


class AddCrossingView(AssemblyView):
    """Choose two categories to count together."""

    permission = "assembly.edit_targets"
    stage = "targets"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Combine the two and go to their grid."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            crossing = add_crossing(
                assembly=self.assembly, **form.cleaned_data, actor=request.user, now=self.now
            )
        except HouseError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=409)
        return redirect("targets_crossing", self.assembly.slug, crossing.pk)

    def form(self, data: Any = None) -> CrossingForm:
        """Return the form with this assembly's categories."""
        return CrossingForm(data, categories=Category.objects.filter(assembly=self.assembly))

    def page(self, form: CrossingForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "is_frozen": has_binding_run(self.assembly)}
        return self.render("sortition/targets_crossing_new.html", context, status=status)


class CrossingView(AssemblyView):
    """The base of the pages of one combination."""

    permission = "assembly.edit_targets"
    stage = "targets"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave the number of the combination for after the assembly was found and the permission asked."""
        self.crossing_pk = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> Crossing:
        """Load the combination through the assembly, or answer 404."""
        return get_object_or_404(
            Crossing.objects.select_related("assembly", "first", "second").prefetch_related("quotas"),
            pk=self.crossing_pk,
            assembly=self.assembly,
        )

    def form_of(self, crossing: Crossing, data: Any = None) -> CrossedTableForm:
        """Return the grid's form, filled with `data` or with what stands."""
        self.firsts = list(values_to_cross(crossing.first))
        self.seconds = list(values_to_cross(crossing.second))
        version = targets_version(categories_of(self.assembly))
        return CrossedTableForm(
            data, crossing=crossing, firsts=self.firsts, seconds=self.seconds, version=version
        )

    def grid_of(
        self,
        crossing: Crossing,
        form: CrossedTableForm,
        *,
        theirs: Mapping[str, int | None],
        editable: bool,
    ) -> CrossedGrid:
        """Put what is typed or stored together with what the pool offers."""
        counts = crossed_counts(self.assembly, crossing.first, crossing.second)
        lines, fields, more = {}, {}, {}
        for cell in form.names:
            lines[cell] = replace(form.line_of(cell), available=counts.get(cell, 0))
            names = {bound: cell_name(cell, bound) for bound in BOUNDS}
            more[cell] = [("bad", str(e)) for name in names.values() for e in form.errors.get(name, [])]
            more[cell] += [
                ("warn", meanwhile_sentence(bound, theirs[name]))
                for bound, name in names.items()
                if name in theirs
            ]
            if editable:
                fields[cell] = {bound: form[name] for bound, name in names.items()}
        return crossed_grid(
            self.firsts,
            self.seconds,
            lines,
            seats=self.assembly.seats,
            pool_size=pool_for_lottery(self.assembly).count(),
            fields=fields,
            more=more,
        )


class EditCrossingView(CrossingView):
    """The grid of a combination: shown to all who see targets, changed by those who may."""

    permission = "assembly.view_targets"
    post_permission = "assembly.edit_targets"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show what stands."""
        crossing = self.load()
        return self.page(crossing, self.form_of(crossing))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check or save what was typed."""
        crossing = self.load()
        form = self.form_of(crossing, request.POST)
        if not form.is_valid():
            return self.page(crossing, form, is_unsaved=True, status=422)
        if request.POST.get("action") == "check":
            return self.page(crossing, form, is_unsaved=True)
        try:
            changed = save_crossing(
                crossing=crossing,
                quotas=form.entries(),
                version=form.cleaned_data["version"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile:
            return self.page_after_conflict(form)
        except HouseError as refusal:
            messages.error(request, str(refusal))
            return self.page(crossing, form, is_unsaved=True, status=409)
        messages.success(request, _saved(changed))
        return redirect("targets_crossing", self.assembly.slug, crossing.pk)

    def page_after_conflict(self, typed: CrossedTableForm) -> HttpResponse:
        """Show both: what this person typed, and beside each cell what the other one saved."""
        crossing = self.load()
        fresh = self.form_of(crossing, typed.data)
        data, theirs = fresh.merged(targets_version(categories_of(self.assembly)))
        form = self.form_of(crossing, data)
        form.is_valid()
        conflict = {"event": last_change_of_targets(self.assembly)}
        return self.page(crossing, form, is_unsaved=True, theirs=theirs, conflict=conflict, status=409)

    def page(
        self,
        crossing: Crossing,
        form: CrossedTableForm,
        *,
        is_unsaved: bool = False,
        theirs: Mapping[str, int | None] | None = None,
        conflict: Mapping[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the grid."""
        is_frozen = has_binding_run(self.assembly)
        editable = self.can("assembly.edit_targets") and not is_frozen
        grid = self.grid_of(crossing, form, theirs=theirs or {}, editable=editable)
        context = {
            "crossing": crossing,
            "form": form,
            "grid": grid,
            "editable": editable,
            "is_frozen": is_frozen,
            "is_unsaved": is_unsaved,
            "conflict": conflict,
            "has_flex": any(
                cell.line.minimum_flex is not None or cell.line.maximum_flex is not None
                for cell in grid.cells
            ),
        }
        return self.render("sortition/targets_crossing.html", context, status=status)


class CheckCrossingView(CrossingView):
    """Check what is being typed: answer with the notes alone, so that no cell loses the focus."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write nothing."""
        crossing = self.load()
        form = self.form_of(crossing, request.POST)
        form.is_valid()
        grid = self.grid_of(crossing, form, theirs={}, editable=True)
        return render(request, "sortition/targets_crossing_checked.html", {"grid": grid})


class RemoveCrossingView(CrossingView):
    """Ask once, then remove a combination with its quotas."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Name what will happen."""
        return self.render("sortition/targets_crossing_remove.html", {"crossing": self.load()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remove it."""
        crossing = self.load()
        try:
            remove_crossing(crossing=crossing, actor=request.user, now=self.now)
        except HouseError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The combination %(name)s is removed.") % {"name": crossing})
        return redirect("targets", self.assembly.slug)


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing had changed.")
    return ngettext(
        "The quotas are saved: one combination changed.",
        "The quotas are saved: %(count)s combinations changed.",
        changed,
    ) % {"count": changed}

"""Caps per group, and the sign-off of the targets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.targets_rules import CapsForm
from sortition.models import Category
from sortition.selectors.pool_counts import groups_of_households
from sortition.selectors.targets import categories_of, has_binding_run, targets_version
from sortition.selectors.targets_rules import (
    groupings_of,
    groups_by_category,
    household_limit,
)
from sortition.services.targets_rules import save_caps
from sortition.services.targets_sign_off import sign_off_targets


class CapsView(AssemblyView):
    """How many of one household or group may sit."""

    permission = "assembly.edit_targets"
    stage = "targets"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show what stands."""
        categories = categories_of(self.assembly)
        return self.page(self.form(categories, None))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the caps, or keep what was typed and name what somebody else saved meanwhile."""
        categories = categories_of(self.assembly)
        form = self.form(categories, request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            changed = save_caps(
                assembly=self.assembly,
                household=form.cleaned_data["household"],
                caps=form.caps(),
                version=form.cleaned_data["version"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile:
            typed = request.POST.dict() | {"version": targets_version(categories)}
            form = self.form(categories, typed)
            form.is_valid()
            return self.page(form, theirs=self.stored(categories), status=409)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("The caps are saved.") if changed else _("Nothing had changed."))
        return redirect("targets", self.assembly.slug)

    def form(self, categories: list[Category], data: dict[str, str] | None) -> CapsForm:
        """Return the form; categories with quotas are shown only where they have a cap already."""
        shown = [
            category
            for category in categories
            if hasattr(category, "grouping") or not any(value.has_quota for value in category.values.all())
        ]
        groups = {**groups_by_category(self.assembly), None: groups_of_households(self.assembly)}
        groupings = groupings_of(self.assembly)
        initial = {f"cap-{each.category_id}": each.maximum for each in groupings if each.category_id}
        initial |= {
            "household": household_limit(self.assembly, groupings),
            "version": targets_version(categories),
        }
        return CapsForm(data, categories=shown, groups=groups, initial=initial)

    def stored(self, categories: list[Category]) -> list[str]:
        """Say what stands now."""
        groupings = groupings_of(self.assembly)
        limit = household_limit(self.assembly, groupings)
        said = [(_("Household"), limit or _("any number"))]
        said += [(str(each), each.maximum) for each in groupings if each.category_id]
        return [f"{name}: {number}" for name, number in said] if categories else []

    def page(self, form: CapsForm, *, theirs: list[str] | None = None, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "theirs": theirs, "is_frozen": has_binding_run(self.assembly)}
        return self.render("sortition/targets_caps.html", context, status=status)


class SignOffView(AssemblyView):
    """Sign the targets off, as the page showed them."""

    permission = "assembly.sign_off_targets"
    stage = "targets"
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign, or say why not."""
        seats = request.POST.get("seats", "")
        try:
            sign_off_targets(
                assembly=self.assembly,
                version=request.POST.get("version", ""),
                seats=int(seats) if seats.isascii() and seats.isdigit() else 0,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You signed off the targets. It stands in the record."))
        return redirect("targets", self.assembly.slug)

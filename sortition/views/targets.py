"""The targets page: the quota table and its checks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from sortition.documents.targets_sheet import targets_sheet
from sortition.forms.targets import (
    QuotaTableForm,
    field_name,
    filled_from_shares,
    merged_with_stored,
)
from sortition.models import Category
from sortition.quota_checks import QuotaLine
from sortition.quota_messages import meanwhile_sentence
from sortition.quota_tables import QuotaTable, quota_table
from sortition.rules_words import caps_in_words
from sortition.selectors.feasibility import known_feasibility
from sortition.selectors.pool_counts import pool_counts
from sortition.selectors.targets import (
    categories_of,
    has_binding_run,
    pool_counts_when_drawn,
    targets_version,
)
from sortition.selectors.targets_rules import (
    last_change_of_targets,
    sign_off_state,
)
from sortition.services.targets import BOUNDS, save_quotas
from sortition.views.targets_feasibility import feasibility_context


class TargetsView(AssemblyView):
    """Show the quota table; take what was typed to check it, to fill it from the shares, or to save it."""

    permission = "assembly.view_targets"
    post_permission = "assembly.edit_targets"
    stage = "targets"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show what stands."""
        categories = categories_of(self.assembly)
        form = QuotaTableForm(categories=categories, version=targets_version(categories))
        return self.page(categories, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the pressed button says; only “save” writes."""
        categories = categories_of(self.assembly)
        version = targets_version(categories)
        form = QuotaTableForm(request.POST, categories=categories, version=version)
        action = request.POST.get("action", "save")
        if action in ("fill", "refill"):
            form.is_valid()
            filled = filled_from_shares(
                form, request.POST.dict(), seats=self.assembly.seats, replace=action == "refill"
            )
            form = QuotaTableForm(filled, categories=categories, version=version)
            form.is_valid()
            return self.page(categories, form, is_unsaved=True)
        if not form.is_valid():
            return self.page(categories, form, is_unsaved=True, status=422)
        if action == "check":
            return self.page(categories, form, is_unsaved=True)
        return self.save(categories, form)

    def save(self, categories: list[Category], form: QuotaTableForm) -> HttpResponse:
        """Save, or keep what was typed and show what somebody else saved meanwhile."""
        try:
            changed = save_quotas(
                assembly=self.assembly,
                quotas=form.entries(),
                shares=form.shares(),
                version=form.cleaned_data["version"],
                actor=self.request.user,
                now=self.now,
            )
        except ChangedMeanwhile:
            return self.page_after_conflict(form)
        except HouseError as refusal:
            messages.error(self.request, str(refusal))
            return self.page(categories, form, is_unsaved=True, status=409)
        messages.success(self.request, _saved(changed))
        return redirect("targets", self.assembly.slug)

    def page_after_conflict(self, typed: QuotaTableForm) -> HttpResponse:
        """Show both: what this person typed, and beside each cell what the other one saved."""
        categories = categories_of(self.assembly)
        version = targets_version(categories)
        fresh = QuotaTableForm(typed.data, categories=categories, version=version)
        data, theirs = merged_with_stored(fresh, version)
        form = QuotaTableForm(data, categories=categories, version=version)
        form.is_valid()
        conflict = {"event": last_change_of_targets(self.assembly)}
        return self.page(
            categories, form, is_unsaved=True, theirs=theirs, more_context={"conflict": conflict}, status=409
        )

    def page(
        self,
        categories: list[Category],
        form: QuotaTableForm,
        *,
        is_unsaved: bool = False,
        theirs: Mapping[str, int | str | None] | None = None,
        more_context: Mapping[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the table with the answer about feasibility, if it is known already."""
        is_frozen = has_binding_run(self.assembly)
        editable = self.can("assembly.edit_targets") and not is_frozen
        table = table_of(
            self.assembly, categories, form, theirs=theirs or {}, editable=editable, is_frozen=is_frozen
        )
        known = None if is_frozen or not categories else known_feasibility(self.assembly, categories)
        context = {
            "table": table,
            "form": form,
            "editable": editable,
            "is_frozen": is_frozen,
            "is_unsaved": is_unsaved,
            "has_shares": any(row.line.share is not None for s in table.sections for row in s.rows),
            "has_flex": any(_has_flex(row.line) for s in table.sections for row in s.rows),
            **feasibility_context(known, categories, editable=editable),
            **rules_context(self.assembly, categories),
            **self.sign_off_context(categories),
            **(more_context or {}),
        }
        return self.render("sortition/targets.html", context, status=status)

    def sign_off_context(self, categories: list[Category]) -> dict[str, Any]:
        """Return how the sign-off stands and whether this reader may sign."""
        state = sign_off_state(self.assembly)
        may = bool(categories) and self.can("assembly.sign_off_targets")
        own = state.last_change is not None and state.last_change.actor_id == self.request.user.pk
        return {
            "sign_off": state,
            "stored_version": targets_version(categories),
            "may_sign": may and state.may_sign(self.request.user),
            "is_own_change": may and own,
        }


class TargetsCheckView(AssemblyView):
    """Check what is being typed: answer with the notes and sums alone, so that no cell loses the focus."""

    permission = "assembly.edit_targets"
    stage = "targets"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write nothing."""
        categories = categories_of(self.assembly)
        form = QuotaTableForm(request.POST, categories=categories, version=targets_version(categories))
        form.is_valid()
        table = table_of(self.assembly, categories, form, theirs={}, editable=True)
        return render(request, "sortition/targets_checked.html", {"table": table, "assembly": self.assembly})


class TargetsSheetView(AssemblyView):
    """The quotas as a CSV file."""

    permission = "assembly.view_targets"
    stage = "targets"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Send the file."""
        response = HttpResponse(
            targets_sheet(categories_of(self.assembly)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{self.assembly.slug}-quotas.csv"'
        return response


def rules_context(assembly: Any, categories: list[Category]) -> dict[str, Any]:
    """Return the combinations, and the caps in sentences."""
    by_pk = {category.pk: category for category in categories}
    crossings = [crossing for category in categories for crossing in category.crossings.all()]
    for crossing in crossings:
        crossing.first, crossing.second = by_pk[crossing.first_id], by_pk[crossing.second_id]
    return {"crossings": crossings, "caps": caps_in_words(assembly)}


def table_of(
    assembly: Any,
    categories: list[Category],
    form: QuotaTableForm,
    *,
    theirs: Mapping[str, int | str | None],
    editable: bool,
    is_frozen: bool = False,
) -> QuotaTable:
    """Put what is typed or stored together with what the pool offers.

    is_frozen: what stands is shown beside the pool that the panel was drawn from, without advice.
    """
    pool = pool_counts_when_drawn(assembly, categories) if is_frozen else pool_counts(assembly)
    lines: dict[int, QuotaLine] = {}
    more: dict[int, list[tuple[str, str]]] = {}
    fields = {}
    for value in form.values:
        lines[value.pk] = replace(
            form.line_of(value),
            available=pool.by_value.get(value.pk, 0),
            answered=(pool.answered or {}).get(value.pk, 0),
        )
        names = {bound: field_name(value, bound) for bound in ("share", *BOUNDS)}
        said = [("bad", str(error)) for name in names.values() for error in form.errors.get(name, [])]
        said += [
            ("warn", meanwhile_sentence(bound, theirs[name]))
            for bound, name in names.items()
            if name in theirs
        ]
        more[value.pk] = said
        if editable:
            fields[value.pk] = {bound: form[name] for bound, name in names.items()}
    return quota_table(
        categories,
        lines,
        seats=assembly.seats,
        pool_size=pool.size,
        advises=not is_frozen,
        fields=fields,
        more=more,
    )


def _has_flex(line: QuotaLine) -> bool:
    return line.minimum_flex is not None or line.maximum_flex is not None


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing had changed.")
    return ngettext(
        "The quotas are saved: one value changed.", "The quotas are saved: %(count)s values changed.", changed
    ) % {"count": changed}

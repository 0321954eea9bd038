"""What-if: try other quotas and see what they would do to the chances, before anything is saved."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.targets import field_name
from sortition.forms.what_if import WhatIfForm
from sortition.models import Category
from sortition.quota_messages import cause_sentence
from sortition.selectors.pool_counts import pool_counts
from sortition.selectors.targets import categories_of, has_binding_run, targets_version
from sortition.selectors.what_if import WhatIf, what_if
from sortition.services.what_if import take_quotas_over


class WhatIfView(AssemblyView):
    """Show the saved quotas as a table to try; answer with the chances before and after. Saves nothing."""

    permission: ClassVar[str] = "assembly.view_targets"
    stage: ClassVar[str] = "targets"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show what stands."""
        categories = categories_of(self.assembly)
        return self.page(categories, self.form(categories))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try what was typed: the answer alone for htmx, the whole page without."""
        categories = categories_of(self.assembly)
        form = self.form(categories, request.POST)
        is_valid = form.is_valid()
        if request.headers.get("HX-Request"):
            context = self.outcome(categories, form)
            return render(request, "sortition/what_if_outcome.html", {**context, "form": form})
        return self.page(categories, form, status=200 if is_valid else 422)

    def form(self, categories: list[Category], data: Any = None) -> WhatIfForm:
        """Return the form over the saved quotas."""
        version = targets_version(categories)
        return WhatIfForm(data, categories=categories, version=version, seats=self.assembly.seats)

    def outcome(self, categories: list[Category], form: WhatIfForm) -> dict[str, Any]:
        """Return the comparison, or nothing while what was typed is no number."""
        found: WhatIf | None = None
        if not form.is_bound or form.is_valid():
            seats = form.cleaned_data["seats"] if form.is_bound else self.assembly.seats
            found = what_if(self.assembly, categories, form.tried(), seats)
        return {
            "found": found,
            "causes": [cause_sentence(cause) for cause in found.after.causes] if found else [],
            "saved_causes": [cause_sentence(cause) for cause in found.before.causes] if found else [],
        }

    def page(self, categories: list[Category], form: WhatIfForm, status: int = 200) -> HttpResponse:
        """Render the table with the outcome."""
        is_frozen = has_binding_run(self.assembly)
        in_pool = pool_counts(self.assembly).by_value
        rows = [
            (
                category,
                [
                    (
                        value,
                        form[field_name(value, "minimum")],
                        form[field_name(value, "maximum")],
                        in_pool.get(value.pk, 0),
                    )
                    for value in category.values.all()
                ],
            )
            for category in categories
        ]
        context = {
            "form": form,
            "sections": rows,
            "is_frozen": is_frozen,
            "may_save": self.can("assembly.edit_targets"),
            **({} if is_frozen or not categories else self.outcome(categories, form)),
        }
        return self.render("sortition/what_if.html", context, status=status)


class TakeOverView(WhatIfView):
    """Save the quotas that were tried."""

    permission: ClassVar[str] = "assembly.edit_targets"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Lead to the page with the button."""
        return redirect("targets_what_if", self.assembly.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save, or keep what was typed and say why not."""
        categories = categories_of(self.assembly)
        form = self.form(categories, request.POST)
        if not form.is_valid():
            return self.page(categories, form, status=422)
        try:
            take_quotas_over(
                assembly=self.assembly,
                quotas=form.entries(),
                seats=form.cleaned_data["seats"],
                version=form.cleaned_data["version"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            messages.error(request, str(refused))
            return redirect("targets_what_if", self.assembly.slug)
        except HouseError as refused:
            messages.error(request, str(refused))
            self.assembly.refresh_from_db()
            return self.page(categories, form, status=409)
        messages.success(request, _("The quotas are taken over. It stands in the record."))
        return redirect("targets", self.assembly.slug)

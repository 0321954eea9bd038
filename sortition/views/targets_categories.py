"""Add, change, move and remove a category by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.targets_categories import CategoryForm, EditCategoryForm, entries_of, value_forms
from sortition.models import Category
from sortition.selectors.targets import categories_of, has_binding_run, targets_version, values_with_answers
from sortition.services.targets_categories import (
    add_category,
    change_category,
    move_category,
    remove_category,
)


class AddCategoryView(AssemblyView):
    """A new category with its values."""

    permission = "assembly.edit_targets"
    stage = "targets"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the empty form."""
        return self.page(CategoryForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add the category."""
        form = CategoryForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            category = add_category(
                assembly=self.assembly, **form.cleaned_data, actor=request.user, now=self.now
            )
        except HouseError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("The category “%(name)s” is added.") % {"name": category.name})
        return redirect("targets", self.assembly.slug)

    def page(self, form: CategoryForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "is_frozen": has_binding_run(self.assembly)}
        return self.render("sortition/targets_category_new.html", context, status=status)


class CategoryView(AssemblyView):
    """The base of the pages of one category."""

    permission = "assembly.edit_targets"
    stage = "targets"
    category: Category

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave the number of the category for after the assembly was found and the permission asked."""
        self.category_pk = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> Category:
        """Load the category through the assembly, or answer 404."""
        return get_object_or_404(
            Category.objects.select_related("assembly").prefetch_related("values"),
            pk=self.category_pk,
            assembly=self.assembly,
        )


class EditCategoryView(CategoryView):
    """Rename, reorder, remove and add values of one category."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show what stands."""
        category = self.load()
        version = targets_version(categories_of(self.assembly))
        initial = {"name": category.name, "source": category.source, "version": version}
        return self.page(category, EditCategoryForm(initial=initial), value_forms(category))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it all at once."""
        category = self.load()
        form = EditCategoryForm(request.POST)
        values = value_forms(category, request.POST)
        if not (form.is_valid() & values.is_valid()):
            return self.page(category, form, values, status=422)
        cleaned = form.cleaned_data
        try:
            change_category(
                category=category,
                name=cleaned["name"],
                source=cleaned["source"],
                values=entries_of(values, cleaned["values"]),
                version=cleaned["version"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile:
            form.add_error(
                None,
                _(
                    "Somebody else changed the targets meanwhile. What you typed stands below and is not saved;"
                    " open this page again to see what they changed."
                ),
            )
            return self.page(category, form, values, status=409)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
            return self.page(category, form, values, status=409)
        messages.success(request, _("The category “%(name)s” is saved.") % {"name": cleaned["name"]})
        return redirect("targets", self.assembly.slug)

    def page(
        self, category: Category, form: EditCategoryForm, values: Any, *, status: int = 200
    ) -> HttpResponse:
        """Render the form with its values."""
        # A sent-back form gives its keys as text.
        in_use = {str(pk) for pk in values_with_answers(category)}
        context = {
            "category": category,
            "form": form,
            "values": values,
            "forms": [form, values],
            "rows": [(each, str(each["pk"].value()) in in_use) for each in values.forms],
            "is_frozen": has_binding_run(self.assembly),
        }
        return self.render("sortition/targets_category.html", context, status=status)


class MoveCategoryView(CategoryView):
    """Move a category up or down the table."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Exchange it with its neighbour."""
        try:
            move_category(
                category=self.load(),
                up=request.POST.get("direction") == "up",
                actor=request.user,
                now=self.now,
            )
        except HouseError as refusal:
            messages.error(request, str(refusal))
        return redirect("targets", self.assembly.slug)


class RemoveCategoryView(CategoryView):
    """Ask once, then remove a category with its values."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Name what will happen."""
        category = self.load()
        context = {
            "category": category,
            "in_use": bool(values_with_answers(category)),
            "crossings": category.crossings.exists() or category.crossings_as_second.exists(),
        }
        return self.render("sortition/targets_category_remove.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remove it."""
        category = self.load()
        try:
            remove_category(category=category, actor=request.user, now=self.now)
        except HouseError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The category “%(name)s” is removed.") % {"name": category.name})
        return redirect("targets", self.assembly.slug)

"""What imports remember: columns, spellings, and how categories are worked out."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.pool_memory import DerivationForm, MappingForm
from sortition.models import Category, Derivation
from sortition.selectors.imports import import_memory, known_categories
from sortition.selectors.memory import (
    Mapping,
    Remembered,
    remembered_columns,
    remembered_date_orders,
    remembered_values,
)
from sortition.services.imports_derivations import remove_derivation, set_derivation
from sortition.services.imports_memory import change_value_mapping, forget_column, forget_value_mapping


class _MemoryView(AssemblyView):
    permission: ClassVar[str] = "assembly.import_pool"
    stage: ClassVar[str] = "pool"


class MemoryView(_MemoryView):
    """All that is remembered, each with a way to change or forget it."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        memory = import_memory(self.assembly)
        derivations = Derivation.objects.filter(category__assembly=self.assembly).select_related("category")
        by_category = {each.category_id: each for each in derivations}
        categories = [
            (category, by_category.get(category.pk), memory.derived.get(str(category.pk), ""))
            for category in Category.objects.filter(assembly=self.assembly)
        ]
        context = {
            "memory": memory,
            "columns": remembered_columns(self.assembly, memory),
            "orders": remembered_date_orders(memory),
            "values": remembered_values(self.assembly),
            "categories": categories,
        }
        return self.render("sortition/pool_memory.html", context)


class ForgetView(_MemoryView):
    """Forget one column or one spelling."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Forget it; nobody in the pool changes."""
        said = {"assembly": self.assembly, "actor": request.user, "now": self.now}
        try:
            if "heading" in request.POST:
                forget_column(heading=request.POST["heading"], **said)
            else:
                key, text = request.POST.get("key", ""), request.POST.get("text", "")
                forget_value_mapping(key=key, text=text, **said)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Forgotten. The next import asks again."))
        return redirect("pool_memory", self.assembly.slug)


class MappingView(_MemoryView):
    """Change what one spelling becomes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask what it becomes from now on."""
        found = self.mapping(request)
        return self.page(*found, self.form(*found)) if found else self.forgotten()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remember it, and change the people who wrote it if that was asked for."""
        found = self.mapping(request)
        if found is None:
            return self.forgotten()
        asked, mapping = found
        form = self.form(asked, mapping, request.POST)
        if not form.is_valid():
            return self.page(asked, mapping, form, status=422)
        try:
            changed = change_value_mapping(
                assembly=self.assembly,
                key=asked.key,
                text=mapping.text,
                becomes=form.cleaned_data["becomes"],
                applies=form.cleaned_data.get("applies", False),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            people = ngettext(
                "Remembered; %(count)d person changed.", "Remembered; %(count)d people changed.", changed
            )
            messages.success(request, people % {"count": changed})
        return redirect("pool_memory", self.assembly.slug)

    def forgotten(self) -> HttpResponse:
        """Tell that there is nothing to change."""
        messages.error(self.request, _("This is no longer remembered."))
        return redirect("pool_memory", self.assembly.slug)

    def mapping(self, request: HttpRequest) -> tuple[Remembered, Mapping] | None:
        """Return the spelling that the address names, if it is remembered."""
        key, text = request.GET.get("key", ""), request.GET.get("text", "")
        for asked in remembered_values(self.assembly):
            for mapping in asked.mappings:
                if (asked.key, mapping.text) == (key, text):
                    return asked, mapping
        return None

    def form(self, asked: Remembered, mapping: Mapping, data: Any = None) -> MappingForm:
        """Return the form of one spelling."""
        return MappingForm(data, options=asked.options, becomes=mapping.becomes, people=mapping.people or 0)

    def page(
        self, asked: Remembered, mapping: Mapping, form: MappingForm, *, status: int = 200
    ) -> HttpResponse:
        """Render the question."""
        context = {"asked": asked, "mapping": mapping, "form": form}
        return self.render("sortition/pool_mapping.html", context, status=status)


class DerivationView(_MemoryView):
    """How one category is worked out."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show the rule, or offer one."""
        category, derivation = self.load(pk)
        return self.page(category, derivation, self.form(category, derivation))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the rule, or take it away."""
        category, derivation = self.load(pk)
        if "remove" in request.POST:
            if derivation:
                remove_derivation(derivation=derivation, actor=request.user, now=self.now)
            messages.success(request, _("%(name)s is no longer worked out.") % {"name": category.name})
            return redirect("pool_memory", self.assembly.slug)
        form = self.form(category, derivation, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(category, derivation, form, status=422)
        names = ("kind", "on", "prefixes", "file_name")
        set_derivation(
            category=category,
            actor=request.user,
            now=self.now,
            **{name: form.cleaned_data[name] for name in names},
        )
        message = _("From the next import on, %(name)s is worked out.")
        messages.success(request, message % {"name": category.name})
        return redirect("pool_memory", self.assembly.slug)

    def load(self, pk: int) -> tuple[Category, Derivation | None]:
        """Return the category, which must be this assembly's, and its rule."""
        found = Category.objects.select_related("assembly").prefetch_related("values")
        category = get_object_or_404(found, assembly=self.assembly, pk=pk)
        return category, Derivation.objects.filter(category=category).first()

    def form(self, category: Category, derivation: Derivation | None, *data: Any) -> DerivationForm:
        """Return the form of one rule."""
        known = next(each for each in known_categories(self.assembly) if each.pk == category.pk)
        return DerivationForm(*data, category=known, derivation=derivation)

    def page(
        self, category: Category, derivation: Derivation | None, form: DerivationForm, *, status: int = 200
    ) -> HttpResponse:
        """Render the rule."""
        context = {"category": category, "derivation": derivation, "form": form}
        return self.render("sortition/pool_derivation.html", context, status=status)

"""Themes: their list and order, adding, changing and deleting one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.forms.recommendations import ThemeForm
from assembly.outcomes.models import Theme
from assembly.outcomes.selectors.recommendations import themes_of
from assembly.outcomes.services.themes import add_theme, change_theme, delete_theme, move_theme
from assembly.outcomes.views.outcomes_base import RecommendationsView
from assembly.outcomes.views.recommendations import EDITS


class ThemesView(RecommendationsView):
    """All themes in their order."""

    permission: ClassVar[str] = "assembly.view_recommendations"
    tab: ClassVar[str] = "themes"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        return self.render("outcomes/themes.html", {"themes": list(themes_of(self.assembly))})


class ThemeNewView(RecommendationsView):
    """Add a theme."""

    permission: ClassVar[str] = EDITS
    tab: ClassVar[str] = "themes"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.render("outcomes/theme_form.html", {"form": ThemeForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add it at the end."""
        form = ThemeForm(request.POST)
        if form.is_valid():
            try:
                add_theme(assembly=self.assembly, actor=request.user, now=self.now, **form.cleaned_data)
            except HouseError as refused:
                form.add_error("name", str(refused))
            else:
                messages.success(request, _("The theme is added."))
                return redirect("themes", self.assembly.slug)
        return self.render("outcomes/theme_form.html", {"form": form}, status=422)


class _OneThemeView(RecommendationsView):
    """A page about one theme."""

    permission: ClassVar[str] = EDITS
    tab: ClassVar[str] = "themes"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the theme."""
        self.theme: Theme = get_object_or_404(
            themes_of(self.assembly).select_related("assembly"), pk=kwargs.pop("pk")
        )


class ThemeEditView(_OneThemeView):
    """Change a theme's words."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(ThemeForm(instance=self.theme))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it."""
        form = ThemeForm(request.POST, instance=Theme(pk=self.theme.pk, position=self.theme.position))
        if form.is_valid():
            try:
                change_theme(theme=self.theme, actor=request.user, now=self.now, **form.cleaned_data)
            except HouseError as refused:
                form.add_error("name", str(refused))
            else:
                messages.success(request, _("Saved."))
                return redirect("themes", self.assembly.slug)
        return self.page(form, status=422)

    def page(self, form: ThemeForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("outcomes/theme_form.html", {"form": form, "theme": self.theme}, status=status)


class ThemeMoveView(_OneThemeView):
    """Move a theme up or down."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change places with its neighbour."""
        move_theme(theme=self.theme, is_up=request.POST.get("to") == "up", actor=request.user, now=self.now)
        return redirect("themes", self.assembly.slug)


class ThemeDeleteView(_OneThemeView):
    """Delete a theme under which nothing stands: asked once."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask, or say what stands under it."""
        return self.render("outcomes/theme_delete.html", {"theme": self.theme})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delete it."""
        try:
            delete_theme(theme=self.theme, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Deleted."))
        return redirect("themes", self.assembly.slug)

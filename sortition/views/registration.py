"""The organiser's side of registration: words, questions, opening, the link and its QR code."""

import io
import secrets
from random import SystemRandom
from typing import Any, ClassVar

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.registration import RegistrationPageForm
from sortition.models import RegistrationPage
from sortition.selectors.registration import registrations_by_channel
from sortition.services.registration import (
    close_page,
    missing_for_opening,
    open_page,
    prepare_page,
    save_page,
)

QR_FORMATS = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}


class RegistrationView(AssemblyView):
    """How the page stands, and its words."""

    permission: ClassVar[str] = "assembly.view_pool_figures"
    post_permission: ClassVar[str | None] = "assembly.run_registration"
    stage: ClassVar[str] = "pool"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page's state, link and form."""
        page = RegistrationPage.objects.filter(assembly=self.assembly).first() or RegistrationPage(
            assembly=self.assembly
        )
        language = self.language(request)
        text = page.texts.filter(language=language).first() if page.code else None
        return self.show(page, RegistrationPageForm.of(page, language, text), language)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save words and questions."""
        form = RegistrationPageForm(request.POST)
        page = RegistrationPage.objects.filter(assembly=self.assembly).first()
        if not form.is_valid():
            return self.show(
                page or RegistrationPage(assembly=self.assembly), form, self.language(request), status=422
            )
        # Short addresses must not be guessable from one another: real chance, not a seeded one.
        page = page or prepare_page(assembly=self.assembly, source=SystemRandom(secrets.randbits(8)))
        save_page(
            page=page,
            asks=form.asks(),
            closes_at=form.closes_at(),
            language=form.cleaned_data["language"],
            words=form.words(),
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("The page is saved. Try it before you open it."))
        return redirect("registration", self.assembly.slug)

    def language(self, request: HttpRequest) -> str:
        """Return the language whose words are shown."""
        wanted = request.GET.get("language", "")
        return wanted if wanted in dict(settings.LANGUAGES) else (get_language() or settings.LANGUAGE_CODE)

    def show(
        self, page: RegistrationPage, form: RegistrationPageForm, language: str, *, status: int = 200
    ) -> HttpResponse:
        """Render the organiser's page."""
        context: dict[str, Any] = {
            "page": page,
            "form": form,
            "language": language,
            "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else [],
            "state": page.state(self.now),
            "missing": missing_for_opening(page, self.now) if page.code else [],
            "counts": registrations_by_channel(self.assembly),
        }
        if page.code:
            short = reverse("register_short", args=[page.code])
            context["link"] = self.request.build_absolute_uri(short)
        return self.render("sortition/registration.html", context, status=status)


class OpenRegistrationView(AssemblyView):
    """Let people register, or stop it."""

    permission: ClassVar[str] = "assembly.run_registration"
    stage: ClassVar[str] = "pool"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the page, or close it."""
        page = get_object_or_404(RegistrationPage, assembly=self.assembly)
        is_opening = request.POST.get("act") != "close"
        try:
            (open_page if is_opening else close_page)(page=page, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            said = _("People can register now.") if is_opening else _("Nobody can register any more.")
            messages.success(request, said)
        return redirect("registration", self.assembly.slug)


class QrCodeView(AssemblyView):
    """The short address as a QR code, for letters and posters."""

    permission: ClassVar[str] = "assembly.view_pool_figures"
    stage: ClassVar[str] = "pool"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Return the picture."""
        page = get_object_or_404(RegistrationPage, assembly=self.assembly)
        link = request.build_absolute_uri(reverse("register_short", args=[page.code]))
        out = io.BytesIO()
        options = {"kind": "svg", "svgclass": None, "lineclass": None, "omitsize": False}
        if kind == "png":
            options = {"kind": "png"}
        segno.make(link, error="m").save(out, scale=8, border=4, **options)
        name = f"registration-{page.code}.{kind}"
        return HttpResponse(
            out.getvalue(),
            content_type=QR_FORMATS[kind],
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )

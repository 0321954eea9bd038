"""Where people register by themselves: no account, no script needed."""

import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views import View

from assembly.limits import connection_of, is_over_limit
from sortition.errors import CodeRefused, RegistrationClosed
from sortition.forms.registration import RegisterForm
from sortition.models import Registration, RegistrationPage, RegistrationText
from sortition.selectors.imports import known_categories, known_rules
from sortition.selectors.respondents import categories_with_values
from sortition.selectors.waves_answers import has_waves
from sortition.services.registration import register

MOST_PER_CONNECTION, WITHIN_SECONDS = 60, 3600
"""A library or a community centre registers many people from one connection; a programme would send thousands."""


class ShortLinkView(View):
    """The address that stands in letters."""

    def get(self, request: HttpRequest, code: str, letter: str = "") -> HttpResponse:  # noqa: ARG002
        """Lead to the page; the code of a letter goes along."""
        page = get_object_or_404(RegistrationPage.objects.select_related("assembly"), code=code.lower())
        address = reverse("register", args=[page.assembly.slug])
        return redirect(f"{address}?code={letter}" if letter else address)


class RegisterView(View):
    """One form, one person."""

    is_test = False
    thanks_name = "register_thanks"
    page: RegistrationPage
    text: RegistrationText

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page and its words in the language asked for, or in the first that it has."""
        super().setup(request, *args, **kwargs)
        pages = RegistrationPage.objects.select_related("assembly")
        self.page = get_object_or_404(pages, assembly__slug=kwargs["slug"])
        self.now = timezone.now()
        if not self.may_see(request):
            raise Http404
        texts = {text.language: text for text in self.page.texts.order_by("pk")}
        if not texts:
            raise Http404
        wanted = request.GET.get("language", "") or translation.get_language() or ""
        self.text = texts.get(wanted) or next(iter(texts.values()))
        self.languages = [(code, name) for code, name in settings.LANGUAGES if code in texts]

    def may_see(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Whether there is anything to see: a page that was opened at some time."""
        return self.page.state(self.now) != "draft"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Show the form, or that registration is over."""
        with translation.override(self.text.language):
            return self.show(self.form(initial={"code": request.GET.get("code", "")[:40]}))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Take somebody in."""
        with translation.override(self.text.language):
            return self._take_in(request, slug)

    def _take_in(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_trapped:
            # A programme gets the same answer as a person, and nothing is kept.
            return redirect(self.thanks_name, slug, UUID(bytes=secrets.token_bytes(16), version=4))
        if not form.is_valid():
            return self.show(form, status=422)
        limit = {"most": MOST_PER_CONNECTION, "seconds": WITHIN_SECONDS}
        if is_over_limit("register", connection_of(request), **limit):
            return self.show(form, status=429, is_over_limit=True)
        try:
            register(
                page=self.page,
                token=form.cleaned_data["token"],
                fields=form.content(),
                answers=form.answers(),
                language=self.text.language,
                is_test=self.is_test,
                now=self.now,
                code=form.cleaned_data.get("code", ""),
            )
        except CodeRefused as refused:
            form.add_error("code", str(refused))
            return self.show(form, status=422)
        except RegistrationClosed:
            self.page.refresh_from_db()
            return self.show(form, status=409)
        return redirect(self.thanks_name, slug, form.cleaned_data["token"])

    def form(self, *args: Any, **options: Any) -> RegisterForm:
        """Return the form with the assembly's questions."""
        assembly = self.page.assembly
        return RegisterForm(
            *args,
            page=self.page,
            text=self.text,
            categories=categories_with_values(assembly),
            rules=known_rules(assembly, known_categories(assembly)),
            today=timezone.localdate(self.now),
            asks_code=has_waves(assembly),
            **options,
        )

    def show(self, form: RegisterForm, *, status: int = 200, is_over_limit: bool = False) -> HttpResponse:
        """Render the page in the language of its words."""
        context = {
            "page": self.page,
            "assembly": self.page.assembly,
            "text": self.text,
            "languages": self.languages,
            "form": form,
            "last_day": self.page.last_day,
            "is_open": self.is_test or self.page.is_open(self.now),
            "is_test": self.is_test,
            "is_over_limit": is_over_limit,
        }
        return render(self.request, "sortition/register.html", context, status=status)


class TestRegisterView(RegisterView):
    """The same page for organisers to try: what it takes in never reaches the pool."""

    is_test = True

    def may_see(self, request: HttpRequest) -> bool:
        """Whether this is an organiser of the assembly."""
        return bool(request.user.has_perm("assembly.run_registration", self.page.assembly))


class ThanksView(View):
    """What comes next. Whoever has the address sees the number, no name."""

    def get(self, request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
        """Say thank you, with the number to keep."""
        page = get_object_or_404(RegistrationPage.objects.select_related("assembly"), assembly__slug=slug)
        made = Registration.objects.filter(page=page, token=token).select_related("respondent").first()
        texts = page.texts.order_by("pk")
        text = (texts.filter(language=made.language).first() if made else None) or texts.first()
        if text is None:
            raise Http404
        with translation.override(text.language):
            context = {
                "assembly": page.assembly,
                "text": text,
                "reference": made.respondent.reference if made else "",
                "is_test": bool(made and made.respondent.is_test),
            }
            return render(request, "sortition/register_thanks.html", context)

"""The base of every public page of an assembly: anybody may read it, once the public knows of the assembly."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_info
from django.views import View

from assembly.models import Assembly
from assembly.page_cache import Asked, keep_page, kept_page, mark, page_key
from assembly.public_site import is_known_to_public, public_pages

LANGUAGE = "language"
"""The parameter by which a link shows a page in another language."""


class PublicSiteView(View):
    """A page that anybody may read, in the language that they chose by a link.

    Of the parameters of the address only those named in `parameters` reach the page: others would go on in its links.
    """

    parameters: ClassVar[tuple[str, ...]] = ()
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the address."""
        self.now = timezone.now()
        self.chosen_language = _language_chosen(request)
        request.GET = _only(request.GET, self.parameters)
        super().setup(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page in the language of the address, and keep that language for the next ones."""
        if self.chosen_language:
            translation.activate(self.chosen_language)
            request.LANGUAGE_CODE = self.chosen_language  # type: ignore[attr-defined]
        answer = self.answer(request, *args, **kwargs)
        if self.chosen_language:
            _keep_language(answer, self.chosen_language)
        return answer

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; caches ask before they show it to anybody again."""
        answer = super().dispatch(request, *args, **kwargs)
        if not request.user.is_authenticated:
            mark(answer)
        return answer

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render a template that extends `assembly/public.html`."""
        languages = _links(self.request, self.chosen_language)
        return render(self.request, template, {**languages, **(context or {})}, status=status)


class PublicView(PublicSiteView):
    """Find the assembly; `here` is the key of the registered page to which this one belongs.

    A page is kept for visitors without a session (`assembly/page_cache.py`), unless `is_cached` says no: where it holds
    a form with a token, or a secret.
    """

    here: ClassVar[str] = ""
    is_cached: ClassVar[bool] = True
    assembly: Assembly

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it, or answer 404."""
        super().setup(request, *args, **kwargs)
        self.assembly = get_object_or_404(Assembly, slug=kwargs["slug"])
        if not self.is_known():
            raise Http404

    @property
    def today(self) -> date:
        """Return the day on which the page is read."""
        return timezone.localdate(self.now)

    def is_known(self) -> bool:
        """Whether the public knows of the assembly, or of what this page shows of it."""
        return is_known_to_public(self.assembly)

    def load(self) -> None:
        """Load what else the address names; else 404. It is not asked where a page was kept."""

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the page that was kept, where there is one for this visitor; say if nothing has changed."""
        is_nobody = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if not (self.is_cached and is_nobody and request.method in ("GET", "HEAD")):
            self.load()
            return super().answer(request, *args, **kwargs)
        key = page_key(self.assembly, self._asked(), self.today)
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        answer: HttpResponseBase | None = kept_page(key, is_packed=is_packed)
        if answer is None:
            self.load()
            answer = super().answer(request, *args, **kwargs)
            # A page with a token is one visitor's own, whatever its view says.
            if not request.META.get("CSRF_COOKIE_NEEDS_UPDATE") and isinstance(answer, HttpResponse):
                answer = keep_page(key, answer, is_packed=is_packed)
        etag = answer.headers.get("ETag")
        return get_conditional_response(request, etag=etag, response=answer) or answer

    def _asked(self) -> Asked:
        request = self.request
        query = request.GET.urlencode()
        if self.chosen_language:
            query += f"&{LANGUAGE}={self.chosen_language}"
        origin = request.build_absolute_uri("/")
        return Asked(origin, request.path, query, translation.get_language() or "")

    def address(self, name: str, *arguments: Any) -> str:
        """Return the whole address of a page of this assembly."""
        return self.request.build_absolute_uri(reverse(name, args=[self.assembly.slug, *arguments]))

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render a template that extends `assembly/public.html`."""
        own = {"assembly": self.assembly, "public_here": self.here, "today": self.today, **(context or {})}
        if "public_pages" not in own:
            own["public_pages"] = public_pages(self.assembly)
        return super().render(template, own, status=status)


def _language_chosen(request: HttpRequest) -> str:
    """Return the language that the address names, "" for none that there is, or on a page in one language."""
    chosen = request.GET.get(LANGUAGE, "")
    return chosen if getattr(request, "is_in_languages", False) and chosen in dict(settings.LANGUAGES) else ""


def _only(query: QueryDict, names: tuple[str, ...]) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in names:
        if name in query:
            kept.setlist(name, query.getlist(name))
    kept._mutable = False
    return kept


def _links(request: HttpRequest, chosen: str) -> dict[str, Any]:
    """Return the address that the page has for good, and the same page in each language."""
    page = request.build_absolute_uri(request.path)
    query = request.GET.copy()
    plain = f"{page}?{query.urlencode()}" if query else page
    in_languages, current = [], translation.get_language()
    for code, _name in settings.LANGUAGES if getattr(request, "is_in_languages", False) else ():
        query[LANGUAGE] = code
        address, name = f"{page}?{query.urlencode()}", get_language_info(code)["name_local"].capitalize()
        in_languages.append({"code": code, "name": name, "address": address, "is_current": code == current})
    own = next((each["address"] for each in in_languages if each["code"] == chosen), plain)
    return {"canonical": own, "plain": plain, "in_languages": in_languages}


def _keep_language(answer: HttpResponseBase, language: str) -> None:
    """Note the choice in this browser, as Django's own view does; such an answer is one visitor's."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    answer["Cache-Control"] = "no-store" if answer.get("Cache-Control") == "no-store" else "private, no-cache"

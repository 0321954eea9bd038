"""Small middleware of the house."""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from assembly.page_languages import is_in_languages
from assembly.pointing_rows import is_a_gone_row, is_a_lost_write, is_about_a_gone_row
from assembly.second_factor import lacks_second_factor

_log = structlog.get_logger(__name__)


class NoStoreMiddleware:
    """Keep pages of signed-in people out of shared and disk caches: they hold personal data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add `Cache-Control: no-store` unless the view said something itself."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class GoneMeanwhileMiddleware:
    """Say it in words when what somebody chose or changed was deleted by another at the same moment.

    Only a lock or the commit finds that out, when forms are through. The service's transaction is over: nothing was
    saved.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 for a gone row, pointed at or to be written; whatever else failed stays a failure."""
        if isinstance(exception, IntegrityError) and is_about_a_gone_row(exception):
            event = "pointed_at_a_gone_row"
        elif _is_write(request) and isinstance(exception, ObjectDoesNotExist) and is_a_gone_row(exception):
            event = "wrote_a_gone_row"
        elif is_a_lost_write(exception):
            event = "saved_into_a_gone_row"
        else:
            return None
        _log.warning(event, path=request.path, exc_info=exception)
        return render(request, "409.html", {"can_load_again": _can_be_read(request)}, status=409)


def _is_write(request: HttpRequest) -> bool:
    """Whether rows can have gone between loading and locking; a page that is only read locks nothing."""
    return request.method not in ("GET", "HEAD", "OPTIONS", "TRACE")


def _can_be_read(request: HttpRequest) -> bool:
    """Whether the address is also a page; some only take what a button sends."""
    view = getattr(request.resolver_match.func if request.resolver_match else None, "view_class", None)
    return view is None or hasattr(view, "get")


class PageLanguageMiddleware:
    """Show pages that are not translated in the language in which they were written.

    After the middleware that finds the reader's language: half a page in each is worse than none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 (the signature is Django's)
        args: tuple[object, ...],  # noqa: ARG002
        kwargs: dict[str, object],  # noqa: ARG002
    ) -> None:
        """Take the language back where the page is not among the translated ones."""
        request.is_in_languages = is_in_languages(  # type: ignore[attr-defined]
            request.resolver_match.url_name if request.resolver_match else None
        )
        if not request.is_in_languages:  # type: ignore[attr-defined]
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]


class SecondFactorMiddleware:
    """Show those who need a second factor and have none only how to set it up and how to leave."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 (the signature is Django's)
        args: tuple[object, ...],  # noqa: ARG002
        kwargs: dict[str, object],  # noqa: ARG002
    ) -> HttpResponse | None:
        """Lead to the set-up before any view is reached; whatever is added later is closed too."""
        name = (request.resolver_match.url_name if request.resolver_match else None) or ""
        if name in ("health", "ready", "metrics") or name.startswith(("account_", "mfa_")):
            return None
        if request.user.is_authenticated and lacks_second_factor(request.user):
            return redirect("mfa_index")
        return None

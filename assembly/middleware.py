"""Small middleware of the house."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assembly.second_factor import lacks_second_factor


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
        if name == "health" or name.startswith(("account_", "mfa_")):
            return None
        if request.user.is_authenticated and lacks_second_factor(request.user):
            return redirect("mfa_index")
        return None

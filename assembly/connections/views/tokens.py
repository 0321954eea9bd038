"""Access tokens: the list, a new one with its secret shown once, and the end of one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.connections.access_secrets import drawn_secret
from assembly.connections.enums_tokens import TokenState
from assembly.connections.forms.tokens import EndTokenForm, TokenForm
from assembly.connections.models import AccessToken
from assembly.connections.selectors.tokens import is_near, tokens_of
from assembly.connections.services.tokens import end_token, make_token
from assembly.connections.token_lifecycle import TOKEN
from assembly.connections.views.connections_base import ConnectionsView
from assembly.errors import HouseError

PER_PAGE = 25


class TokensBase(ConnectionsView):
    """A page of the tab Access tokens."""

    permission: ClassVar[str] = "assembly.view_connections"
    post_permission: ClassVar[str | None] = "assembly.manage_connections"
    tab: ClassVar[str] = "tokens"


class TokensView(TokensBase):
    """All tokens: what each is for, as what it reads, until when, and when it was last used."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        state = request.GET.get("state", "")
        page = Paginator(tokens_of(self.assembly, state=state), PER_PAGE).get_page(request.GET.get("page"))
        today = timezone.localdate(self.now)
        context = {
            "page": page,
            "rows": [
                (token, token.state == TokenState.ACTIVE and is_near(token.expires_on, today))
                for token in page
            ],
            "state": state,
            "states": TokenState.choices,
        }
        return self.render("connections/tokens.html", context)


class NewTokenView(TokensBase):
    """Make a token. Its secret is in the answer to the form and nowhere else: no later page can show it."""

    permission: ClassVar[str] = "assembly.manage_connections"
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it and show its secret."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        secret = drawn_secret()
        try:
            token = make_token(
                assembly=self.assembly,
                wanted=form.wanted(),
                secret=secret,
                form_token=form.cleaned_data["form_token"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=422)
        if token is None:
            messages.info(
                request,
                _(
                    "This token was made already, and its secret was shown once. If you do not have it, end the token "
                    "and make another."
                ),
            )
            return redirect("connections_tokens", self.assembly.slug)
        return self.render(
            "connections/token_made.html", {"token": token, "secret": secret, **self.example()}
        )

    def example(self) -> dict[str, Any]:
        """Return where the new token reads something first."""
        whole = self.request.build_absolute_uri(f"/api/v1/staff/{self.assembly.slug}")
        return {"address": whole, "reference": reverse("api_reference")}

    def form(self, data: Any = None) -> TokenForm:
        """Return the form."""
        return TokenForm(data, today=timezone.localdate(self.now))

    def page(self, form: TokenForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        return self.render("connections/token_new.html", {"form": form}, status=status)


class TokenView(TokensBase):
    """One token, and the form that ends it."""

    token: AccessToken

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the token."""
        self.token = get_object_or_404(tokens_of(self.assembly), number=kwargs.pop("number"))
        self.token.assembly = self.assembly

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page(EndTokenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it."""
        form = EndTokenForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            end_token(token=self.token, reason=form.cleaned_data["reason"], actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The token is ended: nobody reads by it any more."))
        return redirect("connections_tokens", self.assembly.slug)

    def page(self, form: EndTokenForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        context = {"token": self.token, "form": form, "verbs": TOKEN.verbs_from(self.token.state)}
        return self.render("connections/token.html", context, status=status)

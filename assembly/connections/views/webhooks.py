"""Webhooks: the list, a new one, one with its deliveries, and what is done to it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.connections.enums_webhooks import DeliveryState, WebhookState
from assembly.connections.forms.webhooks import SecretForm, WebhookForm
from assembly.connections.models import Webhook
from assembly.connections.selectors.webhooks import deliveries_of, webhooks_of
from assembly.connections.services.webhooks import (
    Made,
    change_webhook,
    end_webhook,
    make_webhook,
    pause_webhook,
    renew_secret,
    resume_webhook,
    send_test,
)
from assembly.connections.views.connections_base import ConnectionsView
from assembly.connections.webhook_kinds import kinds_named
from assembly.connections.webhook_lifecycle import WEBHOOK
from assembly.errors import HouseError

PER_PAGE = 25
_MANAGE = "assembly.manage_connections"


class WebhooksBase(ConnectionsView):
    """A page of the tab Webhooks."""

    permission: ClassVar[str] = "assembly.view_connections"
    post_permission: ClassVar[str | None] = _MANAGE
    tab: ClassVar[str] = "webhooks"

    def shown_once(self, made: Made) -> HttpResponse:
        """Show a new secret, in the answer to the form itself: it is kept nowhere from which it could be read again."""
        return self.render(
            "connections/webhook_secret_shown.html", {"webhook": made.webhook, "secret": made.secret}
        )


class WebhooksView(WebhooksBase):
    """All webhooks."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        page = Paginator(webhooks_of(self.assembly), PER_PAGE).get_page(request.GET.get("page"))
        return self.render("connections/webhooks.html", {"page": page})


class WebhookNewView(WebhooksBase):
    """Make a webhook, and show its secret once."""

    permission: ClassVar[str] = _MANAGE
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(WebhookForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it."""
        form = WebhookForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            made = make_webhook(
                assembly=self.assembly,
                wanted=form.wanted(request.build_absolute_uri("/")),
                token=form.cleaned_data["token"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        if not made.secret:
            messages.info(
                request, _("This webhook was made already. Renew its secret if you have not kept it.")
            )
            return redirect("connections_webhook", self.assembly.slug, made.webhook.number)
        return self.shown_once(made)

    def page(self, form: WebhookForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        return self.render("connections/webhook_new.html", {"form": form}, status=status)


class OneWebhookBase(WebhooksBase):
    """A page about one webhook."""

    webhook: Webhook

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the webhook."""
        self.webhook = get_object_or_404(webhooks_of(self.assembly), number=kwargs.pop("number"))
        self.webhook.assembly = self.assembly

    def back(self) -> HttpResponse:
        """Go to the webhook."""
        return redirect("connections_webhook", self.assembly.slug, self.webhook.number)


class WebhookView(OneWebhookBase):
    """One webhook: how it stands, and its last deliveries."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        state = request.GET.get("state", "")
        found = deliveries_of(self.webhook, state=state)
        context = {
            "webhook": self.webhook,
            "verbs": set(WEBHOOK.verbs_from(self.webhook.state)),
            "kinds": kinds_named(self.webhook.kinds),
            "both_sign": self.webhook.has_former_secret(self.now),
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "state": state,
            "states": DeliveryState.choices,
            "is_active": self.webhook.state == WebhookState.ACTIVE,
        }
        return self.render("connections/webhook.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Pause, resume or try it."""
        said = {
            "pause": (
                pause_webhook,
                _("The webhook is paused. What happens meanwhile is told when you resume it."),
            ),
            "resume": (resume_webhook, _("The webhook goes on where it stopped.")),
            "test": (
                send_test,
                _("A test is on its way. Load this page again in a moment to see what came of it."),
            ),
        }
        if request.POST.get("act") not in said:
            raise BadRequest
        act, done = said[request.POST["act"]]
        try:
            act(webhook=self.webhook, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
        return self.back()


class WebhookChangeView(OneWebhookBase):
    """Change where to, what for, and of what."""

    permission: ClassVar[str] = _MANAGE
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(WebhookForm(webhook=self.webhook))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change it."""
        form = WebhookForm(request.POST, webhook=self.webhook)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_webhook(
                webhook=self.webhook,
                wanted=form.wanted(request.build_absolute_uri("/")),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The webhook is changed."))
        return self.back()

    def page(self, form: WebhookForm, *, status: int = 200) -> HttpResponse:
        """Render it; where somebody else was faster, with what stands now."""
        others = self.webhook if status == 409 else None
        context = {
            "form": form,
            "webhook": self.webhook,
            "others": others,
            "kinds": kinds_named(self.webhook.kinds),
        }
        return self.render("connections/webhook_change.html", context, status=status)


class WebhookSecretView(OneWebhookBase):
    """Renew the secret, and show it once."""

    permission: ClassVar[str] = _MANAGE
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask what becomes of the secret of now."""
        return self.page(SecretForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Renew it."""
        form = SecretForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            made = renew_secret(
                webhook=self.webhook, keeps_former=form.keeps_former(), actor=request.user, now=self.now
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        return self.shown_once(made)

    def page(self, form: SecretForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        return self.render(
            "connections/webhook_secret.html", {"form": form, "webhook": self.webhook}, status=status
        )


class WebhookEndView(OneWebhookBase):
    """End it for good, after one question."""

    permission: ClassVar[str] = _MANAGE

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask."""
        return self.render("connections/webhook_end.html", {"webhook": self.webhook})

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it."""
        try:
            end_webhook(webhook=self.webhook, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("The webhook is ended. Nobody is told of anything through it any more.")
            )
        return self.back()

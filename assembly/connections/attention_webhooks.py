"""When webhooks need somebody: one has stopped by itself."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.connections.attention import connections_parts
from assembly.connections.enums_webhooks import WebhookState
from assembly.connections.models import Webhook
from assembly.models import Assembly
from assembly.stages import Figure, NextAction


def webhook_actions(assembly: Assembly) -> Iterator[NextAction]:
    """Point to webhooks that have stopped; one query."""
    if n := Webhook.objects.filter(assembly=assembly, state=WebhookState.STOPPED).count():
        title = ngettext("A webhook has stopped", "%(n)s webhooks have stopped", n)
        yield NextAction(
            title=title % {"n": n},
            why=_("Other programs are not told of events until it is resumed or ended."),
            url=reverse("connections_webhooks", args=[assembly.slug]),
            button=_("Open the webhooks"),
            permission="assembly.manage_connections",
        )


def webhook_figures(assembly: Assembly) -> Iterator[Figure]:
    """Tell how many tell; one query."""
    counts = Webhook.objects.filter(assembly=assembly).aggregate(
        active=Count("pk", filter=Q(state=WebhookState.ACTIVE))
    )
    yield Figure(_("Active webhooks"), str(counts["active"]))


connections_parts.register_attention("webhooks", webhook_actions)
connections_parts.register_figures("webhooks", webhook_figures)

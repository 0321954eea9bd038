"""How the record tells of webhooks: by number and machine, never the whole address, which may be a secret."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _webhook_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("connections_webhook", args=[assembly.slug, number]) if isinstance(number, int) else None


register_event_kinds({"webhook": _("Webhooks")})
register_object_links({"webhook": _webhook_link}, permission="assembly.view_connections")
register_event_sentences(
    {
        "webhook.make": ngettext_lazy(
            "%(actor)s made webhook %(number)s to %(host)s for %(kinds)s kind of events",
            "%(actor)s made webhook %(number)s to %(host)s for %(kinds)s kinds of events",
            "kinds",
        ),
        "webhook.change": ngettext_lazy(
            "%(actor)s changed webhook %(number)s: from %(from)s to %(host)s, %(kinds)s kind of events",
            "%(actor)s changed webhook %(number)s: from %(from)s to %(host)s, %(kinds)s kinds of events",
            "kinds",
        ),
        "webhook.pause": _("%(actor)s paused webhook %(number)s"),
        "webhook.resume": _("%(actor)s resumed webhook %(number)s"),
        "webhook.stop": _("Webhook %(number)s stopped by itself: %(reason)s"),
        "webhook.end": _("%(actor)s ended webhook %(number)s"),
        "webhook.renew_secret": _("%(actor)s renewed the secret of webhook %(number)s"),
        "webhook.test": _("%(actor)s sent a test to webhook %(number)s"),
        "webhook.send_again": _("%(actor)s had entry %(entry)s sent again to webhook %(number)s"),
    }
)

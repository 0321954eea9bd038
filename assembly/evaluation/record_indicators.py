"""How the record tells of remarks on indicators."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _link(assembly: Assembly, event: AuditEvent) -> str:
    return reverse("evaluation_behaviours", args=[assembly.slug]) + f"#{event.details.get('indicator', '')}"


register_event_kinds({"indicator_remark": _("Remarks on indicators")})
register_object_links({"indicatorremark": _link}, permission="assembly.view_evaluation")
register_event_sentences(
    {
        "indicator_remark.write": _("%(actor)s remarked on the indicator “%(indicator)s”"),
        "indicator_remark.take_back": _("%(actor)s took back the remark on the indicator “%(indicator)s”"),
    }
)

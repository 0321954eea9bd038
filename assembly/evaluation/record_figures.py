"""How figures are told in the record: which stage was published, never a number."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _figures_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("evaluation_figures", args=[assembly.slug])


register_event_kinds({"figures": _("Figures")})
register_object_links({"publishedcolumn": _figures_link}, permission="assembly.view_evaluation")
register_event_sentences(
    {
        "figures.limit": ngettext_lazy(
            "%(actor)s set the smallest group that figures show to %(limit)s person",
            "%(actor)s set the smallest group that figures show to %(limit)s people",
            "limit",
        ),
        "figures.publish": _("%(actor)s published the figures “%(stage)s”"),
    }
)

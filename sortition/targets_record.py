"""How the record tells changes of targets: what changed, from what to what."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from assembly.models import AuditEvent
from assembly.record import actor_name, register_event_kinds, register_event_sentences

MOST_TOLD = 3

BOUND_LABELS = {
    "minimum": gettext_lazy("minimum"),
    "maximum": gettext_lazy("maximum"),
    "minimum_flex": gettext_lazy("flexible minimum"),
    "maximum_flex": gettext_lazy("flexible maximum"),
    "share": gettext_lazy("share"),
    "cap": gettext_lazy("at most of one group"),
}


def _told(changes: list[dict[str, Any]]) -> str:
    """Tell the first changes and how many more there are."""
    parts = [
        _("%(name)s, %(bound)s %(before)s → %(after)s")
        % {
            "name": change["name"],
            "bound": BOUND_LABELS.get(change["field"], change["field"]),
            "before": "–" if change["from"] is None else change["from"],
            "after": "–" if change["to"] is None else change["to"],
        }
        for change in changes[:MOST_TOLD]
    ]
    more = len(changes) - MOST_TOLD
    if more > 0:
        parts.append(ngettext("and one more", "and %(count)s more", more) % {"count": more})
    return "; ".join(parts)


def _with_changes(sentence: Any) -> Callable[[AuditEvent], str]:
    def tell(event: AuditEvent) -> str:
        changes = event.details.get("changes", [])
        return str(sentence) % {"actor": actor_name(event), "changes": _told(changes)}

    return tell


def _category_changed(event: AuditEvent) -> str:
    before, after = event.details.get("from", {}), event.details.get("to", {})
    words = {"actor": actor_name(event), "name": after.get("name", "…"), "before": before.get("name", "…")}
    if words["name"] != words["before"]:
        return _("%(actor)s changed the category “%(before)s”, now “%(name)s”") % words
    return _("%(actor)s changed the category “%(name)s”") % words


register_event_kinds({"targets": gettext_lazy("Targets")})
register_event_sentences(
    {
        "assembly.seats_changed": gettext_lazy(
            "%(actor)s changed the number of seats from %(from)s to %(to)s"
        ),
        "targets.quotas_changed": _with_changes(gettext_lazy("%(actor)s changed quotas: %(changes)s")),
        "targets.repair_applied": _with_changes(gettext_lazy("%(actor)s applied a repair: %(changes)s")),
        "targets.imported": ngettext_lazy(
            "%(actor)s imported targets from %(file)s: %(values_added)s value added, %(values_changed)s changed, "
            "%(values_removed)s removed",
            "%(actor)s imported targets from %(file)s: %(values_added)s values added, %(values_changed)s "
            "changed, %(values_removed)s removed",
            "values_added",
        ),
        "targets.crossing_added": gettext_lazy("%(actor)s combined two categories: %(name)s"),
        "targets.crossing_removed": gettext_lazy("%(actor)s removed the combination %(name)s"),
        "targets.caps_changed": _with_changes(gettext_lazy("%(actor)s changed caps: %(changes)s")),
        "targets.sign_off": ngettext_lazy(
            "%(actor)s signed off the targets for %(seats)s seat",
            "%(actor)s signed off the targets for %(seats)s seats",
            "seats",
        ),
        "targets.sign_off_reopened": gettext_lazy(
            "The sign-off of the targets was reopened by a change of %(actor)s"
        ),
        "targets.template_saved": gettext_lazy("%(actor)s kept the targets as the template “%(name)s”"),
        "targets.category_added": gettext_lazy("%(actor)s added the category “%(name)s”"),
        "targets.category_changed": _category_changed,
        "targets.category_removed": gettext_lazy("%(actor)s removed the category “%(name)s”"),
        "targets.category_moved": gettext_lazy(
            "%(actor)s moved the category “%(name)s” to place %(position)s"
        ),
    }
)

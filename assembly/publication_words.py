"""How the promises of an assembly stand, in sentences that pages and papers share."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.publication_days import DELIVERED, DUE, OVERDUE, PROMISED, WITHDRAWN
from assembly.selectors_publication import PublicationSummary

STANDING_LABELS = {
    OVERDUE: gettext_lazy("Overdue"),
    DUE: gettext_lazy("Due soon"),
    PROMISED: gettext_lazy("Promised"),
    DELIVERED: gettext_lazy("Out"),
    WITHDRAWN: gettext_lazy("Withdrawn"),
}
STANDING_TONES = {OVERDUE: "bad", DUE: "warn", PROMISED: "plain", DELIVERED: "good", WITHDRAWN: ""}
STANDING_SLOTS = {OVERDUE: "late", DUE: "active", PROMISED: "todo", DELIVERED: "done", WITHDRAWN: "vacant"}
"""Standing → the shape of the slot."""


def summary_words(summary: PublicationSummary) -> list[str]:
    """Say how many of what was promised are out and in time, and what else there is to say."""
    if not summary.promised:
        return [_("Nothing is promised yet.")]
    numbers = {"out": summary.delivered, "promised": summary.promised, "on_time": summary.on_time}
    if not summary.delivered:
        said = ngettext(
            "One thing is promised, and it is not out yet.",
            "%(promised)s things are promised, and none of them is out yet.",
            summary.promised,
        )
    else:
        said = ngettext(
            "%(out)s of %(promised)s promised is out, %(on_time)s of them on time.",
            "%(out)s of %(promised)s promised are out, %(on_time)s of them on time.",
            summary.delivered,
        )
    lines = [said % numbers]
    if n := summary.overdue:
        lines.append(ngettext("One is overdue.", "%(n)s are overdue.", n) % {"n": n})
    if n := summary.withdrawn:
        lines.append(ngettext("One was withdrawn.", "%(n)s were withdrawn.", n) % {"n": n})
    return lines

"""The line of the rail for publication, and what of the promises needs somebody."""

from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.attention import Parts, Tables
from assembly.enums import PublicationState, StageState
from assembly.models import Assembly, PublicationItem
from assembly.publication_days import DUE, OVERDUE, SOON
from assembly.publication_tabs import PUBLICATION
from assembly.selectors_publication import PublicationRow, publication_row
from assembly.stages import NextAction, Stage, StageStatus, register_stage

PROMISES = "promises"
TABLES = Tables("publication", {PROMISES: PublicationItem.objects.filter(assembly=OuterRef("pk"))})
publication_parts = Parts(TABLES)
_MANAGES = "assembly.manage_publication"


def promise_actions(assembly: Assembly) -> list[NextAction]:
    """Point to each promise that is overdue or due soon. Kinds are asked for these alone."""
    today = timezone.localdate()
    promised = PublicationItem.objects.filter(assembly=assembly, state=PublicationState.PROMISED)
    found = []
    for item in promised.prefetch_related("days"):
        days = [day.due_on for day in item.days.all()]
        # A day that was missed counts for good, however far off the last one is.
        if min(days) >= today and days[-1] > today + SOON:
            continue
        item.assembly = assembly
        row = publication_row(item, today)
        if row.standing in (OVERDUE, DUE):
            found.append(_action(row))
    return found


def _action(row: PublicationRow) -> NextAction:
    words = {"title": row.title}
    if row.is_late:
        title = _("Overdue: %(title)s") % words
        why = ngettext(
            "It was promised to the public and its day passed %(n)s day ago. Publish it, or move its day and say why.",
            "It was promised to the public and its day passed %(n)s days ago. Publish it, or move its day and say why.",
            row.days_late,
        ) % {"n": row.days_late}
    else:
        title = _("Due soon: %(title)s") % words
        why = _(
            "It was promised to the public. Publish it by its day, or say before that day why it will be later."
        )
    return NextAction(
        title, why, row.item.get_absolute_url(), _("Open the promise"), row.counts, permission=_MANAGES
    )


def _status(assembly: Assembly) -> StageStatus:
    actions, figures = publication_parts.attention_of(assembly), publication_parts.figures_of(assembly)
    items = PublicationItem.objects.filter(assembly=assembly)
    states = list(items.values_list("state", flat=True)) if PROMISES in TABLES.in_use(assembly) else []
    if not states:
        return StageStatus(StageState.TODO, _("Nothing is promised yet."), actions, figures)
    out = states.count(PublicationState.DELIVERED)
    still = states.count(PublicationState.PROMISED)
    sentence = _("%(out)s of %(promised)s promised are out.") % {"out": out, "promised": len(states)}
    return StageStatus(StageState.ACTIVE if still else StageState.DONE, sentence, actions, figures)


publication_parts.register_attention(PROMISES, promise_actions)
register_stage(
    Stage(
        key=PUBLICATION,
        name=gettext_lazy("Publication"),
        order=120,
        url_name="publication",
        permission="assembly.view_publication",
        status=_status,
    )
)

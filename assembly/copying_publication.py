"""What a rehearsal takes over of what was promised to the public. The next assembly makes its own promises."""

from django.utils import timezone

from assembly.copying import register_copier
from assembly.enums import PublicationState
from assembly.models import Assembly, PublicationDay, PublicationItem


def copy_promises(source: Assembly, target: Assembly) -> None:
    """Promise the same in a rehearsal, which keeps the dates; what is withdrawn, or past its day, stays behind."""
    if not target.is_rehearsal:
        return
    today = timezone.localdate(target.created_at)
    standing = PublicationItem.objects.filter(assembly=source).exclude(state=PublicationState.WITHDRAWN)
    for item in standing.prefetch_related("days"):
        due_on = list(item.days.all())[-1].due_on
        if due_on < today:
            continue
        copy = PublicationItem.objects.create(
            assembly=target,
            number=item.number,
            title=item.title,
            kind=item.kind,
            what=item.what,
            promised_at=target.created_at,
            promised_by=target.created_by,
        )
        PublicationDay.objects.create(
            item=copy, number=1, due_on=due_on, set_at=target.created_at, set_by=target.created_by
        )


register_copier(copy_promises)

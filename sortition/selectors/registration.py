"""How many people registered, by the way they came."""

from django.db.models import Count

from assembly.models import Assembly
from sortition.enums import Channel
from sortition.models import Respondent


def registrations_by_channel(assembly: Assembly) -> list[tuple[str, int]]:
    """Return (channel's name, people), without test entries, in one query."""
    found = dict(
        Respondent.objects.filter(assembly=assembly, is_test=False)
        .order_by()
        .values_list("channel")
        .annotate(people=Count("pk"))
    )
    return [(str(channel.label), found.get(channel.value, 0)) for channel in Channel]

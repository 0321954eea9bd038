"""How many people registered, by the way they came."""

from django.db.models import Count

from assembly.models import Assembly
from sortition.enums import Channel
from sortition.models import Registration, Respondent


def registrations_by_channel(assembly: Assembly) -> list[tuple[str, int]]:
    """Return (channel's name, people), without test entries, in one query."""
    found = dict(
        Respondent.objects.filter(assembly=assembly, is_test=False)
        .order_by()
        .values_list("channel")
        .annotate(people=Count("pk"))
    )
    return [(str(channel.label), found.get(channel.value, 0)) for channel in Channel]


def language_registered(respondent_id: int) -> str:
    """Return the language in which somebody registered by themselves; "" for everybody else."""
    made = Registration.objects.filter(respondent_id=respondent_id)
    return made.values_list("language", flat=True).first() or ""

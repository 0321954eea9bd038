"""Which witnesses agree to be named in public, for programmes: as long as a release of their name stands."""

from collections.abc import Collection

from evidence.enums import COMING, ReleaseScope
from evidence.models import Release
from scheduling.public_speakers import register_agreed_names


def witnesses_who_agree(people: Collection[int]) -> set[int]:
    """Return who of these people is a witness who comes, and whose agreement to be named stands."""
    agreed = Release.objects.filter(
        witness__person__in=people,
        witness__state__in=COMING,
        witness__erased_at=None,
        scope=ReleaseScope.NAME,
        ended_at=None,
    ).order_by()
    return set(agreed.values_list("witness__person", flat=True))


register_agreed_names(witnesses_who_agree)

"""What of sortition the publication calendar sees coming out: the draw."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.publication_kinds import FIRST_SESSION, PublicationKind, Usual, register_publication_kind
from sortition.enums_draws import DrawState
from sortition.models import Draw


def draw_published_on(assembly: Assembly) -> date | None:
    """Return the day on which the draw that counts was published."""
    published = Draw.objects.filter(assembly=assembly, state=DrawState.PUBLISHED, published_at__isnull=False)
    first = published.order_by("published_at").values_list("published_at", flat=True).first()
    return timezone.localdate(first) if first else None


register_publication_kind(
    PublicationKind(
        "draw",
        _("How the members were drawn"),
        _("The draw step by step, with files by which anybody can check it."),
        draw_published_on,
        "public_draws",
        order=20,
        usual=Usual(FIRST_SESSION, -21),
    )
)

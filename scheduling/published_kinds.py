"""What of scheduling the publication calendar sees coming out: the programme."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.publication_kinds import FIRST_SESSION, PublicationKind, Usual, register_publication_kind
from scheduling.models import ProgrammeVersion


def programme_published_on(assembly: Assembly) -> date | None:
    """Return the day on which the first version of the programme was published."""
    versions = ProgrammeVersion.objects.filter(assembly=assembly)
    first = versions.order_by("number").values_list("published_at", flat=True).first()
    return timezone.localdate(first) if first else None


register_publication_kind(
    PublicationKind(
        "programme",
        _("The programme"),
        _("When the assembly meets, and what is on in each session."),
        programme_published_on,
        "public_programme",
        order=40,
        usual=Usual(FIRST_SESSION, -14),
    )
)

"""What of evidence the publication calendar sees coming out."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.publication_kinds import FIRST_SESSION, PublicationKind, Usual, register_publication_kind
from evidence.selectors.items import first_public_at


def evidence_published_on(assembly: Assembly) -> date | None:
    """Return the day on which the first item of evidence was there for everybody."""
    first = first_public_at(assembly)
    return timezone.localdate(first) if first else None


register_publication_kind(
    PublicationKind(
        "evidence",
        _("What members read and hear"),
        _("The papers and talks that members get, as far as they can be made public, and who gave them."),
        evidence_published_on,
        "public_evidence",
        order=50,
        usual=Usual(FIRST_SESSION, 7),
    )
)

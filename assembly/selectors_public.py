"""What the public reads of an assembly on the ground floor: drafts are left out here, in the questions themselves."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assembly.enums import AssemblyState
from assembly.models import Assembly, PublicStatement, RemitVersion


def assemblies_known_to_public(words: str = "") -> QuerySet[Assembly]:
    """Return those that anybody may know of, newest first, each with its question; rehearsals are found by address.

    words: all of them stand in the name or in that of the authority.
    """
    published = RemitVersion.objects.filter(assembly=OuterRef("pk"), published_at__isnull=False)
    found = (
        Assembly.objects.exclude(state=AssemblyState.DRAFT)
        .filter(is_rehearsal=False)
        .annotate(question=Subquery(published.order_by("-number").values("question")[:1]))
    )
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(commissioning_authority__icontains=word))
    return found


def published_remits(assembly: Assembly) -> QuerySet[RemitVersion]:
    """Return the versions of the remit that everybody may read, the newest first."""
    return RemitVersion.objects.filter(assembly=assembly, published_at__isnull=False).order_by("-number")


def published_statements(assembly: Assembly) -> QuerySet[PublicStatement]:
    """Return the versions of what the public is told, the newest first."""
    return PublicStatement.objects.filter(assembly=assembly, published_at__isnull=False).order_by("-number")

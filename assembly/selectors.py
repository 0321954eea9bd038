"""What people read of assemblies, teams, remits and the record."""

from django.db.models import Q, QuerySet

from assembly.models import Assembly, User


def assemblies_visible_to(user: User, search: str = "") -> QuerySet[Assembly]:
    """Return the assemblies in which `user` has a role, newest first."""
    found = Assembly.objects.filter(appointments__user=user).distinct()
    if search:
        found = found.filter(Q(name__icontains=search) | Q(commissioning_authority__icontains=search))
    return found

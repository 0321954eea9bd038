"""Reads of freedom-of-information requests and their packs."""

from django.db.models import QuerySet

from assembly.evaluation.enums_closing import RequestState
from assembly.evaluation.models import DisclosurePack, DisclosureRequest
from assembly.models import Assembly


def requests_of(assembly: Assembly, *, state: str = "") -> QuerySet[DisclosureRequest]:
    """Return the requests, the newest first; with a state those that stand there."""
    found = DisclosureRequest.objects.filter(assembly=assembly).order_by("-number")
    return found.filter(state=state) if state in RequestState.values else found


def packs_of(request: DisclosureRequest) -> QuerySet[DisclosurePack]:
    """Return the packs of a request, the newest first."""
    return DisclosurePack.objects.filter(request=request).select_related("asked_by").order_by("-number")

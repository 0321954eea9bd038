"""What requests for information and the close-out need of the team."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.attention import ALWAYS
from assembly.enums import AssemblyState
from assembly.evaluation.attention import evaluation_parts
from assembly.evaluation.enums_closing import PackState, RequestState
from assembly.evaluation.models import CloseOutCertificate, DisclosureRequest
from assembly.models import Assembly
from assembly.stages import NextAction

SOON = timedelta(days=7)


def request_actions(assembly: Assembly) -> Iterator[NextAction]:
    """Point to requests that are due, and to packs that could not be built; one query."""
    today = timezone.localdate()
    received = Q(state=RequestState.RECEIVED)
    counts = DisclosureRequest.objects.filter(assembly=assembly).aggregate(
        due=Count("pk", filter=received & Q(due_on__lte=today + SOON), distinct=True),
        first=Min("due_on", filter=received),
        failed=Count("pk", filter=received & Q(packs__state=PackState.FAILED), distinct=True),
    )
    url, button = reverse("evaluation_disclosure", args=[assembly.slug]), _("Open the requests")
    if n := counts["due"]:
        title = ngettext("Answer one request for information", "Answer %(n)s requests for information", n)
        why = _("One press makes the pack that answers it.")
        yield NextAction(
            title % {"n": n}, why, url, button, counts["first"], permission="assembly.make_disclosure"
        )
    if n := counts["failed"]:
        title = ngettext(
            "The pack for one request could not be built",
            "The packs for %(n)s requests could not be built",
            n,
        )
        yield NextAction(
            title % {"n": n},
            _("Have it made again."),
            url,
            button,
            permission="assembly.make_disclosure",
        )


def close_out_actions(assembly: Assembly) -> Iterator[NextAction]:
    """Point to the certificate once the assembly is closed."""
    if assembly.state != AssemblyState.CLOSED:
        return
    if CloseOutCertificate.objects.filter(assembly=assembly).exists():
        return
    yield NextAction(
        _("Issue the close-out certificate"),
        _("It tells the public what was promised, what was delivered, and who follows up what stays open."),
        reverse("evaluation_close_out", args=[assembly.slug]),
        _("Prepare it"),
        permission="assembly.close_out",
    )


evaluation_parts.register_attention("disclosure_requests", request_actions)
evaluation_parts.register_attention(ALWAYS, close_out_actions)

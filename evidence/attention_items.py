"""What of the evidence items needs somebody, and how far they are."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly, AuditEvent
from assembly.stages import Figure, NextAction
from evidence.attention import ITEMS, evidence_parts
from evidence.enums import ItemState
from evidence.item_gates import PUBLIC
from evidence.item_verbs import EDITS, RELEASES
from evidence.models import EvidenceItem
from evidence.selectors.items import public_without_agreement
from scheduling.models import Session

REVIEW_DAYS = 7
"""For so long reviewers may take their time."""
SOON_DAYS = 7
"""So long before a session its evidence should be with members."""


def items_to_see_to(assembly: Assembly) -> Iterator[NextAction]:
    """Name what is late; asked on every page, so one question tells which others are needed."""
    now = timezone.now()
    stands = EvidenceItem.objects.filter(assembly=assembly).aggregate(
        late=Count("pk", filter=Q(state=ItemState.REQUESTED, wanted_by__lt=timezone.localdate(now))),
        late_since=Min(
            "wanted_by", filter=Q(state=ItemState.REQUESTED, wanted_by__lt=timezone.localdate(now))
        ),
        come_in=Count("pk", filter=Q(state=ItemState.SUBMITTED)),
        in_review=Count("pk", filter=Q(state=ItemState.BALANCE_REVIEW)),
        approved=Count("pk", filter=Q(state=ItemState.APPROVED)),
        public=Count("pk", filter=Q(state__in=PUBLIC, witness__isnull=False)),
    )
    if late := stands["late"]:
        yield _action(
            ngettext("Ask after one late item", "Ask after %(n)s late items", late) % {"n": late},
            _("It was asked for and has not come in."),
            _list(assembly, ItemState.REQUESTED),
            EDITS,
            due=stands["late_since"],
        )
    if come_in := stands["come_in"]:
        yield _action(
            ngettext("Give one item to the reviewers", "Give %(n)s items to the reviewers", come_in)
            % {"n": come_in},
            _("It has come in, and nobody has looked at it."),
            _list(assembly, ItemState.SUBMITTED),
            EDITS,
        )
    if in_review := stands["in_review"]:
        yield from _reviews(assembly, in_review, now)
    if stands["approved"]:
        yield from _not_released(assembly, now)
    if stands["public"]:
        yield from _without_agreement(assembly)


def _reviews(assembly: Assembly, in_review: int, now: Any) -> Iterator[NextAction]:
    yield _action(
        ngettext("Review one item", "Review %(n)s items", in_review) % {"n": in_review},
        _("Members read nothing before it was found balanced and accurate."),
        reverse("evidence_reviews", args=[assembly.slug]),
        "assembly.review_evidence",
    )
    waiting = EvidenceItem.objects.filter(assembly=assembly, state=ItemState.BALANCE_REVIEW)
    keys = {str(pk) for pk in waiting.values_list("pk", flat=True)}
    begun = AuditEvent.objects.filter(
        assembly=assembly,
        type__in=("evidence.review", "evidence.review_again"),
        object_type="evidenceitem",
        object_id__in=keys,
        at__gt=now - timedelta(days=REVIEW_DAYS),
    )
    if late := len(keys - set(begun.values_list("object_id", flat=True))):
        yield _action(
            ngettext("Ask after one review", "Ask after %(n)s reviews", late) % {"n": late},
            _("It has been with the reviewers for more than %(days)s days.") % {"days": REVIEW_DAYS},
            _list(assembly, ItemState.BALANCE_REVIEW),
            EDITS,
        )


def _not_released(assembly: Assembly, now: Any) -> Iterator[NextAction]:
    soon = Session.objects.filter(
        evidence_items__assembly=assembly,
        evidence_items__state=ItemState.APPROVED,
        starts_at__lte=now + timedelta(days=SOON_DAYS),
    ).aggregate(first=Min("starts_at"), items=Count("evidence_items", distinct=True))
    if items := soon["items"]:
        yield _action(
            ngettext("Release one approved item", "Release %(n)s approved items", items) % {"n": items},
            _("Its session is near or past, and members cannot read it."),
            _list(assembly, ItemState.APPROVED),
            RELEASES,
            due=timezone.localdate(soon["first"]),
        )


def _without_agreement(assembly: Assembly) -> Iterator[NextAction]:
    for item in public_without_agreement(assembly):
        yield _action(
            _("Decide about %(item)s") % {"item": item},
            _(
                "It was published, and its witness does not agree to that any more: the public does not see it."
            ),
            reverse("evidence_item", args=[assembly.slug, item.number]),
            EDITS,
        )


def _list(assembly: Assembly, state: str) -> str:
    return f"{reverse('evidence', args=[assembly.slug])}?state={state}"


def _action(title: str, why: str, url: str, permission: str, due: Any = None) -> NextAction:
    return NextAction(
        title=title, why=why, url=url, button=_("Open the evidence"), permission=permission, due=due
    )


def item_figures(assembly: Assembly) -> Iterator[Figure]:
    """Tell how many items there are, and how many members and everybody can read."""
    stands = EvidenceItem.objects.filter(assembly=assembly).aggregate(
        all=Count("pk", filter=~Q(state=ItemState.WITHDRAWN)),
        public=Count("pk", filter=Q(state__in=PUBLIC)),
    )
    if stands["all"]:
        yield Figure(_("Evidence items"), stands["all"], _("%(n)s are published") % {"n": stands["public"]})


evidence_parts.register_attention(ITEMS, items_to_see_to)
evidence_parts.register_figures(ITEMS, item_figures)

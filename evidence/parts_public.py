"""What evidence adds to the public site: evidence, questions and answers, and its entries of the feed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.public_site import PublicPage, Teaser, register_public_page
from evidence.enums import CallState, ItemState
from evidence.models import Call, EvidenceVersion
from evidence.public_entries import entries_of
from evidence.selectors.published import listed_items, published
from evidence.selectors.questions import public_questions
from evidence.services.witnesses import PROPOSABLE

FEW = 3
"""Titles on the page about the assembly."""


def _has_evidence(assembly: Assembly) -> bool:
    """Whether there is something to read, to send in or to propose."""
    if assembly.state in PROPOSABLE:
        return True
    versions = EvidenceVersion.objects.filter(item__assembly=OuterRef("pk"), published_at__isnull=False)
    calls = Call.objects.filter(assembly=OuterRef("pk")).exclude(state=CallState.DRAFT)
    known = Assembly.objects.filter(pk=assembly.pk)
    return known.filter(Q(Exists(versions)) | Q(Exists(calls))).exists()


def _evidence_teaser(assembly: Assembly, now: datetime) -> Teaser | None:
    # What was withdrawn is not read any more: it is neither counted nor offered here, as in the table of topics.
    found = listed_items(assembly, now).exclude(state=ItemState.WITHDRAWN)
    newest = published(found.order_by("-number")[:FEW])
    shown = {"count": found.count() if newest else 0, "items": newest, "entries": entries_of(assembly)}
    return ("evidence/public_teaser.html", shown) if newest or shown["entries"] else None


def _questions_teaser(assembly: Assembly, now: datetime) -> Teaser | None:  # noqa: ARG001 (the registry's signature)
    newest = list(public_questions(assembly).order_by("-published_at", "-number")[:FEW])
    return ("evidence/public_teaser_questions.html", {"questions": newest}) if newest else None


def _feed(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:
    for item in published(listed_items(assembly, now)):
        if item.withdrawn_reason:
            continue
        about = (item.published_at, "public_item", (item.number,))
        yield FeedEntry(f"evidence-{item.number}", item.title, item.summary, *about)
        if item.corrected_at is not None:
            title = _("Corrected: %(title)s") % {"title": item.title}
            key = f"evidence-{item.number}-{item.corrected_at:%Y%m%d%H%M%S}"
            yield FeedEntry(key, title, item.note, item.corrected_at, "public_item", (item.number,))
    for question in public_questions(assembly):
        text = "\n\n".join(answer.text for answer in question.public_answers)
        key = f"question-{question.number}"
        yield FeedEntry(key, question.wording, text, question.published_at, "public_questions")


register_public_page(
    PublicPage(
        key="evidence",
        label=gettext_lazy("Evidence"),
        order=30,
        url_name="public_evidence",
        is_there=_has_evidence,
        teaser=_evidence_teaser,
    )
)
register_public_page(
    PublicPage(
        key="questions",
        label=gettext_lazy("Members’ questions"),
        order=40,
        url_name="public_questions",
        is_there=lambda assembly: public_questions(assembly).exists(),
        teaser=_questions_teaser,
    )
)
register_feed_source(_feed)

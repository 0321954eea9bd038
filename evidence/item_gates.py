"""What must be true before an evidence item moves on; each answer is a sentence that says what to do."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from evidence.enums import ItemKind, ItemState, ReleaseScope, Verdict
from evidence.models import EvidenceItem, EvidenceVersion, Release, Review

PUBLIC = (ItemState.PUBLISHED, ItemState.CORRECTED)
"""The states in which everybody reads an item."""


def _draft(item: EvidenceItem) -> EvidenceVersion | None:
    return EvidenceVersion.objects.filter(item=item, released_at=None).first()


def scope_of(item: EvidenceItem) -> str:
    """Return what a witness has to agree to before their item is made public."""
    return ReleaseScope.RECORDING if item.kind == ItemKind.VIDEO else ReleaseScope.MATERIAL


def lacks_agreement(item: EvidenceItem) -> bool:
    """Whether the item is a witness's, who has not agreed that such things are made public, or no longer does."""
    if item.witness_id is None:
        return False
    agreed = Release.objects.filter(witness=item.witness_id, scope=scope_of(item), ended_at=None)
    return not agreed.exists()


def _content(draft: EvidenceVersion | None) -> Iterator[str]:
    if draft is None:
        yield _("There is no draft. Write one first.")
        return
    if not draft.title.strip():
        yield _("The draft has no title.")
    if not (draft.text.strip() or draft.link or draft.file_id):
        yield _("There is nothing to read yet: enter a text, an address or a file.")


def _summary(draft: EvidenceVersion | None) -> Iterator[str]:
    if draft is not None and not draft.summary.strip():
        yield _("There is no summary in plain language.")


def _settled(draft: EvidenceVersion | None) -> Iterator[str]:
    if draft is None:
        return
    asked = (Verdict.CHANGE, Verdict.UNFIT)
    if Review.objects.filter(version=draft, verdict__in=asked, settled_at=None).exists():
        yield _("A reviewer objected. Say first what was done about it.")


def _reviewed(draft: EvidenceVersion | None) -> Iterator[str]:
    if draft is None:
        return
    # A draft that was changed since somebody found it fit needs a new look.
    if not Review.objects.filter(version=draft, revision=draft.revision, verdict=Verdict.FIT).exists():
        yield _("No reviewer has found the draft, as it now stands, balanced and accurate.")
    yield from _settled(draft)


def _agreed(item: EvidenceItem) -> Iterator[str]:
    if lacks_agreement(item):
        yield _("%(witness)s has not agreed to have this made public. Enter the agreement first.") % {
            "witness": item.witness
        }


def _may_name(item: EvidenceItem, version: EvidenceVersion | None) -> Iterator[str]:
    """Hold back words that name the witness in full, as long as they do not agree to have their name made public."""
    if version is None or item.witness is None or not item.witness.name:
        return
    said = "\n".join((version.title, version.summary, version.text, version.source)).casefold()
    agreed = Release.objects.filter(witness=item.witness, scope=ReleaseScope.NAME, ended_at=None)
    if item.witness.name.casefold() in said and not agreed.exists():
        yield _(
            "It names %(witness)s, who has not agreed to have their name made public. Take the name out, or enter "
            "the agreement first."
        ) % {"witness": item.witness}


def _may_submit(item: EvidenceItem) -> list[str]:
    return list(_content(_draft(item)))


def _may_pass(item: EvidenceItem) -> list[str]:
    draft = _draft(item)
    return [*_content(draft), *_reviewed(draft)]


def _may_approve(item: EvidenceItem) -> list[str]:
    draft = _draft(item)
    return [*_content(draft), *_summary(draft), *_settled(draft)]


def _may_publish(item: EvidenceItem) -> list[str]:
    released = EvidenceVersion.objects.filter(item=item, released_at__isnull=False).order_by("-number")
    return [*_agreed(item), *_may_name(item, released.first())]


def _may_correct(item: EvidenceItem) -> list[str]:
    draft = _draft(item)
    if draft is None:
        return [_("There is no correction. Write one first.")]
    blockers = [*_content(draft), *_summary(draft), *_reviewed(draft)]
    if not draft.note.strip():
        blockers.append(_("The correction does not say what changed."))
    if item.state in PUBLIC:
        blockers += [*_agreed(item), *_may_name(item, draft)]
    return blockers


def _may_drop(item: EvidenceItem) -> list[str]:
    return [] if _draft(item) else [_("No correction was begun.")]


ITEM_GATES: dict[str, Callable[[EvidenceItem], list[str]]] = {
    "submit": _may_submit,
    "review": _may_submit,
    "pass_review": _may_pass,
    "approve": _may_approve,
    "release": _may_approve,
    "publish": _may_publish,
    "correct": _may_correct,
    "drop": _may_drop,
}
"""Verb → what blocks it, whatever the time is."""


def embargo_blockers(item: EvidenceItem, verb: str, now: datetime) -> list[str]:
    """Say that nobody is shown an item before its embargo ends."""
    shows = verb in ("release", "publish", "correct")
    if shows and item.embargo_until is not None and now < item.embargo_until:
        return [_("It is not to be shown before the end of its embargo.")]
    return []

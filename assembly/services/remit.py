"""Draft and publish the remit in versions. What was published is never overwritten."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, NothingToPublish, RemitIncomplete
from assembly.models import Assembly, RemitVersion, User
from assembly.services.record import record_event


@dataclass(frozen=True, slots=True)
class RemitWords:
    """What people write in a remit."""

    question: str
    in_scope: str
    out_of_scope: str
    response_promise: str
    response_months: int | None


def latest_version(assembly: Assembly) -> RemitVersion | None:
    """Return the draft, or without one the last published version: what the next edit begins with."""
    return RemitVersion.objects.filter(assembly=assembly).order_by("-number").first()


def fingerprint(version: RemitVersion | None) -> str:
    """Return a digest of what a person sees when they begin to edit, to notice that it has changed since."""
    if version is None:
        return "none"
    seen = json.dumps([version.number, version.is_published, asdict(_words_of(version))])
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


@transaction.atomic
def save_remit_draft(
    *, assembly: Assembly, words: RemitWords, seen: str, actor: User, now: datetime
) -> RemitVersion | None:
    """Write `words` into the draft, or into a new draft after the last published version.

    Sending the same words twice changes nothing and records nothing. Returns the version that holds the words.

    Raises:
        ChangedMeanwhile: somebody else saved or published since the page with the digest `seen` was loaded.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    latest = latest_version(assembly)
    if latest is not None and _words_of(latest) == words:
        return latest
    _refuse_if_changed(latest, seen)
    fields = asdict(words)
    if latest is None or latest.is_published:
        number = latest.number + 1 if latest else 1
        draft = RemitVersion.objects.create(
            assembly=assembly, number=number, created_at=now, created_by=actor, **fields
        )
        changed = sorted(fields)
    else:
        draft = latest
        changed = sorted(name for name, value in fields.items() if getattr(draft, name) != value)
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(fields))
    record_event(
        "remit.drafted",
        obj=draft,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": draft.number, "fields": changed},
    )
    return draft


@transaction.atomic
def publish_remit(*, assembly: Assembly, seen: str, actor: User, now: datetime) -> RemitVersion:
    """Publish the draft: from now on it is a version that nobody can change.

    Raises:
        NothingToPublish: no draft (perhaps somebody published it a moment before).
        ChangedMeanwhile: the draft is no longer the one that this person has read.
        RemitIncomplete: the promise or its months are missing.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    draft = latest_version(assembly)
    if draft is None or draft.is_published:
        raise NothingToPublish(_("There is no draft to publish. Perhaps somebody published it before you."))
    _refuse_if_changed(draft, seen)
    if not draft.response_promise.strip() or draft.response_months is None:
        raise RemitIncomplete(
            _(
                "Write how the authority has promised to answer, and within how many months, before you publish."
            )
        )
    draft.published_at = now
    draft.published_by = actor
    draft.save(update_fields=["published_at", "published_by"])
    record_event(
        "remit.published",
        obj=draft,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": draft.number},
    )
    return draft


def _words_of(version: RemitVersion) -> RemitWords:
    return RemitWords(
        question=version.question,
        in_scope=version.in_scope,
        out_of_scope=version.out_of_scope,
        response_promise=version.response_promise,
        response_months=version.response_months,
    )


def _refuse_if_changed(latest: RemitVersion | None, seen: str) -> None:
    if fingerprint(latest) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed the remit while you were writing, so nothing of yours was saved yet. Compare "
                "your words below with the present version; then save again to put yours in its place."
            )
        )

"""Draft and publish what the public is told about an assembly, in versions. What was published is never overwritten."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, NothingToPublish, StatementIncomplete
from assembly.models import Assembly, PublicStatement, User
from assembly.services.record import record_event


@dataclass(frozen=True, slots=True)
class StatementWords:
    """What people write in a statement. budget: in `currency`, a code of three letters; both or neither."""

    language: str
    why: str
    who_pays: str
    budget: Decimal | None
    currency: str
    oversight: str
    phone: str
    post: str
    email: str


_NAMES = tuple(each.name for each in fields(StatementWords))


def latest_statement(assembly: Assembly) -> PublicStatement | None:
    """Return the draft, or without one the last published version: what the next edit begins with."""
    return PublicStatement.objects.filter(assembly=assembly).order_by("-number").first()


def statement_fingerprint(statement: PublicStatement | None) -> str:
    """Return a digest of what a person sees when they begin to edit, to notice that it has changed since."""
    if statement is None:
        return "none"
    words = asdict(_words_of(statement))
    # The database gives an amount back with its cents; a draft that was just saved has it as it was typed.
    words["budget"] = None if statement.budget is None else f"{statement.budget:.2f}"
    seen = json.dumps([statement.number, statement.is_published, words])
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def what_is_missing(statement: PublicStatement) -> list[str]:
    """Return in sentences what has to be written before the statement can be published."""
    said = (
        (statement.why, _("Write why the assembly is held.")),
        (statement.who_pays, _("Write who pays.")),
        (statement.oversight, _("Write who decides, and who watches over it.")),
        (
            statement.phone or statement.post,
            _("Give a phone number or an address for letters: not everybody has the internet."),
        ),
    )
    return [sentence for words, sentence in said if not words.strip()]


@transaction.atomic
def save_statement_draft(
    *, assembly: Assembly, words: StatementWords, seen: str, actor: User, now: datetime
) -> PublicStatement:
    """Write `words` into the draft, or into a new draft after the last published version; return what holds them.

    Sending the same words twice changes nothing and records nothing.

    Raises:
        ChangedMeanwhile: somebody else saved or published since the page with the digest `seen` was loaded.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    latest = latest_statement(assembly)
    if latest is not None and _words_of(latest) == words:
        return latest
    _refuse_if_changed(latest, seen)
    if latest is None or latest.is_published:
        number = latest.number + 1 if latest else 1
        draft = PublicStatement(assembly=assembly, number=number, created_at=now, created_by=actor)
        changed = list(_NAMES)
    else:
        draft = latest
        changed = [name for name in _NAMES if getattr(draft, name) != getattr(words, name)]
    for name, value in asdict(words).items():
        setattr(draft, name, value)
    draft.save()
    record_event(
        "statement.drafted",
        obj=draft,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": draft.number, "fields": sorted(changed)},
    )
    return draft


@transaction.atomic
def publish_statement(*, assembly: Assembly, seen: str, actor: User, now: datetime) -> PublicStatement:
    """Publish the draft: from now on it is a version that nobody can change.

    Raises:
        NothingToPublish: no draft (perhaps somebody published it a moment before).
        ChangedMeanwhile: the draft is no longer the one that this person has read.
        StatementIncomplete: something has to be written first.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    draft = latest_statement(assembly)
    if draft is None or draft.is_published:
        raise NothingToPublish(_("There is no draft to publish. Perhaps somebody published it before you."))
    _refuse_if_changed(draft, seen)
    missing = what_is_missing(draft)
    if missing:
        raise StatementIncomplete(" ".join(missing))
    draft.published_at = now
    draft.published_by = actor
    draft.save(update_fields=["published_at", "published_by"])
    record_event(
        "statement.published",
        obj=draft,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": draft.number},
    )
    return draft


def _words_of(statement: PublicStatement) -> StatementWords:
    values: dict[str, Any] = {name: getattr(statement, name) for name in _NAMES}
    return StatementWords(**values)


def _refuse_if_changed(latest: PublicStatement | None, seen: str) -> None:
    if statement_fingerprint(latest) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this while you were writing, so nothing of yours was saved yet. Compare your "
                "words below with the present version; then save again to put yours in its place."
            )
        )

"""Makes statements of an assembly for the public."""

from decimal import Decimal
from typing import Any

from assembly.models import Assembly, PublicStatement, User
from assembly.services.public_statement import (
    StatementWords,
    latest_statement,
    publish_statement,
    save_statement_draft,
    statement_fingerprint,
)
from tests.factories import NOON, UserFactory

WORDS = StatementWords(
    language="en",
    why="⟪The air in the old town is bad.⟫",
    who_pays="⟪The town pays, and has no say in the process.⟫",
    budget=Decimal(120_000),
    currency="GBP",
    oversight="⟪A board of five offices watches over it.⟫",
    phone="01632 960 001",
    post="⟪Town hall, 1 High Street⟫",
    email="team@example.org",
)


def make_statement(
    assembly: Assembly, *, is_published: bool = True, actor: User | None = None, now: Any = NOON, **words: Any
) -> PublicStatement:
    """Write a version, and publish it."""
    actor = actor or UserFactory()
    said = StatementWords(**{**{name: getattr(WORDS, name) for name in WORDS.__dataclass_fields__}, **words})
    seen = statement_fingerprint(latest_statement(assembly))
    draft = save_statement_draft(assembly=assembly, words=said, seen=seen, actor=actor, now=now)
    if not is_published:
        return draft
    return publish_statement(assembly=assembly, seen=statement_fingerprint(draft), actor=actor, now=now)

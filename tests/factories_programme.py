"""Makers of published programmes."""

from datetime import datetime
from typing import Any

from assembly.models import Assembly, User
from scheduling.models import ProgrammeVersion, Session
from scheduling.services.programme import draft_mark, publish_programme
from tests.factories import NOON, UserFactory
from tests.factories_people import make_members, make_person
from tests.factories_sessions import make_item, make_session


def publish(
    assembly: Assembly, *, actor: User | None = None, now: datetime = NOON, note: str = "⟪As planned⟫"
) -> ProgrammeVersion:
    """Publish the plan of an assembly as it stands, with all its sessions."""
    chosen = list(Session.objects.filter(assembly=assembly, state="draft").values_list("pk", flat=True))
    return publish_programme(
        assembly=assembly,
        chosen=chosen,
        note=note,
        seen=draft_mark(assembly, chosen),
        actor=actor or UserFactory(),
        now=now,
    )


def make_version(assembly: Assembly, **fields: Any) -> ProgrammeVersion:
    """Publish one session with a talk by a witness, a lunch for everybody and something internal; three members."""
    session = make_session(assembly)
    make_members(assembly)
    make_item(session, people=(make_person(assembly),), description="⟪About stoves⟫")
    make_item(session, at=60, kind="break", title="⟪Lunch⟫")
    make_item(session, at=90, kind="internal", title="⟪Briefing⟫", staff_notes="⟪Keys⟫")
    return publish(assembly, **fields)

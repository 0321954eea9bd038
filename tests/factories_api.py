"""Makers of access tokens, and of an assembly that has something at every address of the API."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from assembly.connections.access_secrets import drawn_secret
from assembly.connections.models import AccessToken
from assembly.connections.services.tokens import WantedToken, end_token, expire_tokens, make_token
from assembly.enums import Role
from assembly.models import Assembly, User
from tests.factories import AppointmentFactory, RemitVersionFactory
from tests.factories_evidence import make_item as make_evidence
from tests.factories_evidence import make_question, make_topic
from tests.factories_figures import make_published
from tests.factories_messages import make_mailing
from tests.factories_outcomes import make_recommendation
from tests.factories_programme import publish
from tests.factories_publication import make_promise
from tests.factories_register import make_register
from tests.factories_sessions import make_item, make_room, make_session, make_venue
from tests.factories_site import make_statement
from tests.factories_survey_pages import make_survey
from tests.factories_votes import make_voted

API = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Made:
    """A token with its secret, which only its maker knows."""

    token: AccessToken
    secret: str

    @property
    def header(self) -> dict[str, str]:
        """Return the header by which a program reads."""
        return {"Authorization": f"Bearer {self.secret}"}


def make_access(
    assembly: Assembly,
    role: str = Role.ORGANISER,
    *,
    days: int = 90,
    actor: User | None = None,
    now: datetime | None = None,
) -> Made:
    """Make a token that works today."""
    now = now or timezone.now()
    secret = drawn_secret()
    token = make_token(
        assembly=assembly,
        wanted=WantedToken("⟪Council’s website⟫", role, timezone.localdate(now) + timedelta(days=days)),
        secret=secret,
        form_token=uuid.uuid4(),
        actor=actor or AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user,
        now=now,
    )
    assert token is not None
    return Made(token, secret)


def token_at(assembly: Assembly, state: str) -> AccessToken:
    """Make a token and bring it to a state."""
    if state == "expired":
        long_ago = timezone.now() - timedelta(days=10)
        token = make_access(assembly, days=3, now=long_ago).token
        expire_tokens(timezone.now())
    else:
        token = make_access(assembly).token
        if state == "ended":
            end_token(token=token, reason="⟪Not needed⟫", actor=token.made_by, now=timezone.now())
    token.refresh_from_db()
    assert token.state == state
    return token


def read(address: str, made: Made | None = None, **more: Any) -> Any:
    """Ask the API as a program would."""
    headers = {**(made.header if made else {}), **more.pop("headers", {})}
    return Client().get(f"{API}{address}", headers=headers, **more)


def fill_assembly(assembly: Assembly) -> Assembly:
    """Put something at every address of the API, and let the public know of the assembly."""
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    RemitVersionFactory(assembly=assembly, number=2)
    make_statement(assembly)
    make_register(assembly)
    make_published(assembly)
    make_topic(assembly)
    venue = make_venue(assembly)
    room = make_room(venue)
    session = make_session(assembly, venue=venue)
    session.rooms.add(room)
    make_item(session)
    publish(assembly)
    make_evidence(assembly, state="published")
    make_evidence(assembly, state="submitted")
    make_question(assembly)
    make_recommendation(assembly, state="drafted")
    make_voted(assembly)
    make_survey(assembly, "closed")
    make_promise(assembly)
    make_mailing(assembly)
    assembly.refresh_from_db()
    return assembly


def addresses(assembly: Assembly, patterns: dict[str, Any]) -> list[str]:
    """Return every address of the description, with what it names in an assembly."""
    return [path.format(slug=assembly.slug, number=1) for path in patterns]

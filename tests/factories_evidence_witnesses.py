"""Makers of what belongs to witnesses: declared interests, release agreements, accounts, a ledger with everything."""

from typing import Any

from assembly.enums import Role
from assembly.models import Assembly, User
from evidence.models import Release, Witness
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_evidence import make_topic, make_witness
from tests.factories_people import make_person
from tests.factories_programme import publish
from tests.factories_sessions import make_item, make_person_time, make_session


def make_declared(assembly: Assembly, *, state: str = "accepted", **fields: Any) -> Witness:
    """Add a witness in a state who has declared interests."""
    declared = {"interests": "⟪Paid by the university⟫", "interests_at": NOON, "interests_way": "online"}
    return make_witness(assembly, state=state, **{**declared, **fields})


def make_release(witness: Witness, scope: str = "recording", **fields: Any) -> Release:
    """Let a witness agree to a publication."""
    stands = {"agreed_at": NOON, "way": "paper", "entered_by": UserFactory()}
    return Release.objects.create(witness=witness, scope=scope, **{**stands, **fields})


def make_own_file(
    assembly: Assembly, user: User | None = None, *, state: str = "accepted", **fields: Any
) -> Witness:
    """Add a witness who can sign in."""
    user = user or AppointmentFactory(assembly=assembly, role=Role.WITNESS).user
    witness = make_witness(assembly, state=state, **fields)
    witness.person.user = user
    witness.person.save()
    return witness


def make_full_file(assembly: Assembly) -> Witness:
    """Add a witness with a topic, a published appearance, times, interests and an agreement, and a near name."""
    witness = make_declared(assembly, position="for", gender="woman")
    witness.topics.add(make_topic(assembly))
    session = make_session(assembly)
    make_item(session, people=(witness.person,))
    make_person_time(witness.person, session, openness="free")
    make_release(witness)
    make_release(witness, "material", ended_at=NOON, ended_by=UserFactory())
    make_person(assembly, name=witness.name)
    publish(assembly)
    return witness

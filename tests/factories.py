"""Makers of the ground floor's objects. Names are marked ⟪…⟫, to tell data from interface text."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

import factory
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from factory.django import DjangoModelFactory

from assembly.enums import Role
from assembly.models import Appointment, Assembly, AuditEvent, Invitation, RemitVersion, StateEntry, User
from assembly.second_factor import BY_CODE_ALONE, has_second_factor
from assembly.services.record import record_event

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""The moment at which tests take place; pass it as `now`."""

PASSWORD = "correct horse battery"
"""What everybody signs in with."""


TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The key in everybody's app."""


class UserFactory(DjangoModelFactory):
    """A person who can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"⟪Person {n}⟫")
    password = factory.django.Password(PASSWORD)


def add_second_factor(user: User) -> str:
    """Set up an app for somebody; return its secret. Whoever has one keeps it."""
    if not has_second_factor(user):
        TOTP.activate(user, TOTP_SECRET)
    return TOTP_SECRET


class AssemblyFactory(DjangoModelFactory):
    """An assembly in draft, without a remit and without a team."""

    class Meta:
        model = Assembly

    name = factory.Sequence(lambda n: f"⟪Assembly {n}⟫")
    slug = factory.Sequence(lambda n: f"assembly-{n}")
    commissioning_authority = "⟪Riverbend City Council⟫"
    seats = 50
    first_session_on = date(2026, 6, 6)
    last_session_on = date(2026, 10, 10)
    created_at = NOON
    created_by = factory.SubFactory(UserFactory)


class AppointmentFactory(DjangoModelFactory):
    """A person's role in an assembly."""

    class Meta:
        model = Appointment
        skip_postgeneration_save = True

    assembly = factory.SubFactory(AssemblyFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.ORGANISER
    appointed_at = NOON

    @factory.post_generation
    def second_factor(self: Appointment, create: bool, extracted: bool | None, **_kwargs: Any) -> None:
        """Give whoever needs it a second factor, unless `second_factor=False`."""
        if create and extracted is not False and self.role not in BY_CODE_ALONE:
            add_second_factor(self.user)


class StateEntryFactory(DjangoModelFactory):
    """A date on the timeline."""

    class Meta:
        model = StateEntry

    assembly = factory.SubFactory(AssemblyFactory)
    state = "draft"
    entered_at = NOON


class RemitVersionFactory(DjangoModelFactory):
    """A draft of the remit; the trait `published` makes it a published version."""

    class Meta:
        model = RemitVersion

    class Params:
        published = factory.Trait(published_at=NOON, published_by=factory.SelfAttribute("created_by"))

    assembly = factory.SubFactory(AssemblyFactory)
    number = 1
    question = "⟪How should Riverbend clean up the air we breathe?⟫"
    in_scope = "⟪Traffic and heating⟫"
    out_of_scope = "⟪National taxes⟫"
    response_promise = "⟪The council answers every recommendation in public.⟫"
    response_months = 6
    created_at = NOON
    created_by = factory.SubFactory(UserFactory)


class InvitationFactory(DjangoModelFactory):
    """An open invitation; the digest belongs to no token."""

    class Meta:
        model = Invitation

    assembly = factory.SubFactory(AssemblyFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    name = factory.Sequence(lambda n: f"⟪Invited {n}⟫")
    role = Role.OBSERVER
    token_digest = factory.Sequence(lambda n: f"{n:064d}")
    invited_by = factory.SubFactory(UserFactory)
    invited_at = NOON
    expires_at = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)


class AuditEventFactory(DjangoModelFactory):
    """One entry of the record, written as services write it; the last of its chain."""

    class Meta:
        model = AuditEvent

    assembly = factory.SubFactory(AssemblyFactory)
    type = "assembly.announce"
    actor = factory.SubFactory(UserFactory)
    at = NOON
    details: ClassVar = {}

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> AuditEvent:  # noqa: ARG003
        fields["now"] = fields.pop("at")
        with transaction.atomic():
            return record_event(fields.pop("type"), **fields)

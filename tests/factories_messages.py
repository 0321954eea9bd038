"""Makers of templates and mailings."""

import uuid
from typing import Any

from assembly.models import Assembly, Mailing, MessageTemplate, OutboxMessage, Reminder
from sortition.models import Respondent
from tests.factories import NOON, UserFactory
from tests.factories_pool import RespondentFactory


def make_template(assembly: Assembly, body: str = "⟪Dear {{ first_name }}⟫") -> MessageTemplate:
    """Make a template for respondents."""
    number = MessageTemplate.objects.filter(assembly=assembly).count() + 1
    return MessageTemplate.objects.create(
        assembly=assembly, name=f"⟪Welcome {number}⟫", audience="respondents", subject="⟪Hello⟫", body=body
    )


def make_mailing(assembly: Assembly, *, to: Respondent | None = None, state: str = "draft") -> Mailing:
    """Make a mailing with one message, in a state of the message."""
    person = to or RespondentFactory(assembly=assembly)
    number = Mailing.objects.filter(assembly=assembly).count() + 1
    is_draft = state == "draft"
    mailing = Mailing.objects.create(
        assembly=assembly,
        number=number,
        name=f"⟪Mailing {number}⟫",
        audience="respondents",
        part="panel",
        subject="⟪Hello⟫",
        body="⟪Dear⟫",
        state="draft" if is_draft else "approved",
        created_at=NOON,
        created_by=UserFactory(),
        approved_at=None if is_draft else NOON,
    )
    OutboxMessage.objects.create(
        mailing=mailing,
        number=1,
        about_kind="respondent",
        about_id=person.pk,
        name=f"⟪{person}⟫",
        email="⟪someone@example.org⟫",
        subject="⟪Hello⟫",
        body="⟪Dear⟫",
        state=state,
        message_id=f"<{uuid.uuid4().hex}@example.org>",
        claimed_at=None if is_draft else NOON,
        due_at=None if is_draft else NOON,
    )
    return mailing


def make_letters(assembly: Assembly) -> Mailing:
    """Make an approved mailing with one letter that was printed."""
    mailing = make_mailing(assembly, state="pending")
    mailing.messages.update(channel="letter", email="", address="⟪Ada⟫\n⟪1 Mill Lane⟫")
    return mailing


def make_reminder(assembly: Assembly, **fields: Any) -> Reminder:
    """Make a planned reminder: three days before the first session, to the pool, by e-mail."""
    given = {"date_key": "assembly.first_session", "days": 3, "part": "pool", "channel": "email", **fields}
    return Reminder.objects.create(
        assembly=assembly,
        template=given.pop("template", None) or make_template(assembly),
        created_at=NOON,
        created_by=given.pop("created_by", None) or UserFactory(),
        **given,
    )

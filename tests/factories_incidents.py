"""Makers of incidents and facilitators' notes."""

from datetime import date

from assembly.models import Assembly, FacilitatorNote, Incident, IncidentReader, IncidentStep, User
from tests.factories import NOON, UserFactory


def make_incident(
    assembly: Assembly,
    *,
    account: str = "⟪Somebody fell on the stairs⟫",
    step: str = "",
    readers: tuple[User, ...] = (),
    state: str = "reported",
) -> Incident:
    """Make an incident reported by a stranger to the test."""
    number = Incident.objects.filter(assembly=assembly).count() + 1
    incident = Incident.objects.create(
        assembly=assembly,
        number=number,
        kind="safety",
        state=state,
        happened_on=date(2026, 3, 1),
        account=account,
        reported_at=NOON,
        reported_by=UserFactory(),
        closed_at=NOON if state == "closed" else None,
    )
    for reader in readers:
        IncidentReader.objects.create(incident=incident, user=reader, since=NOON)
    if step:
        IncidentStep.objects.create(incident=incident, at=NOON, author=UserFactory(), text=step)
    return incident


def make_note(
    assembly: Assembly, *, text: str = "⟪Quiet table⟫", author: User | None = None, is_shared: bool = False
) -> FacilitatorNote:
    """Make a note about a table."""
    return FacilitatorNote.objects.create(
        assembly=assembly,
        day=date(2026, 3, 1),
        table="⟪4⟫",
        text=text,
        is_shared=is_shared,
        author=author or UserFactory(),
        written_at=NOON,
    )

"""Fill a database with something of every part: `python -m tests.filled_database`, in a process of its own.

The settings say which: it has all migrations and nothing in it.
"""

import django

django.setup()

from assembly.models import Person  # noqa: E402 (the apps stand first)
from scheduling.models import Session  # noqa: E402
from tests.factories import AppointmentFactory, AssemblyFactory  # noqa: E402
from tests.factories_attendance import fill_attendance  # noqa: E402
from tests.factories_closing import make_certificate  # noqa: E402
from tests.factories_evidence_items import fill_evidence  # noqa: E402
from tests.factories_learning import make_entry  # noqa: E402
from tests.factories_membership import fill_record  # noqa: E402
from tests.factories_messages import make_mailing  # noqa: E402
from tests.factories_outcomes import make_published  # noqa: E402
from tests.factories_people import make_members  # noqa: E402
from tests.factories_pool import RespondentFactory  # noqa: E402
from tests.factories_seats import enter_draw  # noqa: E402
from tests.factories_sessions import make_session  # noqa: E402
from tests.factories_surveys import make_wave  # noqa: E402


def fill() -> None:
    """Make one assembly with people, a draw, a session, evidence, an answer, surveys and a certificate."""
    assembly = AssemblyFactory(name="⟪Élan — “Straße”⟫")
    AppointmentFactory(assembly=assembly)
    person: Person = RespondentFactory(assembly=assembly, first_name="⟪Zoë⟫")
    fill_record(person)
    make_mailing(assembly, to=person)
    enter_draw(person)
    [member] = make_members(assembly, 1)
    session: Session = make_session(assembly)
    fill_attendance(member, session)
    fill_evidence(assembly, "⟪Words⟫")
    make_published(assembly)
    make_wave(assembly, answers={0: {"satisfied": "4"}})
    make_entry(assembly, text="⟪Learnt⟫")
    make_certificate(assembly)


if __name__ == "__main__":
    fill()

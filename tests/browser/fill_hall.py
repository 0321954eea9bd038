"""Fill a hall in the demonstration's own data: `python -m tests.browser.fill_hall`, printing the assembly's slug.

Jonas organises it: whoever walks the demonstration as somebody else does not meet it.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 (models need the settings)

from assembly.enums import Role  # noqa: E402
from assembly.models import User  # noqa: E402
from scheduling.enums import SessionState  # noqa: E402
from scheduling.enums_tables import PlanState  # noqa: E402
from tests.factories import AppointmentFactory, AssemblyFactory  # noqa: E402
from tests.factories_attendance import around_now  # noqa: E402
from tests.factories_people import make_members  # noqa: E402
from tests.factories_sessions import make_item, make_room, make_session, make_venue  # noqa: E402
from tests.factories_tables import make_plan  # noqa: E402

MEMBERS, TABLES = 24, 3


def fill_hall() -> str:
    """Make a session that goes on now, and one in two weeks with its tables and a programme of one item and a tray."""
    now = timezone.now()
    jonas = User.objects.get(email="jonas.weber@riverbend.example")
    assembly = AssemblyFactory(name="People in a hall", slug="people-in-a-hall", created_by=jonas)
    AppointmentFactory(assembly=assembly, user=jonas, role=Role.ORGANISER)
    make_members(assembly, MEMBERS)
    venue = make_venue(assembly, name="Town Hall")
    make_room(venue, name="Main Hall")
    make_room(venue, name="Library")
    make_session(assembly, venue=venue, state=SessionState.OPEN, quorum=12, **around_now(now))
    morning = (now + timedelta(days=14)).replace(hour=9, minute=0, second=0, microsecond=0)
    coming = make_session(assembly, venue=venue, starts_at=morning)
    make_plan(coming, tables=TABLES, rounds=1, state=PlanState.IN_USE, made_by=jonas)
    make_item(coming, title="Welcome")
    make_item(assembly=assembly, title="Stoves and cold homes")
    return str(assembly.slug)


if __name__ == "__main__":
    sys.stdout.write(fill_hall())

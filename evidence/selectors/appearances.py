"""Where witnesses speak: as it is planned for the team, as it is published for themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from assembly.models import Assembly, Person
from scheduling.enums import Part
from scheduling.models import Slot
from scheduling.programme_content import PublishedItem, PublishedSession
from scheduling.programme_words import day_words, session_name, time_words
from scheduling.selectors.programme import latest_version, programme_of


@dataclass(frozen=True, slots=True)
class Appearance:
    """One published item in which somebody has a part."""

    session: PublishedSession
    item: PublishedItem
    part: str

    @property
    def session_name(self) -> str:
        """Return “Session 2”."""
        return session_name(self.session)

    @property
    def when(self) -> str:
        """Return day and times by the clock of the session."""
        times = time_words(self.session, self.item.starts_at, self.item.ends_at)
        return f"{day_words(self.session, self.item.starts_at)}, {times}"

    @property
    def where(self) -> str:
        """Return room, venue and address in one line."""
        pieces = (self.item.room, self.session.venue, *self.session.address.splitlines())
        return ", ".join(filter(None, pieces))


def appearances_of(assembly: Assembly, person: Person) -> list[Appearance]:
    """Return the published items in which somebody has a part, by their times."""
    found = [
        Appearance(session, item, str(Part(part).label))
        for session in programme_of(latest_version(assembly))
        for item in session.items
        for key, part in item.people
        if key == person.pk
    ]
    return sorted(found, key=lambda each: each.item.starts_at)


def coming_appearances(assembly: Assembly, person: Person, now: datetime) -> list[Appearance]:
    """Return those that are not over."""
    return [each for each in appearances_of(assembly, person) if each.item.ends_at > now]


def planned_slots(person: Person) -> QuerySet[Slot]:
    """Return the parts of somebody in the plan, published or not; what lies in the tray last."""
    found = Slot.objects.filter(person=person).select_related("item__session")
    return found.order_by("item__session__starts_at", "item__starts_at", "pk")

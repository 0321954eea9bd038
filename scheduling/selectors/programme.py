"""Reads of the programme: the draft as it would be published, its versions, whom a change concerns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from scheduling.enums import FOR_EVERYBODY, ItemKind, SessionState
from scheduling.models import AgendaItem, ProgrammeVersion, Session
from scheduling.programme_changes import Change, SessionChanges, changes_for
from scheduling.programme_content import Programme, PublishedItem, PublishedSession, of_content
from scheduling.selectors.sessions import sessions_of

OVER = (SessionState.CLOSED, SessionState.MATERIALS)
"""What took place is published as it was: the plan behind it is changed by nobody's publishing."""


def versions_of(assembly: Assembly) -> QuerySet[ProgrammeVersion]:
    """Return the versions of an assembly's programme, the newest first."""
    return ProgrammeVersion.objects.filter(assembly=assembly).order_by("-number")


def latest_version(assembly: Assembly) -> ProgrammeVersion | None:
    """Return what is published now."""
    return versions_of(assembly).first()


def programme_of(version: ProgrammeVersion | None) -> Programme:
    """Return the programme of a version; none is an empty one."""
    return of_content(version.content) if version else ()


def draft_sessions(assembly: Assembly) -> list[Session]:
    """Return the sessions that were never published, so that somebody says which of them go along."""
    return list(sessions_of(assembly).filter(state=SessionState.DRAFT))


def draft_programme(
    assembly: Assembly, *, chosen: Collection[int], latest: ProgrammeVersion | None
) -> Programme:
    """Return what would be published now; of sessions that never were, those with the `chosen` keys."""
    stood = {session.uid: session for session in programme_of(latest)}
    public = AgendaItem.objects.exclude(kind=ItemKind.INTERNAL).order_by("starts_at", "pk")
    public = public.select_related("room__venue").prefetch_related("slots")
    found = []
    for session in sessions_of(assembly).prefetch_related(Prefetch("items", public)):
        uid = str(session.uid)
        if session.state in OVER:
            found += [stood[uid]] if uid in stood else []
        elif session.state != SessionState.DRAFT or session.pk in chosen:
            found.append(published_session(session, list(session.items.all())))
    return tuple(found)


def published_session(session: Session, items: Collection[AgendaItem]) -> PublishedSession:
    """Return a session as members may see it."""
    return PublishedSession(
        uid=str(session.uid),
        number=session.number,
        title=session.title,
        phase=str(session.phase),
        time_zone=session.time_zone,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        venue=session.venue.name if session.venue else "",
        address=session.venue.address if session.venue else "",
        note=session.members_note,
        items=tuple(_published_item(session, item) for item in items),
    )


def _published_item(session: Session, item: AgendaItem) -> PublishedItem:
    room = item.room.name if item.room else ""
    if item.room and item.room.venue_id != session.venue_id:
        room = f"{room}, {item.room.venue.name}"
    return PublishedItem(
        uid=str(item.uid),
        kind=str(item.kind),
        title=item.title,
        description=item.description,
        starts_at=item.starts_at or session.starts_at,
        minutes=item.minutes,
        room=room,
        for_all=item.expected is None and item.kind in FOR_EVERYBODY,
        people=tuple(sorted((slot.person_id, str(slot.part)) for slot in item.slots.all())),
    )


def public_names(programme: Programme) -> dict[int, str]:
    """Return the names that everybody may read, by key: members stay unnamed, whoever is erased has none."""
    keys = {key for session in programme for key in session.keys}
    people = Person.objects.filter(pk__in=keys).exclude(kind=PersonKind.MEMBER).exclude(name="")
    return {person.pk: _with_organisation(person) for person in people}


def _with_organisation(person: Person) -> str:
    return f"{person.name}, {person.organisation}" if person.organisation else person.name


def staff_names(*programmes: Programme) -> dict[int, str]:
    """Return all names for those who plan."""
    keys = {key for programme in programmes for session in programme for key in session.keys}
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=keys)}


def comes_to(person: Person, session: PublishedSession) -> bool:
    """Whether somebody is expected at a session as a member."""
    has_joined = person.joined_at <= session.ends_at
    has_left = person.left_at is not None and person.left_at <= session.starts_at
    return person.kind == PersonKind.MEMBER and has_joined and not has_left


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody whom changes concern."""

    person: Person
    changes: list[Change]


def affected_people(assembly: Assembly, found: list[SessionChanges]) -> list[Affected]:
    """Return whom changes concern, members by their seats first."""
    return affected_among(Person.objects.here().filter(assembly=assembly), found)


def affected_among(people: QuerySet[Person], found: list[SessionChanges]) -> list[Affected]:
    """Return those of some people whom changes concern."""
    affected = []
    for person in people.order_by("kind", "seat_number", "name", "pk"):
        own = frozenset(each.session.uid for each in found if comes_to(person, each.session))
        if changes := changes_for(person.pk, found, sessions=own):
            affected.append(Affected(person, changes))
    return affected


def session_keys(assembly: Assembly) -> Mapping[str, int]:
    """Return the keys of sessions by what calendars know them by."""
    return {str(uid): pk for uid, pk in Session.objects.filter(assembly=assembly).values_list("uid", "pk")}

"""The papers of a session: run sheet, room signs, sheets to sign in, badges."""

from typing import ClassVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.enums import PersonKind
from assembly.models import Person
from scheduling.documents.name_papers import badge_of, badges_pdf, sign_in_pdf
from scheduling.documents.programme_pages import room_signs_pdf, run_sheet_pdf
from scheduling.enums import ItemKind
from scheduling.programme_content import as_content, digest_of_content
from scheduling.selectors.free_times import away_at
from scheduling.selectors.on_duty import people_on_duty
from scheduling.selectors.programme import latest_version, programme_of, published_session
from scheduling.selectors.sessions import items_of, members_at, rooms_of
from scheduling.services.session_papers import record_paper_taken
from scheduling.views.programme import download
from scheduling.views.session_base import SessionView

ON_A_BADGE = (PersonKind.FACILITATOR, PersonKind.WITNESS, PersonKind.STAFF, PersonKind.GUEST)


class PapersBase(SessionView):
    """A page or file of the tab “Papers”."""

    permission: ClassVar[str] = "assembly.view_sessions"
    session_page: ClassVar[str] = "papers"

    def standing(self) -> str:
        """Say how the plan compares with what is published."""
        latest = latest_version(self.assembly)
        published = {each.uid: each for each in programme_of(latest)}.get(str(self.session.uid))
        if latest is None or published is None:
            return _("This session is not published yet: the paper shows the plan.")
        public = [item for item in items_of(self.session) if item.kind != ItemKind.INTERNAL]
        planned = published_session(self.session, public)
        if digest_of_content(as_content([planned])) == digest_of_content(as_content([published])):
            return _("As published in version %(number)s.") % {"number": latest.number}
        said = _("The plan was changed since version %(number)s was published: the paper shows the plan.")
        return said % {"number": latest.number}

    def pdf(self, content: bytes, name: str) -> HttpResponse:
        """Answer with a file."""
        name = f"{self.assembly.slug}-{self.session.number}-{name}.pdf"
        return download(content, "application/pdf", name)


class SessionPapersView(PapersBase):
    """All papers of the session, and who may take them."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the page."""
        context = {
            "standing": self.standing(),
            "members": members_at(self.session).count(),
            "rooms": len(rooms_of(self.session)),
            "is_published": latest_version(self.assembly) is not None,
        }
        return self.render("scheduling/session_papers.html", context)


class RoomSignsView(PapersBase):
    """One page for each room in which something public happens."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        items = [item for item in items_of(self.session) if item.kind != ItemKind.INTERNAL]
        rooms = {room.pk: room for room in rooms_of(self.session)}
        rooms |= {item.room.pk: item.room for item in items if item.room}
        by_room = [(room, [item for item in items if item.room_id == room.pk]) for room in rooms.values()]
        used = [(room, its) for room, its in by_room if its] or by_room
        return self.pdf(room_signs_pdf(self.session, used), "room-signs")


class NamePaper(PapersBase):
    """A paper with names or numbers to call: for the staff, with a purpose, in the record."""

    permission: ClassVar[str] = "assembly.view_attendance"
    needs_recent_sign_in: ClassVar[bool] = True
    needs_purpose: ClassVar[bool] = True

    def taken(self, content: bytes, name: str, paper: str, people: int) -> HttpResponse:
        """Record who took it, and answer with the file."""
        record_paper_taken(
            session=self.session,
            paper=paper,
            people=people,
            purpose=self.purpose,
            actor=self.request.user,
            now=self.now,
        )
        return self.pdf(content, name)


class RunSheetView(NamePaper):
    """Everything planned, with notes, material and who is to be called."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        items = list(items_of(self.session))
        on_duty = people_on_duty(self.session)
        with_part = {slot.person_id for item in items for slot in item.slots.all()}
        away = away_at(self.session, with_part)
        content = run_sheet_pdf(self.session, items, on_duty, away, standing=self.standing(), now=self.now)
        people = len(with_part | {each.person.pk for each in on_duty})
        return self.taken(content, "run-sheet", _("the run sheet"), people)


class SignInSheetsView(NamePaper):
    """For each half: seat, name, and a box to sign in."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        members = list(members_at(self.session))
        content = sign_in_pdf(self.session, members)
        return self.taken(content, "sign-in-sheets", _("the sign-in sheets"), len(members))


class BadgesView(NamePaper):
    """Labels for members, and for everybody who has a part in the session or belongs to the room."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        others = Person.objects.here().filter(assembly=self.assembly, kind__in=ON_A_BADGE)
        with_part = Q(slots__item__session=self.session)
        others = others.filter(with_part | Q(kind=PersonKind.FACILITATOR)).distinct()
        people = [*members_at(self.session), *others.order_by("kind", "name", "pk")]
        content = badges_pdf(self.assembly, [badge_of(person) for person in people])
        return self.taken(content, "badges", _("the badges"), len(people))

"""Sessions as such: the list, planning one, its overview, its moves."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.enums import PersonKind
from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from scheduling.clock_times import zone_label
from scheduling.enums import SessionState
from scheduling.forms.sessions import SessionForm
from scheduling.models import Slot
from scheduling.selectors.in_use import in_use_sentence
from scheduling.selectors.on_duty import people_on_duty
from scheduling.selectors.seen import seen_of
from scheduling.selectors.sessions import members_at, rooms_of, session_days, sessions_of
from scheduling.services.sessions import (
    add_session,
    change_session,
    delete_session,
    move_session,
    number_by_date,
    take_dates_from_sessions,
)
from scheduling.session_verbs import SESSION_VERBS, verbs_for
from scheduling.views.session_base import SessionView


class SessionsView(AssemblyView):
    """All sessions by date, and what does not fit together."""

    permission: ClassVar[str] = "assembly.view_sessions"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the list."""
        found = list(sessions_of(self.assembly).annotate(item_count=Count("items")))
        days = session_days(self.assembly)
        numbers = [session.number for session in found]
        context = {
            "sessions": found,
            "days": days,
            "dates_differ": days and days != (self.assembly.first_session_on, self.assembly.last_session_on),
            "can_number": numbers != list(range(1, len(numbers) + 1))
            and all(session.state == SessionState.DRAFT for session in found),
        }
        return self.render("scheduling/sessions.html", context)


class NumberView(AssemblyView):
    """Number the sessions by date, while all are drafts."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it."""
        try:
            number_by_date(assembly=self.assembly, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The sessions are numbered by date."))
        return redirect("sessions", self.assembly.slug)


class DatesView(AssemblyView):
    """Take the assembly's first and last day from its sessions."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it."""
        if take_dates_from_sessions(assembly=self.assembly, actor=request.user, now=self.now):
            messages.success(request, _("The assembly’s first and last day are those of its sessions."))
        return redirect("sessions", self.assembly.slug)


class NewSessionView(AssemblyView):
    """Plan a session."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form, with the clock of the session before."""
        last = sessions_of(self.assembly).last()
        highest = max((each.number for each in sessions_of(self.assembly)), default=0)
        zone = last.time_zone if last else ""
        return self.page(SessionForm(assembly=self.assembly, zone=zone, last=highest))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Plan it."""
        form = SessionForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        session = add_session(
            assembly=self.assembly,
            fields=form.given(),
            rooms=form.cleaned_data["rooms"],
            after=form.after,
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("%(session)s is planned.") % {"session": session})
        return redirect("session", self.assembly.slug, session.number)

    def page(self, form: SessionForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("scheduling/session_form.html", {"form": form}, status=status)


class SessionOverview(SessionView):
    """What a session is: when, where, who has a part, and what can be done with it now."""

    permission: ClassVar[str] = "assembly.view_sessions"
    session_page: ClassVar[str] = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        found = list(sessions_of(self.assembly))
        at = next(place for place, each in enumerate(found) if each.pk == self.session.pk)
        slots = Slot.objects.filter(item__session=self.session).select_related("person", "item")
        context = {
            "previous": found[at - 1] if at else None,
            "next": found[at + 1] if at + 1 < len(found) else None,
            "clock": zone_label(self.session.time_zone),
            "rooms": rooms_of(self.session),
            "expected": members_at(self.session).count(),
            "parts": [(self.name_of(slot.person), slot) for slot in slots.order_by("item__starts_at", "pk")],
            "duties": [(self.name_of(each.person), each) for each in people_on_duty(self.session)],
            "verbs": verbs_for(self.session),
            "item_count": self.session.items.count(),
        }
        return self.render("scheduling/session.html", context)

    def name_of(self, person: Any) -> str:
        """Name somebody; members by their seat for those who may not read their names."""
        if person.kind != PersonKind.MEMBER or self.can("assembly.view_panel_people"):
            return str(person)
        return _("Seat %(number)s") % {"number": person.seat_number}


class EditSessionView(SessionView):
    """Change a session."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    session_page: ClassVar[str] = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it; what was typed is kept where it cannot be saved."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            saved = change_session(
                session=self.session,
                fields=form.given(),
                rooms=form.cleaned_data["rooms"],
                moves_items=form.cleaned_data.get("moves_items", False),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            data = request.POST.copy()
            data["seen"] = seen_of(sessions_of(self.assembly).get(pk=self.session.pk))
            form = self.form(data)
            form.is_valid()
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=422)
        messages.success(request, _("Saved."))
        if saved.moved:
            messages.info(request, _("Items of the programme moved along: %(n)s.") % {"n": saved.moved})
        if saved.without_room:
            said = _(
                "Items whose room is not part of the session any more keep their time and need a room: %(n)s."
            )
            messages.warning(request, said % {"n": saved.without_room})
        return redirect("session", self.assembly.slug, self.session.number)

    def form(self, data: Any = None) -> SessionForm:
        """Return the form of this session."""
        return SessionForm(data, assembly=self.assembly, session=self.session)

    def page(self, form: SessionForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("scheduling/session_form.html", {"form": form}, status=status)


class MoveSessionView(SessionView):
    """Open, close, reopen; say that materials are published: asked once, then done."""

    permission: ClassVar[str] = "assembly.take_attendance"
    session_page: ClassVar[str] = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask, naming what will happen."""
        name = request.GET.get("verb", "")
        if name and name not in SESSION_VERBS:
            raise Http404
        possible = verbs_for(self.session)
        verb = SESSION_VERBS.get(name) or (possible[0] if possible else None)
        return self.render("scheduling/session_move.html", {"verb": verb, "is_possible": verb in possible})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Move it."""
        verb = request.POST.get("verb", "")
        try:
            moved = move_session(session=self.session, verb=verb, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            words = {"session": moved, "state": moved.get_state_display()}
            messages.success(request, _("%(session)s is now: %(state)s.") % words)
        return redirect("session", self.assembly.slug, self.session.number)


class DeleteSessionView(SessionView):
    """Delete a draft in which nothing is planned."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    session_page: ClassVar[str] = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask, or say why it stays."""
        refusal = in_use_sentence(self.session)
        if self.session.state != SessionState.DRAFT:
            refusal = _("%(session)s was published, so it stays.") % {"session": self.session}
        return self.render("scheduling/session_delete.html", {"refusal": refusal})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delete it."""
        try:
            delete_session(session=self.session, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("session", self.assembly.slug, self.session.number)
        messages.success(request, _("Deleted."))
        return redirect("sessions", self.assembly.slug)

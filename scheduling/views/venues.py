"""Venues and their rooms: what they have, when they are ours, how far they are apart."""

from abc import ABC, abstractmethod
from itertools import combinations
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.enums import AccessFeature
from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from scheduling.clock_times import zone_label
from scheduling.forms.venues import RoomForm, SpanForm, VenueForm, WaysForm
from scheduling.models import Room, Venue, Walk
from scheduling.selectors.in_use import in_use_sentence
from scheduling.selectors.seen import seen_of
from scheduling.services.deleting import delete_unused
from scheduling.services.venues import (
    add_room_time,
    remove_room_time,
    save_room,
    save_venue,
    set_retired,
    set_ways,
)


class _VenuesBase(AssemblyView):
    """Whoever sees sessions sees venues; whoever plans sessions changes them."""

    permission: ClassVar[str] = "assembly.view_sessions"
    post_permission: ClassVar[str | None] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def venue_of(self, pk: int) -> Venue:
        """Return a venue of this assembly."""
        return get_object_or_404(Venue.objects.select_related("assembly"), assembly=self.assembly, pk=pk)

    def room_of(self, pk: int) -> Room:
        """Return a room of this assembly, with its features in words."""
        found = Room.objects.select_related("venue__assembly")
        return get_object_or_404(found, venue__assembly=self.assembly, pk=pk)


def feature_words(room: Room) -> str:
    """Say what a room has."""
    return ", ".join(str(label) for value, label in AccessFeature.choices if value in room.features)


class VenuesView(_VenuesBase):
    """All venues, those no longer used last."""

    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the list."""
        in_use = Q(rooms__is_retired=False)
        found = Venue.objects.filter(assembly=self.assembly).annotate(
            room_count=Count("rooms", filter=in_use, distinct=True),
            session_count=Count("sessions", distinct=True),
        )
        return self.render("scheduling/venues.html", {"venues": list(found.order_by("is_retired", "name"))})


class VenueView(_VenuesBase):
    """One venue with its rooms."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        venue = self.venue_of(pk)
        rooms = list(venue.rooms.all())
        walks = Walk.objects.filter(Q(first=venue) | Q(second=venue)).select_related("first", "second")
        context = {
            "venue": venue,
            "clock": zone_label(venue.time_zone),
            "rooms": [(room, feature_words(room)) for room in rooms],
            "sessions": list(venue.sessions.all()),
            "ways": [
                (walk.second if walk.first_id == venue.pk else walk.first, walk.minutes) for walk in walks
            ],
        }
        return self.render("scheduling/venue.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Retire it, or bring it back."""
        venue = self.venue_of(pk)
        is_retired = request.POST.get("act") == "retire"
        set_retired(place=venue, is_retired=is_retired, actor=request.user, now=self.now)
        messages.success(
            request, _("The venue is no longer offered.") if is_retired else _("The venue is offered again.")
        )
        return redirect("venue", self.assembly.slug, pk)


class _FormBase(_VenuesBase, ABC):
    """A form about a venue or a room, which others may have overtaken."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    template: ClassVar[str]

    @abstractmethod
    def row(self, **address: int) -> Venue | Room:
        """Return what the form is about, unsaved where it is new."""

    def form(self, row: Any, data: Any = None) -> VenueForm | RoomForm:
        """Return the form."""
        return VenueForm(data, instance=row) if isinstance(row, Venue) else RoomForm(data, instance=row)

    def get(self, request: HttpRequest, **address: int) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        row = self.row(**address)
        return self.page(row, self.form(row))

    def post(self, request: HttpRequest, **address: int) -> HttpResponse:
        """Save it; what was typed is kept where it cannot be saved."""
        row = self.row(**address)
        form = self.form(row, request.POST)
        if not form.is_valid():
            return self.page(row, form, status=422)
        # Validating a model form writes into its instance: the service gets the row as it was.
        row = self.row(**address)
        by: dict[str, Any] = {"fields": form.given(), "seen": form.cleaned_data["seen"]}
        by |= {"actor": request.user, "now": self.now}
        try:
            saved = save_venue(venue=row, **by) if isinstance(row, Venue) else save_room(room=row, **by)
        except ChangedMeanwhile as refused:
            data = request.POST.copy()
            data["seen"] = seen_of(self.row(**address))
            form = self.form(self.row(**address), data)
            form.is_valid()
            form.add_error(None, str(refused))
            return self.page(row, form, status=409)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(row, form, status=422)
        messages.success(request, _("Saved."))
        return redirect("venue" if isinstance(saved, Venue) else "room", self.assembly.slug, saved.pk)

    def page(self, row: Any, form: Any, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        venue = row if isinstance(row, Venue) else row.venue
        context = {"row": row, "venue": venue, "form": form}
        return self.render(self.template, context, status=status)


class NewVenueView(_FormBase):
    """Enter a venue."""

    template: ClassVar[str] = "scheduling/venue_form.html"

    def row(self) -> Venue:
        """Return a fresh one."""
        return Venue(assembly=self.assembly, time_zone="Europe/London")


class EditVenueView(_FormBase):
    """Change a venue."""

    template: ClassVar[str] = "scheduling/venue_form.html"

    def row(self, pk: int) -> Venue:
        """Return it."""
        return self.venue_of(pk)


class NewRoomView(_FormBase):
    """Enter a room."""

    template: ClassVar[str] = "scheduling/room_form.html"

    def row(self, pk: int) -> Room:
        """Return a fresh one of the venue."""
        return Room(venue=self.venue_of(pk))


class EditRoomView(_FormBase):
    """Change a room."""

    template: ClassVar[str] = "scheduling/room_form.html"

    def row(self, pk: int) -> Room:
        """Return it."""
        return self.room_of(pk)


class _DeleteBase(_VenuesBase):
    """Ask once, and delete what nothing uses."""

    permission: ClassVar[str] = "assembly.edit_sessions"

    def ask(self, thing: Venue | Room, back: str) -> HttpResponse:
        """Say what will be gone, or where it is used."""
        context = {"thing": thing, "back": back, "refusal": in_use_sentence(thing)}
        return self.render("scheduling/delete.html", context)

    def take_away(self, thing: Venue | Room, event: str) -> bool:
        """Delete it; answer whether that could be."""
        try:
            delete_unused(
                thing=thing, event=event, assembly=self.assembly, actor=self.request.user, now=self.now
            )
        except HouseError as refused:
            messages.error(self.request, str(refused))
            return False
        messages.success(self.request, _("Deleted."))
        return True


class DeleteVenueView(_DeleteBase):
    """Delete a venue without rooms and sessions."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Ask."""
        venue = self.venue_of(pk)
        return self.ask(venue, "venue")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Delete it."""
        if self.take_away(self.venue_of(pk), "venue.delete"):
            return redirect("venues", self.assembly.slug)
        return redirect("venue", self.assembly.slug, pk)


class DeleteRoomView(_DeleteBase):
    """Delete a room that nothing uses."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Ask."""
        return self.ask(self.room_of(pk), "room")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Delete it."""
        room = self.room_of(pk)
        if self.take_away(room, "venue.room_delete"):
            return redirect("venue", self.assembly.slug, room.venue_id)
        return redirect("room", self.assembly.slug, pk)


class RoomView(_VenuesBase):
    """One room, with the times when it is ours."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        room = self.room_of(pk)
        return self.page(room, self.form(room))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Retire it or bring it back, or add or take away a time."""
        room, act = self.room_of(pk), request.POST.get("act", "")
        by: dict[str, Any] = {"actor": request.user, "now": self.now}
        if act in ("retire", "bring_back"):
            set_retired(place=room, is_retired=act == "retire", **by)
        elif act == "remove" and request.POST.get("time", "").isdecimal():
            remove_room_time(room=room, pk=int(request.POST["time"]), **by)
        else:
            form = self.form(room, request.POST)
            if not form.is_valid():
                return self.page(room, form, status=422)
            given = form.cleaned_data
            add_room_time(room=room, openness=given["openness"], span=given["span"], note=given["note"], **by)
        messages.success(request, _("Saved."))
        return redirect("room", self.assembly.slug, pk)

    def form(self, room: Room, data: Any = None) -> SpanForm:
        """Return the form of a time, by the venue's clock."""
        return SpanForm(data, zone=ZoneInfo(room.venue.time_zone))

    def page(self, room: Room, form: SpanForm, *, status: int = 200) -> HttpResponse:
        """Render the room."""
        context = {
            "room": room,
            "venue": room.venue,
            "features": feature_words(room),
            "times": list(room.times.all()),
            "form": form,
        }
        return self.render("scheduling/room.html", context, status=status)


class WaysView(_VenuesBase):
    """How long one walks between venues."""

    permission: ClassVar[str] = "assembly.edit_sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.render("scheduling/venue_ways.html", {"form": self.form()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save all ways."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render("scheduling/venue_ways.html", {"form": form}, status=422)
        set_ways(assembly=self.assembly, minutes=form.minutes(), actor=request.user, now=self.now)
        messages.success(request, _("Saved."))
        return redirect("venues", self.assembly.slug)

    def form(self, data: Any = None) -> WaysForm:
        """Return a field for each pair."""
        venues = list(Venue.objects.filter(assembly=self.assembly, is_retired=False).order_by("pk"))
        walks = Walk.objects.filter(first__assembly=self.assembly)
        minutes = {(walk.first_id, walk.second_id): walk.minutes for walk in walks}
        return WaysForm(data, pairs=list(combinations(venues, 2)), minutes=minutes)

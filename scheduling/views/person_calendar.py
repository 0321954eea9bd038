"""The calendar of somebody who does not sign in: staff make its address, print it, and take it away."""

from typing import ClassVar

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assembly.errors import HouseError
from assembly.models import Person
from scheduling.audiences_people import spoken_language
from scheduling.documents.programme_pages import programme_pdf
from scheduling.errors import SessionRefused
from scheduling.models import CalendarFeed
from scheduling.selectors.programme import latest_version, programme_of, public_names
from scheduling.services.calendar_feeds import end_feed, make_feed_for
from scheduling.views.people import PeopleBase
from scheduling.views.programme import download


class PersonCalendarView(PeopleBase):
    """Make the address for them, on the screen or on their printed programme; or end it."""

    permission: ClassVar[str] = "assembly.edit_sessions"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show whether they have one."""
        return self._page(self.person_of(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the button says; an address is shown, or printed, this once."""
        person, act = self.person_of(pk), request.POST.get("act", "")
        if act == "end":
            end_feed(assembly=self.assembly, person=person, actor=request.user, now=self.now)
            messages.success(request, _("The address does not work any more."))
            return redirect("person_calendar", self.assembly.slug, pk)
        try:
            if latest_version(self.assembly) is None:
                raise SessionRefused(_("Nothing is published yet."))
            token = make_feed_for(person=person, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("person_calendar", self.assembly.slug, pk)
        address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
        if act == "print":
            return self._paper(person, address, is_large=request.POST.get("large") == "1")
        return self._page(person, address)

    def _page(self, person: Person, address: str = "") -> HttpResponse:
        context = {
            "person": person,
            "feed": CalendarFeed.objects.filter(person=person, revoked_at=None).first(),
            "address": address,
            "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=4) if address else "",
            "is_published": latest_version(self.assembly) is not None,
        }
        return self.render("scheduling/person_calendar.html", context)

    def _paper(self, person: Person, address: str, *, is_large: bool) -> HttpResponse:
        version = latest_version(self.assembly)
        if version is None:
            return redirect("person_calendar", self.assembly.slug, person.pk)
        programme = programme_of(version)
        with override(spoken_language(person)):
            content = programme_pdf(
                self.assembly,
                version,
                programme,
                public_names(programme),
                page_url=self.request.build_absolute_uri(reverse("programme", args=[self.assembly.slug])),
                is_large=is_large,
                calendar=(str(person), address),
            )
        return download(content, "application/pdf", f"{self.assembly.slug}-programme-{person.pk}.pdf")

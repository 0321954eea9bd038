"""The programme in people's own calendars: the page that gives an address, a file, and what calendar programs read."""

import hashlib
from datetime import datetime

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from assembly.enums import PersonKind
from assembly.limits import connection_of, is_over_limit
from assembly.models import Assembly, Person
from assembly.selectors import person_of
from scheduling.audiences_people import spoken_language
from scheduling.calendar_entries import Reader, calendar_entries
from scheduling.documents.calendar_feed import CONTENT_TYPE, calendar_file
from scheduling.models import CalendarFeed, ProgrammeVersion
from scheduling.selectors.programme import programme_of, public_names, versions_of
from scheduling.services.calendar_feeds import end_feed, feed_digest, make_feed
from scheduling.views.programme import ProgrammeBase, download

WITHIN_SECONDS = 3600
MOST_WRONG, MOST_READS = 60, 240
"""A connection that tries addresses is stopped; a program that reads one address asks every few minutes at most."""
HEADERS = {
    "Cache-Control": "private, max-age=900",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def calendar_of(assembly: Assembly, person: Person | None, page_url: str) -> tuple[bytes, datetime] | None:
    """Return somebody's calendar, or without a person that of the whole programme, and when it last changed."""
    versions: list[ProgrammeVersion] = list(versions_of(assembly).reverse())
    if not versions:
        return None
    programmes = [(each.published_at, programme_of(each)) for each in versions]
    reader = None
    if person is not None:
        is_member = person.kind == PersonKind.MEMBER
        reader = Reader(person.pk, is_member, person.joined_at, person.left_at)
    entries = calendar_entries(programmes, reader)
    names = public_names(tuple(entry.session for entry in entries))
    content = calendar_file(
        assembly,
        entries,
        names,
        published_at=versions[-1].published_at,
        reader=person.pk if person else None,
        page_url=page_url,
    )
    changed = [entry.changed_at for entry in entries]
    return content, max([versions[-1].published_at, *changed])


class CalendarView(ProgrammeBase):
    """How to take the programme into one's own calendar; the address is shown once, when it is made."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the page."""
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a new address, or end the one that there is."""
        person = person_of(self.assembly, request.user)
        if request.POST.get("act") == "end":
            end_feed(assembly=self.assembly, person=person, actor=request.user, now=self.now)
            messages.success(request, _("The address does not work any more."))
            return redirect("programme_calendar", self.assembly.slug)
        token = make_feed(assembly=self.assembly, person=person, actor=request.user, now=self.now)
        return self._page(token)

    def _page(self, token: str = "") -> HttpResponse:
        person = person_of(self.assembly, self.request.user)
        feeds = CalendarFeed.objects.filter(assembly=self.assembly, person=person, revoked_at=None)
        if person is None:
            feeds = feeds.filter(made_by=self.request.user)
        address = self.request.build_absolute_uri(reverse("calendar_feed", args=[token])) if token else ""
        context = {
            "person": person,
            "feed": feeds.first(),
            "address": address,
            "webcal": "webcal" + address.removeprefix("https").removeprefix("http") if address else "",
            "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=4) if address else "",
            "is_published": versions_of(self.assembly).exists(),
        }
        return self.render("scheduling/programme_calendar.html", context)


class CalendarFileView(ProgrammeBase):
    """The same as a file, to take in once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        page = request.build_absolute_uri(reverse("programme", args=[self.assembly.slug]))
        made = calendar_of(self.assembly, person_of(self.assembly, request.user), page)
        if made is None:
            raise Http404
        return download(made[0], CONTENT_TYPE, f"{self.assembly.slug}.ics")


class CalendarFeedView(View):
    """What calendar programs read: nobody signs in, the address is the secret.

    One answer for all addresses that do not work: wrong, renewed, ended, or of somebody who no longer may.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Answer with the calendar, or that it has not changed."""
        feed = _standing_feed(token)
        who, most = (token, MOST_READS) if feed else (connection_of(request), MOST_WRONG)
        if is_over_limit(f"calendar:{bool(feed)}", who, most=most, seconds=WITHIN_SECONDS):
            return _plain(429, {"Retry-After": str(WITHIN_SECONDS)})
        if feed is None:
            return _plain(404)
        language = spoken_language(feed.person) if feed.person else spoken_language(Person())
        page = request.build_absolute_uri(reverse("programme", args=[feed.assembly.slug]))
        with override(language):
            made = calendar_of(feed.assembly, feed.person, page)
        if made is None:
            return _plain(404)
        content, changed_at = made
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        answer = HttpResponse(content, content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = 'inline; filename="programme.ics"'
        answer["ETag"] = tag
        for name, value in HEADERS.items():
            answer[name] = value
        # A name can change or be erased between two versions: only the tag says that all is as it was.
        answer["Last-Modified"] = changed_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return get_conditional_response(request, etag=tag, response=answer) or answer


def _standing_feed(token: str) -> CalendarFeed | None:
    feeds = CalendarFeed.objects.select_related("assembly", "person", "made_by")
    feed = feeds.filter(token_digest=feed_digest(token), revoked_at=None).first()
    if feed is None:
        return None
    if feed.person is None and not feed.made_by.has_perm("assembly.view_programme", feed.assembly):
        return None
    return feed


def _plain(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    answer = HttpResponse(status=status, content_type="text/plain; charset=utf-8", headers=headers)
    for name, value in {**HEADERS, "Cache-Control": "no-store"}.items():
        answer[name] = value
    return answer

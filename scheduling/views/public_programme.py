"""The programme for everybody: what is published now, earlier versions, and a calendar file."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse

from assembly.views.public_base import PublicView
from scheduling.calendar_entries import calendar_entries
from scheduling.documents.calendar_feed import CONTENT_TYPE, calendar_file
from scheduling.programme_content import PublishedSession
from scheduling.programme_words import public_people, session_name, session_when, time_words
from scheduling.selectors.programme import versions_of
from scheduling.selectors.public_programme import PublicProgramme, public_programme, public_programmes
from scheduling.views.programme import download


class _ProgrammeView(PublicView):
    """A page about the programme."""

    here: ClassVar[str] = "programme"

    def page(self, programme: PublicProgramme | None, *, is_newest: bool) -> HttpResponse:
        """Render a version: what is still to come first, then what has taken place."""
        numbers = list(versions_of(self.assembly).values_list("number", "published_at"))
        context: dict[str, Any] = {
            "programme": programme,
            "is_newest": is_newest,
            "versions": [] if programme is None else [v for v in numbers if v[0] != programme.version.number],
        }
        if programme is not None:
            context |= {
                "coming": shown(programme, programme.coming(self.now)),
                "over": shown(programme, programme.over(self.now), is_over=True),
            }
        return self.render("scheduling/public_programme.html", context)


class PublicProgrammeView(_ProgrammeView):
    """What is published now."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page(public_programme(self.assembly), is_newest=True)


class PublicProgrammeVersionView(_ProgrammeView):
    """A version as it was published."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002
        """Show it, or answer 404."""
        found = public_programme(self.assembly, number)
        if found is None:
            raise Http404
        newest = versions_of(self.assembly).values_list("number", flat=True).first()
        return self.page(found, is_newest=number == newest)


class PublicProgrammeIcsView(_ProgrammeView):
    """The sessions as a calendar file; a session that fell out is marked as cancelled."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Answer with the file, or 404 where nothing is published."""
        told = public_programmes(self.assembly, list(versions_of(self.assembly).reverse()))
        if not told:
            raise Http404
        content = calendar_file(
            self.assembly,
            calendar_entries([(each.version.published_at, each.sessions) for each in told], None),
            told[-1].names,
            published_at=told[-1].version.published_at,
            reader=None,
            page_url=self.address("public_programme"),
        )
        return download(content, CONTENT_TYPE, f"{slug}-programme.ics")


def shown(
    programme: PublicProgramme, sessions: Iterable[PublishedSession], *, is_over: bool = False
) -> list[dict[str, Any]]:
    """Return what a page shows of sessions."""
    return [
        {
            "session": session,
            "is_over": is_over,
            "name": session_name(session),
            "when": session_when(session),
            "place": ", ".join(filter(None, (session.venue, *session.address.splitlines()))),
            "items": [
                {
                    "item": item,
                    "when": time_words(session, item.starts_at, item.ends_at),
                    "people": public_people(item, programme.names),
                    "unnamed": programme.unnamed(item),
                }
                for item in session.items
            ],
        }
        for session in sessions
    ]

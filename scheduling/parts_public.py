"""The programme among the pages of the public, and what the page about the assembly says of it."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.public_site import PublicPage, Teaser, register_public_page
from scheduling.programme_words import session_name, session_when
from scheduling.selectors.programme import versions_of
from scheduling.selectors.public_programme import next_session, public_programmes


def _is_there(assembly: Assembly) -> bool:
    return versions_of(assembly).exists()


def _teaser(assembly: Assembly, now: datetime) -> Teaser:
    coming = next_session(assembly, now)
    told = {
        "coming": coming,
        "coming_name": session_name(coming) if coming else "",
        "coming_when": session_when(coming) if coming else "",
    }
    return "scheduling/public_programme_teaser.html", told


def _feed(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001 (all sources are asked alike)
    told = public_programmes(assembly, list(versions_of(assembly)))
    for each in told:
        number = each.version.number
        yield FeedEntry(
            key=f"programme-{number}",
            title=gettext("Programme, version %(number)s") % {"number": number},
            text=each.note,
            at=each.version.published_at,
            url_name="public_programme_version",
            arguments=(number,),
        )


register_feed_source(_feed)
register_public_page(
    PublicPage("programme", _("Programme"), 20, "public_programme", is_there=_is_there, teaser=_teaser)
)

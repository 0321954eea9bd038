"""The feed of everything that an assembly has published."""

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import get_tag_uri
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.feed_document import Feed
from assembly.public_feed import feed_entries
from assembly.views.public_base import PublicView

NEWEST = 100
"""Entries of the feed; older ones stand on the pages."""


class PublicFeedView(PublicView):
    """Atom, for readers and for other sites."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Answer with the feed; an entry keeps its id for good."""
        feed = Feed(
            title=self.assembly.name,
            link=self.address("public_about"),
            description=_("Everything that is published"),
            language=get_language(),
            author_name=self.assembly.commissioning_authority,
            feed_url=self.address("public_feed"),
            begun=self.assembly.created_at,
        )
        home = self.address("public_about")
        for entry in feed_entries(self.assembly, self.now)[:NEWEST]:
            feed.add_item(
                title=entry.title,
                link=self.address(entry.url_name, *entry.arguments),
                description=entry.text,
                unique_id=get_tag_uri(f"{home}#{entry.key}", self.assembly.created_at),
                pubdate=entry.at,
                updateddate=entry.at,
            )
        answer = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

"""What the public site registers at start-up: its first and last page, the statement, the feed's first sources."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.offline_routes import OfflineRoute, register_offline_routes
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.public_site import PublicPage, register_public_page
from assembly.publication_tabs import PublicationTab, register_publication_tab
from assembly.record import register_event_kinds, register_event_sentences, register_object_links
from assembly.selectors_public import published_remits, published_statements

register_public_page(PublicPage(key="about", label=gettext_lazy("About"), order=0, url_name="public_about"))
register_public_page(
    PublicPage(key="privacy", label=gettext_lazy("Data protection"), order=100, url_name="privacy_notice")
)
register_publication_tab(
    PublicationTab(
        key="statement",
        label=gettext_lazy("What the public is told"),
        url_name="public_statement",
        permission="assembly.view_publication",
        order=20,
    )
)


def _told(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001 (the registry's signature)
    for remit in published_remits(assembly):
        title = _("Version %(number)s of the remit") % {"number": remit.number}
        yield FeedEntry(f"remit-{remit.number}", title, remit.question, remit.published_at, "public_about")
    for statement in published_statements(assembly):
        title = _("About the assembly, version %(number)s") % {"number": statement.number}
        key = f"statement-{statement.number}"
        yield FeedEntry(key, title, statement.why, statement.published_at, "public_about")


register_feed_source(_told)

_READ = OfflineRoute(
    gettext_lazy("Read what an assembly publishes"),
    gettext_lazy("Ask the team: they post it to you, also in large print, or read it out."),
    roles=frozenset(),
)
register_offline_routes({"public_assemblies": _READ, "public_about": _READ, "public_feed": _READ})


def _statement_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001
    return reverse("public_statement", args=[assembly.slug])


register_event_kinds({"statement": gettext_lazy("What the public is told")})
register_event_sentences(
    {
        "statement.drafted": gettext_lazy(
            "%(actor)s changed the draft of what the public is told (version %(number)s)"
        ),
        "statement.published": gettext_lazy(
            "%(actor)s published version %(number)s of what the public is told"
        ),
    }
)
register_object_links({"publicstatement": _statement_link}, permission="assembly.view_publication")

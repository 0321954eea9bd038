"""What publication registers at start-up: stage and tab, the public page, acts, routes on paper, clock and kinds."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assembly import (
    copying_publication,  # noqa: F401
    publication_record,  # noqa: F401
    stage_publication,  # noqa: F401
)
from assembly.acts import Act, Acts, register_acts
from assembly.clock import register_due_check
from assembly.enums import PublicationState
from assembly.models import Assembly, PublicationItem, RemitVersion
from assembly.offline_routes import OfflineRoute, register_offline_routes
from assembly.page_languages import register_pages_in_languages
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.public_site import PublicPage, Teaser, register_public_page
from assembly.publication_days import DELIVERED, WITHDRAWN
from assembly.publication_kinds import FIRST_SESSION, PublicationKind, Usual, register_publication_kind
from assembly.publication_lifecycle import PUBLICATION
from assembly.publication_tabs import PublicationTab, register_publication_tab
from assembly.publication_words import summary_words
from assembly.selectors_public import published_statements
from assembly.selectors_publication import publication_summary
from assembly.services.publication import note_what_is_out

_MANAGES = "assembly.manage_publication"


def _has_promises(assembly: Assembly) -> bool:
    return PublicationItem.objects.filter(assembly=assembly).exists()


def _teaser(assembly: Assembly, now: datetime) -> Teaser | None:
    summary = publication_summary(assembly, timezone.localdate(now))
    if not summary.promised:
        return None
    waiting = [row for row in summary.rows if row.standing not in (DELIVERED, WITHDRAWN)]
    to_come = [row for row in waiting if not row.is_late]
    context = {"said": summary_words(summary), "next": to_come[0] if to_come else None}
    return "assembly/parts/publication_teaser.html", context


def _remit_published_on(assembly: Assembly) -> date | None:
    published = RemitVersion.objects.filter(assembly=assembly, published_at__isnull=False)
    first = published.order_by("published_at").values_list("published_at", flat=True).first()
    return timezone.localdate(first) if first else None


def _statement_published_on(assembly: Assembly) -> date | None:
    first = published_statements(assembly).order_by("number").values_list("published_at", flat=True).first()
    return timezone.localdate(first) if first else None


def _told(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001 (the registry's signature)
    """Tell of promises, of days that were moved, and of what came out; what the system publishes tells of itself."""
    for item in PublicationItem.objects.filter(assembly=assembly).prefetch_related("days"):
        for day in item.days.all():
            said = (
                gettext("Promised for %(day)s: %(title)s")
                if day.number == 1
                else gettext("Moved to %(day)s: %(title)s")
            )
            title = said % {"day": date_format(day.due_on, "j F Y"), "title": item.title}
            text = day.reason or item.what
            yield FeedEntry(f"promise-{item.number}-{day.number}", title, text, day.set_at, "public_calendar")
        if item.delivered_on and not item.kind:
            title = gettext("Out: %(title)s") % {"title": item.title}
            at = timezone.make_aware(datetime.combine(item.delivered_on, time.min))
            yield FeedEntry(f"promise-{item.number}-out", title, item.what, at, "public_calendar")


register_publication_tab(
    PublicationTab("promises", _("What is promised"), "publication", "assembly.view_publication", 10)
)
register_public_page(
    PublicPage("calendar", _("What was promised"), 90, "public_calendar", _has_promises, _teaser)
)
register_due_check("assembly.publication", note_what_is_out)
register_publication_kind(
    PublicationKind(
        "remit",
        _("The question and the promise of an answer"),
        _("What the assembly is asked, what is in and out of its scope, and how and by when it is answered."),
        _remit_published_on,
        "public_about",
        order=10,
        usual=Usual(FIRST_SESSION, -90),
    )
)
register_publication_kind(
    PublicationKind(
        "statement",
        _("What the assembly is for, and who pays"),
        _("Why it is held, who pays and how much, who watches over it, and how to reach the team."),
        _statement_published_on,
        "public_about",
        order=12,
        usual=Usual(FIRST_SESSION, -90),
    )
)
register_feed_source(_told)
register_acts(
    Acts(
        PUBLICATION,
        _("Something that was promised to the public"),
        dict(PublicationState.choices),
        {
            "deliver": Act(_("Note that it is out; the system notes by itself what it publishes"), _MANAGES),
            "withdraw": Act(_("Withdraw the promise, with the reason"), _MANAGES),
            "correct": Act(_("Say that it is not out after all, with the reason"), _MANAGES),
        },
    )
)
_READ = OfflineRoute(
    _("Read what was promised to be published, and what is out"),
    _("Ask the team by phone or by post: they print the calendar, in large print if you wish, and post it."),
    roles=frozenset(),
)
_FILES = ("public_calendar_csv", "public_calendar_json", "public_calendar_ics")
register_offline_routes(dict.fromkeys(("public_calendar", *_FILES), _READ))
register_pages_in_languages("public_calendar", *_FILES)

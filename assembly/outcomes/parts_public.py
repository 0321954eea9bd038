"""What outcomes adds to the public site: answers, votes and the report, and their entries of the feed."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly
from assembly.outcomes.selectors.register import entries_of, handed_over_at, has_register, outline_of
from assembly.outcomes.selectors.register_changes import changes_in
from assembly.outcomes.selectors.register_summary import summary_of
from assembly.outcomes.selectors.reports import editions_of
from assembly.outcomes.selectors.secret_votes import published_secret_ballots
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.public_site import PublicPage, Teaser, register_public_page


def _answers_teaser(assembly: Assembly, now: datetime) -> Teaser:
    return "outcomes/public_teaser_answers.html", {"summary": summary_of(outline_of(assembly, now))}


def _votes_teaser(assembly: Assembly, now: datetime) -> Teaser:  # noqa: ARG001 (the registry's signature)
    return "outcomes/public_teaser_votes.html", {
        "ballots": list(published_secret_ballots(assembly).order_by("-number")[:3])
    }


def _report_teaser(assembly: Assembly, now: datetime) -> Teaser:  # noqa: ARG001
    newest = editions_of(assembly).defer("content", "foreword", "method").first()
    return "outcomes/public_teaser_report.html", {"edition": newest}


def _feed_of_answers(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:
    entries = entries_of(assembly, now)
    titles = {entry.number: entry.words.title for entry in entries}
    for change in changes_in(entries, handed_over_at(assembly)):
        said = {"number": change.number, "title": titles[change.number], "change": change.title}
        title = _("%(number)s. %(title)s: %(change)s") % said
        key = f"answer-{change.number}-{change.key}"
        yield FeedEntry(key, title, change.text, change.at, "public_answer", (change.number,))


def _feed_of_votes(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001
    for ballot in published_secret_ballots(assembly):
        title = _("The result of a vote: %(title)s") % {"title": ballot.title}
        text = date_format(ballot.held_on)
        yield FeedEntry(
            f"vote-{ballot.number}", title, text, ballot.published_at, "public_vote", (ballot.number,)
        )


def _feed_of_reports(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001
    for edition in editions_of(assembly).defer("content", "foreword", "method"):
        title = _("The report, edition %(number)s") % {"number": edition.number}
        key = f"report-{edition.number}"
        yield FeedEntry(
            key, title, edition.note, edition.published_at, "public_report_edition", (edition.number,)
        )


register_public_page(
    PublicPage(
        key="answers",
        label=gettext_lazy("Recommendations and answers"),
        order=50,
        url_name="public_register",
        is_there=has_register,
        teaser=_answers_teaser,
    )
)
register_public_page(
    PublicPage(
        key="votes",
        label=gettext_lazy("Votes"),
        order=60,
        url_name="public_votes",
        is_there=lambda assembly: published_secret_ballots(assembly).exists(),
        teaser=_votes_teaser,
    )
)
register_public_page(
    PublicPage(
        key="report",
        label=gettext_lazy("Report"),
        order=70,
        url_name="public_report",
        is_there=lambda assembly: editions_of(assembly).exists(),
        teaser=_report_teaser,
    )
)
for _source in (_feed_of_answers, _feed_of_votes, _feed_of_reports):
    register_feed_source(_source)

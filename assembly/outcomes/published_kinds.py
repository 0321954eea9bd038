"""What of recommendations and answers the publication calendar sees coming out."""

from datetime import date, datetime

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.outcomes.models import FormalResponse
from assembly.outcomes.selectors.register import handed_over_at
from assembly.outcomes.selectors.secret_votes import published_secret_ballots
from assembly.publication_kinds import (
    ANSWER,
    LAST_SESSION,
    REPORT,
    PublicationKind,
    Usual,
    register_publication_kind,
)


def votes_published_on(assembly: Assembly) -> date | None:
    """Return the day on which the result of the first secret vote was published. Others come with the report."""
    published = published_secret_ballots(assembly).order_by("published_at")
    return _day(published.values_list("published_at", flat=True).first())


def report_published_on(assembly: Assembly) -> date | None:
    """Return the day on which the report was first published."""
    return _day(handed_over_at(assembly))


def answers_published_on(assembly: Assembly) -> date | None:
    """Return the day on which the last of all answers that are owed was published; None while one is missing."""
    counts = FormalResponse.objects.filter(assembly=assembly).aggregate(
        owed=Count("pk"), published=Count("first_published_at"), last=Max("first_published_at")
    )
    return _day(counts["last"]) if counts["owed"] == counts["published"] else None


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


for _kind in (
    PublicationKind(
        "votes",
        _("Results of secret votes"),
        _("How members voted together, with files by which anybody can count again."),
        votes_published_on,
        "public_votes",
        order=60,
        usual=Usual(LAST_SESSION, 14),
    ),
    PublicationKind(
        "report",
        _("The report"),
        _("All recommendations, with how members voted on each and what a minority said."),
        report_published_on,
        "public_report",
        order=70,
        usual=Usual(REPORT, 0),
    ),
    PublicationKind(
        "answers",
        _("The answers to all recommendations"),
        _("What the authority does about each recommendation, and why."),
        answers_published_on,
        "public_register",
        order=80,
        usual=Usual(ANSWER, 0),
    ),
):
    register_publication_kind(_kind)

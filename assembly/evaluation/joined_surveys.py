"""What surveys tell the publication calendar, the feed and the close-out certificate. Published waves alone."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.evaluation.closing_sources import Facts, Told, register_closing_source
from assembly.evaluation.selectors.own_surveys import published_waves
from assembly.models import Assembly
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.publication_kinds import PublicationKind, register_publication_kind


def surveys_published_on(assembly: Assembly) -> date | None:
    """Return the day on which the first results were published."""
    found = published_waves(assembly).order_by("published_at").values_list("published_at", flat=True).first()
    return timezone.localdate(found) if found else None


def survey_feed(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001 (the registry's signature)
    """Yield one entry for each published wave."""
    for wave in published_waves(assembly):
        if wave.published_at:
            yield FeedEntry(
                key=f"survey-{wave.number}",
                title=_("Results of the survey “%(title)s”") % {"title": wave.title},
                text=_response_words(wave.published["answered"], wave.published["asked"]),
                at=wave.published_at,
                url_name="public_evaluation",
            )


def survey_facts(assembly: Assembly, now: datetime) -> Facts:  # noqa: ARG001
    """Return how many answered in each published wave."""
    return [
        {
            "number": wave.number,
            "title": wave.title,
            "asked": wave.published["asked"],
            "answered": wave.published["answered"],
        }
        for wave in published_waves(assembly).order_by("number")
    ]


def survey_words(facts: Facts) -> Iterator[Told]:
    """Tell them."""
    for each in facts:
        yield Told(f"{each['number']}. {each['title']}", _response_words(each["answered"], each["asked"]))


def _response_words(answered: int, asked: int) -> str:
    return _("%(n)s of %(total)s members answered.") % {"n": answered, "total": asked}


register_publication_kind(
    PublicationKind(
        key="surveys",
        label=gettext_lazy("Results of the surveys of members"),
        sentence=gettext_lazy("Everybody can read how members find the assembly, and how many answered."),
        published_on=surveys_published_on,
        url_name="public_evaluation",
        order=85,
    )
)
register_feed_source(survey_feed)
register_closing_source("surveys", 70, gettext_lazy("Surveys of members"), survey_facts, survey_words)

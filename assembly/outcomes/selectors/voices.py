"""What members read of answers and say back: published answers, their own ratings, concerns, and published counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from assembly.models import Assembly, Person
from assembly.outcomes.enums_responses import ConcernState
from assembly.outcomes.models import Concern, ResponsePlan, ResponseRating, ResponseVersion
from assembly.outcomes.rating_counts import mean_of
from assembly.outcomes.selectors.ratings import FEWEST, ratings_of_versions


@dataclass(frozen=True, slots=True)
class PublishedRatings:
    """How often each score from 0 to 10 was given, as it was last counted; the mean is never shown alone."""

    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """Return how many ratings are counted."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Return their mean."""
        return mean_of(self.counts)

    @property
    def bars(self) -> list[tuple[int, int]]:
        """Return each score with its count."""
        return list(enumerate(self.counts))


def fewest_of(assembly: Assembly) -> int:
    """Return how many ratings are the fewest that are shown."""
    plan = ResponsePlan.objects.filter(assembly=assembly).values_list("fewest_ratings", flat=True).first()
    return plan or int(FEWEST)


def newest_answers(assembly: Assembly) -> QuerySet[ResponseVersion]:
    """Return the newest published answer of each body to each recommendation; an interim one is none."""
    found = ResponseVersion.objects.filter(response__assembly=assembly)
    found = _published(found).filter(~Exists(_later()))
    return found.select_related(
        "response__recommendation__frozen_version", "response__body", "response__assembly", "referred_to"
    ).order_by("response__recommendation__report_number", "response__part", "response")


def _published(found: QuerySet[ResponseVersion]) -> QuerySet[ResponseVersion]:
    return found.filter(published_at__isnull=False, is_interim=False)


def _later() -> QuerySet[ResponseVersion]:
    return _published(
        ResponseVersion.objects.filter(response=OuterRef("response"), number__gt=OuterRef("number"))
    )


def is_newest(version: ResponseVersion) -> bool:
    """Whether a version is the published answer that stands now."""
    return _published(ResponseVersion.objects.filter(pk=version.pk)).filter(~Exists(_later())).exists()


def answers_for_member(assembly: Assembly, person: Person | None) -> QuerySet[ResponseVersion]:
    """Return what a member reads, each with the score in `own_score` that they gave, None where they gave none."""
    own = ResponseRating.objects.filter(version=OuterRef("pk"), person=person.pk if person else 0)
    found = newest_answers(assembly).prefetch_related("commitments__milestones")
    return found.annotate(own_score=Subquery(own.values("score")[:1]))


def answers_with_counts(assembly: Assembly) -> list[ResponseVersion]:
    """Return the answers with what is published of their ratings and how many came: three queries for all."""
    rows = list(
        newest_answers(assembly).annotate(
            rating_count=Count("ratings", distinct=True),
            open_concerns=Count(
                "response__concerns",
                filter=Q(response__concerns__state=ConcernState.RAISED),
                distinct=True,
            ),
        )
    )
    counts = published_counts(rows, fewest_of(assembly))
    for each in rows:
        each.published_ratings = counts[each.pk]
    return rows


def published_counts(versions: Iterable[ResponseVersion], fewest: int) -> dict[int, PublishedRatings | None]:
    """Return for each version, by its key, the counts that may be shown; None below the fewest. One query."""
    keys = [version.pk for version in versions]
    counts = ratings_of_versions(keys, fewest=fewest)
    return {pk: PublishedRatings(tuple(counts[pk].values())) if pk in counts else None for pk in keys}


def shown_ratings(version: ResponseVersion) -> PublishedRatings | None:
    """Return the counts of one version that may be shown, to members and the team as to the public."""
    return published_counts([version], fewest_of(version.response.assembly))[version.pk]


def concerns_of(assembly: Assembly) -> QuerySet[Concern]:
    """Return what members said back, what waits for the team first."""
    found = Concern.objects.filter(response__assembly=assembly).select_related(
        "response__recommendation__frozen_version", "response__body", "version", "answered_in"
    )
    return found.order_by("-raised_at", "-pk")


def waiting_concerns(assembly: Assembly) -> QuerySet[Concern]:
    """Return those about which the team has to decide, the oldest first."""
    return concerns_of(assembly).filter(state=ConcernState.RAISED).order_by("raised_at", "pk")


def own_concerns(person: Person) -> QuerySet[Concern]:
    """Return what a member said back themselves."""
    return concerns_of(person.assembly).filter(raised_by=person)


def members_of(assembly: Assembly) -> QuerySet[Person]:
    """Return the members who can rate, by their seats."""
    return Person.objects.members().here().filter(assembly=assembly).order_by("seat_number", "pk")

"""Members rate published answers; the counts are published by steps in which nobody’s score can be told.

Who gave which score stands in no record.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, Person, User
from assembly.outcomes.errors import VoiceRefused
from assembly.outcomes.models import ResponseRating, ResponseVersion
from assembly.outcomes.rating_counts import HIGHEST, LOWEST, Standing, counted_next, may_count
from assembly.outcomes.selectors.voices import fewest_of, is_newest
from assembly.services.record import record_event
from evidence.enums import Way


@transaction.atomic
def rate_answer(*, version: ResponseVersion, person: Person, score: int, now: datetime) -> ResponseRating:
    """Keep a member’s own score of the newest version, in place of what they gave it before.

    Raises:
        VoiceRefused: the version is not published, another has come, or the score is none.
    """
    return _rate(version, person, score, way=Way.ONLINE, actor=None, now=now)


@transaction.atomic
def enter_ratings(
    *,
    assembly: Assembly,
    person: Person,
    scores: Mapping[ResponseVersion, int],
    way: str,
    actor: User,
    now: datetime,
) -> int:
    """Enter one member’s sheet, whole or not at all; where they rated before, the sheet stands. Return how many.

    Raises:
        VoiceRefused: a version has been revised, or a score is none.
    """
    for version, score in sorted(scores.items(), key=lambda each: each[0].pk):
        _rate(version, person, score, way=way, actor=actor, now=now)
    details = {"ratings": len(scores), "way": str(way)}
    record_event("rating.enter", obj=assembly, assembly=assembly, actor=actor, now=now, details=details)
    return len(scores)


def _rate(
    version: ResponseVersion, person: Person, score: int, *, way: str, actor: User | None, now: datetime
) -> ResponseRating:
    # The version's row is the lock: counts are made by one at a time, and a member has one rating.
    rows = ResponseVersion.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("response__assembly", "response__recommendation").get(pk=version.pk)
    assembly = locked.response.assembly
    if person.assembly_id != assembly.pk or locked.published_at is None:
        raise VoiceRefused(_("This answer is not published."), code="draft")
    if not is_newest(locked):
        raise VoiceRefused(
            _("A revised version of this answer has come. Read it: ratings are of what it says now."),
            code="revised",
        )
    if not LOWEST <= score <= HIGHEST:
        raise VoiceRefused(_("Choose a number from 0 to 10."), code="no_score")
    rating, _is_new = ResponseRating.objects.update_or_create(
        version=locked, person=person, defaults={"score": score, "way": way, "rated_at": now}
    )
    if actor is None:
        details = {"recommendation": locked.response.recommendation.report_number, "version": locked.number}
        record_event("rating.give", obj=locked, assembly=assembly, actor=None, now=now, details=details)
    _count(locked, now)
    return rating


def _count(version: ResponseVersion, now: datetime) -> None:
    """Publish a new count if it may be published beside all that were before it."""
    ratings = list(version.ratings.select_for_update(no_key=True))
    standing = {each.pk: Standing(each.score, tuple(each.counted)) for each in ratings}
    if not may_count(standing.values(), fewest_of(version.response.assembly)):
        return
    counts = max(len(each.counted) for each in ratings)
    for each in ratings:
        each.counted = list(counted_next(standing[each.pk], counts))
    ResponseRating.objects.bulk_update(ratings, ["counted"])
    response = version.response
    details = {
        "recommendation": response.recommendation.report_number,
        "version": version.number,
        "ratings": len(ratings),
    }
    record_event(
        "rating.count", obj=version, assembly=response.assembly, actor=None, now=now, details=details
    )

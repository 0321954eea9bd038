"""Ratings of answers, as they are published: how many gave each score, where enough members did."""

from collections.abc import Iterable

from assembly.outcomes.models import ResponsePlan, ResponseRating, ResponseVersion

FEWEST = ResponsePlan._meta.get_field("fewest_ratings").default
"""Where no plan says how many ratings there must be."""
SCORES = range(11)


def published_ratings(version: ResponseVersion) -> dict[int, int]:
    """Return score → how many gave it, of all scores; empty where too few members rated."""
    plan = ResponsePlan.objects.filter(assembly=version.response.assembly_id).first()
    fewest = plan.fewest_ratings if plan else FEWEST
    return ratings_of_versions([version.pk], fewest=fewest).get(version.pk, {})


def ratings_of_versions(versions: Iterable[int], *, fewest: int) -> dict[int, dict[int, int]]:
    """Return the same for many versions by their keys, with one question; those with too few ratings are left out.

    They are those of the last count, not of this moment: see `rating_counts.py` for why.
    """
    rows = ResponseRating.objects.filter(version__in=list(versions)).order_by()
    found: dict[int, dict[int, int]] = {}
    for version, counted in rows.values_list("version", "counted"):
        if counted:
            found.setdefault(version, dict.fromkeys(SCORES, 0))[counted[-1]] += 1
    return {version: counts for version, counts in found.items() if sum(counts.values()) >= fewest}

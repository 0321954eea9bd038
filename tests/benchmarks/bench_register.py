"""Show and export a register of 200 recommendations and 2,000 progress reports, and say how long it takes."""

import statistics
import time
import uuid
from datetime import timedelta

from tests.benchmarks.databases import on_both

RECOMMENDATIONS, REPORTS_EACH = 200, 10
MOST_MILLISECONDS = 300
PAGES = (
    "public_register",
    "public_late",
    "public_register_csv",
    "public_register_json",
    "public_register_feed",
    "public_side_by_side",
    "public_side_by_side_pdf",
)
"""The first is the page that may take so long at most."""


def fill() -> str:
    """Make the register; return the assembly's slug."""
    from assembly.models import Assembly
    from assembly.outcomes.models import (
        Commitment,
        FormalResponse,
        ProgressReport,
        Recommendation,
        RecommendationVersion,
        ResponseVersion,
    )
    from tests.factories import NOON, AssemblyFactory, UserFactory
    from tests.factories_outcomes import make_body, make_plan, make_theme

    assembly: Assembly = AssemblyFactory(state="follow_up")
    user, body, theme = UserFactory(), make_body(assembly), make_theme(assembly)
    make_plan(assembly)
    made = {"made_at": NOON, "made_by": user}
    recommendations = Recommendation.objects.bulk_create(
        Recommendation(assembly=assembly, number=number, theme=theme, token=uuid.uuid4(), **made)
        for number in range(1, RECOMMENDATIONS + 1)
    )
    texts = RecommendationVersion.objects.bulk_create(
        RecommendationVersion(
            recommendation=each,
            number=1,
            title=f"Clean street {each.number}",
            text="Close the street to through traffic by day. " * 8,
            rationale="Its air is the worst in town. " * 20,
            **made,
        )
        for each in recommendations
    )
    for each, text in zip(recommendations, texts, strict=True):
        each.state, each.report_number, each.frozen_version = "in_follow_up", each.number, text
    Recommendation.objects.bulk_update(recommendations, ["state", "report_number", "frozen_version"])
    responses = FormalResponse.objects.bulk_create(
        FormalResponse(
            assembly=assembly,
            recommendation=each,
            body=body,
            part="lead",
            state="published",
            first_due_on=NOON.date(),
            due_on=NOON.date(),
            first_published_at=NOON,
        )
        for each in recommendations
    )
    versions = ResponseVersion.objects.bulk_create(
        ResponseVersion(
            response=each,
            number=1,
            decision="accepted",
            text="We will do all of it. " * 20,
            cleared_at=NOON,
            cleared_by_name="Paul Okafor",
            published_at=NOON,
            **made,
        )
        for each in responses
    )
    promises = Commitment.objects.bulk_create(
        Commitment(
            assembly=assembly,
            number=number,
            promised_in=each,
            body=body,
            text="Signs and cameras.",
            due_on=NOON.date() + timedelta(days=number),
            state="in_progress",
        )
        for number, each in enumerate(versions, start=1)
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(
            commitment=each,
            number=number,
            state="in_progress",
            text="The signs are up on three of nine streets. " * 5,
            way="online",
            token=uuid.uuid4(),
            reported_at=NOON + timedelta(days=number),
            entered_by=user,
        )
        for each in promises
        for number in range(1, REPORTS_EACH + 1)
    )
    return assembly.slug


def measure() -> None:
    """Ask for each page and file in the database that the environment names, and print the middle time."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    slug, client = fill(), Client()
    for name in PAGES:
        milliseconds = []
        for _again in range(5):
            began = time.monotonic()
            answer = client.get(reverse(name, args=[slug]))
            milliseconds.append(1000 * (time.monotonic() - began))
            assert answer.status_code == 200
        middle = statistics.median(milliseconds)
        verdict = (
            "" if middle < MOST_MILLISECONDS or name != PAGES[0] else f"   more than {MOST_MILLISECONDS} ms"
        )
        print(f"  {name:<26}{middle:7.0f} ms{len(answer.content) // 1024:8} KiB{verdict}", flush=True)


if __name__ == "__main__":
    reports = RECOMMENDATIONS * REPORTS_EACH
    on_both(__spec__.name, f"{RECOMMENDATIONS} recommendations, {reports:,} progress reports")

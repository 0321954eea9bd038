"""The heart of a background job: seldom in the database, and never in doubt about whether to go on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assembly.heartbeat import Heart
from scheduling.models import PlacementJob
from tests.factories import NOON
from tests.factories_plan import make_placement

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=1)


def heart_of(job):
    working = PlacementJob.objects.filter(state="running")
    return Heart(working, job.pk, lambda: LATER, stop_in="cancel_requested_at")


def test_a_heart_carries_progress_and_asks_the_database_once_however_often_it_is_asked(assembly):
    job = make_placement(assembly, "running")
    heart = heart_of(job)
    with CaptureQueriesContext(connection) as queries:
        heart.report(result={"done": 1})
        answers = {heart.is_stop_wanted() for _time in range(100)}
    assert (len(queries), answers) == (2, {False})
    job.refresh_from_db()
    assert (job.heartbeat_at, job.result) == (LATER, {"done": 1})


@pytest.mark.parametrize(
    "fate", [{"cancel_requested_at": NOON}, {"state": "failed"}], ids=["asked", "taken_for_dead"]
)
def test_a_heart_stops_when_somebody_asks_or_the_job_is_no_longer_its_own(assembly, fate):
    job = make_placement(assembly, "running")
    PlacementJob.objects.filter(pk=job.pk).update(**fate)
    assert heart_of(job).is_stop_wanted()

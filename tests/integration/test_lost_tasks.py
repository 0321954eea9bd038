"""What a worker left in the queue when it was killed is ended by the clock."""

from datetime import timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from assembly.background import queue_task
from assembly.services.lost_tasks import LONGEST, end_lost_tasks
from tests.factories import NOON


def claimed(*, ago):
    """Queue a task and claim it as a worker does that is killed at once."""
    with transaction.atomic():
        queue_task("sortition.tasks.canary_draw")
    task = DBTaskResult.objects.ready().first()
    task.claim("a worker")
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=NOON - ago)
    return task.pk


def test_a_task_that_nobody_can_still_be_working_on_is_ended(db):
    """It counts as failed; a second look finds nothing."""
    pk = claimed(ago=LONGEST)
    assert end_lost_tasks(NOON) == 1
    task = DBTaskResult.objects.get(pk=pk)
    assert (task.status, task.finished_at) == ("FAILED", NOON)
    assert task.task_result.errors[0].exception_class.__name__ == "WorkerLost"
    assert end_lost_tasks(NOON) == 0


def test_a_task_that_may_be_at_work_is_left_alone(db):
    """A lottery may take hours."""
    pk = claimed(ago=LONGEST - timedelta(seconds=1))
    assert end_lost_tasks(NOON) == 0
    assert DBTaskResult.objects.get(pk=pk).status == "RUNNING"

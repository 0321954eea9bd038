"""Background entry points of sortition."""

from django.utils import timezone
from django_tasks import task

from assembly.models import Assembly
from sortition.services import alternates, canary, match_search, offers_notices, waves_print
from sortition.services.runs_worker import do_run


@task(queue_name="lottery")
def run_lottery(run_id: int) -> None:
    """Do one selection run, if it still waits for somebody."""
    do_run(run_id, clock=timezone.now)


@task(queue_name="lottery")
def canary_draw() -> None:
    """Do the day's draw with invented people."""
    canary.do_canary(clock=timezone.now)


@task(queue_name="default")
def search_matches(assembly_id: int) -> None:
    """Look for possible same persons and households in one assembly."""
    match_search.search_matches(assembly=Assembly.objects.get(pk=assembly_id), clock=timezone.now)


@task(queue_name="default")
def print_wave(wave_id: int) -> None:
    """Print the letters of an invitation wave, if they are still wanted."""
    waves_print.print_wave(wave_id, clock=timezone.now)


@task(queue_name="default")
def confirm_answer(offer_id: int) -> None:
    """Tell somebody that their answer has been noted, if that still waits to be told."""
    offers_notices.confirm_answer(offer_id, clock=timezone.now)


@task(queue_name="lottery")
def choose_alternates(set_id: int) -> None:
    """Choose the alternates that somebody asked for."""
    alternates.do_choice(set_id, clock=timezone.now)

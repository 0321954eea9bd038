"""What a list of assemblies and an overview say comes next is true of the runs that stand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assembly.models import Assembly
from sortition.enums_draws import DrawState
from sortition.models import Respondent, Value
from sortition.selectors.pool_figures import pool_figures
from sortition.selectors.targets import categories_of, targets_version
from sortition.services.draws_outcome import publish_draw
from sortition.services.respondents import withdraw_respondent
from sortition.services.targets import QuotaEntry, save_quotas
from sortition.stage_lottery import lottery_status
from tests.factories import NOON, AppointmentFactory, RemitVersionFactory
from tests.factories_draws import make_draw, make_panel
from tests.factories_runs import make_run


@pytest.fixture
def choosing(assembly):
    RemitVersionFactory(assembly=assembly, published=True)
    Assembly.objects.filter(pk=assembly.pk).update(state="selecting")
    assembly.refresh_from_db()
    return assembly


def steps(client):
    return [str(step) for _assembly, step, _roles in client.get("/").context["rows"]]


def test_home_says_that_the_panel_is_drawn(choosing, organiser, client_of):
    """And before that, that a run is under way."""
    client = client_of(organiser)
    assert steps(client) == ["Set the targets and draw the panel"]
    make_run(choosing, "running")
    assert steps(client) == ["Wait for the lottery"]
    make_panel(choosing)
    assert steps(client) == ["The panel is drawn: move on to welcoming it"]
    Assembly.objects.filter(pk=choosing.pk).update(state="learning")
    assert steps(client) == ["Hold the learning sessions"]


def test_home_costs_the_same_for_one_drawn_panel_and_for_two(choosing, organiser, client_of):
    """One question for all runs."""
    make_panel(choosing)
    client = client_of(organiser)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        return len(asked)

    before = queries()
    other = AppointmentFactory(user=organiser, assembly__state="selecting").assembly
    make_panel(other)
    assert queries() == before


def titles(assembly):
    return [str(action.title) for action in lottery_status(assembly).actions]


def test_a_panel_is_offered_while_nothing_has_changed_since_its_run(assembly):
    """Opening the overview again changes nothing."""
    run = make_run(assembly, "completed")
    assert titles(assembly) == [f"Prepare the draw on run {run.number}"]
    assert titles(assembly) == [f"Prepare the draw on run {run.number}"]


def test_a_run_that_is_out_of_date_is_not_recommended(assembly, organiser):
    """Somebody withdrew since."""
    make_run(assembly, "completed")
    assert titles(assembly) != ["Run the lottery again"]
    withdraw_respondent(
        respondent=Respondent.objects.filter(assembly=assembly).first(), reason="x", actor=organiser, now=NOON
    )
    assert titles(assembly) == ["Run the lottery again"]


def test_a_run_is_up_to_date_again_when_its_quotas_are(assembly, organiser):
    """What counts is what stands, not that somebody touched it."""
    run = make_run(assembly, "completed")
    value = Value.objects.filter(category__assembly=assembly, minimum__isnull=False).first()

    def save(maximum):
        save_quotas(
            assembly=assembly,
            quotas={value.pk: QuotaEntry(value.minimum, maximum)},
            version=targets_version(categories_of(assembly)),
            actor=organiser,
            now=NOON,
        )

    save(value.maximum + 1)
    assert titles(assembly) == ["Run the lottery again"]
    save(value.maximum)
    assert titles(assembly) == [f"Prepare the draw on run {run.number}"]


def test_the_pools_figures_follow_the_adoption_of_a_panel(assembly, organiser):
    """They are remembered until something changes, and this does."""
    draw = make_draw(assembly, DrawState.RESOLVED)
    run, before = draw.run, pool_figures(assembly).in_pool
    publish_draw(draw=draw, actor=organiser, now=NOON)
    after = pool_figures(assembly)
    assert (after.in_pool, after.by_standing["selected"]) == (before - run.seats, run.seats)

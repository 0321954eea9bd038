"""The lottery's pages for everybody who may and may not see them, in every state of a run."""

import pytest
from django.urls import reverse

from sortition.enums import Objective, RunState
from sortition.models import Respondent, SelectionRun
from sortition.objective_words import BOUND_ON_LOWEST, PROVEN
from tests.factories_draws import make_panel
from tests.factories_runs import make_pool, make_run
from tests.factories_targets import make_people

FORM = {"objective": "leximin", "kind": "test", "time_limit": "60", "seed": "", "comment": "⟪for the board⟫"}


def address(name, assembly, *args):
    """The page's address."""
    return reverse(name, args=[assembly.slug, *args])


def text_of(answer):
    """The page as text."""
    return answer.content.decode()


@pytest.mark.parametrize("state", list(RunState))
def test_a_run_shows_itself_in_every_state(state, assembly, organiser, client_of):
    """The page says the state, and everything that belongs to it."""
    run = make_run(assembly, state)
    answer = client_of(organiser).get(address("run", assembly, run.number))
    assert answer.status_code == 200
    assert str(run.get_state_display()) in text_of(answer)
    expected = {
        RunState.PENDING: "Run 1 is waiting for its turn",
        RunState.RUNNING: "Stop this run",
        RunState.COMPLETED: "Proven best possible",
        RunState.INFEASIBLE: "Change the number of seats from 4 to 3.",
        RunState.FAILED: "The worker stopped while it computed.",
        RunState.CANCELLED: "No lottery had been found yet.",
    }
    assert expected[state] in text_of(answer)


def test_the_report_shows_the_figures_of_the_result(assembly, organiser, client_of):
    """Two of three young people have two thirds, the others two in nine, as counting by hand gives."""
    run = make_run(assembly, RunState.COMPLETED)
    page = text_of(client_of(organiser).get(address("run", assembly, run.number)))
    report = client_of(organiser).get(address("run", assembly, run.number)).context["report"]
    assert report.fairness.spread.lowest == pytest.approx(2 / 9)
    assert report.fairness.spread.highest == pytest.approx(2 / 3)
    assert (report.fairness.spread.at_lowest, report.fairness.spread.at_highest) == (9, 3)
    assert "All 4 quotas are met." in page
    assert "1 in 5" in page
    assert "2 in 3" in page


def test_a_run_whose_pool_has_changed_offers_a_new_run_instead_of_its_panel(assembly, organiser, client_of):
    """Proven as it is, it was computed for other people."""
    run = make_run(assembly, RunState.COMPLETED)
    offered = text_of(client_of(organiser).get(address("run", assembly, run.number)))
    assert address("draw_new", assembly, run.number) in offered
    assert address("run_adopt", assembly, run.number) not in offered
    Respondent.objects.filter(assembly=assembly).first().delete()
    page = text_of(client_of(organiser).get(address("run", assembly, run.number)))
    assert "The panel of this run cannot become the assembly’s panel" in page
    assert address("draw_new", assembly, run.number) not in page
    assert address("run_new", assembly) in page


def test_an_unproven_run_does_not_look_like_a_success(assembly, organiser, client_of):
    """Its certificate warns, and a new run is what comes next."""
    run = make_run(assembly, RunState.COMPLETED)
    run.summary["status"] = "unproven"
    run.save()
    page = text_of(client_of(organiser).get(address("run", assembly, run.number)))
    assert "Not proven: a fairer lottery may exist." in page
    assert "Its fairness is not proven. Give a new run more time." in page
    assert address("draw_new", assembly, run.number) not in page


def test_runs_on_the_same_snapshot_are_compared(assembly, organiser, client_of):
    """A run on another pool is not."""
    first = make_run(assembly, RunState.COMPLETED)
    make_run(assembly, RunState.COMPLETED, objective="maximin")
    page = client_of(organiser).get(address("run", assembly, first.number))
    assert [c.run.number for c in page.context["comparisons"]] == [1, 2]
    make_people(assembly, 1, *first.assembly.categories.first().values.all()[:1])
    third = make_run(assembly, RunState.COMPLETED)
    assert client_of(organiser).get(address("run", assembly, third.number)).status_code == 200


def test_the_progress_part_asks_again_until_the_end(assembly, organiser, client_of):
    """It asks each second while the run works; then the browser loads the page anew."""
    client, run = client_of(organiser), make_run(assembly, RunState.RUNNING)
    part = client.get(address("run_progress", assembly, run.number))
    assert 'hx-trigger="every 1s"' in text_of(part)
    assert "3 of 9" in text_of(part)
    SelectionRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    end = client.get(address("run_progress", assembly, run.number))
    assert (end.headers["HX-Refresh"], end.content) == ("true", b"")


def test_an_organiser_starts_a_run_from_the_form(assembly, organiser, client_of):
    """The page of the new run follows."""
    make_pool(assembly)
    answer = client_of(organiser).post(address("run_new", assembly), FORM)
    run = SelectionRun.objects.get()
    assert answer.headers["Location"] == address("run", assembly, 1)
    assert (run.is_test, run.time_limit, run.comment, run.created_by) == (
        True,
        60,
        "⟪for the board⟫",
        organiser,
    )


@pytest.mark.parametrize("seed", ["minus", "-1", "9223372036854775808"])
def test_a_bad_seed_is_refused_at_its_field(seed, assembly, organiser, client_of):
    """What was typed stays."""
    make_pool(assembly)
    answer = client_of(organiser).post(address("run_new", assembly), FORM | {"seed": seed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["seed"]
    assert f'value="{seed}"' in text_of(answer)


def test_what_stands_in_the_way_is_said_in_words(assembly, organiser, client_of):
    """On the lottery's page and in the form."""
    client = client_of(organiser)
    assert "No quotas have been set yet." in text_of(client.get(address("lottery", assembly)))
    answer = client.post(address("run_new", assembly), FORM)
    assert answer.status_code == 422
    assert "No quotas have been set yet." in text_of(answer)


def test_stop_and_again_go_to_the_run(assembly, organiser, client_of):
    """A wish that comes too late is answered in words."""
    client, run = client_of(organiser), make_run(assembly)
    client.post(address("run_stop", assembly, run.number))
    late = client.post(address("run_stop", assembly, run.number), follow=True)
    assert "This run has ended; there is nothing to stop." in text_of(late)
    again = client.post(address("run_again", assembly, run.number))
    assert again.headers["Location"] == address("run", assembly, 2)


def test_the_comment_is_edited_on_its_page(assembly, organiser, client_of):
    """And shown on the run's page."""
    client, run = client_of(organiser), make_run(assembly)
    client.post(address("run_comment", assembly, run.number), {"comment": "⟪why⟫"})
    assert "⟪why⟫" in text_of(client.get(address("run", assembly, run.number)))


def test_adopting_asks_once_and_names_what_will_happen(assembly, organiser, client_of):
    """In a rehearsal. Then the panel's page follows; a second time it is refused."""
    assembly.is_rehearsal = True
    assembly.save(update_fields=["is_rehearsal"])
    client, run = client_of(organiser), make_run(assembly, RunState.COMPLETED)
    asked = client.get(address("run_adopt", assembly, run.number))
    assert "This cannot be undone" in text_of(asked)
    done = client.post(address("run_adopt", assembly, run.number))
    assert done.headers["Location"] == address("panel", assembly)
    assert client.post(address("run_adopt", assembly, run.number)).status_code == 409


@pytest.mark.parametrize("name", ["run_new", "run_stop", "run_again", "run_comment", "run_adopt"])
def test_an_observer_changes_nothing(name, assembly, observer, client_of):
    """Observers read runs; every act is forbidden to them."""
    run = make_run(assembly)
    args = [] if name == "run_new" else [run.number]
    assert client_of(observer).post(address(name, assembly, *args)).status_code == 403
    run.refresh_from_db()
    assert (run.state, SelectionRun.objects.count()) == (RunState.PENDING, 1)
    page = text_of(client_of(observer).get(address("run", assembly, run.number)))
    assert "Stop this run" not in page


@pytest.mark.parametrize("name", ["lottery", "run_new", "run", "run_progress", "run_comment", "run_adopt"])
def test_strangers_find_nothing(name, assembly, outsider, client_of, client):
    """404 to an outsider, the sign-in page to a visitor."""
    run = make_run(assembly)
    where = address(name, assembly, *([] if name in ("lottery", "run_new") else [run.number]))
    assert client_of(outsider).get(where).status_code == 404
    assert client.get(where).headers["Location"].startswith("/accounts/login/")


def test_a_run_of_another_assembly_is_not_found(assembly, organiser, client_of):
    """Numbers are looked up within the assembly."""
    assert client_of(organiser).get(address("run", assembly, 1)).status_code == 404


def test_the_history_asks_the_same_questions_for_one_run_and_three(
    assembly, organiser, client_of, django_assert_num_queries
):
    """Warm session and content types first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(organiser)
    make_run(assembly, RunState.FAILED)
    client.get(address("lottery", assembly))
    with CaptureQueriesContext(connection) as one:
        client.get(address("lottery", assembly))
    make_run(assembly, RunState.FAILED)
    make_run(assembly, RunState.FAILED)
    with django_assert_num_queries(len(one)):
        client.get(address("lottery", assembly))


def test_the_overview_says_the_lowest_chance(assembly, organiser, client_of):
    """With what is proven about it."""
    make_panel(assembly)
    page = text_of(client_of(organiser).get(reverse("overview", args=[assembly.slug])))
    assert "Lowest chance in the draw" in page
    assert "proven best possible" in page


@pytest.mark.parametrize("objective", Objective)
def test_a_run_of_each_objective_says_what_it_has_proven(assembly, organiser, client_of, objective):
    """Only of leximin and maximin is the bound one on the lowest chance."""
    run = make_run(assembly, RunState.COMPLETED, objective=objective)
    page = client_of(organiser).get(address("run", assembly, run.number))
    assert str(PROVEN[objective]) in text_of(page)
    assert ("The bound is reached." in text_of(page)) == (objective in BOUND_ON_LOWEST)
    assert [check.sentence for check in page.context["report"].checks if not check.passed] == []

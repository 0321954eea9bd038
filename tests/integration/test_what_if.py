"""What-if: chances before and after other quotas; nothing saved before somebody takes them over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.models import AuditEvent
from sortition.models import Value
from tests.factories_draws import make_panel
from tests.factories_targets import make_people, make_targets


@pytest.fixture
def url(assembly):
    return reverse("targets_what_if", args=[assembly.slug])


@pytest.fixture
def values(assembly):
    """Four seats; three young and seven old people, nobody of them favoured by the quotas."""
    assembly.seats = 4
    assembly.save()
    found = make_targets(assembly, age={"⟪young⟫": (0, 4), "⟪old⟫": (0, 4)})
    make_people(assembly, 3, found["⟪young⟫"])
    make_people(assembly, 7, found["⟪old⟫"])
    return found


def typed(page, values=None, **more):
    """Return what the form sends, with some numbers typed anew."""
    form = page.context["form"]
    shown = ("version", "base", "seats")
    data = {
        name: form[name].value() for name in form.fields if name.startswith(("min", "max")) or name in shown
    }
    data = {name: value for name, value in data.items() if "flex" not in name}
    return {**data, **(values or {}), **more}


def half_each(values):
    return {f"{bound}-{value.pk}": 2 for value in values.values() for bound in ("minimum", "maximum")}


def test_chances_stand_beside_those_of_the_saved_quotas_and_nothing_is_saved(
    url, organiser, client_of, values
):
    """Two of four seats for three young people: they gain, the old lose."""
    client = client_of(organiser)
    page = client.get(url)
    assert (page.context["found"].is_changed, page.context["found"].after.lowest) == (
        False,
        pytest.approx(0.4),
    )
    found = client.post(url, typed(page, half_each(values))).context["found"]
    assert found.before.lowest == pytest.approx(0.4)
    assert (found.after.lowest, found.after.typical) == pytest.approx((2 / 7, 2 / 7))
    assert [(s.value, s.after) for s in found.gaining] == [("⟪young⟫", pytest.approx(2 / 3))]
    assert [(s.value, s.after) for s in found.losing] == [("⟪old⟫", pytest.approx(2 / 7))]
    assert set(Value.objects.values_list("minimum", "maximum")) == {(0, 4)}


def test_another_number_of_seats_is_tried_too(url, organiser, client_of, values):
    """Five of ten."""
    client = client_of(organiser)
    found = client.post(url, typed(client.get(url), seats="5")).context["found"]
    assert (found.before.lowest, found.after.lowest) == pytest.approx((0.4, 0.5))


def test_quotas_that_no_panel_meets_are_said_with_the_cause(url, organiser, client_of, values):
    """Four young of three."""
    client = client_of(organiser)
    data = typed(client.get(url), {f"minimum-{values['⟪young⟫'].pk}": 4})
    page = client.post(url, data)
    assert page.context["found"].after.state == "impossible"
    assert "⟪young⟫ (age) needs at least 4, but the pool can offer only 3." in page.content.decode()


def test_typing_is_answered_with_the_outcome_alone(url, organiser, client_of, values):
    """Also while a number is half typed."""
    client = client_of(organiser)
    data = typed(client.get(url))
    answer = client.post(url, data, headers={"HX-Request": "true"}).content.decode()
    assert answer.startswith('<div class="stack-s" id="outcome" role="status">')
    wrong = client.post(url, {**data, "seats": "x"}, headers={"HX-Request": "true"})
    assert "Write a whole number, such as 50." in wrong.content.decode()
    assert client.post(url, {**data, "seats": "x"}).status_code == 422


def test_tried_quotas_are_taken_over_with_the_seats_and_recorded(assembly, url, organiser, client_of, values):
    """Flexible bounds stay, as far as the new quotas leave them room."""
    young = values["⟪young⟫"]
    Value.objects.filter(pk=young.pk).update(maximum=3, maximum_flex=4)
    client = client_of(organiser)
    data = typed(client.get(url), half_each(values), seats="4")
    done = client.post(reverse("targets_take_over", args=[assembly.slug]), data)
    assert done.url == reverse("targets", args=[assembly.slug])
    young.refresh_from_db()
    assert (young.minimum, young.maximum, young.maximum_flex) == (2, 2, 4)
    assert AuditEvent.objects.filter(type="targets.quotas_changed").count() == 1
    more = client.post(reverse("targets_take_over", args=[assembly.slug]), typed(client.get(url), seats="3"))
    assert more.status_code == 302
    assembly.refresh_from_db()
    assert assembly.seats == 3
    assert AuditEvent.objects.filter(type="assembly.seats_changed").count() == 1


def test_quotas_changed_meanwhile_are_not_overwritten(assembly, url, organiser, client_of, values):
    """Neither are the seats."""
    client = client_of(organiser)
    data = typed(client.get(url), half_each(values), seats="3")
    Value.objects.filter(pk=values["⟪old⟫"].pk).update(maximum=3)
    done = client.post(reverse("targets_take_over", args=[assembly.slug]), data, follow=True)
    assert "Somebody else changed the targets meanwhile" in done.content.decode()
    assembly.refresh_from_db()
    assert assembly.seats == 4
    assert Value.objects.get(pk=values["⟪young⟫"].pk).minimum == 0


def test_an_observer_may_try_and_not_save(  # noqa: PLR0917 (personas and fixtures)
    assembly, url, observer, outsider, client, client_of, values
):
    """The outsider finds nothing."""
    page = client_of(observer).get(url)
    assert client_of(observer).post(url, typed(page)).status_code == 200
    take_over = reverse("targets_take_over", args=[assembly.slug])
    assert take_over not in page.content.decode()
    assert client_of(observer).post(take_over, typed(page)).status_code == 403
    assert client_of(outsider).get(url).status_code == 404
    assert client.get(url).url.startswith(reverse("account_login"))


def test_the_page_says_when_there_is_nothing_to_try(assembly, url, organiser, client_of):
    """No categories; no quotas; an adopted panel."""
    client = client_of(organiser)
    assert "There is nothing to try" in client.get(url).content.decode()
    make_targets(assembly, age={"⟪young⟫": None})
    assert client.get(url).context["found"].after.state == "not_ready"
    make_panel(assembly)
    assert "A panel was adopted for these quotas" in client.get(url).content.decode()


def test_three_people_cost_as_many_queries_as_one(assembly, url, organiser, client_of, values):
    """After the first request, which works the chances out."""
    client = client_of(organiser)

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    before = queries()
    make_people(assembly, 2, values["⟪old⟫"])
    assert queries() == before

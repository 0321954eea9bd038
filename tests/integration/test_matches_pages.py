"""The pages of possible same persons: the list, two entries side by side, what was decided."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sortition.models import PairDecision, Respondent
from tests.factories_matches import answered_twice, possible_person, search


@pytest.fixture
def pair(assembly):
    return answered_twice(assembly)


def address(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def test_the_page_shows_both_with_differences_and_merges(assembly, organiser, client_of, pair):
    """A blank gives way to what the other says; the rest is as chosen."""
    client, url = client_of(organiser), address("pool_match", assembly, pair[0].pk, pair[1].pk)
    page = client.get(url)
    form = page.context["form"]
    assert page.context["reasons"] == "same phone; same name"
    assert form.differing == [
        "first_name",
        "last_name",
        "email",
        "phone",
        "postcode",
        f"category:{pair[0].answers.get().category_id}",
    ]
    data = {name: field.initial for name, field in form.fields.items()} | form.initial
    assert data["use_postcode"] == str(pair[1].pk)
    answer = client.post(url, {**data, "decision": "merge"}, follow=True)
    assert "Merged. This is the entry that stays." in answer.content.decode()
    assert Respondent.objects.get(pk=pair[0].pk).postcode == "AB1"
    again = client.post(url, {**data, "decision": "merge"})
    assert again.status_code == 409


def test_the_page_keeps_both_and_the_list_lets_ask_again(assembly, organiser, client_of, pair):
    search(assembly)
    client, url = client_of(organiser), address("pool_match", assembly, pair[0].pk, pair[1].pk)
    sent = {"decision": "keep_both"} | client.get(url).context["form"].initial
    client.post(url, sent)
    decision = PairDecision.objects.get()
    decided = client.get(address("pool_matches", assembly) + "?tab=decided").content.decode()
    assert "Two people" in decided
    client.post(address("pool_match_again", assembly, decision.pk))
    assert not PairDecision.objects.exists()


@pytest.mark.parametrize("name", ["pool_matches", "pool_households"])
def test_lists_cost_as_many_queries_for_three_pairs_as_for_one(name, assembly, organiser, client_of):
    possible_person(assembly)
    client = client_of(organiser)
    client.get(address(name, assembly))
    with CaptureQueriesContext(connection) as one:
        client.get(address(name, assembly))
    possible_person(assembly)
    possible_person(assembly)
    client.get(address(name, assembly))
    with CaptureQueriesContext(connection) as three:
        client.get(address(name, assembly))
    assert len(three) == len(one)


@pytest.mark.parametrize("name", ["pool_matches", "pool_households", "pool_person_new"])
def test_personas(name, assembly, organiser, observer, outsider, client, client_of):  # noqa: PLR0917
    url = address(name, assembly)
    assert client_of(organiser).get(url).status_code == 200
    assert client_of(observer).get(url).status_code == 403
    assert client_of(outsider).get(url).status_code == 404
    assert client.get(url).url.startswith(reverse("account_login"))

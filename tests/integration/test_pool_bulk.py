"""Many people at once from the list: the question says how many and whom, the answer holds for exactly these."""

import pytest
from django.urls import reverse

from assembly.models import AuditEvent
from sortition.models import Respondent
from tests.factories_pool import AnswerFactory, RespondentFactory, ValueFactory


@pytest.fixture
def url(assembly):
    return reverse("pool_bulk", args=[assembly.slug])


@pytest.fixture
def people(assembly):
    return [
        RespondentFactory(assembly=assembly, reference=reference, first_name=name, last_name="")
        for reference, name in (("a", "⟪Ada⟫"), ("b", "⟪Ben⟫"), ("c", "⟪Cy⟫"))
    ]


def confirmed(page, **more):
    """Return what the question's form sends."""
    context = page.context
    return {
        "act": context["act"].key,
        "who": "all" if context["is_all"] else "chosen",
        "person": context["chosen"],
        "seen": context["seen"],
        "confirmed": "1",
        **more,
    }


def states():
    return dict(Respondent.objects.values_list("reference", "state"))


def test_ticked_people_are_withdrawn_after_a_question_with_one_entry(url, organiser, client_of, people):
    """Nothing happens before the reason is given."""
    client = client_of(organiser)
    ticked = [person.pk for person in people[:2]]
    page = client.post(url, {"act": "withdraw", "who": "chosen", "person": ticked})
    assert (page.context["count"], page.context["left_out"]) == (2, 0)
    assert [str(person) for person in page.context["named"]] == ["⟪Ada⟫", "⟪Ben⟫"]
    assert states() == {"a": "pool", "b": "pool", "c": "pool"}
    without = client.post(url, confirmed(page))
    assert without.status_code == 422
    assert states() == {"a": "pool", "b": "pool", "c": "pool"}
    done = client.post(url, confirmed(page, reason="Asked to leave"), follow=True)
    assert "Done for 2 people: withdrawn." in done.content.decode()
    assert states() == {"a": "withdrawn", "b": "withdrawn", "c": "pool"}
    event = AuditEvent.objects.get(type="respondent.withdraw_many")
    assert (event.details["people"], event.details["reason"]) == (2, "Asked to leave")
    assert len(event.details["digest"]) == 64


def test_all_who_match_are_flagged_and_nobody_who_came_meanwhile(assembly, url, organiser, client_of, people):
    """The digest of the people is part of the question."""
    value = ValueFactory(category__assembly=assembly)
    for person in people:
        AnswerFactory(respondent=person, value=value)
    client = client_of(organiser)
    narrowed = f"{url}?tab=all&search=ada"
    page = client.post(narrowed, {"act": "can_attend:no", "who": "all"})
    assert [person.reference for person in page.context["named"]] == ["a"]
    late = RespondentFactory(assembly=assembly, reference="late", first_name="⟪Adam⟫")
    data = confirmed(page, reason="Told us")
    refused = client.post(narrowed, data)
    assert refused.status_code == 409
    assert refused.context["count"] == 2
    done = client.post(narrowed, confirmed(refused, reason="Told us"))
    assert done.url == f"{reverse('pool', args=[assembly.slug])}?tab=all&search=ada#people"
    assert list(Respondent.objects.filter(can_attend=False).order_by("pk")) == [people[0], late]
    assert AuditEvent.objects.filter(type="respondent.set_flags").count() == 1


def test_whoever_was_drawn_or_left_is_left_out_and_counted(url, organiser, client_of, people):
    """The question says so; withdrawing them stays a decision about each."""
    Respondent.objects.filter(pk=people[0].pk).update(state="withdrawn")
    ticked = [person.pk for person in people]
    page = client_of(organiser).post(url, {"act": "withdraw", "who": "chosen", "person": ticked})
    assert (page.context["count"], page.context["left_out"]) == (2, 1)


@pytest.mark.parametrize(
    "data", [{}, {"act": "erase"}, {"act": "withdraw"}, {"act": "withdraw", "person": "x"}]
)
def test_without_act_or_people_nothing_is_asked(data, url, organiser, client_of, people):
    """Back to the list with a message."""
    answer = client_of(organiser).post(f"{url}?search=z", {"who": "chosen", **data}, follow=True)
    assert answer.redirect_chain[0][0].endswith("?search=z#people")
    assert len(list(answer.context["messages"])) == 1


def test_people_of_another_assembly_are_never_touched(url, organiser, client_of, people):
    """Keys made up by hand find nobody."""
    stranger = RespondentFactory()
    page = client_of(organiser).post(
        url, {"act": "withdraw", "who": "chosen", "person": stranger.pk}, follow=True
    )
    assert "None of these people can be changed this way" in page.content.decode()
    assert states()[stranger.reference] == "pool"


def test_bulk_is_for_organisers(url, observer, outsider, client, client_of):
    """Refused, not found, asked to sign in."""
    assert client_of(observer).post(url).status_code == 403
    assert client_of(outsider).post(url).status_code == 404
    assert client.post(url).url.startswith(reverse("account_login"))


def test_the_search_finds_phone_and_postcode_with_or_without_spaces(assembly, organiser, client_of):
    """Any part of a word, whatever its capitals, also beyond A to Z."""
    zoe = RespondentFactory(assembly=assembly, first_name="Zoë", phone="07700 900 123", postcode="RB1 2AB")
    # Names are given: a number that the factory counts up could be what is searched for.
    RespondentFactory(
        assembly=assembly,
        phone="07700 900 124",
        postcode="RB1 3AB",
        last_name="⟪O⟫",
        reference="⟪o⟫",
        email="o@example.org",
    )
    pool = reverse("pool", args=[assembly.slug])

    def found(search):
        page = client_of(organiser).get(pool, {"search": search})
        return [person for person, _answers, _standing in page.context["rows"]]

    for search in ("07700900123", "900 123", "rb12ab", "RB1 2ab", "zoë", "ZOË"):
        assert found(search) == [zoe]
    assert found("100%") == []

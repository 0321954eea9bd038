"""A message to exactly the people of the pool's list: ticked, or all who match."""

import pytest
from django.urls import reverse

from assembly.models import Mailing, OutboxMessage
from tests.factories_messages import make_template
from tests.factories_pool import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(assembly):
    names = ("Ada", "Ben", "Cleo")
    return [RespondentFactory(assembly=assembly, first_name=name, reference=name) for name in names]


@pytest.fixture
def address(assembly):
    return reverse("pool_message", args=[assembly.slug])


def sent_along(page, **more):
    """What the question's form sends: everything hidden in it."""
    context = page.context
    return {
        "who": "all" if context["is_all"] else "chosen",
        "seen": context["seen"],
        "person": context["chosen"],
        "confirmed": "1",
        **more,
    }


def test_the_ticked_are_written_to_and_nobody_else(assembly, organiser, people, address, client_of):
    client, template = client_of(organiser), make_template(assembly)
    gone = RespondentFactory(assembly=assembly, state="withdrawn")
    test = RespondentFactory(assembly=assembly, is_test=True)
    stranger = RespondentFactory()
    ticked = [people[0].pk, people[2].pk, gone.pk, test.pk, stranger.pk]
    page = client.post(address, {"who": "chosen", "person": ticked})
    assert ("Write to 2 people" in page.content.decode(), page.context["left_out"]) == (True, 2)
    assert Mailing.objects.count() == 0
    answer = client.post(address, sent_along(page, template=template.pk, channel="email"))
    mailing = Mailing.objects.get()
    assert answer["Location"] == reverse("mailing", args=[assembly.slug, 1])
    assert (mailing.part, mailing.state) == ("chosen", "draft")
    assert list(mailing.messages.values_list("about_id", flat=True)) == [people[0].pk, people[2].pk]
    assert "People chosen from a list" in client.get(answer["Location"]).content.decode()


def test_all_who_match_are_frozen_when_it_is_written(assembly, organiser, people, address, client_of):
    """Whoever joins between looking and confirming makes the question be asked again; later ones are not added."""
    client, template = client_of(organiser), make_template(assembly)
    address += "?search=ben"
    page = client.post(address, {"who": "all"})
    assert page.context["count"] == 1
    RespondentFactory(assembly=assembly, first_name="Benita", reference="late")
    again = client.post(address, sent_along(page, template=template.pk, channel="email"))
    assert (again.status_code, again.context["count"], Mailing.objects.count()) == (409, 2, 0)
    client.post(address, sent_along(again, template=template.pk, channel="email"))
    RespondentFactory(assembly=assembly, first_name="Benjamin")
    assert OutboxMessage.objects.count() == 2


def test_without_a_template_one_is_asked_for(organiser, people, address, client_of):
    page = client_of(organiser).post(address, {"who": "chosen", "person": [people[0].pk]})
    assert "There is no template for volunteers and the panel yet." in page.content.decode()


def test_a_choice_of_nobody_leads_back(assembly, organiser, people, address, client_of):
    answer = client_of(organiser).post(address, {"who": "chosen"})
    assert answer["Location"] == reverse("pool", args=[assembly.slug])


@pytest.mark.parametrize(("who", "status"), [("session_staff", 403), ("outsider", 404)])
def test_only_organisers_write_to_people(who, status, address, request, client_of):
    client = client_of(request.getfixturevalue(who))
    assert client.post(address, {"who": "all"}).status_code == status

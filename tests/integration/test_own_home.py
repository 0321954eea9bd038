"""Those who take part: their way from an invitation to the page about their part."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import Role
from assembly.models import Appointment, User
from assembly.services.invitations import invite_person
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, RemitVersionFactory

pytestmark = pytest.mark.django_db

TAKE_PART = (
    Role.CALLER,
    Role.FACILITATOR,
    Role.MEMBER,
    Role.WITNESS,
    Role.OFFICIAL,
    Role.RESPONSE_APPROVER,
    Role.ADVISORY_GROUP,
)


def own_home(assembly):
    return reverse("own_home", args=[assembly.slug])


@pytest.mark.parametrize("role", TAKE_PART)
def test_the_first_page_leads_whoever_takes_part_to_a_page_that_opens(role, assembly, client_of):
    """And says what they are, never what the organisers have to do."""
    client = client_of(AppointmentFactory(assembly=assembly, role=role).user)
    first = client.get(reverse("home")).content.decode()
    assert (f'href="{own_home(assembly)}"' in first, "Complete the remit" in first) == (True, False)
    page = client.get(own_home(assembly)).content.decode()
    assert (str(role.label) in page, reverse("overview", args=[assembly.slug]) + '"' in page) == (True, False)


def test_whoever_runs_the_assembly_goes_to_the_overview(assembly, organiser, client_of):
    page = client_of(organiser).get(reverse("home")).content.decode()
    assert reverse("overview", args=[assembly.slug]) in page
    assert client_of(organiser).get(own_home(assembly)).status_code == 403


def test_every_link_of_the_page_opens(assembly, client_of):
    """For each role: a page that answers with 403 is no offer."""
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    type(assembly).objects.filter(pk=assembly.pk).update(state="announced")
    for role in TAKE_PART:
        client = client_of(AppointmentFactory(assembly=assembly, role=role).user)
        page = client.get(own_home(assembly)).content.decode().partition("<main")[2]
        links = {part.partition('"')[0] for part in page.split('href="')[1:]}
        assert links
        assert {client.get(link).status_code for link in links} == {200}, role


def test_the_page_shows_the_published_question_and_not_a_draft(assembly, client_of):
    RemitVersionFactory(assembly=assembly, number=1, published=True, question="How shall we breathe?")
    RemitVersionFactory(assembly=assembly, number=2, question="Still a draft")
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    page = client_of(member).get(own_home(assembly)).content.decode()
    assert ("How shall we breathe?" in page, "Still a draft" in page) == (True, False)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.WITNESS, Role.OFFICIAL])
def test_members_witnesses_and_officials_accept_without_a_password(role, assembly, organiser):
    """The link reached them by mail; from then on a code does each time."""
    _invitation, token = invite_person(
        assembly=assembly, email="grace@x.example", name="Grace", role=role, actor=organiser, now=NOON
    )
    client, link = Client(), reverse("invitation", args=[token])
    type(_invitation).objects.update(expires_at="2999-01-01T00:00Z")
    assert 'name="password"' not in client.get(link).content.decode()
    client.post(link, {"name": "Grace Hill"})
    user = User.objects.get(email="grace@x.example")
    assert (user.has_usable_password(), Appointment.objects.get(user=user).role) == (False, role)
    assert "Grace Hill" in client.get(own_home(assembly)).content.decode()


def test_staff_still_need_a_password_to_accept(assembly, organiser):
    invitation, token = invite_person(
        assembly=assembly, email="s@x.example", name="S", role=Role.FACILITATOR, actor=organiser, now=NOON
    )
    type(invitation).objects.update(expires_at="2999-01-01T00:00Z")
    answer = Client().post(reverse("invitation", args=[token]), {"name": "S"})
    assert (answer.status_code, User.objects.filter(email="s@x.example").exists()) == (422, False)


def test_the_first_page_asks_the_same_number_of_questions_for_one_assembly_and_three(client_of):
    member = AppointmentFactory(role=Role.MEMBER).user
    client, counts = client_of(member), []
    for _each in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("home"))
        counts.append(len(asked))
        for _more in range(2):
            AppointmentFactory(user=member, assembly=AssemblyFactory(), role=Role.MEMBER)
    assert counts[0] == counts[1]

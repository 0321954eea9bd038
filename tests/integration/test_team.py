"""The team: invitations by e-mail, roles given and taken, and always one organiser left."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from assembly.enums import Role
from assembly.errors import AlreadyInvited, AlreadyOnTeam, ChangedMeanwhile, InvitationClosed, LastOrganiser
from assembly.models import Appointment, AuditEvent, Invitation, User
from assembly.services.invitations import (
    accept_invitation,
    digest_of,
    invite_person,
    renew_invitation,
    revoke_invitation,
)
from assembly.services.team import change_roles
from tests.factories import AppointmentFactory, InvitationFactory, UserFactory, add_second_factor

NEWCOMER = {"name": "Mei Tran", "email": "Mei@Example.org", "role": "session_staff"}


@pytest.fixture
def team_url(assembly):
    """The address of the team page."""
    return f"/assemblies/{assembly.slug}/team/"


@pytest.fixture
def invite(assembly, organiser):
    """Write an invitation that is open today, and return it with its token."""

    def write(email="mei@example.org", role="observer"):
        now = timezone.now()
        return invite_person(
            assembly=assembly, email=email, name="Mei Tran", role=role, actor=organiser, now=now
        )

    return write


def _link(message):
    return re.search(r"http://testserver(/invitations/\S+/)", message.body)[1]


def test_somebody_new_is_invited_and_joins(assembly, organiser, client_of, team_url):
    """From the form to the first page after joining; the link works once."""
    answer = client_of(organiser).post(f"{team_url}invite/", NEWCOMER)
    assert (answer.status_code, answer["Location"]) == (302, team_url)
    assert [message.to for message in mail.outbox] == [["mei@example.org"]]
    link = _link(mail.outbox[0])
    newcomer = Client()
    assert "You will sign in with mei@example.org." in newcomer.get(link).content.decode()
    answer = newcomer.post(link, {"name": "Mei Tran", "password": "a long enough secret"}, follow=True)
    assert "Your role: Session staff." in answer.content.decode()
    assert newcomer.get(f"/assemblies/{assembly.slug}/")["Location"] == "/accounts/2fa/"
    add_second_factor(User.objects.get(email="mei@example.org"))
    assert newcomer.get(f"/assemblies/{assembly.slug}/").status_code == 200
    again = Client().get(link)
    assert again.status_code == 410
    assert "This invitation has been used already" in again.content.decode()
    assert list(AuditEvent.objects.order_by("pk").values_list("type", flat=True)) == [
        "team.invited",
        "team.invitation_accepted",
        "team.role_given",
    ]


def test_only_a_digest_of_the_link_is_kept(invite):
    """Nobody who reads the database can join."""
    invitation, token = invite()
    assert invitation.token_digest == digest_of(token)
    assert token not in str(Invitation.objects.values().get())


def test_somebody_with_an_account_signs_in_to_accept(assembly, invite, outsider, client_of):
    """A link in the mailbox does not replace the password."""
    invitation, token = invite(email=outsider.email)
    url = f"/invitations/{token}/"
    page = Client().get(url).content.decode()
    assert f"/accounts/login/?next={url}" in page
    Client().post(url, {"name": "Thief", "password": "a long enough secret"})
    assert User.objects.filter(name="Thief").count() == 0
    client_of(outsider).post(url)
    assert Appointment.objects.filter(assembly=assembly, user=outsider, role=invitation.role).count() == 1


def test_somebody_else_cannot_accept(invite, outsider, client_of, now):
    """Only the invited address can."""
    invitation, token = invite()
    url = f"/invitations/{token}/"
    page = client_of(outsider).post(url).content.decode()
    assert f"you are signed in as {outsider.email}" in page
    with pytest.raises(InvitationClosed):
        accept_invitation(invitation=invitation, user=outsider, now=now)
    assert Appointment.objects.filter(user=outsider).count() == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"revoked_at": timezone.now()}, "This invitation was withdrawn"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "This invitation has expired"),
        ({"accepted_at": timezone.now()}, "This invitation has been used already"),
    ],
)
def test_a_dead_link_says_why(fields, said, assembly):
    """Shown and sent; nobody joins by it."""
    later = timezone.now() + timedelta(days=1)
    InvitationFactory(assembly=assembly, token_digest=digest_of("token"), **{"expires_at": later, **fields})
    for answer in (
        Client().get("/invitations/token/"),
        Client().post("/invitations/token/", {"name": "X", "password": "a long enough secret"}),
    ):
        assert answer.status_code == 410
        assert said in answer.content.decode()
    assert Appointment.objects.count() == 0


@pytest.mark.django_db
def test_an_unknown_link_says_so():
    """Cut off in the mail program, or replaced by a newer one."""
    answer = Client().get("/invitations/nonsense/")
    assert answer.status_code == 404
    assert "This link is not valid" in answer.content.decode()


def test_a_weak_password_is_refused_at_its_place(invite):
    """The name stays, the invitation stays open."""
    _, token = invite()
    answer = Client().post(f"/invitations/{token}/", {"name": "Mei Tran", "password": "short"})
    assert answer.status_code == 422
    assert "too short" in answer.content.decode()
    assert 'value="Mei Tran"' in answer.content.decode()


def test_inviting_twice_is_refused_until_the_first_is_over(assembly, invite, organiser):
    """The same address for the same role; another role is another invitation; an expired one gives way."""
    first, _ = invite()
    now = timezone.now()
    with pytest.raises(AlreadyInvited):
        invite(email="MEI@example.org")
    invite(role="auditor")
    later = now + timedelta(days=15)
    invite_person(
        assembly=assembly, email="mei@example.org", name="Mei", role="observer", actor=organiser, now=later
    )
    first.refresh_from_db()
    assert first.revoked_at == later


def test_nobody_is_invited_to_a_role_they_have(assembly, organiser, invite):
    """It would only confuse."""
    with pytest.raises(AlreadyOnTeam):
        invite(email=organiser.email.upper(), role="organiser")


def test_sending_again_makes_a_new_link_and_kills_the_old(organiser, client_of, team_url, invite):
    """With a new term."""
    invitation, old = invite()
    client_of(organiser).post(f"{team_url}invitations/{invitation.pk}/again/")
    new = _link(mail.outbox[0])
    assert Client().get(f"/invitations/{old}/").status_code == 404
    assert Client().get(new).status_code == 200


def test_a_withdrawn_invitation_is_neither_sent_nor_withdrawn_again(organiser, invite, now):
    """Each is refused in words."""
    invitation, _ = invite()
    revoke_invitation(invitation=invitation, actor=organiser, now=now)
    with pytest.raises(InvitationClosed):
        renew_invitation(invitation=invitation, actor=organiser, now=now)
    with pytest.raises(InvitationClosed):
        revoke_invitation(invitation=invitation, actor=organiser, now=now)


def test_a_message_that_could_not_be_sent_is_shown_and_the_invitation_stands(
    organiser, client_of, team_url, settings
):
    """A mail server that does not answer loses nothing."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    page = client_of(organiser).post(f"{team_url}invite/", NEWCOMER, follow=True).content.decode()
    assert "the message could not be sent" in page
    assert "Could not be sent" in page
    assert list(Invitation.objects.values_list("email", "mailed_at")) == [("mei@example.org", None)]


def test_roles_are_added_and_taken(assembly, organiser, observer, now):
    """Exactly what was chosen; one event each; doing it twice changes nothing."""
    for _ in range(2):
        change_roles(
            assembly=assembly,
            user=observer,
            roles=["auditor", "session_staff"],
            seen=["observer"],
            actor=organiser,
            now=now,
        )
    assert set(Appointment.objects.filter(user=observer).values_list("role", flat=True)) == {
        "auditor",
        "session_staff",
    }
    assert sorted((event.type, event.details["role"]) for event in AuditEvent.objects.all()) == [
        ("team.role_given", "auditor"),
        ("team.role_given", "session_staff"),
        ("team.role_taken", "observer"),
    ]


def test_roles_changed_by_somebody_else_meanwhile_are_not_overwritten(assembly, organiser, observer, now):
    """The page showed other roles than the person has now."""
    with pytest.raises(ChangedMeanwhile):
        change_roles(
            assembly=assembly, user=observer, roles=["auditor"], seen=["caller"], actor=organiser, now=now
        )


def test_the_last_organiser_stays(assembly, organiser, observer, client_of, team_url):
    """By the service, by the form of roles, by removing; until there is another."""
    with pytest.raises(LastOrganiser):
        change_roles(
            assembly=assembly,
            user=organiser,
            roles=[],
            seen=["organiser"],
            actor=organiser,
            now=timezone.now(),
        )
    client = client_of(organiser)
    answer = client.post(f"{team_url}{organiser.pk}/", {"roles": ["observer"], "seen": "organiser"})
    assert answer.status_code == 422
    assert "is the last organiser" in answer.content.decode()
    page = client.post(f"{team_url}{organiser.pk}/remove/", {"seen": "organiser"}, follow=True)
    assert "is the last organiser" in page.content.decode()
    AppointmentFactory(assembly=assembly, user=observer, role=Role.ORGANISER)
    answer = client.post(f"{team_url}{organiser.pk}/remove/", {"seen": "organiser"})
    assert answer["Location"] == "/"
    assert client.get(team_url).status_code == 404


def test_an_organiser_whose_account_is_closed_does_not_count(assembly, organiser, now):
    """Somebody must be able to act."""
    AppointmentFactory(assembly=assembly, user=UserFactory(is_active=False), role=Role.ORGANISER)
    with pytest.raises(LastOrganiser):
        change_roles(
            assembly=assembly, user=organiser, roles=[], seen=["organiser"], actor=organiser, now=now
        )


def test_people_and_invitations_of_other_assemblies_are_not_found(organiser, client_of, team_url):
    """Scope first."""
    client = client_of(organiser)
    stranger, invitation = AppointmentFactory(), InvitationFactory()
    assert client.get(f"{team_url}{stranger.user.pk}/").status_code == 404
    assert client.post(f"{team_url}{stranger.user.pk}/remove/").status_code == 404
    assert client.post(f"{team_url}invitations/{invitation.pk}/withdraw/").status_code == 404
    assert client.post(f"{team_url}invitations/{invitation.pk}/again/").status_code == 404


def test_an_observer_sees_the_team_and_no_buttons(observer, client_of, team_url):
    """And cannot invite by hand."""
    client = client_of(observer)
    assert f"{team_url}invite/" not in client.get(team_url).content.decode()
    assert client.post(f"{team_url}invite/", NEWCOMER).status_code == 403


def test_the_team_costs_the_same_for_one_and_for_three(
    assembly, observer, client_of, team_url, django_assert_max_num_queries
):
    """No query per person or invitation."""
    client = client_of(observer)
    AppointmentFactory(assembly=assembly, role=Role.AUDITOR)
    InvitationFactory(assembly=assembly)
    with django_assert_max_num_queries(40) as first:
        client.get(team_url)
    for _ in range(2):
        AppointmentFactory(assembly=assembly, role=Role.AUDITOR)
        InvitationFactory(assembly=assembly)
    with django_assert_max_num_queries(40) as second:
        client.get(team_url)
    assert len(second) == len(first)

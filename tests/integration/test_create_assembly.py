"""A platform administrator's first steps: the first account, the first assembly, the list of assemblies."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assembly.models import Appointment, Assembly, AuditEvent, RemitVersion, StateEntry, User
from assembly.services.create_assembly import create_assembly
from tests.factories import AppointmentFactory, AssemblyFactory, RemitVersionFactory, add_second_factor

ANSWERS = {
    "name": "Riverbend Citizens’ Assembly on Clean Air",
    "commissioning_authority": "Riverbend City Council",
    "question": "How should Riverbend clean up the air we breathe?",
    "seats": "50",
    "first_session_on": "2026-06-06",
    "last_session_on": "2026-10-10",
    "one_per_household": "yes",
}
NEW = "/assemblies/new/"


def _create(actor, now, name="Riverbend"):
    return create_assembly(
        actor=actor,
        name=name,
        commissioning_authority="Council",
        question="How?",
        seats=50,
        first_session_on=None,
        last_session_on=None,
        one_per_household=True,
        now=now,
    )


def test_five_answers_make_an_assembly_with_its_organiser_and_a_draft_of_the_remit(administrator, client_of):
    """One form; the workspace opens."""
    answer = client_of(administrator).post(NEW, ANSWERS)
    assembly = Assembly.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == "/assemblies/riverbend-citizens-assembly-on-clean-air/"
    assert (assembly.name, assembly.seats, assembly.state) == (ANSWERS["name"], 50, "draft")
    assert (assembly.first_session_on, assembly.last_session_on) == (date(2026, 6, 6), date(2026, 10, 10))
    assert assembly.one_per_household is True
    assert list(Appointment.objects.values_list("user", "role")) == [(administrator.pk, "organiser")]
    assert list(RemitVersion.objects.values_list("number", "question", "published_at")) == [
        (1, ANSWERS["question"], None)
    ]
    assert list(StateEntry.objects.values_list("state", flat=True)) == ["draft"]
    assert list(AuditEvent.objects.values_list("type", "actor")) == [("assembly.created", administrator.pk)]


def test_dates_may_stay_open_and_households_may_be_free(administrator, client_of):
    """Two answers that are often not known yet."""
    answers = {**ANSWERS, "first_session_on": "", "last_session_on": "", "one_per_household": "no"}
    client_of(administrator).post(NEW, answers)
    assembly = Assembly.objects.get()
    assert (assembly.first_session_on, assembly.last_session_on) == (None, None)
    assert assembly.one_per_household is False


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Write a name"),
        ({"question": "x" * 601}, "at most 600 characters"),
        ({"seats": "many"}, "Write the number of seats in digits"),
        ({"seats": "0"}, "greater than or equal to 1"),
        ({"seats": "1001"}, "less than or equal to 1000"),
        ({"last_session_on": "2026-06-05"}, "The last session cannot be before the first."),
        ({"first_session_on": "next week"}, "Enter a valid date."),
        ({"one_per_household": "perhaps"}, "Select a valid choice."),
    ],
)
def test_a_wrong_answer_is_said_at_its_place_and_the_rest_is_kept(wrong, said, administrator, client_of):
    """Summary at the top, message at the field, nothing created."""
    answer = client_of(administrator).post(NEW, {**ANSWERS, **wrong})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "One thing to put right" in html
    assert html.count(said) == 2
    assert f'href="#id_{next(iter(wrong))}"' in html
    assert "Riverbend City Council" in html
    assert Assembly.objects.count() == 0


def test_addresses_are_readable_and_unique(administrator, now):
    """A number is added when the name is taken; `new` belongs to the form; other scripts get a plain word."""
    names = ["Air & Water", "Air – Water", "air water", "New", "大会", "é" * 100]
    assert [_create(administrator, now, name).slug for name in names] == [
        "air-water",
        "air-water-2",
        "air-water-3",
        "new-2",
        "assembly",
        "e" * 72,
    ]


def test_only_platform_administrators_create_assemblies(organiser, outsider, client_of, client):
    """Others are refused, signed-out visitors are asked to sign in."""
    assert client_of(organiser).get(NEW).status_code == 403
    assert client_of(outsider).post(NEW, ANSWERS).status_code == 403
    assert client.get(NEW)["Location"] == f"/accounts/login/?next={NEW}"
    assert Assembly.objects.count() == 1


def test_the_first_visit_says_what_to_do(administrator, outsider, client_of):
    """To an administrator: create one. To anybody else: ask for an invitation."""
    first = client_of(administrator).get("/").content.decode()
    assert "Create the first one: five questions" in first
    assert f'href="{NEW}"' in first
    other = client_of(outsider).get("/").content.decode()
    assert "Ask an organiser to invite you" in other
    assert NEW not in other


def test_home_lists_the_assemblies_in_which_one_has_a_role_with_the_next_step(organiser, assembly, client_of):
    """Each once, however many roles; others' not at all."""
    AppointmentFactory(assembly=assembly, user=organiser, role="auditor")
    AssemblyFactory(name="Somebody else’s")
    html = client_of(organiser).get("/").content.decode()
    assert html.count(assembly.name) == 1
    assert "Publish the remit" in html
    assert "Somebody else’s" not in html


def test_home_costs_the_same_for_one_assembly_and_for_three(
    organiser, assembly, client_of, django_assert_max_num_queries
):
    """No query per row."""
    client = client_of(organiser)
    with django_assert_max_num_queries(40) as first:
        client.get("/")
    for _ in range(2):
        RemitVersionFactory(assembly=AppointmentFactory(user=organiser).assembly, published=True)
    with django_assert_max_num_queries(40) as second:
        client.get("/")
    assert len(second) == len(first)


def test_a_long_list_is_paged_searched_and_filtered(organiser, client_of):
    """From the twenty-sixth on."""
    for number in range(25):
        AppointmentFactory(user=organiser, assembly__name=f"Long {number:02}", assembly__state="learning")
    client = client_of(organiser)
    assert client.get("/").context["page"].paginator.count == 26
    assert "1 to 25 of 26" in client.get("/").content.decode()
    assert len(client.get("/?page=2").context["rows"]) == 1
    assert client.get("/?search=long+07").context["page"].paginator.count == 1
    assert client.get("/?state=learning").context["page"].paginator.count == 25
    assert "No assembly matches" in client.get("/?search=nothing").content.decode()


@pytest.mark.django_db
def test_the_first_administrator_is_made_by_a_command(monkeypatch):
    """It says where to go; the account can sign in."""
    monkeypatch.setenv("FIRST_ADMIN_PASSWORD", "correct horse battery")
    said = io.StringIO()
    call_command("create_first_admin", email="Amara@Example.org", name="Amara Osei", stdout=said)
    assert said.getvalue() == (
        "Amara Osei can now sign in with amara@example.org.\n"
        "Open /accounts/login/ on this site, then press “New assembly”.\n"
    )
    client = Client()
    answer = client.post(
        "/accounts/login/", {"login": "amara@example.org", "password": "correct horse battery"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Set up a second factor" in client.get("/", follow=True).content.decode()
    add_second_factor(User.objects.get())
    assert "New assembly" in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_password_can_come_from_standard_input(monkeypatch):
    """For scripts; it never stands among the arguments."""
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    call_command(
        "create_first_admin", email="a@b.org", name="Amara Osei", password_stdin=True, stdout=io.StringIO()
    )
    assert User.objects.get().check_password("correct horse battery")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"email": "new@example.org"}, "There is a platform administrator already"),
        ({"email": "nonsense", "another": True}, "not an e-mail address"),
        ({"email": "taken@example.org", "another": True}, "There is an account with the address"),
        ({"email": "new@example.org", "another": True, "weak": True}, "too short"),
    ],
)
def test_the_command_refuses_in_words(options, said, administrator, monkeypatch):
    """A second administrator by mistake, a wrong address, a taken one, a weak password."""
    User.objects.create_user("taken@example.org", name="Taken")
    monkeypatch.setenv(
        "FIRST_ADMIN_PASSWORD", "short" if options.pop("weak", False) else "correct horse battery"
    )
    with pytest.raises(CommandError, match=said):
        call_command("create_first_admin", name="New", **options)
    assert User.objects.count() == 2


def test_administration_shows_assemblies_and_the_record_but_changes_neither(
    administrator, assembly, client_of
):
    """Read only; accounts can be closed but not deleted."""
    client = client_of(administrator)
    assert client.get("/platform/assembly/assembly/").status_code == 200
    assert client.get("/platform/assembly/auditevent/").status_code == 200
    assert client.get(f"/platform/assembly/assembly/{assembly.pk}/delete/").status_code == 403
    assert client.post(f"/platform/assembly/assembly/{assembly.pk}/change/", {"name": "x"}).status_code == 403
    assert client.get("/platform/assembly/user/").status_code == 200
    assert client.get(f"/platform/assembly/user/{administrator.pk}/change/").status_code == 200
    assert client.get(f"/platform/assembly/user/{administrator.pk}/delete/").status_code == 403


def test_administration_holds_nothing_that_a_library_registers(administrator, client_of):
    """Addresses and groups could be changed there past the house's rules."""
    page = client_of(administrator).get("/platform/").content.decode()
    assert "Administration" in page
    assert "/platform/account/" not in page
    assert "/platform/auth/" not in page


def test_administration_has_no_door_of_its_own(client):
    """Signing in happens where attempts are limited."""
    answer = client.get("/platform/login/?next=/platform/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=%2Fplatform%2F")
    assert client.post("/platform/login/", {"username": "a@b.org", "password": "x"}).status_code == 302


def test_without_a_terminal_the_command_says_how_to_give_the_password(db, monkeypatch):
    """Instead of breaking off in the middle of a question."""
    monkeypatch.delenv("FIRST_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="--password-stdin"):
        call_command("create_first_admin", email="a@b.org", name="Amara Osei")


def test_organisers_have_no_administration(organiser, client_of):
    """It belongs to the platform's administrators."""
    assert client_of(organiser).get("/platform/").status_code == 302
    assert client_of(organiser).get("/platform/assembly/user/").status_code == 302

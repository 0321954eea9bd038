"""Letters with codes for everybody without e-mail at once."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assembly.enums import Role
from assembly.models import AuditEvent, SignInLetter
from assembly.services.sign_in_letters import add_person_without_address, draw_codes, keep_letter
from tests.factories import NOON, AppointmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(assembly, organiser):
    type(assembly).objects.filter(pk=assembly.pk).update(
        name="Assembly on clean air", commissioning_authority="Riverbend City Council"
    )
    roles = {"Ada Post": Role.MEMBER, "Ben Post": Role.WITNESS, "Cy Post": Role.OFFICIAL}
    said = {"assembly": assembly, "actor": organiser, "now": NOON}
    return [add_person_without_address(name=name, role=role, **said) for name, role in roles.items()]


@pytest.fixture
def address(assembly):
    return reverse("team_letters", args=[assembly.slug])


def ticked(*people, **more):
    boxes = {f"person_{each.pk}": "on" for each in people}
    addresses = {f"address_{each.pk}": f"{each}\n3 Mill Lane" for each in people}
    return {"sender": "Phone 0117 496", "codes": "2", **boxes, **addresses, **more}


def test_one_file_holds_a_letter_for_each_ticked_person_and_each_code_lets_in(
    people, address, organiser, client_of
):
    made = client_of(organiser).post(address, ticked(*people[:2]) | {f"address_{people[1].pk}": ""})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages]
    assert ["3 Mill Lane" in page for page in pages] == [True, False]
    assert ["Dear Ada Post," in pages[0], "Dear Ben Post," in pages[1]] == [True, True]
    for page in pages:
        reference = re.search(r"(?<![A-Z0-9-])[A-Z0-9]{4}-[A-Z0-9]{4}(?![A-Z0-9-])", page)[0]
        code = re.search(r"\d\.\s+([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})", page)[1]
        answer = Client().post("/accounts/sign-in/letter/", {"reference": reference, "code": code})
        assert answer.status_code == 302
    assert AuditEvent.objects.filter(type="account.letter_printed").count() == 2


def test_those_with_a_letter_that_works_are_not_ticked(people, address, assembly, organiser, client_of):
    printed = {"printed": draw_codes(2), "actor": organiser, "now": timezone.now()}
    keep_letter(assembly=assembly, user=people[0], **printed)
    AppointmentFactory(assembly=assembly, role=Role.MEMBER)
    form = client_of(organiser).get(address).context["form"]
    assert [(str(user), box.value()) for user, _letter, box, _address in form.rows()] == [
        ("Ada Post", False),
        ("Ben Post", True),
        ("Cy Post", True),
    ]


def test_one_address_that_does_not_fit_keeps_all_letters_unprinted(people, address, organiser, client_of):
    client = client_of(organiser)
    wrong = client.post(address, ticked(*people) | {f"address_{people[2].pk}": "x" * 200})
    nobody = client.post(address, ticked())
    assert (wrong.status_code, nobody.status_code, SignInLetter.objects.count()) == (422, 422, 0)
    assert "The address does not fit" in wrong.content.decode()
    assert "Tick at least one person." in nobody.content.decode()


def test_nobody_of_another_assembly_or_role_gets_one(people, address, assembly, organiser, client_of):
    """Whatever is sent along: only who is listed is printed for."""
    elsewhere = AppointmentFactory(role=Role.MEMBER, user__email=None).user
    staff = AppointmentFactory(assembly=assembly, role=Role.SESSION_STAFF, user__email=None).user
    answer = client_of(organiser).post(address, ticked(elsewhere, staff))
    assert (answer.status_code, SignInLetter.objects.count()) == (422, 0)


def test_the_list_needs_the_same_queries_for_more_people(people, address, assembly, organiser, client_of):
    client, counts = client_of(organiser), []
    client.get(address)
    for round_ in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
        for name in ("Di", "Ed"):
            said = {"assembly": assembly, "actor": organiser, "now": NOON, "role": Role.MEMBER}
            add_person_without_address(name=f"{name} {round_}", **said)
    assert counts[0] == counts[1]

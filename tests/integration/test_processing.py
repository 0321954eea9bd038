"""The record of processing: made of what the system does, and of what organisers write."""

import io
import json
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile
from assembly.models import AuditEvent, ProcessingRecord
from assembly.permissions import who_reads_people
from assembly.personal_data import processing
from assembly.services.processing import PARTS, processing_record, write_processing_record
from tests.factories import NOON

pytestmark = pytest.mark.django_db
WORDS = dict.fromkeys(PARTS, "") | {
    "legal_basis": "Section 3 of the Assemblies Act",
    "processors": "Quayside Hosting Ltd\nRiver Print",
    "controller_contact": "Town Hall, 1 Square",
}


def stands(assembly):
    record = processing_record(assembly)
    return {name: getattr(record, name) for name in PARTS}


def url(name, assembly):
    return reverse(name, args=[assembly.slug])


def test_what_organisers_write_stands_on_the_page_in_the_pdf_and_in_the_public_notice(
    assembly, organiser, observer, client_of
):
    type(assembly).objects.filter(pk=assembly.pk).update(state="announced", name="Clean air")
    type(assembly).objects.filter(pk=assembly.pk).update(commissioning_authority="City")
    sent = {
        **WORDS,
        "processors": "Quayside Hosting Ltd\r\nRiver Print",
        "seen": json.dumps(stands(assembly)),
    }
    answer = client_of(organiser).post(url("processing_edit", assembly), sent)
    assert answer["Location"] == url("processing", assembly)
    page = client_of(observer).get(url("processing", assembly)).content.decode()
    notice = Client().get(reverse("privacy_notice", args=[assembly.slug])).content.decode()
    file = client_of(observer).get(url("processing", assembly), {"form": "pdf"})
    pdf = "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(file.content)).pages)
    for text in (
        "Section 3 of the Assemblies Act",
        "Quayside Hosting Ltd",
        "River Print",
        "Town Hall, 1 Square",
    ):
        assert text in page
        assert text in notice
        assert text in pdf
    assert "\r" not in ProcessingRecord.objects.get().processors


def test_the_other_half_is_made_of_declarations_clocks_and_permissions(assembly, observer, client_of):
    page = unescape(client_of(observer).get(url("processing", assembly)).content.decode())
    assert all(str(purpose) in page for purpose, _held in processing())
    assert all(what in page and who in page for what, who in who_reads_people())
    assert ("Not written yet:" in page, "Legal basis" in page) == (True, True)


def test_whoever_reads_names_is_named(assembly):
    readers = dict(who_reads_people())
    assert readers["Read respondents' names, addresses and answers"] == str(Role.ORGANISER.label)


def test_a_change_is_recorded_once_and_saving_the_same_again_writes_nothing(assembly, organiser):
    for _each in range(2):
        write_processing_record(
            assembly=assembly, parts=WORDS, seen=stands(assembly), actor=organiser, now=NOON
        )
    event = AuditEvent.objects.get(type="privacy.processing_changed")
    assert "legal_basis" in event.details["parts"]
    assert "Assemblies Act" not in event.kept.text


def test_of_two_who_write_at_once_the_second_sees_the_firsts_words(assembly, organiser, client_of):
    first = stands(assembly)
    write_processing_record(assembly=assembly, parts=WORDS, seen=first, actor=organiser, now=NOON)
    mine = {**WORDS, "legal_basis": "Consent"}
    with pytest.raises(ChangedMeanwhile):
        write_processing_record(assembly=assembly, parts=mine, seen=first, actor=organiser, now=NOON)
    client = client_of(organiser)
    answer = client.post(url("processing_edit", assembly), {**mine, "seen": json.dumps(first)})
    page = answer.content.decode()
    assert (answer.status_code, "Section 3 of the Assemblies Act" in page, "Consent" in page) == (
        409,
        True,
        True,
    )
    again = {**mine, "seen": answer.context["form"]["seen"].value()}
    assert client.post(url("processing_edit", assembly), again).status_code == 302
    assert ProcessingRecord.objects.get().legal_basis == "Consent"


@pytest.mark.parametrize("seen", ["", "[]", "{", "null", '{"legal_basis": 1}'])
def test_a_damaged_page_is_refused(seen, assembly, organiser, client_of):
    answer = client_of(organiser).post(url("processing_edit", assembly), {**WORDS, "seen": seen})
    assert (answer.status_code, ProcessingRecord.objects.count()) == (422, 0)


def test_an_observer_reads_and_does_not_write(assembly, observer, outsider, client_of):
    assert client_of(observer).post(url("processing_edit", assembly), WORDS).status_code == 403
    assert client_of(outsider).get(url("processing", assembly)).status_code == 404
    assert "Write your half" not in client_of(observer).get(url("processing", assembly)).content.decode()

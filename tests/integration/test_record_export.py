"""The record as a file: an auditor computes the chain again from it, with the standard library alone."""

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from assembly.enums import Role
from assembly.models import AuditEvent
from assembly.services.record import erase_details
from tests.conftest import sign_in_recently
from tests.factories import NOON, AppointmentFactory, AuditEventFactory
from tests.factories_messages import make_mailing
from tests.factories_pool import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(assembly):
    return AppointmentFactory(assembly=assembly, role=Role.AUDITOR).user


@pytest.fixture
def events(assembly, organiser):
    return [
        AuditEventFactory(assembly=assembly, actor=organiser, details={"n": n, "word": "Zoë"}, at=NOON)
        for n in range(4)
    ]


def url(assembly, **query):
    return reverse("record_export", args=[assembly.slug], query=query or None)


def export(client, assembly, form, **query):
    answer = client.post(url(assembly, **query), {"form": form, "purpose": "Yearly audit"})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def recomputed(entries, chain):
    """Walk the chain as docs/record.md says; return the numbers of entries that do not hold."""
    wrong, previous = [], "0" * 64
    for place, each in enumerate(entries, start=1):
        heads = ("number", "type", "object_type", "object_id", "actor", "at", "details_digest")
        covered = [previous, chain, *(each[name] for name in heads)]
        digest = hashlib.sha256(json.dumps(covered, separators=(",", ":")).encode()).hexdigest()
        if each["details"] is not None:
            salted = bytes.fromhex(each["salt"]) + each["details"].encode()
            if hashlib.sha256(salted).hexdigest() != each["details_digest"]:
                wrong.append(each["number"])
        if (each["digest"], each["previous"], each["number"]) != (digest, previous, place):
            wrong.append(each["number"])
        previous = each["digest"]
    return wrong


def test_the_chain_is_computed_again_from_the_file_alone(assembly, auditor, events, client_of):
    """Also over details that were erased; one changed letter is found."""
    erase_details(events=events[1:2], assembly=assembly, reason="Asked", actor=None, now=NOON)
    file = json.loads(export(client_of(auditor), assembly, "json"))
    entries = file["entries"]
    assert [each["number"] for each in entries] == [1, 2, 3, 4, 5, 6]
    assert (entries[1]["details"], entries[1]["salt"]) == (None, None)
    assert recomputed(entries, file["chain"]) == []
    entries[2]["details"] = entries[2]["details"].replace("Zo", "Za")
    entries[3]["type"] = "pool.nothing"
    assert recomputed(entries, file["chain"]) == [3, 4]


def test_the_export_stands_in_the_record_with_its_purpose(assembly, auditor, events, client_of):
    """And in the file."""
    text = export(client_of(auditor), assembly, "csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (len(rows), rows[-1]["type"]) == (5, "record.exported")
    assert f"{auditor.name} took 4 entries of the record away as a file: Yearly audit" in text
    assert AuditEvent.objects.get(type="record.exported").details["purpose"] == "Yearly audit"


def test_what_a_spreadsheet_would_take_for_a_formula_is_text(assembly, auditor, client_of):
    organiser = AppointmentFactory(assembly=assembly, user__name="=1+1").user
    AuditEventFactory(assembly=assembly, actor=organiser)
    text = export(client_of(auditor), assembly, "csv")
    assert (",=1+1" in text, "'=1+1" in text) == (False, True)


def test_without_a_purpose_nothing_leaves(assembly, auditor, events, client_of):
    answer = client_of(auditor).post(url(assembly), {"form": "json", "purpose": " "})
    assert (answer.status_code, "Say what the file is for." in answer.content.decode()) == (422, True)
    assert not AuditEvent.objects.filter(type="record.exported").exists()


def test_whoever_signed_in_long_ago_is_asked_again(assembly, auditor, client_of):
    client = client_of(auditor)
    sign_in_recently(client, auditor, ago=3_600)
    answer = client.post(url(assembly), {"form": "json", "purpose": "Audit"})
    assert answer.status_code == 302
    assert not AuditEvent.objects.filter(type="record.exported").exists()


def test_the_filter_of_the_page_is_the_filter_of_the_file(assembly, auditor, events, client_of):
    """By day, by person, by what it was about."""
    person = RespondentFactory(assembly=assembly)
    late = AuditEventFactory(
        assembly=assembly, type="respondent.changed", obj=person, at=NOON + timedelta(days=3)
    )
    client = client_of(auditor)
    day = (NOON + timedelta(days=3)).date().isoformat()
    for query in (
        {"since": day, "until": day},
        {"thing": f"respondent:{person.pk}"},
        {"person": str(late.actor_id)},
    ):
        found = json.loads(export(client, assembly, "json", **query))["entries"]
        assert [each["number"] for each in found] == [5]
        page = client.get(reverse("record", args=[assembly.slug], query=query)).content.decode()
        assert page.count("<time ") == 1


@pytest.mark.parametrize("query", [{"since": "soon"}, {"person": "x"}, {"thing": "a; DROP"}, {"kind": "zzz"}])
def test_a_filter_that_is_not_understood_lets_everything_through(query, assembly, auditor, events, client_of):
    page = client_of(auditor).get(reverse("record", args=[assembly.slug], query=query))
    assert (page.status_code, page.content.decode().count("<time ")) == (200, 4)


def test_observers_read_the_record_and_do_not_take_it_away(assembly, observer, outsider, client_of):
    answers = [client_of(user).get(url(assembly)).status_code for user in (observer, outsider)]
    assert answers == [403, 404]
    assert (
        "record/export/"
        not in client_of(observer).get(reverse("record", args=[assembly.slug])).content.decode()
    )


def test_a_link_of_the_record_is_shown_to_those_who_can_follow_it(assembly, organiser, auditor, client_of):
    """A link that ends in a refusal is none."""
    number = make_mailing(assembly).number
    mailing = assembly.mailings.get()
    AuditEventFactory(
        assembly=assembly, type="mailing.approve", obj=mailing, details={"number": number, "messages": 1}
    )
    there = reverse("mailing", args=[assembly.slug, number])
    pages = [client_of(user).get(reverse("record", args=[assembly.slug])) for user in (organiser, auditor)]
    assert [there in page.content.decode() for page in pages] == [True, False]

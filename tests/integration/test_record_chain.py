"""The record proves itself: what is changed, taken out or put in is found and named."""

import re
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from assembly.models import AuditEvent, EventDetails, RecordChain
from assembly.record_check import Fault, check_chain, check_record
from assembly.services.record import erase_details, record_event
from tests.factories import NOON, AssemblyFactory, AuditEventFactory, UserFactory

append_only = import_module("assembly.migrations.0003_record_append_only")


@pytest.fixture
def events(assembly):
    """Five entries of one assembly; another assembly and the platform have chains of their own."""
    AuditEventFactory()
    with transaction.atomic():
        record_event("user.made", assembly=None, actor=None, now=NOON)
    return [AuditEventFactory(assembly=assembly, details={"number": n}) for n in range(1, 6)]


def tamper(sql, *values):
    """Do what somebody with the database's password can do: take the triggers off, write, lay them again."""
    with connection.cursor() as cursor:
        for table, act in append_only.REFUSED:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {table}_no_{act.lower()}{on_table}")
        cursor.execute(sql, values)


def verify(*noted):
    said = StringIO()
    try:
        call_command("audit_verify", noted=list(noted), stdout=said)
    except CommandError as error:
        return said.getvalue() + str(error)
    return said.getvalue()


def test_an_untouched_record_is_unbroken(assembly, events):
    """Each chain for itself, numbered from 1."""
    assert [report.faults for report in check_record()] == [[], [], []]
    assert [event.number for event in events] == [1, 2, 3, 4, 5]
    assert events[0].previous == "0" * 64
    assert [event.previous for event in events[1:]] == [event.digest for event in events[:-1]]
    assert check_chain(assembly.pk).head == events[-1].digest
    assert f"{assembly.slug}: unbroken, 5 entries, details of 0 erased lawfully" in verify()


def test_the_digest_is_what_the_documentation_says(events):
    """Whoever reads docs/record.md can compute it without this code."""
    import hashlib
    import json

    event = AuditEvent.objects.get(pk=events[1].pk)
    kept = event.kept
    details = hashlib.sha256(bytes(kept.salt) + kept.text.encode()).hexdigest()
    assert len(bytes(kept.salt)) == 16
    head = [
        events[0].digest,
        f"assembly:{event.assembly_id}",
        2,
        "assembly.announce",
        "",
        "",
        event.actor_id,
        "2026-03-02T12:00:00.000000+00:00",
        details,
    ]
    assert event.digest == hashlib.sha256(json.dumps(head, separators=(",", ":")).encode()).hexdigest()


@pytest.mark.owner
@pytest.mark.parametrize(
    "change",
    [
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(type="other"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent(pk=event.pk, number=9, at=NOON, type="x").save(force_update=True),
        lambda event: EventDetails.objects.filter(pk=event.pk).update(text="{}"),
    ],
    ids=["update", "delete", "save", "details"],
)
def test_the_database_refuses_to_change_the_record(events, change):
    """Also when the object-relational mapper is asked to."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(events[2])


@pytest.mark.owner
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("type", "assembly.cancel"),
        ("object_type", "seat"),
        ("object_id", "7"),
        ("at", "2026-03-02 12:00:01+00:00"),
        ("details_digest", "f" * 64),
    ],
)
def test_a_changed_entry_is_named(assembly, events, column, value):
    """Whatever part of its head was changed."""
    tamper(f"UPDATE assembly_auditevent SET {column} = %s WHERE id = %s", value, events[2].pk)  # noqa: S608
    faults = check_chain(assembly.pk).faults
    assert faults[0] == Fault(3, "changed")
    assert {fault.number for fault in faults} == {3}
    assert "entry 3 was changed" in verify()


@pytest.mark.owner
def test_a_changed_author_is_named(assembly, events):
    """Nobody can put an act down to somebody else."""
    tamper("UPDATE assembly_auditevent SET actor_id = %s WHERE id = %s", UserFactory().pk, events[2].pk)
    assert check_chain(assembly.pk).faults == [Fault(3, "changed")]


@pytest.mark.owner
def test_an_entry_changed_with_its_digest_breaks_the_chain(assembly, events):
    """The next entry follows another one."""
    event = events[2]
    event.type = "assembly.cancel"
    tamper(
        "UPDATE assembly_auditevent SET type = %s, digest = %s WHERE id = %s",
        event.type,
        event.expected_digest(),
        event.pk,
    )
    assert check_chain(assembly.pk).faults == [Fault(4, "broken")]


@pytest.mark.owner
def test_an_entry_taken_out_is_named(assembly, events):
    """By its number."""
    EventDetails.objects.filter(pk=events[2].pk).delete()
    tamper("DELETE FROM assembly_auditevent WHERE id = %s", events[2].pk)
    assert check_chain(assembly.pk).faults[0] == Fault(3, "missing")
    assert "entry 3 was taken out" in verify()


@pytest.mark.owner
def test_entries_taken_off_the_end_are_named(assembly, events):
    """The end of the chain is noted apart."""
    EventDetails.objects.filter(pk=events[4].pk).delete()
    tamper("DELETE FROM assembly_auditevent WHERE id = %s", events[4].pk)
    assert check_chain(assembly.pk).faults == [Fault(5, "end_missing")]


@pytest.mark.owner
def test_an_end_noted_by_an_auditor_shows_a_rewritten_chain(assembly, events):
    """Who rewrites everything, ends included, cannot rewrite what was printed."""
    noted = re.search(rf"end ({assembly.slug}:5:\w{{64}})", verify()).group(1)
    AuditEventFactory(assembly=assembly)
    assert "unbroken, 6 entries" in verify(noted)
    last = events[4]
    EventDetails.objects.filter(pk__gte=last.pk).delete()
    tamper("DELETE FROM assembly_auditevent WHERE number >= 5 AND assembly_id = %s", assembly.pk)
    RecordChain.objects.filter(key=f"assembly:{assembly.pk}").update(
        last_number=4, last_digest=events[3].digest
    )
    AuditEventFactory(assembly=assembly, details={"number": "forged"})
    assert check_chain(assembly.pk).faults == []
    assert "entry 5 is not the one that was noted" in verify(noted)
    assert "not a chain, a number and a digest" in verify("nonsense")


def test_an_entry_put_in_is_named(assembly, events):
    """In the middle there is no free number; under another number it does not fit."""
    forged = AuditEvent(
        assembly=assembly, number=3, type="x", at=NOON, details_digest="", previous=events[1].digest
    )
    forged.digest = forged.expected_digest()
    with pytest.raises(DatabaseError), transaction.atomic():
        forged.save()
    forged.number = 9
    forged.digest = forged.expected_digest()
    forged.save()
    codes = {fault.code for fault in check_chain(assembly.pk).faults}
    assert codes == {"missing", "details_gone", "end_moved"}


@pytest.mark.owner
def test_changed_details_are_named(assembly, events):
    """Their digest was made under a salt that only the entry has."""
    tamper("UPDATE assembly_eventdetails SET text = %s WHERE event_id = %s", '{"number": 9}', events[2].pk)
    assert check_chain(assembly.pk).faults == [Fault(3, "details_changed")]


def test_details_erased_lawfully_leave_the_chain_whole(assembly, events, organiser):
    """The record says which were erased and why; the command says how many."""
    with transaction.atomic():
        assert (
            erase_details(events=events[1:3], assembly=assembly, reason="Asked to", actor=organiser, now=NOON)
            == 2
        )
    report = check_chain(assembly.pk)
    assert (report.faults, report.entries, report.erased) == ([], 6, 2)
    assert AuditEvent.objects.get(pk=events[1].pk).details == {}
    assert "details of 2 erased lawfully" in verify()
    with transaction.atomic():
        assert (
            erase_details(events=events[1:3], assembly=assembly, reason="Again", actor=organiser, now=NOON)
            == 0
        )


def test_details_erased_without_an_entry_are_named(assembly, events):
    """By whoever did it in the database."""
    EventDetails.objects.filter(pk=events[2].pk).delete()
    assert check_chain(assembly.pk).faults == [Fault(3, "details_gone")]
    assert "no entry says that they were erased" in verify()


def test_only_details_of_the_named_assembly_are_erased(assembly, events, organiser):
    """Entries of others that were passed by mistake stay."""
    other = AssemblyFactory()
    with transaction.atomic():
        assert erase_details(events=events, assembly=other, reason="x", actor=organiser, now=NOON) == 0
    assert check_chain(assembly.pk).erased == 0


def test_details_of_every_kind_come_back_as_they_were(assembly, organiser):
    """Figures, nested lists, every script, and half characters that no database stores."""
    details = {"a": 1.0, "b": [1, {"c": None}], "text": "Zoë 日本 \x00", "big": 10**20}
    event = AuditEventFactory(assembly=assembly, details=details)
    assert AuditEvent.objects.get(pk=event.pk).details == details
    AuditEventFactory(assembly=assembly, details={"half": "\ud800"})
    assert check_chain(assembly.pk).faults == []


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_make_one_chain(assembly):
    """The second waits at the end of the chain and follows the first."""
    import threading

    barrier = threading.Barrier(4)

    def write():
        barrier.wait()
        for _ in range(5):
            with transaction.atomic():
                record_event("race.run", assembly=assembly, actor=None, now=NOON)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = check_chain(assembly.pk)
    assert (report.entries, report.faults) == (20, [])

"""Somebody with the whole database and its files tries to link votes to members, and cannot."""

import logging
import random
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, models

from assembly.models import AuditEvent, EventDetails
from assembly.outcomes.models import (
    BallotKeys,
    Reconciliation,
    SealedVote,
    UnissuedCode,
    VoteReceipt,
    VoterTurn,
)
from assembly.outcomes.secret_codes import receipt_key, shown_code, vote_key
from assembly.outcomes.selectors.votes import questions_of
from tests.factories import AssemblyFactory
from tests.factories_secret_votes import make_secret
from tests.factories_votes import make_preset

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = 60
MOST_ALIKE = 0.65
"""Five standard deviations of a rank correlation of sixty that have nothing to do with each other (1/√59)."""
TABLES = (VoterTurn, UnissuedCode, SealedVote, VoteReceipt)


def physical_order(model):
    """Give the primary keys as the rows lie on the disk."""
    row = "ctid" if connection.vendor == "postgresql" else "rowid"
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} ORDER BY {row}")  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def transactions_of(model):
    """Give the transactions that wrote the rows; SQLite keeps none."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {model._meta.db_table}")  # noqa: S608
        return {row for (row,) in cursor.fetchall()}


def alike(one, other):
    """Return the rank correlation (Spearman) of two orders of the same things."""
    places = {thing: place for place, thing in enumerate(other)}
    apart = sum((place - places[thing]) ** 2 for place, thing in enumerate(one))
    return 1 - 6 * apart / (len(one) * (len(one) ** 2 - 1))


def everything():
    """Read every cell of every table as text, but those of the tables that hold codes while they are unissued."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                found += [
                    bytes(cell).decode(errors="replace")
                    if isinstance(cell, bytes | memoryview)
                    else str(cell)
                    for cell in row
                ]
    return "\n".join(found)


def on_the_disk():
    """Read the files of an SQLite database, former versions of rows included."""
    name = str(connection.settings_dict["NAME"])
    paths = [Path(name + ending) for ending in ("", "-wal", "-journal")]
    return b"".join(path.read_bytes() for path in paths if path.exists())


class Truth:
    """What nobody but the members knows: who took which code when, and who voted what when."""

    def __init__(self):
        assembly = AssemblyFactory()
        rules = (None, make_preset(assembly, "four_points"))
        self.voted = make_secret(assembly, members=MEMBERS, rules=rules)
        self.secret = bytes(BallotKeys.objects.get().secret)
        self.events = AuditEvent.objects.count()
        chance = random.Random(7)
        self.taking = chance.sample(self.voted.people, MEMBERS)
        self.casting = chance.sample(self.voted.people, MEMBERS)
        for person in self.taking:
            self.voted.take(person)
        for place, person in enumerate(self.casting):
            self.voted.cast(person, {1: ("for", "against")[place % 2], 2: "1234"[place % 4]})

    def keys(self, people, question):
        """Give the keys of the votes of people, in their order."""
        return [vote_key(self.secret, self.voted.codes[person.pk], question.pk) for person in people]

    def receipts(self, people):
        """Give the keys of their receipts."""
        return [receipt_key(self.secret, self.voted.codes[person.pk]) for person in people]


def only(keys, order):
    known = set(keys)
    return [key for key in order if key in known]


def test_nothing_that_the_database_keeps_leads_from_a_vote_to_a_member(caplog):
    """By key, by place on the disk, by transaction, by time, by the record, by what waits to be sent, or by the log."""
    caplog.set_level(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        truth = Truth()
    voted = truth.voted
    orders = {"members": voted.people, "taking": truth.taking, "casting": truth.casting}

    # Order of keys and place on the disk, of each question's votes and of receipts, and between these.
    questions = questions_of(voted.ballot)
    lists = [(SealedVote, lambda people, each=each: truth.keys(people, each)) for each in questions]
    lists.append((VoteReceipt, truth.receipts))
    seen = {}
    for number, (model, keys_of) in enumerate(lists):
        on_disk = physical_order(model)
        for name, people in orders.items():
            keys = keys_of(people)
            assert abs(alike(keys, sorted(keys))) < MOST_ALIKE, (name, "key")
            assert abs(alike(keys, only(keys, on_disk))) < MOST_ALIKE, (name, "disk")
        keys = keys_of(voted.people)
        person_of = dict(zip(keys, voted.people, strict=True))
        for kind, order in (("key", sorted(keys)), ("disk", only(keys, on_disk))):
            seen[number, kind] = [person_of[key].pk for key in order]
    for one, other in pairwise(seen.values()):
        assert abs(alike(one, other)) < MOST_ALIKE
    turns = dict(VoterTurn.objects.values_list("pk", "person"))
    for people in (truth.taking, truth.casting):
        pks = [person.pk for person in people]
        assert abs(alike(pks, [turns[key] for key in physical_order(VoterTurn)])) < MOST_ALIKE

    # Of no table one row is newer than another.
    assert [len(transactions_of(model)) <= 1 for model in TABLES] == [True] * len(TABLES)
    # There is no time, and no person beside a vote.
    for model in (*TABLES, BallotKeys, Reconciliation):
        assert not [
            each for each in model._meta.fields if isinstance(each, models.DateField | models.TimeField)
        ]
    for model in (SealedVote, VoteReceipt, UnissuedCode):
        pointed = {each.related_model._meta.model_name for each in model._meta.fields if each.is_relation}
        assert pointed <= {"ballot", "ballotquestion"}

    # The record, sessions, and what waits to be sent hold nothing of it, nor does any other table or the log.
    assert (AuditEvent.objects.count(), Session.objects.count()) == (truth.events, 0)
    codes = [*voted.codes.values(), *map(shown_code, voted.codes.values())]
    text = everything() + caplog.text
    assert [code for code in codes if code in text or code.upper() in text] == []
    kept = "\n".join([*EventDetails.objects.values_list("text", flat=True), caplog.text])
    assert [receipt for receipt in voted.receipts.values() if receipt in kept] == []


def test_after_the_closing_not_even_a_code_that_is_found_leads_to_a_vote():
    """Somebody copied the ballot's secret while it was open, and a member shows their code: no row has that key."""
    truth = Truth()
    voted = truth.voted
    before = physical_order(VoteReceipt)
    receipt_of = dict(VoteReceipt.objects.values_list("key", "receipt"))
    voted.bring("closed")
    found = set(SealedVote.objects.values_list("key", flat=True))
    for question in questions_of(voted.ballot):
        assert not found & set(truth.keys(voted.people, question))
    assert not set(VoteReceipt.objects.values_list("key", flat=True)) & set(truth.receipts(voted.people))
    now = VoteReceipt.objects.in_bulk(physical_order(VoteReceipt))
    after = [now[key].receipt for key in physical_order(VoteReceipt)]
    assert abs(alike(after, [each for each in map(receipt_of.get, before) if each in after])) < MOST_ALIKE
    assert [len(transactions_of(model)) <= 1 for model in TABLES] == [True] * len(TABLES)
    assert not BallotKeys.objects.exists()

    # Former versions of rows are gone from the files as well: no code, and not the secret.
    if connection.vendor == "sqlite":
        content = on_the_disk()
        assert [code for code in voted.codes.values() if code.encode() in content] == []
        assert truth.secret not in content
        assert [key for key in truth.receipts(voted.people) if key.encode() in content] == []
    else:
        with connection.cursor() as cursor:
            for model in (UnissuedCode, BallotKeys):
                cursor.execute("SELECT pg_relation_size(%s)", [model._meta.db_table])
                assert cursor.fetchone() == (0,)
            cursor.execute("SELECT pg_relation_size(%s)", [SealedVote._meta.db_table])
            # Twice sixty rows fit in some pages of 8 KiB that are not half full; all that was written would not.
            assert cursor.fetchone()[0] <= 12 * 8192

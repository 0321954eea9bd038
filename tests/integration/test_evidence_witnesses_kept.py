"""Witnesses are erased everywhere and kept no longer than promised; two who act at the same moment do one thing."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from assembly.clock import tick
from assembly.errors import HouseError
from assembly.models import Person, User
from assembly.personal_data import declarations, subject_kind
from assembly.services.record import record_event
from evidence.enums import ProposedBy
from evidence.models import Witness
from evidence.services.witness_moves import decide_witness
from evidence.services.witnesses import Proposer, propose_witness
from evidence.services.witnesses_erasure import erase_witnesses, witnesses_named
from tests.factories import NOON, AssemblyFactory, StateEntryFactory, UserFactory
from tests.factories_evidence import make_witness
from tests.factories_evidence_witnesses import make_declared, make_own_file, make_release
from tests.factories_incidents import make_note
from tests.integration.test_personal_data import everything_in_the_database
from tests.integration.test_runs_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MARK = "Wilhelmina Quartz"


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


def test_an_erased_witness_is_nowhere_and_a_stub_with_the_figures_stays(assembly, organiser):
    witness = make_own_file(
        assembly,
        UserFactory(name=MARK, email="wilhelmina@quartz.example"),
        name=MARK,
        email="wilhelmina@quartz.example",
        phone="0117 4960123",
        address=f"{MARK}, 7 Opal Street",
        position="for",
        gender="woman",
        interests=f"{MARK} owns shares",
        interests_at=NOON,
        interests_way="paper",
        staff_notes=f"{MARK} is vegan",
    )
    make_release(witness, on_behalf=f"{MARK}, herself")
    other = make_witness(assembly, why=f"Works with {MARK.upper()} on stoves")
    make_note(assembly, text=f"{MARK} asked for a chair")
    with transaction.atomic():
        record_event(
            "pool.note", assembly=assembly, actor=organiser, now=NOON, details={"note": f"saw {MARK}"}
        )
    assert list(witnesses_named(assembly, "quartz", True)) == [witness]
    given = {"assembly": assembly, "actor": organiser, "now": NOON, "reason": "Asked by letter"}
    assert erase_witnesses(pks=[witness.pk], **given) == 1
    after = everything_in_the_database().casefold()
    assert [
        each for each in (MARK, "wilhelmina@quartz", "0117 4960123", "Opal") if each.casefold() in after
    ] == []
    stub, other = Witness.objects.get(pk=witness.pk), Witness.objects.get(pk=other.pk)
    assert (stub.number, stub.state, stub.position, stub.gender, str(stub)) == (
        witness.number,
        "accepted",
        "for",
        "woman",
        f"Witness {witness.number}",
    )
    assert (other.name[:5], other.why) == ("⟪Dr H", "Works with [erased] on stoves")
    assert Person.objects.get(pk=witness.person_id).left_at == NOON
    assert User.objects.get(pk=witness.person.user_id).is_active is False
    assert erase_witnesses(pks=[witness.pk], **given) == 0
    assert not Path(settings.ERASURE_LEDGER).read_text().count("Quartz")


def test_everything_declared_about_a_witness_is_found_by_their_file(assembly):
    witness = make_declared(assembly)
    make_release(witness)
    assert subject_kind("witness").find(AssemblyFactory(), witness.pk) is None
    held = {
        each.model._meta.label
        for each in declarations()
        if "witness" in each.rows and each.rows["witness"]([witness.pk]).exists()
    }
    assert held == {"evidence.Witness", "evidence.Release", "assembly.Person"}


def test_the_clock_erases_who_never_came_and_who_proposed_and_keeps_who_was_heard(assembly):
    StateEntryFactory(assembly=assembly, state="closed", entered_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    refused = make_witness(assembly, state="not_chosen")
    heard = make_declared(
        assembly, state="heard", proposer_name="Joan Reed", proposer_contact="joan@example.org"
    )
    tick(datetime(2026, 9, 1, 12, tzinfo=UTC))
    assert Witness.objects.filter(erased_at=None).count() == 2
    tick(datetime(2026, 9, 2, 12, tzinfo=UTC))
    refused.refresh_from_db()
    heard.refresh_from_db()
    assert (refused.name, refused.state, refused.decision_reason) == ("", "not_chosen", "–")
    assert (heard.name != "", heard.proposer_name, heard.proposer_contact) == (True, "", "")
    tick(datetime(2031, 3, 2, 12, tzinfo=UTC))
    heard.refresh_from_db()
    assert (heard.name, heard.interests, heard.state) == ("", "", "heard")


def test_the_same_proposal_sent_twice_at_once_is_one_file():
    assembly, token, actor = AssemblyFactory(), uuid.uuid4(), UserFactory()

    def send():
        return propose_witness(
            assembly=assembly,
            fields={"name": "Mara Lind", "kind": "lived"},
            topics=(),
            proposer=Proposer(ProposedBy.ORGANISER),
            way="person",
            token=token,
            actor=actor,
            now=NOON,
        ).number

    assert at_once([send] * 3) == [1] * 3
    assert Witness.objects.count() == 1


def test_of_two_who_decide_at_the_same_moment_one_is_told():
    witness = make_witness(AssemblyFactory(), decision_reason="")
    actors = [UserFactory(), UserFactory()]

    def decide(verb, actor):
        def act():
            try:
                decide_witness(
                    witness=witness, verb=verb, reason=verb, seen="proposed", actor=actor, now=NOON
                )
            except HouseError:
                return "told"
            return verb

        return act

    outcomes = at_once(
        [decide(verb, actor) for verb, actor in zip(("shortlist", "turn_down"), actors, strict=True)]
    )
    assert outcomes.count("told") == 1
    assert Witness.objects.get().decision_reason in outcomes

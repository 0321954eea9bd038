"""What was promised is followed: reports add up, others look at evidence, members are heard and not shown."""

import uuid
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, IllegalMove, ReasonMissing
from assembly.models import AuditEvent, Mailing, OutboxMessage, Person
from assembly.outcomes.attention import responses_parts
from assembly.outcomes.commitment_lifecycle import COMMITMENT, VERIFICATION
from assembly.outcomes.enums_responses import CommitmentState, ConcernState, VerificationState
from assembly.outcomes.errors import CommitmentRefused, VoiceRefused
from assembly.outcomes.models import (
    Commitment,
    Concern,
    FormalResponse,
    Milestone,
    ProgressReport,
    Proof,
    ResponseRating,
)
from assembly.outcomes.response_lifecycle import CONCERN
from assembly.outcomes.selectors.commitments import commitments_of
from assembly.outcomes.selectors.register_entries import Promise
from assembly.outcomes.selectors.voices import shown_ratings
from assembly.outcomes.services.commitment_reminders import watch_commitments
from assembly.outcomes.services.concerns import (
    Raised,
    pass_concern_on,
    raise_concern,
    set_concern_aside,
    take_concern_up,
)
from assembly.outcomes.services.progress_reports import Reported, report_progress
from assembly.outcomes.services.proofs import Shown, confirm_commitment, dispute_commitment, supply_proof
from assembly.outcomes.services.ratings import enter_ratings, rate_answer
from assembly.record import sentence_of
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_follow import make_concern, make_proof, make_rating, make_report
from tests.factories_outcomes import (
    copied,
    make_body,
    make_commitment,
    make_official,
    make_plan,
    make_published,
    make_response,
    make_response_version,
)
from tests.factories_people import make_members

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LATER = TODAY + timedelta(days=60)


def by():
    return {"actor": UserFactory(), "now": NOON}


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def refused(error, code, act, **said):
    with pytest.raises(error) as found:
        act(**said)
    assert found.value.code == code


def said(verb="", **fields):
    return Reported(text="⟪The order was made.⟫", token=uuid.uuid4(), verb=verb, **fields)


def shown(**fields):
    return Shown(text="⟪The order as it was made⟫", token=uuid.uuid4(), **fields)


def report(commitment, verb="", **fields):
    seen = commitment.reports.count()
    return report_progress(commitment=commitment, said=said(verb, **fields), seen=seen, **by())


@pytest.fixture
def version(assembly):
    make_plan(assembly)
    return make_published(assembly)


@pytest.fixture
def commitment(version):
    return make_commitment(version, next_report_on=TODAY, steps=[{}])


@pytest.fixture
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# --- reports


def obliged(verb, version):
    """What a verb obliges to."""
    return {
        "delay": {"reason": "⟪Rain⟫", "expected_on": LATER},
        "deliver_in_part": {"reason": "⟪No cameras⟫"},
        "abandon": {"reason": "⟪No money⟫"},
        "supersede": {"successor": make_commitment(version)},
    }.get(verb, {})


def in_state(version, state):
    fields = {}
    if state == CommitmentState.SUPERSEDED:
        fields["superseded_by"] = make_commitment(version)
    return make_commitment(
        version, state=state, reason="⟪Because⟫", expected_on=LATER, next_report_on=TODAY, **fields
    )


VERBS = sorted({verb for _state, verb in COMMITMENT.moves})


@pytest.mark.parametrize("state", CommitmentState.values)
def test_a_report_moves_a_commitment_as_the_table_says_and_no_other_way(version, state):
    for verb in VERBS:
        one = in_state(version, state)
        fields = obliged(verb, version)
        if (state, verb) in COMMITMENT.moves:
            after = COMMITMENT.moves[state, verb]
            assert report(one, verb, **fields).state == after
            one.refresh_from_db()
            is_over = after not in ("planned", "in_progress", "delayed")
            assert (one.state, one.next_report_on, one.finished_on) == (
                after,
                None if is_over else date(2026, 9, 2),
                TODAY if is_over else None,
            )
        else:
            with pytest.raises(IllegalMove):
                report(one, verb, **fields)
            assert Commitment.objects.get(pk=one.pk).state == state
            assert not one.reports.exists()


def test_a_report_sent_twice_is_one_and_one_written_on_an_old_page_is_held_back(commitment):
    first = said("begin")
    kept = report_progress(commitment=commitment, said=first, seen=0, **by())
    assert report_progress(commitment=commitment, said=first, seen=0, **by()) == kept
    with pytest.raises(ChangedMeanwhile):
        report_progress(commitment=commitment, said=said(), seen=0, **by())
    assert commitment.reports.count() == 1


def test_each_verb_is_held_to_what_it_obliges_to(commitment, version):
    for verb, code in (
        ("abandon", "no_reason"),
        ("deliver_in_part", "no_reason"),
        ("delay", "no_reason"),
        ("supersede", "no_successor"),
    ):
        with pytest.raises(CommitmentRefused) as found:
            report(commitment, verb)
        assert found.value.code == code
    refused(CommitmentRefused, "no_day", report, commitment=commitment, verb="delay", reason="⟪Rain⟫")
    gone = make_commitment(version, state="abandoned", reason="⟪No money⟫")
    refused(
        CommitmentRefused, "successor_over", report, commitment=commitment, verb="supersede", successor=gone
    )
    draft = make_commitment(make_response_version(version.response))
    refused(CommitmentRefused, "draft", report, commitment=draft)


def test_a_report_reaches_steps_once_and_keeps_its_reason(commitment):
    step = commitment.milestones.get()
    first = report(commitment, "delay", reason="⟪Rain⟫", expected_on=LATER, reached=[step])
    step.refresh_from_db()
    assert (step.reached_in, step.reached_on) == (first, TODAY)
    refused(CommitmentRefused, "reached", report, commitment=commitment, reached=[step])
    report(commitment, "begin")
    assert list(commitment.reports.values_list("number", "state", "reason")) == [
        (2, "in_progress", ""),
        (1, "delayed", "⟪Rain⟫"),
    ]
    commitment.refresh_from_db()
    assert (commitment.reason, commitment.expected_on) == ("", None)
    sentence = sentence_of(AuditEvent.objects.get(type="commitment.begin"))
    assert sentence.endswith("reported that ⟪Riverbend City Council⟫ has begun commitment 1")


@pytest.mark.parametrize("make", [make_report, make_proof])
def test_the_database_refuses_to_change_or_remove_reports_and_evidence(commitment, make):
    row = make(commitment)
    for change in (lambda: type(row).objects.filter(pk=row.pk).update(text="⟪Other⟫"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert type(row).objects.get(pk=row.pk).text == row.text


def test_what_is_promised_stays_and_nothing_is_added_to_it(commitment):
    draft = make_commitment(make_response_version(commitment.promised_in.response), steps=[{}])
    published = commitment.promised_in
    for change in (
        lambda: Commitment.objects.filter(pk=commitment.pk).update(text="⟪Less⟫"),
        lambda: copied(commitment, number=9).save(),
        lambda: Commitment.objects.filter(pk=draft.pk).update(promised_in=published),
        lambda: copied(commitment.milestones.get(), position=9).save(),
        lambda: Milestone.objects.filter(commitment=draft).update(commitment=commitment, position=9),
    ):
        with pytest.raises(DatabaseError, match="is kept as it is"), transaction.atomic():
            change()
    copied(draft, number=9).save()
    copied(draft.milestones.get(), position=9).save()


# --- late and stale


def test_late_and_stale_are_told_apart_and_stand_first(version):
    past = TODAY - timedelta(days=1)
    fine = make_commitment(version, due_on=TODAY, next_report_on=TODAY)
    stale = make_commitment(version, due_on=LATER, next_report_on=past)
    late = make_commitment(version, due_on=past, next_report_on=LATER)
    by_step = make_commitment(
        version, due_on=LATER, next_report_on=LATER + timedelta(days=1), steps=[{"due_on": past}]
    )
    done = make_commitment(version, due_on=past, state="delivered")
    make_commitment(make_response_version(version.response), due_on=past)
    found = commitments_of(version.response.assembly, TODAY)
    assert [(each.pk, each.is_late, each.is_stale) for each in found] == [
        (stale.pk, False, True),
        (late.pk, True, False),
        (by_step.pk, True, False),
        (fine.pk, False, False),
        (done.pk, False, False),
    ]
    # The register reckons row by row what the list asks the database for; a missed step it tells beside the promise.
    shown = [(each, Promise(each, TODAY)) for each in found]
    assert [
        (bool(told.late_since) or row.has_late_step, bool(told.report_late_since)) for row, told in shown
    ] == [(each.is_late, each.is_stale) for each in found]


def test_the_clock_reminds_who_acts_once_for_each_day_that_passed(version, organiser):
    official = make_official(version.response.body)
    commitment = make_commitment(version, due_on=date(2026, 4, 1), next_report_on=date(2026, 3, 9))
    assert watch_commitments(datetime(2026, 3, 9, 10, tzinfo=UTC)) == 0
    day = datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert [watch_commitments(day), watch_commitments(day)] == [1, 0]
    message = OutboxMessage.objects.get()
    assert message.email == official.user.email
    assert "Commitment 1: ⟪Close Bridge Street" in message.body
    assert "report due on 9 March 2026" in message.body
    assert Mailing.objects.get().state == "approved"
    # The day of the work itself passes, and later everything is done.
    assert watch_commitments(datetime(2026, 4, 9, 10, tzinfo=UTC)) == 1
    Commitment.objects.filter(pk=commitment.pk).update(state="delivered")
    assert watch_commitments(datetime(2027, 4, 9, 10, tzinfo=UTC)) == 0
    assert mail.outbox == []


# --- evidence


@pytest.mark.parametrize("state", VerificationState.values)
def test_evidence_moves_verification_as_the_table_says_and_no_other_way(version, state):
    acts = {"supply": supply_proof, "confirm": confirm_commitment, "dispute": dispute_commitment}
    for verb, act in acts.items():
        one = make_commitment(version, verification=state)
        if (state, verb) in VERIFICATION.moves:
            act(commitment=one, shown=shown(), **by())
            assert Commitment.objects.get(pk=one.pk).verification == VERIFICATION.moves[state, verb]
        else:
            with pytest.raises(IllegalMove):
                act(commitment=one, shown=shown(), **by())
            assert not one.proofs.exists()


def test_nobody_confirms_by_their_own_evidence_and_a_dispute_can_reopen(version):
    one, actor = make_commitment(version, state="delivered", finished_on=TODAY), UserFactory()
    entry = shown()
    first = supply_proof(commitment=one, shown=entry, actor=actor, now=NOON)
    assert supply_proof(commitment=one, shown=entry, actor=actor, now=NOON) == first
    refused(
        CommitmentRefused,
        "own_evidence",
        confirm_commitment,
        commitment=one,
        shown=shown(),
        actor=actor,
        now=NOON,
    )
    confirm_commitment(commitment=one, shown=shown(), **by())
    dispute_commitment(commitment=one, shown=shown(), reopens=True, **by())
    one.refresh_from_db()
    assert (one.state, one.verification, one.finished_on, one.next_report_on) == (
        "in_progress",
        "disputed",
        None,
        date(2026, 9, 2),
    )
    assert [proof.kind for proof in one.proofs.all()] == ["evidence", "confirmation", "dispute"]
    supply_proof(commitment=one, shown=shown(), **by())
    with pytest.raises(IllegalMove):
        dispute_commitment(commitment=one, shown=shown(), reopens=True, **by())
    assert Proof.objects.count() == 4


# --- ratings


def rate(version, person, score):
    return rate_answer(version=version, person=person, score=score, now=NOON)


def counts(version):
    found = shown_ratings(version)
    return found and {score: n for score, n in found.bars if n}


def test_counts_are_published_from_the_fewest_on_and_then_only_by_as_many(assembly, version):
    members = make_members(assembly, 8)
    for member in members[:4]:
        rate(version, member, 7)
    assert counts(version) is None
    rate(version, members[4], 3)
    assert counts(version) == {3: 1, 7: 4}
    assert shown_ratings(version).mean == 6.2
    rate(version, members[5], 0)
    rate(version, members[0], 1)
    assert counts(version) == {3: 1, 7: 4}
    for member in members[1:4]:
        rate(version, member, 10)
    assert counts(version) == {0: 1, 1: 1, 3: 1, 10: 3}
    # It can be told from no event who gave what.
    assert {str(event.details.get("score")) for event in AuditEvent.objects.all()} == {"None"}


def test_a_member_has_one_rating_on_paper_or_online_and_none_of_what_was_revised(assembly, version):
    member, sheet = make_members(assembly, 1)[0], {"assembly": assembly, "way": "paper", **by()}
    rate(version, member, 7)
    assert enter_ratings(person=member, scores={version: 4}, **sheet) == 1
    assert [(each.score, each.way) for each in version.ratings.all()] == [(4, "paper")]
    refused(VoiceRefused, "no_score", rate, version=version, person=member, score=11)
    make_response_version(version.response, published_at=NOON)
    refused(VoiceRefused, "revised", rate, version=version, person=member, score=7)


# --- concerns


def concern_acts(version):
    return {
        "pass_on": lambda concern: pass_concern_on(concern=concern, **by()),
        "set_aside": lambda concern: set_concern_aside(concern=concern, reason="⟪It is there⟫", **by()),
        "take_up": lambda concern: take_concern_up(concern=concern, **by()),
    }


@pytest.mark.parametrize("state", ConcernState.values)
def test_a_concern_moves_as_the_table_says_and_no_other_way(version, state):
    for verb, act in concern_acts(version).items():
        concern = make_concern(version, state=state)
        if (state, verb) in CONCERN.moves:
            assert act(concern).state == CONCERN.moves[state, verb]
        else:
            with pytest.raises(IllegalMove):
                act(concern)
            assert Concern.objects.get(pk=concern.pk).state == state


def test_concerns_passed_on_ask_for_clarification_and_none_is_raised_about_an_old_version(version):
    raised = Raised(kind="disagreement", text="⟪Too little⟫", token=uuid.uuid4(), supporters=7)
    first = raise_concern(version=version, raised=raised, way="paper", **by())
    assert raise_concern(version=version, raised=raised, way="paper", **by()) == first
    second, aside = make_concern(version), make_concern(version)
    for each in (first, second):
        pass_concern_on(concern=each, **by())
    assert FormalResponse.objects.get().state == "clarification_requested"
    with pytest.raises(ReasonMissing):
        set_concern_aside(concern=aside, reason=" ", **by())
    make_response_version(version.response, published_at=NOON)
    assert list(Concern.objects.values_list("state", flat=True)) == ["passed_on", "passed_on", "raised"]
    refused(
        VoiceRefused,
        "revised",
        raise_concern,
        version=version,
        raised=Raised(kind="clarification", text="⟪When?⟫", token=uuid.uuid4()),
        **by(),
    )


# --- pages


def of_member(assembly, client_of):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    person = make_members(assembly, 1)[0]
    Person.objects.filter(pk=person.pk).update(user=user)
    return person, client_of(user)


def test_an_official_reports_on_what_their_body_promised_and_on_nothing_else(assembly, commitment, client_of):
    client = client_of(make_official(commitment.body).user)
    other = client_of(make_official(make_body(assembly, "⟪Buses⟫")).user)
    address = url("own_commitment", assembly, commitment.number)
    page = client.get(address).content.decode()
    assert commitment.text in page
    sent = {"act": "report", "verb": "delay", "text": "⟪Signs ordered⟫", "token": uuid.uuid4(), "seen": 0}
    answer = client.post(address, sent)
    assert (answer.status_code, answer.content.decode().count("Give the reason")) == (422, 2)
    full = {**sent, "reason": "⟪Rain⟫", "expected_on": "2100-01-01"}
    assert [client.post(address, full).status_code for _twice in range(2)] == [302, 302]
    assert ProgressReport.objects.get().way == "online"
    stale = client.post(address, {**full, "token": uuid.uuid4(), "text": "⟪Mine⟫"})
    assert stale.status_code == 409
    assert "⟪Mine⟫" in stale.content.decode()
    assert "⟪Signs ordered⟫" in stale.content.decode()
    assert other.get(address).url == url("own_commitments", assembly)
    assert other.post(address, {**full, "token": uuid.uuid4(), "seen": 1}).status_code == 302
    assert commitment.text not in other.get(url("own_commitments", assembly)).content.decode()
    assert ProgressReport.objects.count() == 1


@pytest.mark.usefixtures("_own_folder")
def test_the_team_enters_reports_and_looks_at_evidence(assembly, commitment, organiser, client_of):
    client, address = client_of(organiser), url("commitment", assembly, commitment.number)
    entered = {"act": "report", "verb": "begin", "text": "⟪By phone⟫", "token": uuid.uuid4(), "seen": 0}
    assert client.post(address, entered).status_code == 422
    assert client.post(address, {**entered, "way": "phone"}).status_code == 302
    text = BytesIO(b"Order of the council")
    text.name = "order.txt"
    proof = {"act": "proof", "text": "⟪The order⟫", "token": uuid.uuid4(), "file": text}
    assert client.post(address, proof).status_code == 302
    answer = client.get(url("commitment_file", assembly, commitment.number, 1))
    assert b"".join(answer.streaming_content) == b"Order of the council"
    finding = {"act": "confirm", "text": "⟪I read it⟫", "token": uuid.uuid4()}
    assert client.post(address, finding).status_code == 409
    clerk = client_of(AppointmentFactory(assembly=assembly, role=Role.SESSION_STAFF).user)
    assert clerk.post(address, finding).status_code == 403
    second = client_of(AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user)
    assert second.post(address, finding).status_code == 302
    export = client.get(url("commitments_export", assembly) + "?verification=confirmed").content.decode()
    assert export.splitlines()[1].startswith('1,1,⟪Riverbend City Council⟫,"⟪Close Bridge Street')


def test_a_member_rates_and_asks_and_sees_what_became_of_it(assembly, version, client_of):
    person, client = of_member(assembly, client_of)
    address = url("own_response", assembly, version.response_id)
    assert "10: fully" in client.get(address).content.decode()
    assert client.get(url("own_response", assembly, 10**20)).status_code == 404
    assert client.post(address, {"act": "rate", "version": version.pk}).status_code == 422
    assert client.post(address, {"act": "rate", "score": 8, "version": version.pk}).status_code == 302
    assert "You gave 8 of 10." in client.get(url("own_responses", assembly)).content.decode()
    asked = {
        "act": "concern",
        "kind": "clarification",
        "text": "⟪From which day?⟫",
        "supporters": 1,
        "token": uuid.uuid4(),
        "version": version.pk,
    }
    assert [client.post(address, asked).status_code for _twice in range(2)] == [302, 302]
    concern = Concern.objects.get()
    assert (concern.raised_by, concern.entered_by) == (person, None)
    set_concern_aside(concern=concern, reason="⟪It stands in the answer⟫", **by())
    assert "Why it was set aside: ⟪It stands in the answer⟫" in client.get(address).content.decode()
    new = make_response_version(version.response, published_at=NOON)
    assert client.post(address, {"act": "rate", "score": 2, "version": version.pk}).status_code == 409
    assert list(ResponseRating.objects.values_list("version", "score")) == [(version.pk, 8)]
    assert new.ratings.count() == 0


def test_the_team_reads_counts_and_concerns_and_never_who_said_them(assembly, version, organiser, client_of):
    members = make_members(assembly, 6)
    for member in members:
        make_rating(version, member, counted=[6])
    make_concern(version, raised_by=members[0])
    client = client_of(organiser)
    page = client.get(url("voices", assembly)).content.decode()
    assert "6 ratings; on average 6.0 of 10." in page
    assert str(members[0]) not in page
    sheet = {"person": members[1].pk, "way": "paper", f"answer_{version.pk}": 9}
    assert client.post(url("ratings_enter", assembly), sheet).status_code == 302
    assert version.ratings.get(person=members[1]).score == 9
    entered = {
        "version": version.pk,
        "way": "paper",
        "kind": "disagreement",
        "text": "⟪Too late⟫",
        "supporters": 8,
        "token": uuid.uuid4(),
    }
    assert client.post(url("concern_enter", assembly), entered).status_code == 302
    assert Concern.objects.get(text="⟪Too late⟫").supporters == 8


def test_the_stage_counts_what_waits(assembly, version):
    past = date(2020, 1, 1)
    make_commitment(version, due_on=past, next_report_on=past, verification="evidence_supplied")
    make_concern(version)
    titles = {str(action.title) for action in responses_parts.attention_of(assembly)}
    assert {
        "One progress report is overdue",
        "One commitment is late",
        "Look at evidence for one commitment",
        "Decide about one concern of members",
    } <= titles


def test_the_sheets_on_paper_hold_what_is_owed_and_what_was_answered(
    assembly, commitment, organiser, client_of
):
    client = client_of(organiser)
    for name, arguments, words in (
        ("commitments_sheet", [commitment.body_id], "Reached: ⟪The signs are up⟫"),
        ("ratings_sheet", [], "We will do all of it"),
    ):
        pdf = client.get(url(name, assembly, *arguments) + "?print=large").content
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert words.strip("⟪⟫").split("⟪")[0] in " ".join(text.split())


@pytest.mark.parametrize("name", ["commitments", "voices", "own_commitments", "own_responses"])
def test_lists_ask_as_often_for_three_as_for_one(name, version, organiser, client_of):
    assembly = version.response.assembly
    official = make_official(version.response.body)
    _person, member = of_member(assembly, client_of)
    client = {"own_commitments": client_of(official.user), "own_responses": member}.get(
        name, client_of(organiser)
    )

    def fill():
        one = make_commitment(make_published(assembly, body=version.response.body), steps=[{}]).promised_in
        make_concern(one)
        make_rating(one, None)

    fill()
    address = url(name, assembly)
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    fill()
    fill()
    with CaptureQueriesContext(connection) as third:
        page = client.get(address).content.decode()
    assert page.count("Riverbend" if name == "voices" else "Bridge Street") >= 3
    assert len(third) == len(first)


def test_officials_and_members_find_answers_on_their_own_pages(assembly, version, client_of):
    """What a body owes and what was answered are two cards: neither hides the other."""
    official = make_official(version.response.body).user
    make_response(assembly, body=version.response.body)
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    [person] = make_members(assembly, 1)
    Person.objects.filter(pk=person.pk).update(user=member)
    pages = [client_of(user).get(url("own_home", assembly)).content.decode() for user in (official, member)]
    assert [[f'id="{mark}-h"' in page for mark in ("own-answers", "own-responses")] for page in pages] == [
        [True, False],
        [False, True],
    ]

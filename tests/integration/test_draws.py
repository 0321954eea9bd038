"""A draw from preparation to the offered seats, and everything that it refuses."""

import hashlib
import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from assembly.errors import IllegalMove
from assembly.models import AuditEvent
from sortition.draw import (
    auditor_bundle,
    own_opening,
    read_auditor_bundle,
    read_own_opening,
    read_public_bundle,
)
from sortition.draw_terms import beacon_at, beacon_moment
from sortition.enums import RespondentState, RunState
from sortition.enums_draws import DrawState, SourceKind
from sortition.enums_seats import SeatOrigin, SeatState
from sortition.errors import DrawRefused
from sortition.models import Draw, DrawEntrant, DrawFile, Respondent, Seat, SelectionRun
from sortition.selectors.draws import bundle_of, openings_of, terms_digest
from sortition.services.draws import approve_draw, prepare_draw, revise_draw, void_draw
from sortition.services.draws_freeze import commit_draw
from sortition.services.draws_outcome import enter_reading, publish_draw, resolve_draw
from sortition.services.respondents import withdraw_respondent
from sortition.services.respondents_erasure import erase_respondents
from sortition.snapshot import unpack_bytes
from tests.factories import NOON, UserFactory
from tests.factories_draws import HELD, make_draw, receive, terms_by
from tests.factories_pool import RespondentFactory
from tests.factories_runs import make_run

CHANCE = random.Random(7).randbytes


def refused(code, call, *args, **options):
    with pytest.raises(DrawRefused) as found:
        call(*args, **options)
    assert found.value.code == code


@pytest.mark.parametrize("kind", SourceKind)
def test_a_draw_by_each_source_ends_in_offered_seats_and_a_file_that_proves_itself(assembly, organiser, kind):
    draw = make_draw(assembly, DrawState.PUBLISHED, kind=kind, actor=organiser)
    bundle = bundle_of(draw)
    assert read_public_bundle(bundle.to_bytes()) == bundle
    assert bundle.frozen.hash == draw.frozen_hash
    assert bundle.hash == draw.bundle_hash
    assert bundle.outcome.number == draw.panel_number
    seats = Seat.objects.filter(assembly=assembly)
    assert [(seat.number, seat.state, seat.origin, seat.run) for seat in seats] == [
        (number, SeatState.OFFERED, SeatOrigin.DRAW, draw.run) for number in (1, 2, 3, 4)
    ]
    names = dict(DrawEntrant.objects.values_list("respondent", "pseudonym"))
    assert [names[seat.respondent_id] for seat in seats] == list(bundle.outcome.panel)
    assert {seat.respondent.state for seat in seats} == {RespondentState.SELECTED}
    assert SelectionRun.objects.get(pk=draw.run_id).is_binding


def test_the_digits_of_the_balls_are_the_number_of_the_panel(assembly):
    assert make_draw(assembly, DrawState.RESOLVED, digits=(4, 7)).panel_number == 47


def test_a_round_of_the_beacon_is_the_first_at_the_time_that_was_named():
    named = beacon_at(HELD)
    assert beacon_moment(named.round - 1) < HELD <= beacon_moment(named.round)
    assert beacon_moment(1) == beacon_moment(beacon_at(beacon_moment(1)).round)


def test_the_public_file_names_nobody_and_the_auditors_file_opens_everybody(assembly):
    draw = make_draw(assembly, DrawState.PUBLISHED)
    public = bundle_of(draw)
    people = Respondent.objects.filter(assembly=assembly)
    text = public.to_bytes().decode()
    assert not [person for person in people if person.reference in text]
    audited = auditor_bundle(public, openings_of(draw))
    assert read_auditor_bundle(audited.to_bytes()) == audited
    assert {opening.reference for opening in audited.openings} == {person.reference for person in people}


def test_an_erased_person_leaves_a_commitment_that_stays_valid_and_cannot_be_opened(assembly, organiser):
    draw = make_draw(assembly, DrawState.PUBLISHED)
    entrant = DrawEntrant.objects.exclude(respondent__held_seats__isnull=False).first()
    erase_respondents(
        pks=[entrant.respondent_id], assembly=assembly, actor=organiser, now=HELD, reason="Asked"
    )
    entrant.refresh_from_db()
    assert (entrant.salt, entrant.reference, entrant.values, entrant.groups) == ("", "", {}, {})
    audited = auditor_bundle(bundle_of(draw), openings_of(draw))
    assert audited.erased == (entrant.pseudonym,)
    assert read_auditor_bundle(audited.to_bytes()) == audited
    assert bundle_of(draw).frozen.hash == draw.frozen_hash


def test_a_volunteer_opens_their_own_commitment(assembly):
    draw = make_draw(assembly, DrawState.PUBLISHED)
    drawn = Seat.objects.first().respondent
    opening = next(each for each in openings_of(draw) if each.reference == drawn.reference)
    own = own_opening(bundle_of(draw), opening)
    assert own.is_drawn
    assert draw.panel_number in own.panels
    assert read_own_opening(own.to_bytes()) == own


def test_somebody_else_has_to_approve_and_what_they_read_has_to_stand(assembly, organiser):
    draw = make_draw(assembly, actor=organiser)
    refused("not_approved", commit_draw, draw=draw, actor=organiser, now=NOON, token_bytes=CHANCE)
    refused("own_draw", approve_draw, draw=draw, seen=terms_digest(draw), actor=organiser, now=NOON)
    other = UserFactory()
    refused("changed", approve_draw, draw=draw, seen="0" * 64, actor=other, now=NOON)
    approved = approve_draw(draw=draw, seen=terms_digest(draw), actor=other, now=NOON)
    assert (approved.approved_by, approved.approved_at) == (other, NOON)
    refused("not_waiting", approve_draw, draw=draw, seen=terms_digest(draw), actor=UserFactory(), now=NOON)
    revised = revise_draw(
        draw=draw, terms=terms_by(SourceKind.BEACON), actor=other, now=NOON, token_bytes=CHANCE
    )
    assert (revised.approved_by, revised.prepared_by) == (None, other)
    refused("own_draw", approve_draw, draw=revised, seen=terms_digest(revised), actor=other, now=NOON)


def test_what_is_approved_has_one_digest_by_whatever_clock_it_was_prepared(assembly):
    held = HELD.astimezone(ZoneInfo("Asia/Tokyo"))
    draw = make_draw(assembly, held_at=held)
    assert terms_digest(draw) == terms_digest(Draw.objects.get(pk=draw.pk))


def test_the_database_refuses_that_one_person_prepares_and_approves(assembly, organiser):
    draw = make_draw(assembly, actor=organiser)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(approved_by=organiser)


def test_one_person_may_rehearse_a_draw(assembly, organiser):
    assembly.is_rehearsal = True
    assembly.save(update_fields=["is_rehearsal"])
    draw = make_draw(assembly, actor=organiser)
    approve_draw(draw=draw, seen=terms_digest(draw), actor=organiser, now=NOON)
    assert commit_draw(draw=draw, actor=organiser, now=NOON, token_bytes=CHANCE).state == DrawState.COMMITTED


def test_a_draw_wants_a_future_time_a_later_deadline_and_a_witness(assembly, organiser):
    run = make_run(assembly, RunState.COMPLETED)
    wanted = {"run": run, "actor": organiser, "now": NOON, "token_bytes": CHANCE}
    refused("times_contradict", prepare_draw, terms=terms_by(held_at=NOON), **wanted)
    refused("times_contradict", prepare_draw, terms=terms_by(deadline=HELD - timedelta(hours=1)), **wanted)
    refused("no_witnesses", prepare_draw, terms=terms_by(witnesses=["  "]), **wanted)


def test_only_one_draw_can_count(assembly, organiser):
    draw = make_draw(assembly)
    wanted = {"run": draw.run, "terms": terms_by(), "actor": organiser, "now": NOON, "token_bytes": CHANCE}
    refused("draw_exists", prepare_draw, **wanted)
    void_draw(draw=draw, reason="Wrong day", witnesses=[], actor=organiser, now=NOON)
    again = prepare_draw(**wanted)
    assert (again.number, Draw.objects.filter(assembly=assembly).count()) == (2, 2)


def test_a_test_run_or_changed_people_cannot_be_drawn_from(assembly, organiser):
    test = make_run(assembly, RunState.COMPLETED, is_test=True)
    wanted = {"terms": terms_by(), "actor": organiser, "now": NOON, "token_bytes": CHANCE}
    refused("not_drawable", prepare_draw, run=test, **wanted)
    draw = make_draw(assembly)
    approve_draw(draw=draw, seen=terms_digest(draw), actor=UserFactory(), now=NOON)
    withdraw_respondent(respondent=assembly.respondents.first(), reason="Moved", actor=organiser, now=NOON)
    refused("not_drawable", commit_draw, draw=draw, actor=organiser, now=NOON, token_bytes=CHANCE)
    assert not DrawEntrant.objects.exists()


def test_what_was_committed_cannot_be_changed_or_removed_even_by_the_database(assembly):
    draw = make_draw(assembly, DrawState.COMMITTED)
    tries = (
        lambda: Draw.objects.filter(pk=draw.pk).update(frozen_hash="0" * 64),
        lambda: DrawFile.objects.filter(pk=draw.pk).update(frozen=b"x"),
        lambda: Draw.objects.filter(pk=draw.pk)._raw_delete("default"),
        lambda: DrawFile.objects.filter(pk=draw.pk)._raw_delete("default"),
        lambda: SelectionRun.objects.filter(pk=draw.run_id)._raw_delete("default"),
    )
    for change in tries:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    draw.refresh_from_db()
    frozen = unpack_bytes(draw.file.frozen)
    assert hashlib.sha256(frozen).hexdigest() == draw.frozen_hash


def test_two_readings_that_differ_are_put_aside_and_the_same_reader_counts_once(assembly, organiser):
    draw = make_draw(assembly, DrawState.COMMITTED)
    read = {"draw": draw, "actor": organiser, "now": HELD}
    enter_reading(by="Helen", goes=[(4, 7)], **read)
    refused("same_reader", enter_reading, by=" helen ", goes=[(4, 7)], **read)
    assert enter_reading(by="Yusuf", goes=[(4, 1)], **read).readings == []
    enter_reading(by="Yusuf", goes=[(4, 7)], **read)
    settled = enter_reading(by="Helen", goes=[(4, 7)], **read)
    assert settled.state == DrawState.RANDOMNESS_RECEIVED
    differing = AuditEvent.objects.get(type="draw.readings_differ")
    assert differing.details["readers"] == ["Helen", "Yusuf"]


@pytest.mark.parametrize(
    ("goes", "code"),
    [
        ([(4,)], "wrong_faces"),
        ([(4, 10)], "wrong_faces"),
        ([(9, 9)], "no_go_counts"),
        ([(1, 1), (2, 2)], "go_after_the_last"),
    ],
)
def test_numbers_that_cannot_have_been_drawn_are_refused(assembly, organiser, goes, code):
    draw = make_draw(assembly, DrawState.COMMITTED, panels=90)
    refused(code, enter_reading, draw=draw, by="Helen", goes=goes, actor=organiser, now=HELD)
    assert Draw.objects.get(pk=draw.pk).readings == []


def test_after_the_deadline_nothing_can_be_drawn_and_the_draw_is_called_void(assembly, organiser):
    draw = make_draw(assembly, DrawState.COMMITTED)
    late = draw.deadline + timedelta(minutes=1)
    read = {"draw": draw, "goes": [(4, 7)], "actor": organiser, "now": late}
    enter_reading(by="Helen", **read)
    refused("drawn_out_of_time", enter_reading, by="Yusuf", **read)
    refused("no_witnesses", void_draw, draw=draw, reason="Too late", witnesses=[], actor=organiser, now=late)
    refused("no_reason", void_draw, draw=draw, reason=" ", witnesses=["Helen"], actor=organiser, now=late)
    void = void_draw(draw=draw, reason="Too late", witnesses=["Helen"], actor=organiser, now=late)
    outcome = bundle_of(void).outcome
    assert (outcome.reason, outcome.witnesses, bundle_of(void).hash) == (
        "Too late",
        ("Helen",),
        void.bundle_hash,
    )


def test_a_void_draw_tells_what_had_been_drawn_and_the_next_one_names_it(assembly, organiser):
    draw = make_draw(assembly, DrawState.RESOLVED)
    void = void_draw(draw=draw, reason="A ball was missing", witnesses=["Helen"], actor=organiser, now=HELD)
    outcome = bundle_of(void).outcome
    assert (outcome.reason, outcome.drawn.number) == ("A ball was missing", 47)
    assert not Seat.objects.exists()
    again = make_draw(assembly, DrawState.COMMITTED)
    assert bundle_of(again).frozen.earlier == (void.frozen_hash,)


def test_a_published_draw_stands(assembly, organiser):
    draw = make_draw(assembly, DrawState.PUBLISHED)
    with pytest.raises(IllegalMove):
        void_draw(draw=draw, reason="Another, please", witnesses=["Helen"], actor=organiser, now=HELD)
    with pytest.raises(IllegalMove):
        publish_draw(draw=draw, actor=organiser, now=HELD)
    with pytest.raises(IllegalMove):
        resolve_draw(draw=draw, actor=organiser, now=HELD)


def test_who_withdraws_or_is_erased_after_the_commitment_is_drawn_and_their_seat_given_up(
    assembly, organiser
):
    draw = make_draw(assembly, DrawState.COMMITTED)
    public = bundle_of(draw)
    by_pseudonym = {entrant.pseudonym: entrant.respondent for entrant in draw.entrants.all()}
    first, second, *_rest = (by_pseudonym[name] for name in public.frozen.panels[47])
    withdraw_respondent(respondent=first, reason="Ill", actor=organiser, now=HELD)
    erase_respondents(pks=[second.pk], assembly=assembly, actor=organiser, now=HELD, reason="Asked")
    receive(draw, organiser)
    resolve_draw(draw=draw, actor=organiser, now=HELD)
    publish_draw(draw=draw, actor=organiser, now=HELD)
    states = {seat.respondent_id: seat.state for seat in Seat.objects.filter(assembly=assembly)}
    assert sorted(states.values()) == [*[SeatState.OFFERED] * 2, *[SeatState.WITHDRAWN_BEFORE_START] * 2]
    assert {states[first.pk], states[second.pk]} == {SeatState.WITHDRAWN_BEFORE_START}


def test_somebody_who_joins_after_the_commitment_is_not_in_the_draw(assembly):
    draw = make_draw(assembly, DrawState.COMMITTED)
    late = RespondentFactory(assembly=assembly)
    assert not draw.entrants.filter(respondent=late).exists()
    assert len(bundle_of(draw).frozen.people) == draw.entrants.count() == draw.run.pool_size

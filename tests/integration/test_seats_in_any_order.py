"""Withdrawal, erasure, resets, answers, replacements and alternates in any order keep the panel whole.

Nobody withdrawn ever sits, no seat is lost, and no quota is exceeded.
"""

import random
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from assembly.errors import IllegalMove
from sortition.enums import RespondentState, RunState
from sortition.enums_seats import AWAITING, GIVEN_UP, HELD, SeatState
from sortition.errors import AlternatesRefused, NotReadyForLottery, ReplacementRefused
from sortition.models import Answer, Respondent, Seat
from sortition.selectors.runs import binding_run
from sortition.selectors.seats import counts_as_held, open_places, present_seats
from sortition.services.alternates import call_alternate
from sortition.services.replacements import adopt_replacement, leave_vacant, start_replacement
from sortition.services.resets import reset_run
from sortition.services.respondents import withdraw_respondent
from sortition.services.respondents_erasure import erase_respondents
from sortition.services.runs import start_run
from sortition.services.runs_panel import adopt_run
from sortition.services.runs_worker import do_run
from sortition.services.seats import move_seat
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_replacements import make_alternates
from tests.factories_targets import make_people, make_targets

pytestmark = pytest.mark.django_db

PLACES = 5
QUOTAS = {"Age": {"young": (2, 3), "old": (2, 3)}, "Area": {"north": (1, 3), "south": (2, 4)}}


class Seats(RuleBasedStateMachine):
    """A panel of five drawn from eighteen, and whatever can befall it."""

    def __init__(self):
        super().__init__()
        # Seeds follow from keys: every walk begins with the same ones, so that it can be walked again.
        self.begin = transaction.savepoint()
        self.actor = UserFactory()
        self.assembly = AssemblyFactory(is_rehearsal=True, seats=PLACES)
        values = make_targets(self.assembly, **QUOTAS)
        for area in ("north", "south"):
            make_people(self.assembly, 4, values["young"], values[area])
            make_people(self.assembly, 3, values["old"], values[area])
            make_people(self.assembly, 2, values["old"], values[area], household=f"home in the {area}")
        run = start_run(assembly=self.assembly, actor=self.actor, now=NOON, source=random.Random(3), seed=3)
        do_run(run.pk, clock=lambda: NOON)
        run.refresh_from_db()
        adopt_run(run=run, actor=self.actor, now=NOON)
        self.values = {}
        for pk, category, value in Answer.objects.filter(respondent__assembly=self.assembly).values_list(
            "respondent", "category__name", "value__name"
        ):
            self.values.setdefault(pk, set()).add((category, value))

    def present(self):
        """Return the present rows."""
        return list(present_seats(self.assembly))

    @rule(
        number=st.integers(1, PLACES),
        verb=st.sampled_from(["confirm", "decline", "give_up", "recall", "withdraw", "miss"]),
    )
    def somebody_moves(self, number, verb):
        """Try an answer, an offer taken back, or somebody leaving: what the tables refuse changes nothing."""
        seat = present_seats(self.assembly).get(number=number)
        try:
            move_seat(seat=seat, verb=verb, actor=self.actor, now=NOON)
        except IllegalMove:
            assert Seat.objects.get(pk=seat.pk).state == seat.state

    @rule(place=st.integers(0, 17))
    def somebody_withdraws(self, place):
        """From the pool or from a seat."""
        person = Respondent.objects.filter(assembly=self.assembly).order_by("pk")[place]
        if person.state not in (RespondentState.WITHDRAWN, RespondentState.ERASED):
            withdraw_respondent(respondent=person, reason="⟪moved⟫", actor=self.actor, now=NOON)

    @rule(place=st.integers(0, 17))
    def somebody_is_erased(self, place):
        """Whatever they were."""
        person = Respondent.objects.filter(assembly=self.assembly).order_by("pk")[place]
        erase_respondents(
            pks=[person.pk], assembly=self.assembly, actor=self.actor, now=NOON, reason="⟪asked for it⟫"
        )

    @rule()
    def the_run_is_reset(self):
        """All its unanswered offers."""
        run = binding_run(self.assembly)
        offers = Seat.objects.filter(run=run, state__in=AWAITING).count()
        if offers:
            reset_run(run=run, offers=offers, reason="⟪wrong letter⟫", actor=self.actor, now=NOON)

    @rule(number=st.integers(1, PLACES))
    def a_seat_is_left_vacant(self, number):
        """If somebody has left it."""
        seat = present_seats(self.assembly).get(number=number)
        if seat.state in (*GIVEN_UP, SeatState.REPLACEMENT_PENDING):
            leave_vacant(seat=seat, reason="⟪late⟫", actor=self.actor, now=NOON)

    @rule(chosen=st.sets(st.integers(0, PLACES - 1), min_size=1), with_vacant=st.booleans())
    def seats_are_filled(self, chosen, with_vacant):
        """Some or all of the open ones, and perhaps those left vacant."""
        places = list(open_places(self.assembly))
        if with_vacant:
            places += list(present_seats(self.assembly).filter(state=SeatState.LEFT_VACANT))
        if not places:
            return
        wanted = [seat.pk for index, seat in enumerate(places) if index in chosen] or [places[0].pk]
        try:
            run = start_replacement(assembly=self.assembly, seats=wanted, actor=self.actor, now=NOON)
        except (NotReadyForLottery, ReplacementRefused):
            return
        do_run(run.pk, clock=lambda: NOON)
        run.refresh_from_db()
        assert run.state in (RunState.COMPLETED, RunState.INFEASIBLE)
        if run.state == RunState.COMPLETED:
            given = adopt_replacement(run=run, actor=self.actor, now=NOON)
            assert len(given) == len(wanted)
            if not open_places(self.assembly).exists() and self.all_places_count():
                self.check_minima()

    @rule(place=st.integers(0, 17))
    def an_alternate_is_called(self, place):
        """Anybody of the pool who stands by."""
        pool = list(Respondent.objects.filter(assembly=self.assembly, state="pool").order_by("pk"))
        seat = open_places(self.assembly).first()
        if not pool or seat is None:
            return
        person = pool[place % len(pool)]
        self.assembly.alternate_sets.update(state="past")
        make_alternates(self.assembly, people=[person])
        try:
            given = call_alternate(seat=seat, respondent=person.pk, actor=self.actor, now=NOON)
        except AlternatesRefused:
            assert Seat.objects.get(pk=seat.pk).state == seat.state
        else:
            assert given.respondent_id == person.pk

    def teardown(self):
        """Forget everything that was written."""
        transaction.savepoint_rollback(self.begin)

    def all_places_count(self):
        """Whether no place is left vacant."""
        return all(seat.state != SeatState.LEFT_VACANT for seat in self.present())

    def counted(self, seats):
        """Count people by value, as they answered at first: erasure keeps the statistics of whoever sat."""
        return Counter(pair for seat in seats for pair in self.values[seat.respondent_id])

    def check_minima(self):
        """Every quota is met from below as well."""
        counts = self.counted([seat for seat in self.present() if counts_as_held(seat)])
        for category, values in QUOTAS.items():
            assert all(counts[category, value] >= low for value, (low, _high) in values.items())

    @invariant()
    def nobody_who_left_sits(self):
        """Whoever holds a seat was drawn or has said yes; whoever is in the pool or has left holds none."""
        for seat in self.present():
            if seat.state in AWAITING:
                assert seat.respondent.state == RespondentState.SELECTED
            elif seat.state in HELD:
                assert seat.respondent.state == RespondentState.CONFIRMED
            assert not (seat.state in HELD and seat.respondent.is_test)

    @invariant()
    def no_seat_is_lost(self):
        """Each place has one present row, and everybody who was replaced points to who came after."""
        assert [seat.number for seat in self.present()] == list(range(1, PLACES + 1))
        filled = Seat.objects.filter(assembly=self.assembly, state=SeatState.FILLED)
        assert all(seat.filled_by.number == seat.number for seat in filled.select_related("filled_by"))

    @invariant()
    def no_quota_is_exceeded(self):
        """Not even with those who may still come back; and no home has two."""
        seats = [seat for seat in self.present() if counts_as_held(seat)]
        counts = self.counted(seats)
        for category, values in QUOTAS.items():
            assert all(counts[category, value] <= high for value, (_low, high) in values.items())
        homes = [seat.respondent.household_key for seat in seats if seat.respondent.household_key]
        assert len(homes) == len(set(homes))


def run_machine(examples, steps):
    """Walk so many ways of so many steps; the same ones each time."""
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.fixture(autouse=True)
def _own_ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    settings.MEDIA_ROOT = tmp_path / "uploads"


def test_whatever_happens_in_whatever_order_the_panel_stays_whole():
    """A sample."""
    run_machine(examples=6, steps=25)


@pytest.mark.slow
def test_whatever_happens_in_whatever_order_the_panel_stays_whole_at_length():
    """Many ways."""
    run_machine(examples=100, steps=40)

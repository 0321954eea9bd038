"""Whatever people do to an item, in whatever order: its gates hold, and what was released is kept as it was."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembly.errors import HouseError
from assembly.models import AuditEvent
from evidence.enums import READABLE, ItemState, Verdict
from evidence.item_gates import PUBLIC
from evidence.item_lifecycle import ITEM
from evidence.models import EvidenceItem, EvidenceVersion, Review
from evidence.selectors.items import draft_of, public_items, readable_items
from evidence.services.item_moves import move_item, show_what_is_due
from evidence.services.item_reviews import add_review, settle_review
from evidence.services.items import Facts, Words, plan_moments, request_item, save_draft
from scheduling.selectors.seen import seen_of
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_evidence import make_witness
from tests.factories_evidence_items import agree

VERBS = sorted({verb for _state, verb in ITEM.moves})
ONWARD = ["submit", "review", "pass_review", "approve", "release", "publish", "correct"]
STEPS = st.one_of(
    # What leads on is tried more often: else most walks end before anything is released.
    st.sampled_from(ONWARD),
    st.sampled_from(ONWARD),
    st.sampled_from(VERBS),
    st.sampled_from(["write", "fit", "fit", "change", "settle", "plan", "tick", "agree"]),
)


class Walk:
    """One item, and what its readers should see."""

    def __init__(self, has_witness):
        self.assembly, self.staff, self.reviewer = AssemblyFactory(), UserFactory(), UserFactory()
        self.witness = make_witness(self.assembly) if has_witness else None
        self.now, self.count, self.moves = NOON, 0, 0
        words = Words("⟪0⟫", text="⟪0⟫", summary="⟪0⟫")
        facts = Facts("text", witness=self.witness)
        self.item = request_item(
            assembly=self.assembly, facts=facts, words=words, actor=self.staff, now=self.now
        )
        self.released = {}

    def step(self, name):
        """Do it; what the house refuses changes nothing."""
        self.now += timedelta(minutes=1)
        self.count += 1
        self.item = EvidenceItem.objects.get(pk=self.item.pk)
        try:
            with transaction.atomic():
                getattr(self, f"_{name}", self._move)(name)
        except HouseError:
            pass

    def _move(self, verb):
        move_item(item=self.item, verb=verb, actor=self.staff, now=self.now, reason="⟪why⟫")
        self.moves += 1

    def _write(self, _name):
        draft = draft_of(self.item)
        words = Words(f"⟪{self.count}⟫", text="⟪t⟫", summary="⟪s⟫", note="⟪n⟫")
        revision = draft.revision if draft else 0
        save_draft(item=self.item, words=words, revision=revision, actor=self.staff, now=self.now)

    def _find(self, verdict):
        draft = draft_of(self.item)
        add_review(
            item=self.item,
            verdict=verdict,
            comment=f"⟪{self.count}⟫",
            revision=draft.revision if draft else 1,
            way="online",
            actor=self.reviewer,
            now=self.now,
        )

    _fit = _change = _find

    def _settle(self, _name):
        open_ones = Review.objects.filter(version__item=self.item, settled_at=None)
        for review in open_ones.exclude(verdict="fit"):
            settle_review(review=review, how="⟪done⟫", actor=self.staff, now=self.now)

    def _plan(self, _name):
        soon = self.now + timedelta(minutes=2)
        moments = {"embargo_until": soon, "release_at": soon, "publish_at": soon}
        plan_moments(item=self.item, moments=moments, seen=seen_of(self.item), actor=self.staff, now=self.now)

    def _tick(self, _name):
        self.moves += show_what_is_due(self.now)
        assert show_what_is_due(self.now) == 0 or self.item.publish_at

    def _agree(self, _name):
        if self.witness and not self.witness.releases.exists():
            agree(self.witness)

    def check(self):
        """Hold the database and what readers see against what must be true."""
        item = EvidenceItem.objects.get(pk=self.item.pk)
        versions = list(EvidenceVersion.objects.filter(item=item).order_by("number"))
        assert [each.number for each in versions] == list(range(1, len(versions) + 1))
        for each in versions:
            if each.released_at is None:
                continue
            said = (each.title, each.text, each.summary, each.released_at)
            if each.pk not in self.released:
                self.released[each.pk] = said
                findings = Review.objects.filter(version=each)
                assert findings.filter(verdict=Verdict.FIT).exists()
                assert not findings.exclude(verdict=Verdict.FIT).filter(settled_at=None).exists()
                assert item.embargo_until is None or each.released_at >= item.embargo_until
            assert self.released[each.pk] == said
            if each.number > 1:
                # A correction was found fit as it stands, by its very state.
                assert Review.objects.filter(version=each, verdict="fit", revision=each.revision).exists()
        shown = [each.shown for each in readable_items(self.assembly, self.now)]
        last = [each for each in versions if each.released_at][-1:]
        assert shown == (last if item.state in READABLE else [])
        public = [each.shown for each in public_items(self.assembly, self.now)]
        assert public == (
            [each for each in versions if each.published_at][-1:] if item.state in PUBLIC else []
        )
        if public and self.witness:
            assert self.witness.releases.filter(scope="material").exists()
        moves = AuditEvent.objects.filter(type__in=[f"evidence.{verb}" for verb in VERBS])
        assert moves.filter(object_id=str(item.pk)).count() == self.moves
        assert item.state != ItemState.WITHDRAWN or not shown


def _walk(steps, has_witness):
    with transaction.atomic():
        walk = Walk(has_witness)
        for step in steps:
            walk.step(step)
            walk.check()
        transaction.set_rollback(True)


RULES = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
WALKS = given(st.lists(STEPS, min_size=15, max_size=30), st.booleans())


@pytest.mark.django_db
@settings(max_examples=8, derandomize=True, **RULES)
@WALKS
def test_gates_hold_and_what_was_released_is_kept(steps, has_witness):
    _walk(steps, has_witness)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=100, **RULES)
@WALKS
def test_gates_hold_and_what_was_released_is_kept_on_many_walks(steps, has_witness):
    _walk(steps, has_witness)


@pytest.mark.django_db
def test_the_straight_way_leads_to_a_correction():
    """A walk that is known to release, publish and correct: else the others might prove nothing."""
    straight = ["submit", "review", "fit", "pass_review", "approve", "release", "agree", "publish"]
    with transaction.atomic():
        walk = Walk(has_witness=True)
        for step in [*straight, "write", "fit", "correct", "withdraw"]:
            walk.step(step)
            walk.check()
        assert (walk.moves, len(walk.released)) == (8, 2)
        transaction.set_rollback(True)

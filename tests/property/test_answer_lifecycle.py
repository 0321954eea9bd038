"""Whatever a body, who clears for it, and members do in whatever order: what is published was cleared, and is kept."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembly.errors import HouseError
from assembly.models import AuditEvent
from assembly.outcomes.answer_rules import Promise, lacking
from assembly.outcomes.enums_responses import UNANSWERED, ResponseState
from assembly.outcomes.models import Concern, FormalResponse, Recommendation, ResponseVersion
from assembly.outcomes.response_lifecycle import RESPONSE
from assembly.outcomes.selectors.answer_drafts import answer_of, draft_of, promises_of, shown_revision
from assembly.outcomes.services.answers import AnswerWords, name_people, save_draft
from assembly.outcomes.services.answers_publish import clear_answer, publish_answers
from assembly.outcomes.services.clearing import send_back, send_to_clear
from assembly.outcomes.services.concerns import Raised, pass_concern_on, raise_concern, set_concern_aside
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_outcomes import make_body, make_official, make_plan, make_response

ONWARD = ["write", "clear", "publish"]
STEPS = st.one_of(
    # What leads on is tried more often: else most walks end before anything is published.
    st.sampled_from(ONWARD),
    st.sampled_from(ONWARD),
    st.sampled_from(["name", "send", "send_back", "clear_own", "write_interim", "write_half", "promise"]),
    st.sampled_from(["say_back", "pass_on", "pass_on", "set_aside", "sign_on_paper"]),
)


class Walk:
    """One answer, and what was published of it so far."""

    def __init__(self):
        self.assembly, self.staff, self.now, self.count = AssemblyFactory(), UserFactory(), NOON, 0
        make_plan(self.assembly)
        self.body = make_body(self.assembly)
        self.official = make_official(self.body)
        self.boss = make_official(self.body, is_approver=True)
        self.response = make_response(self.assembly, body=self.body)
        self.published, self.states = {}, [self.response.state]

    def step(self, name):
        """Do it; what the house refuses changes nothing."""
        self.now += timedelta(minutes=1)
        self.count += 1
        self.response = FormalResponse.objects.get(pk=self.response.pk)
        self.by = {"response": self.response, "now": self.now}
        try:
            with transaction.atomic():
                getattr(self, f"_{name}")()
        except HouseError:
            pass

    def _save(self, actor, words, promises=()):
        revision = shown_revision(self.response, draft_of(self.response))
        save_draft(words=words, promises=promises, revision=revision, actor=actor, **self.by)

    def _words(self, **more):
        note = {} if self.response.is_owed else {"note": f"⟪{self.count}⟫"}
        return AnswerWords(**{"decision": "accepted", "text": f"⟪{self.count}⟫"} | note | more)

    def _write(self):
        self._save(self.official.user, self._words())

    def _write_interim(self):
        self._save(self.official.user, self._words(decision="", is_interim=True))

    def _write_half(self):
        self._save(self.official.user, self._words(decision="not_accepted"))

    def _promise(self):
        promise = Promise(f"⟪{self.count}⟫", "⟪Streets⟫", NOON.date())
        self._save(self.boss.user, self._words(), [promise])

    def _name(self):
        name_people(assignee=self.official, approver=self.boss, actor=self.official.user, **self.by)

    def _clear(self, actor=None, **how):
        draft = draft_of(self.response)
        revision = draft.revision if draft else 0
        clear_answer(revision=revision, name="⟪Boss⟫", actor=actor or self.boss.user, **how, **self.by)

    def _clear_own(self):
        self._clear(self.official.user)

    def _sign_on_paper(self):
        self._clear(self.staff, is_signed_on_paper=True)

    def _send_back(self):
        send_back(reason="⟪why⟫", page_url="⟪page⟫", actor=self.boss.user, **self.by)

    def _send(self):
        draft = draft_of(self.response)
        revision = draft.revision if draft else 0
        send_to_clear(revision=revision, page_url="⟪page⟫", actor=self.official.user, **self.by)

    def _publish(self):
        publish_answers(responses=[self.response], actor=self.boss.user, now=self.now)

    def _say_back(self):
        newest = self.response.versions.filter(published_at__isnull=False).first()
        if newest is not None:
            raised = Raised("clarification", f"⟪{self.count}⟫", uuid.uuid4())
            raise_concern(version=newest, raised=raised, actor=None, now=self.now)

    def _pass_on(self):
        for concern in self.response.concerns.filter(state="raised")[:1]:
            pass_concern_on(concern=concern, actor=self.staff, now=self.now)

    def _set_aside(self):
        for concern in self.response.concerns.filter(state="raised")[:1]:
            set_concern_aside(concern=concern, reason="⟪why⟫", actor=self.staff, now=self.now)

    def check(self):
        """Hold the database against what must be true."""
        response = FormalResponse.objects.get(pk=self.response.pk)
        if response.state != self.states[-1]:
            leads = {end for (start, _verb), end in RESPONSE.moves.items() if start == self.states[-1]}
            assert response.state in leads
            self.states.append(response.state)
        versions = list(ResponseVersion.objects.filter(response=response).order_by("number"))
        assert [each.number for each in versions] == list(range(1, len(versions) + 1))
        assert [each.number for each in versions if each.published_at is None] in ([], [len(versions)])
        for each in versions:
            if each.published_at is not None:
                self.check_published(each)
        draft = draft_of(response)
        is_cleared = draft is not None and draft.cleared_at is not None
        assert response.state != ResponseState.CLEARED or is_cleared
        assert response.state != ResponseState.DRAFTING or not is_cleared
        if draft is not None and draft.sent_at is not None:
            assert draft.made_at <= draft.sent_at
            assert not lacking(answer_of(draft), timezone.localdate(self.now))
        final = [each for each in versions if each.published_at and not each.is_interim]
        assert (response.state not in UNANSWERED) == bool(final)
        assert response.first_published_at == (final[0].published_at if final else None)
        promised = any(self.published[each.pk][2] for each in final)
        state = Recommendation.objects.get(pk=response.recommendation_id).state
        if final:
            assert state == ("in_follow_up" if promised else "responded")
        asked = Concern.objects.filter(response=response, state="passed_on").exists()
        assert asked == (response.state == ResponseState.CLARIFICATION_REQUESTED)

    def check_published(self, version):
        """It was whole and cleared by name when it went out, and says the same ever since."""
        said = (version.decision, version.text, promises_of(version), version.cleared_by_name, version.note)
        if version.pk not in self.published:
            self.published[version.pk] = said
            lacks = {each.code for each in lacking(answer_of(version), timezone.localdate(self.now))}
            # The first one wants no note: it was no revision when it was published.
            assert lacks <= ({"no_note"} if not version.note else set())
            assert version.cleared_at <= version.published_at
            assert AuditEvent.objects.filter(object_id=str(self.response.pk), type="response.clear").exists()
        assert self.published[version.pk] == said


def _walk(steps):
    with transaction.atomic():
        walk = Walk()
        for step in steps:
            walk.step(step)
            walk.check()
        transaction.set_rollback(True)
    return walk


RULES = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
WALKS = given(st.lists(STEPS, min_size=15, max_size=30))


@pytest.mark.django_db
@settings(max_examples=8, derandomize=True, **RULES)
@WALKS
def test_what_is_published_was_cleared_and_is_kept(steps):
    _walk(steps)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=100, **RULES)
@WALKS
def test_what_is_published_was_cleared_and_is_kept_on_many_walks(steps):
    _walk(steps)


@pytest.mark.django_db
def test_the_straight_way_leads_to_a_second_version():
    """A walk that is known to take every move: else the others might prove nothing."""
    first = [
        "name",
        "write_interim",
        "clear",
        "publish",
        "write",
        "send",
        "clear",
        "send_back",
        "clear",
        "publish",
    ]
    more = [
        "say_back",
        "pass_on",
        "write",
        "clear",
        "publish",
        "promise",
        "clear",
        "sign_on_paper",
        "publish",
    ]
    walk = _walk([*first, *more, "say_back", "pass_on"])
    assert walk.states == [
        "due",
        "acknowledged",
        "drafting",
        "cleared",
        "drafting",
        "cleared",
        "drafting",
        "cleared",
        "published",
        "clarification_requested",
        "revised",
        "clarification_requested",
    ]
    assert len(walk.published) == 4

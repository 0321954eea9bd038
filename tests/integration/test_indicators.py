"""What indicators count, each against a count of its own here; nothing is blended."""

import uuid
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from assembly.evaluation.behaviours import MEANINGS, Behaviour
from assembly.evaluation.indicator_sources import sources_of
from assembly.evaluation.indicators import Days, Indicator, NotMeasured, Share
from assembly.evaluation.selectors import authenticity, co_creating, empathy, scrutiny, valuing_voices
from assembly.outcomes.models import ResponseRating
from assembly.services.record import record_event
from evidence.models import QuestionAnswer
from scheduling.enums import SessionState
from scheduling.models import Attendance, PlanSeat, Session
from tests.factories import NOON, UserFactory
from tests.factories_attendance import make_alert, make_open_session, note
from tests.factories_evidence import make_item as make_evidence
from tests.factories_evidence import make_pack, make_question, make_topic, make_witness
from tests.factories_evidence_items import make_correction, make_review
from tests.factories_evidence_witnesses import make_declared
from tests.factories_follow import make_concern
from tests.factories_indicators import make_edition, make_voted
from tests.factories_membership import make_member, make_need
from tests.factories_outcomes import (
    WORDS,
    make_amendment,
    make_commitment,
    make_published,
    make_recommendation,
    make_response,
    make_response_version,
    make_version,
)
from tests.factories_packs import make_delivery
from tests.factories_people import make_members
from tests.factories_recommendations import make_comment, make_statement
from tests.factories_sessions import make_item, make_session
from tests.factories_tables import make_plan

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=400)


def measured(compute, assembly, now=NOON):
    """Return (part, whole) of an indicator of one line."""
    found = compute(assembly, now)
    assert isinstance(found, Indicator), found
    assert len(found.lines) == 1
    value = found.lines[0].value
    assert value.n == value.whole
    return value.part, value.whole


def over(session):
    Session.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)
    return session


def event(assembly, kind, obj, now=NOON):
    with transaction.atomic():
        record_event(kind, obj=obj, assembly=assembly, actor=None, now=now)


@pytest.mark.parametrize("behaviour", Behaviour)
def test_each_behaviour_says_what_it_asks_and_has_a_few_indicators(behaviour):
    assert str(MEANINGS[behaviour])
    assert 2 <= len([each for each in sources_of(behaviour) if each.order < 100]) <= 5


@pytest.mark.parametrize("behaviour", Behaviour)
def test_of_an_empty_assembly_nothing_is_measured_and_each_says_why(behaviour, assembly):
    for source in sources_of(behaviour):
        found = source.compute(assembly, NOON)
        assert isinstance(found, NotMeasured), source.key
        assert str(found.why)


@pytest.mark.parametrize("behaviour", Behaviour)
def test_each_indicator_is_defined_in_words(behaviour, assembly):
    for source in sources_of(behaviour):
        words = source.compute(assembly, NOON).words
        for name in ("name", "meaning", "counted", "of", "source", "cannot_show"):
            assert str(getattr(words, name)).strip(), (source.key, name)


# Authenticity


def test_wording_kept_compares_all_words_of_report_and_vote(assembly):
    same, changed, unvoted = make_voted(assembly), make_voted(assembly), make_recommendation(assembly)
    make_edition(
        assembly,
        [
            {"draft_number": same.number, **WORDS},
            {"draft_number": changed.number, **WORDS, "conditions": "⟪none⟫"},
            {"draft_number": unvoted.number, **WORDS},
        ],
    )
    assert measured(authenticity.wording_kept, assembly) == (1, 2)


def test_wording_kept_reads_the_newest_report(assembly):
    one = make_voted(assembly)
    make_edition(assembly, [{"draft_number": one.number, **WORDS, "title": "⟪Other⟫"}])
    make_edition(assembly, [{"draft_number": one.number, **WORDS}])
    assert measured(authenticity.wording_kept, assembly) == (1, 1)


def test_from_tables_counts_what_was_handed_over(assembly):
    make_recommendation(assembly, state="submitted", table="3")
    make_recommendation(assembly, state="closed")
    make_recommendation(assembly, state="frozen", table="4")
    assert measured(authenticity.from_tables, assembly) == (1, 2)


def test_text_untouched_reads_the_record(assembly):
    one, _other = (
        make_recommendation(assembly, state="adopted"),
        make_recommendation(assembly, state="not_adopted"),
    )
    open_still = make_recommendation(assembly)
    for each in (one, open_still):
        event(assembly, "recommendation.unfreeze", each)
    event(assembly, "recommendation.unfreeze", one)
    assert measured(authenticity.text_untouched, assembly) == (1, 2)


def test_answered_counts_decisions_of_the_leading_body_in_its_newest_answer(assembly):
    make_published(assembly)
    make_published(assembly, decision="noted", reasons="⟪Thank you⟫")
    make_response(assembly)
    interim = make_response(assembly, state="drafting")
    make_response_version(interim, is_interim=True, published_at=NOON)
    revised = make_published(assembly, decision="noted", reasons="⟪Thank you⟫").response
    make_response_version(revised, published_at=NOON)
    assert measured(authenticity.answered, assembly) == (2, 5)


def test_promises_kept_counts_those_whose_day_has_passed(assembly):
    version = make_published(assembly)
    day = date(2026, 12, 1)
    make_commitment(version, due_on=day, state="delivered", finished_on=day)
    make_commitment(version, due_on=day, state="delivered", finished_on=day + timedelta(days=1))
    make_commitment(version, due_on=day, state="in_progress")
    make_commitment(version, due_on=date(2040, 1, 1), state="in_progress")
    make_commitment(make_response_version(make_response(assembly, state="drafting")), due_on=day)
    assert measured(authenticity.promises_kept, assembly, LATER) == (1, 3)
    assert isinstance(authenticity.promises_kept(assembly, NOON), NotMeasured)


# Scrutiny


def answer(question, days):
    return QuestionAnswer.objects.create(
        question=question,
        number=question.answers.count() + 1,
        text="⟪The city⟫",
        witness=question.witness,
        way="online",
        answered_at=question.asked_at + timedelta(days=days),
        entered_by=UserFactory(),
    )


def test_questions_answered_and_the_days_until_the_first_answer(assembly):
    for days in (2, 3, 9):
        answer(make_question(assembly, state="answered"), days)
    twice = make_question(assembly, state="answered")
    answer(twice, 4)
    answer(twice, 30)
    make_question(assembly)
    make_question(assembly, state="set_aside")
    make_question(assembly, state="merged", merged_into=twice)
    share, days = scrutiny.questions_answered(assembly, NOON).lines
    assert share.value == Share(4, 5)
    assert days.value == Days(Fraction(7, 2), 4)


def test_evidence_reviewed_counts_reviews_of_what_was_released_before_it_was(assembly):
    make_review(make_evidence(assembly))
    make_review(make_evidence(assembly), "change")
    make_review(make_evidence(assembly), made_at=NOON + timedelta(days=1))
    make_review(make_evidence(assembly, state="balance_review"))
    corrected = make_evidence(assembly)
    make_review(corrected)
    make_correction(corrected, released_at=NOON)
    assert measured(scrutiny.evidence_reviewed, assembly) == (2, 5)


def test_both_sides_counts_topics_with_witnesses_who_come(assembly):
    traffic, heating, noise = (make_topic(assembly, name) for name in ("⟪a⟫", "⟪b⟫", "⟪c⟫"))
    for position, topics, state in (
        ("for", (traffic, heating), "accepted"),
        ("against", (traffic,), "heard"),
        ("against", (heating,), "invited"),
        ("neutral", (heating,), "accepted"),
        ("for", (noise,), "proposed"),
    ):
        make_witness(assembly, state=state, position=position).topics.add(*topics)
    assert measured(scrutiny.both_sides, assembly) == (1, 2)


def test_packs_reached_counts_expected_members_session_by_session(assembly):
    session = over(make_session(assembly))
    members = make_members(assembly, 4)
    version = make_pack(assembly, session=session).versions.get()
    make_delivery(version, members[0])
    make_delivery(version, members[1], returned_at=NOON)
    make_delivery(version, members[2], posted_at=None, sent_by=None, opened_at=NOON)
    make_pack(assembly, session=make_session(assembly))
    (line,) = scrutiny.packs_reached(assembly, NOON).lines
    assert (line.value, line.people) == (Share(2, 4), 4)


def test_interests_declared_counts_witnesses_who_come(assembly):
    make_declared(assembly)
    make_witness(assembly, state="accepted")
    make_declared(assembly, state="invited")
    assert measured(scrutiny.interests_declared, assembly) == (1, 2)


# Valuing voices


def test_present_counts_who_came_to_any_half_of_sessions_that_are_over(assembly):
    session, members = make_open_session(assembly, 4)
    note(session, members[0])
    note(session, members[0], "absent", half="second")
    note(session, members[1], "remote", half="second")
    note(session, members[2], "excused")
    assert isinstance(valuing_voices.present(assembly, NOON), NotMeasured)
    over(session)
    over(make_session(assembly))
    (line,) = valuing_voices.present(assembly, NOON).lines
    assert (line.value, line.people) == (Share(2, 4), 4)
    assert Attendance.objects.count() == 4


def test_mixing_counts_pairs_who_shared_a_table(assembly):
    plan = make_plan(assembly=assembly, members=5, tables=2, rounds=2)
    plan.state = "in_use"
    plan.save()
    assert isinstance(valuing_voices.mixing(assembly, NOON), NotMeasured)
    over(plan.session)
    make_plan(over(make_session(assembly)))
    seats = list(PlanSeat.objects.filter(plan=plan))
    met = {
        frozenset((a.person_id, b.person_id))
        for a in seats
        for b in seats
        if (a.table_id, a.round) == (b.table_id, b.round) and a.person_id != b.person_id
    }
    found = valuing_voices.mixing(assembly, NOON).lines[0]
    assert (found.value, found.people) == (Share(len(met), 10), 5)
    assert 0 < len(met) <= 10


def test_needs_met_counts_by_the_day_in_the_record(assembly):
    person, other = make_member(assembly), make_member(assembly)
    due = NOON.date() + timedelta(days=10)
    in_time, late = (make_need(person, state="met", due_on=due) for _each in range(2))
    event(assembly, "support_need.confirm", in_time, NOON + timedelta(days=10))
    event(assembly, "support_need.confirm", late, NOON + timedelta(days=11))
    event(assembly, "support_need.meet", in_time, NOON + timedelta(days=12))
    event(assembly, "support_need.confirm", make_need(other, due_on=due))
    make_need(other)
    make_need(other, state="unmet", due_on=date(2040, 1, 1))
    found = valuing_voices.needs_met(assembly, LATER).lines[0]
    assert (found.value, found.people) == (Share(1, 3), 2)
    assert isinstance(valuing_voices.needs_met(assembly, NOON), NotMeasured)


def test_dissent_published_counts_statements_on_what_was_handed_over(assembly):
    handed = make_recommendation(assembly, state="submitted")
    make_statement(handed, state="published", published_at=NOON)
    make_statement(handed)
    make_statement(handed, state="withdrawn")
    make_statement(make_recommendation(assembly, state="adopted"))
    assert measured(valuing_voices.dissent_published, assembly) == (1, 2)


def test_answers_rated_counts_newest_answers_with_published_ratings(assembly):
    rated, few, older = (make_published(assembly) for _each in range(3))
    make_response_version(older.response, published_at=NOON, note="⟪Clearer⟫")
    for version, count in ((rated, 20), (few, 1), (older, 20)):
        ResponseRating.objects.bulk_create(
            ResponseRating(version=version, score=7, counted=[7], way="online", rated_at=NOON)
            for _each in range(count)
        )
    assert measured(valuing_voices.answers_rated, assembly) == (1, 3)


# Co-creating


def test_amendments_are_counted_by_what_became_of_them(assembly):
    one = make_recommendation(assembly)
    result = make_version(one)
    decided = {"decided_at": NOON}
    make_amendment(one, state="adopted", result=result, decision_reason="⟪Better⟫", **decided)
    make_amendment(one, state="adopted", result=result, **decided)
    make_amendment(one, state="not_adopted", decision_reason="⟪No⟫", **decided)
    make_amendment(one)
    make_amendment(one, state="withdrawn")
    assert measured(co_creating.amendments_decided, assembly) == (2, 4)
    assert measured(co_creating.amendments_adopted, assembly) == (2, 3)


def test_comments_settled_counts_those_dealt_with(assembly):
    one = make_recommendation(assembly)
    make_comment(one, settled_at=NOON, settlement="⟪Taken up⟫")
    make_comment(one)
    assert measured(co_creating.comments_settled, assembly) == (1, 2)


def test_members_witnesses_counts_those_decided_on(assembly):
    for state in ("shortlisted", "heard", "declined", "not_chosen", "proposed"):
        make_witness(assembly, state=state, proposed_by="member")
    make_witness(assembly, state="heard")
    found = co_creating.members_witnesses(assembly, NOON).lines[0]
    assert (found.value, found.people) == (Share(3, 4), 4)


def test_authority_heard_counts_sessions_that_are_over(assembly):
    official = make_witness(assembly, state="heard", kind="authority")
    expert = make_witness(assembly, state="heard")
    make_item(over(make_session(assembly)), people=(official.person, expert.person))
    make_item(over(make_session(assembly)), people=(expert.person,))
    make_item(make_session(assembly), people=(official.person,))
    assert measured(co_creating.authority_heard, assembly) == (1, 2)


# Empathy

HARD = (
    "⟪Notwithstanding aforementioned considerations, implementation necessitates comprehensive deliberation.⟫"
)


def test_plain_answers_counts_newest_answers_in_english(assembly):
    make_published(assembly, text="⟪We will do it.⟫")
    make_published(assembly, text=HARD)
    make_published(assembly, text="⟪Oui.⟫", language="fr")
    clearer = make_published(assembly, text=HARD).response
    make_response_version(clearer, text="⟪We will do it.⟫", published_at=NOON, note="⟪Clearer⟫")
    assert measured(empathy.plain_answers, assembly) == (2, 3)


def test_plain_evidence_counts_newest_released_summaries(assembly):
    make_evidence(assembly, summary="⟪The air is bad.⟫")
    make_evidence(assembly, summary=HARD)
    make_evidence(assembly, summary="⟪The air is bad.⟫", state="approved")
    assert measured(empathy.plain_evidence, assembly) == (1, 2)


def test_clarified_counts_requests_that_were_passed_on(assembly):
    version = make_published(assembly)
    newer = make_response_version(version.response, published_at=NOON, note="⟪Clearer⟫")
    make_concern(version, state="answered", answered_in=newer)
    make_concern(version, state="passed_on")
    make_concern(version, state="raised")
    make_concern(version, state="passed_on", kind="disagreement")
    assert measured(empathy.clarified, assembly) == (1, 2)


def test_spoken_with_counts_alerts_that_were_true(assembly):
    session, members = make_open_session(assembly, 3)
    make_alert(session, members[0], settled_at=NOON, settled_by=UserFactory())
    make_alert(session, members[1], settled_at=NOON)
    make_alert(session, members[2])
    found = empathy.spoken_with(assembly, NOON).lines[0]
    assert (found.value, found.people) == (Share(1, 2), 2)


# Costs


def fill(assembly):
    """Add one of everything that is counted."""
    one = make_voted(assembly)
    make_edition(assembly, [{"draft_number": one.number, **WORDS}])
    version = make_published(assembly)
    make_commitment(version, state="in_progress")
    make_concern(version, state="passed_on")
    answer(make_question(assembly, state="answered"), 2)
    make_review(make_evidence(assembly))
    make_declared(assembly, proposed_by="member").topics.add(make_topic(assembly, f"⟪{uuid.uuid4()}⟫"))
    session, members = make_open_session(assembly, 3)
    note(session, members[0])
    make_alert(session, members[1])
    plan = make_plan(session)
    plan.state = "in_use"
    plan.save()
    make_delivery(make_pack(assembly, session=session).versions.get(), members[0])
    over(session)
    make_need(make_member(assembly), due_on=NOON.date())
    make_statement(one)
    make_amendment(one)
    make_comment(one)


def test_the_number_of_queries_does_not_grow_with_what_is_counted(assembly):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            for behaviour in Behaviour:
                for source in sources_of(behaviour):
                    source.compute(assembly, LATER)
        return len(queries)

    fill(assembly)
    once = asked()
    fill(assembly)
    fill(assembly)
    assert asked() == once <= 70


def test_everything_can_be_measured(assembly):
    fill(assembly)
    lacking = [
        source.key
        for behaviour in Behaviour
        for source in sources_of(behaviour)
        if isinstance(source.compute(assembly, LATER), NotMeasured)
    ]
    of_surveys = ["called_soon", *(f"said_{behaviour.value}" for behaviour in Behaviour)]
    assert sorted(lacking) == sorted(["amendments_adopted", *of_surveys])

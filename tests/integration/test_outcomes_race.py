"""Two at the same moment about a text, a vote, a report, an answer or a promise: never both, and never crosswise."""

import uuid

import pytest

from assembly.models import AuditEvent
from assembly.outcomes.models import (
    BallotQuestion,
    CountLine,
    MinorityStatement,
    Recommendation,
    ReportVersion,
    ResponseVersion,
)
from assembly.outcomes.selectors.votes import questions_of
from assembly.outcomes.services.amendments import Adoption, adopt_amendment
from assembly.outcomes.services.answers import AnswerWords, save_draft
from assembly.outcomes.services.answers_many import give_same_answer
from assembly.outcomes.services.answers_publish import clear_answer, publish_answers
from assembly.outcomes.services.ask_bodies import ask_bodies, change_lead
from assembly.outcomes.services.clearing import send_back
from assembly.outcomes.services.counts import (
    enter_count,
    publish_ballot,
    recount,
    verify_ballot,
    verify_count,
)
from assembly.outcomes.services.minority_statements import withdraw_minority_statement
from assembly.outcomes.services.progress_reports import Reported, report_progress
from assembly.outcomes.services.recommendations import (
    freeze_all,
    move_recommendation,
    save_version,
    sort_recommendation,
)
from assembly.outcomes.services.reports import publish_report
from tests.factories import NOON, UserFactory
from tests.factories_outcomes import (
    WORDS,
    make_amendment,
    make_ballot,
    make_body,
    make_commitment,
    make_official,
    make_plan,
    make_published,
    make_recommendation,
    make_response,
    make_response_version,
)
from tests.factories_recommendations import make_statement
from tests.factories_votes import ask, bring, make_report_draft, make_voted, tally
from tests.waiting import one_behind_the_other

pytestmark = pytest.mark.django_db(transaction=True)


def who():
    return {"actor": UserFactory(), "now": NOON}


# --- texts


def test_of_two_who_save_one_text_the_second_is_told_and_nothing_is_lost(assembly):
    recommendation, said = make_recommendation(assembly), who()

    def save(text):
        words = {**WORDS, "text": text}
        return lambda: (
            save_version(recommendation=recommendation, words=words, note="", began_with=1, **said).number
        )

    assert one_behind_the_other(assembly, [save("⟪One⟫"), save("⟪Other⟫")]) == [2, "changed_meanwhile"]
    assert [each.text for each in recommendation.versions.order_by("number")][1:] == ["⟪One⟫"]


def test_what_is_frozen_while_an_amendment_is_adopted_is_the_text_with_the_amendment(assembly):
    recommendation, said = make_recommendation(assembly, state="under_amendment"), who()
    amendment = make_amendment(recommendation)
    adopt = lambda: adopt_amendment(amendment=amendment, adoption=Adoption(1), **said).state  # noqa: E731
    freeze = lambda: move_recommendation(recommendation=recommendation, verb="freeze", **said).state  # noqa: E731
    assert one_behind_the_other(assembly, [adopt, freeze]) == ["adopted", "frozen"]
    recommendation.refresh_from_db()
    assert recommendation.frozen_version.text == amendment.text


# --- votes


def test_of_two_counts_entered_at_once_one_is_kept_whole(assembly):
    question, said = questions_of(make_voted(assembly, "closed"))[0], who()

    def enter(**lines):
        return lambda: enter_count(question=question, tally=tally(lines), note="", seen="", **said).entry

    assert one_behind_the_other(assembly, [enter(**{"for": 41, "against": 4}), enter(**{"for": 30})]) == [
        1,
        "stale",
    ]
    assert sorted(CountLine.objects.values_list("choice", "votes")) == [("against", 4), ("for", 41)]


@pytest.mark.parametrize(
    ("first", "outcomes", "stands"),
    [
        ("verify", ["verified", "illegal_move"], ("adopted", 2)),
        ("recount", ["illegal_move", "closed"], ("", 0)),
    ],
)
def test_a_count_is_verified_while_somebody_says_that_it_does_not_hold(assembly, first, outcomes, stands):
    ballot, said = make_voted(assembly, "counted"), who()
    question = questions_of(ballot)[0]
    verify_count(question=question, tally=tally(), **said)
    calls = [
        lambda: verify_ballot(ballot=ballot, **said).state,
        lambda: recount(ballot=ballot, reason="⟪One paper was counted twice⟫", **said).state,
    ]
    if first == "verify":
        assert one_behind_the_other(assembly, calls) == outcomes
    else:
        assert one_behind_the_other(assembly, calls[::-1]) == outcomes[::-1]
    question = BallotQuestion.objects.get()
    assert (question.outcome, question.counts.count()) == stands


# --- the report


def test_a_report_published_twice_is_one_edition_with_one_row_of_numbers(assembly):
    make_voted(assembly)
    report, said = make_report_draft(assembly), who()
    publish = lambda: publish_report(report=report, revision=1, has_seen_remarks=True, **said).number  # noqa: E731
    assert one_behind_the_other(assembly, [publish, publish]) == [1, "published"]
    assert (ReportVersion.objects.count(), AuditEvent.objects.filter(type="report.publish").count()) == (1, 1)
    assert Recommendation.objects.values_list("state", "report_number").get() == ("submitted", 1)


# --- answers and promises


def test_of_two_officials_who_clear_or_publish_one_answer_the_second_is_told(assembly):
    make_plan(assembly)
    body = make_body(assembly)
    officials = [make_official(body, is_approver=True).user for _each in range(2)]
    response = make_response(assembly, body=body, state="drafting")
    version = make_response_version(response)
    make_commitment(version, steps=[{}])

    def clear(actor):
        said = {"name": "⟪Paul Okafor⟫", "actor": actor, "now": NOON}
        return lambda: clear_answer(response=response, revision=version.revision, **said).number

    def publish(actor):
        return lambda: len(publish_answers(responses=[response], actor=actor, now=NOON))

    assert one_behind_the_other(assembly, [clear(each) for each in officials]) == [1, "cleared"]
    assert one_behind_the_other(assembly, [publish(each) for each in officials]) == [1, "not_cleared"]
    assert ResponseVersion.objects.get().cleared_by == officials[0]
    types = ["response.clear", "response.publish"]
    assert AuditEvent.objects.filter(type__in=types).count() == 2


def test_of_two_reports_on_a_promise_one_has_the_number_and_a_double_click_is_one(assembly):
    commitment, said = make_commitment(make_published(assembly)), who()

    def report(token, seen):
        given = Reported(text="⟪The order was made.⟫", token=token)
        return lambda: report_progress(commitment=commitment, said=given, seen=seen, **said).number

    one, other, third = (uuid.uuid4() for _each in range(3))
    assert one_behind_the_other(assembly, [report(one, 0), report(other, 0)]) == [1, "changed_meanwhile"]
    assert one_behind_the_other(assembly, [report(third, 1), report(third, 1)]) == [2, 2]
    assert commitment.reports.count() == 2


# --- whoever moves several things at once waits for nobody who waits for the record


def test_all_texts_are_frozen_while_somebody_writes_the_last(assembly):
    _one, last = make_recommendation(assembly), make_recommendation(assembly)
    said, words = who(), {**WORDS, "text": "⟪Late⟫"}
    freeze = lambda: len(freeze_all(assembly=assembly, **said).frozen)  # noqa: E731
    save = lambda: save_version(recommendation=last, words=words, note="", began_with=1, **said).number  # noqa: E731
    assert one_behind_the_other(assembly, [freeze, save]) == [2, "not_open"]


def test_a_result_and_then_the_report_are_published_while_somebody_sorts_or_dissents(assembly):
    ballot = make_ballot(assembly)
    ask(ballot)
    ask(ballot)
    bring(ballot, "verified")
    said, last = who(), questions_of(ballot)[1].recommendation
    publish = lambda: publish_ballot(ballot=ballot, **said).state  # noqa: E731
    sort = lambda: sort_recommendation(recommendation=last, theme=None, **said).state  # noqa: E731
    assert one_behind_the_other(assembly, [publish, sort]) == ["published", "adopted"]
    for each in Recommendation.objects.order_by("number"):
        make_statement(each)
    report, statement = make_report_draft(assembly), MinorityStatement.objects.last()
    hand_over = lambda: publish_report(report=report, revision=1, has_seen_remarks=True, **said).number  # noqa: E731
    withdraw = lambda: withdraw_minority_statement(statement=statement, **said).state  # noqa: E731
    assert one_behind_the_other(assembly, [hand_over, withdraw]) == [1, "illegal_move"]


@pytest.fixture
def owed(assembly):
    """Two answers of one body, both cleared."""
    make_plan(assembly)
    responses = [make_response(assembly, state="cleared") for _each in range(2)]
    for each in responses:
        make_response_version(each, cleared_at=NOON, cleared_by_name="⟪Paul Okafor⟫")
    return responses


def test_answers_are_published_together_while_the_last_is_sent_back_or_the_lead_changes(assembly, owed):
    said, agency = who(), make_body(assembly, "⟪Transport Agency⟫")
    publish = lambda: len(publish_answers(responses=owed, **said))  # noqa: E731
    again = {"reason": "⟪No day⟫", "page_url": "http://testserver/answers/"}
    back = lambda: send_back(response=owed[1], **again, **said).state  # noqa: E731
    lead = lambda: change_lead(recommendation=owed[0].recommendation, body=agency, **said).part  # noqa: E731
    assert one_behind_the_other(assembly, [publish, back, lead]) == [2, "not_cleared", "answered"]


def test_one_text_is_given_to_several_while_the_last_is_cleared(assembly):
    make_plan(assembly)
    body = make_body(assembly)
    actor = make_official(body, is_approver=True).user
    one, other, last = (make_response(assembly, body=body, state="drafting") for _each in range(3))
    make_response_version(one)
    draft = make_response_version(last, text="", decision="")
    by = {"actor": actor, "now": NOON}
    give = lambda: len(give_same_answer(response=one, others=[other, last], **by))  # noqa: E731
    clear = lambda: clear_answer(response=last, revision=draft.revision, name="⟪Paul⟫", **by).number  # noqa: E731
    assert one_behind_the_other(assembly, [give, clear]) == [2, "changed_meanwhile"]


def test_a_body_gets_the_lead_while_it_writes_and_its_draft_stays(assembly):
    make_plan(assembly)
    lead = make_response(assembly)
    agency = make_body(assembly, "⟪Transport Agency⟫")
    other = make_response(assembly, recommendation=lead.recommendation, body=agency, part="supporting")
    said, words = who(), AnswerWords(decision="accepted", text="⟪Yes⟫")
    write = lambda: save_draft(response=other, words=words, promises=(), revision=0, **said).number  # noqa: E731
    change = lambda: change_lead(recommendation=lead.recommendation, body=agency, **said).part  # noqa: E731
    assert one_behind_the_other(assembly, [write, change]) == [1, "lead"]
    other.refresh_from_db()
    assert (other.part, other.state) == ("lead", "drafting")


def test_bodies_are_asked_about_several_while_an_answer_to_the_last_is_published(assembly, owed):
    said, agency = who(), make_body(assembly, "⟪Transport Agency⟫")
    asked = [each.recommendation for each in owed]
    ask_all = lambda: ask_bodies(recommendations=asked, lead=None, supporting=[agency], **said)  # noqa: E731
    publish = lambda: len(publish_answers(responses=owed[1:], is_part_enough=True, **said))  # noqa: E731
    assert one_behind_the_other(assembly, [ask_all, publish]) == [2, 1]

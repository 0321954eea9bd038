"""A vote in the room: rules fixed when it opens, counted by two people, decided by the rule; and its pages."""

import uuid
from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assembly.enums import Role
from assembly.errors import GateClosed, IllegalMove, ReasonMissing
from assembly.models import AuditEvent
from assembly.outcomes.attention import recommendations_parts
from assembly.outcomes.ballot_lifecycle import BALLOT
from assembly.outcomes.counting.reckoning import reckon, votes_needed
from assembly.outcomes.enums import BallotState
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import Ballot, BallotOption, BallotQuestion, CountLine, DecisionRule, VoteCount
from assembly.outcomes.selectors.votes import counted, mark_of, other_rules, questions_of, rules_of
from assembly.outcomes.services import ballots, counts
from assembly.outcomes.services.decision_rules import delete_rule, preset_fields, save_rule, seen_rule
from assembly.outcomes.services.void_ballot import void_ballot
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_outcomes import copied, make_ballot, make_recommendation, make_rule, make_version
from tests.factories_votes import ask, bring, make_preset, make_voted, rank, tally

pytestmark = pytest.mark.django_db


def who(user=None):
    return {"actor": user or UserFactory(), "now": NOON}


def client_as(client_of, assembly, role):
    return client_of(AppointmentFactory(assembly=assembly, role=role).user)


MOVES = {
    "show": ballots.show_ballot,
    "take_back": ballots.take_ballot_back,
    "open": ballots.open_ballot,
    "close": ballots.close_ballot,
    "count": counts.finish_counting,
    "recount": lambda **own: counts.recount(reason="⟪One too many⟫", **own),
    "verify": counts.verify_ballot,
    "publish": counts.publish_ballot,
    "void": lambda **own: void_ballot(reason="⟪The power failed⟫", **own),
}


def ready(assembly, state):
    """A ballot in a state with everything done that its next moves ask for."""
    ballot = make_voted(assembly, state)
    own = {"question": questions_of(ballot)[0], "tally": tally(), **who()}
    if state == "closed":
        counts.enter_count(**own, note="", seen="")
    elif state == "counted":
        counts.verify_count(**own)
    return ballot


@pytest.mark.parametrize("state", BallotState.values)
def test_every_legal_move_goes_and_every_other_is_refused(assembly, state):
    ballot, actor = ready(assembly, state), UserFactory()
    for verb, act in MOVES.items():
        with transaction.atomic():
            if (state, verb) in BALLOT.moves:
                assert act(ballot=ballot, **who(actor)).state == BALLOT.moves[state, verb]
            else:
                with pytest.raises(IllegalMove):
                    act(ballot=ballot, **who(actor))
            # The next verb finds the ballot as this one did.
            transaction.set_rollback(True)


def test_opening_fixes_texts_and_rules_and_puts_recommendations_to_the_vote(assembly):
    ballot = make_voted(assembly, "open")
    question = questions_of(ballot)[0]
    assert (question.recommendation.state, question.rule.fixed_at) == ("balloted", NOON)
    with pytest.raises(VoteRefused, match="stays as it is"):
        save_rule(
            assembly=assembly,
            rule=question.rule,
            name="⟪Other⟫",
            preset="own",
            fields=preset_fields("four_fifths"),
            seen=seen_rule(question.rule),
            **who(),
        )
    for row, change in ((question.rule, {"numerator": 2}), (question, {"wording": "⟪Other⟫"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)


def test_what_a_void_vote_was_about_is_voted_on_in_another(assembly):
    ballot = make_voted(assembly, "counted")
    recommendation = questions_of(ballot)[0].recommendation
    with pytest.raises(ReasonMissing):
        void_ballot(ballot=ballot, reason=" ", **who())
    void_ballot(ballot=ballot, reason="⟪Papers of the rehearsal were in the urn⟫", **who())
    recommendation.refresh_from_db()
    assert recommendation.state == "frozen"
    again = make_ballot(assembly)
    ask(again, recommendation)
    assert bring(again, "published").state == "published"


def test_a_text_that_changed_since_members_saw_it_is_not_voted_on(assembly):
    ballot = make_voted(assembly, "shown_as_draft")
    recommendation = questions_of(ballot)[0].recommendation
    recommendation.frozen_version = make_version(recommendation, text="⟪Another⟫")
    recommendation.save()
    with pytest.raises(GateClosed, match="changed since members saw it"):
        ballots.open_ballot(ballot=ballot, **who())
    shown = ballots.show_ballot(ballot=ballots.take_ballot_back(ballot=ballot, **who()), **who())
    assert ballots.open_ballot(ballot=shown, **who()).state == "open"


def test_what_is_voted_on_in_one_ballot_is_not_voted_on_in_another(assembly):
    recommendation = make_recommendation(assembly, state="frozen")
    first, second = make_ballot(assembly), make_ballot(assembly)
    for ballot in (first, second):
        ask(ballot, recommendation)
        ballots.show_ballot(ballot=ballot, **who())
    ballots.open_ballot(ballot=first, **who())
    with pytest.raises(GateClosed, match="not frozen"):
        ballots.open_ballot(ballot=second, **who())


@pytest.mark.parametrize(
    ("preset", "lines", "more", "outcome", "state"),
    [
        ("majority_present", {"for": 24, "against": 21}, {}, "adopted", "adopted"),
        ("majority_present", {"for": 23, "against": 22}, {}, "not_adopted", "not_adopted"),
        ("majority_present", {"for": 20, "against": 20}, {"present": 40, "abstained": 0}, "tied", "frozen"),
        ("four_points", {"4": 30, "3": 10, "2": 3, "1": 2}, {}, "strongly_supported", "adopted"),
    ],
)
def test_the_rule_decides_and_a_recount_gives_the_same(assembly, preset, lines, more, outcome, state):  # noqa: PLR0917
    ballot = make_ballot(assembly)
    ask(ballot, rule=make_preset(assembly, preset))
    bring(ballot, "published", {1: tally(lines, **more)})
    question = questions_of(ballot)[0]
    each = counted(question)
    assert (question.outcome, question.recommendation.state) == (outcome, state)
    assert reckon(each.tally, each.rule).outcome == outcome


def test_too_few_present_decide_nothing_and_it_is_voted_on_again(assembly):
    rule = make_rule(assembly, quorum_numerator=2, quorum_denominator=3)
    ballot = make_ballot(assembly)
    ask(ballot, rule=rule)
    bring(ballot, "published", {1: tally({"for": 30, "against": 0}, present=33, abstained=3)})
    question = questions_of(ballot)[0]
    assert (question.outcome, question.recommendation.state) == ("no_quorum", "frozen")
    again = make_ballot(assembly)
    ask(again, question.recommendation, rule=rule)
    bring(again, "published")
    question.recommendation.refresh_from_db()
    assert question.recommendation.state == "adopted"


def test_whoever_counted_cannot_verify_and_other_numbers_are_not_taken(assembly):
    ballot = make_voted(assembly, "counted")
    question = questions_of(ballot)[0]
    with pytest.raises(VoteRefused, match="Somebody else has to look"):
        counts.verify_count(question=question, tally=tally(), **who(ballot.counted_by))
    with pytest.raises(VoteRefused, match="not the numbers that were entered"):
        counts.verify_count(question=question, tally=tally({"for": 40, "against": 5}), **who())
    with pytest.raises(GateClosed, match="Question 1 is not verified"):
        counts.verify_ballot(ballot=ballot, **who())
    assert VoteCount.objects.filter(question=question).count() == 1


def test_a_count_that_does_not_hold_stays_in_the_record_and_is_made_anew(assembly):
    ballot = make_voted(assembly, "counted")
    with pytest.raises(ReasonMissing):
        counts.recount(ballot=ballot, reason=" ", **who())
    counts.recount(ballot=ballot, reason="⟪One paper was counted twice⟫", **who())
    event = AuditEvent.objects.get(type="ballot.recount")
    assert event.details["entered"]["1"]["votes"] == {"against": 4, "for": 41}
    assert not VoteCount.objects.filter(question__ballot=ballot).exists()
    with pytest.raises(GateClosed, match="count of question 1 is missing"):
        counts.finish_counting(ballot=ballot, **who())


@pytest.mark.parametrize("state", ["verified", "published"])
def test_the_database_keeps_what_was_verified_and_takes_nothing_more(assembly, state):
    count = questions_of(make_voted(assembly, state))[0].counts.first()
    other = questions_of(make_voted(assembly, "counted"))[0].counts.first()
    for change in (
        lambda: CountLine.objects.all().update(votes=1),
        lambda: VoteCount.objects.all().update(present=1),
        lambda: copied(count, entry=3).save(),
        lambda: VoteCount.objects.filter(pk=other.pk).update(question=count.question, entry=3),
        lambda: CountLine.objects.create(count=count, choice="⟪late⟫", votes=1),
        lambda: CountLine.objects.filter(count=other).update(count=count, choice="⟪late⟫"),
    ):
        with pytest.raises(DatabaseError, match="is kept as it is"), transaction.atomic():
            change()
    copied(other, entry=3).save()


def test_an_open_ballot_asks_nothing_more(assembly):
    ballot, other = make_ballot(assembly), make_ballot(assembly)
    rank(ballot)
    rank(other)
    bring(ballot, "open")
    question, moved = questions_of(ballot)[0], questions_of(other)[0]
    for change in (
        lambda: copied(question, number=2).save(),
        lambda: BallotQuestion.objects.filter(pk=moved.pk).update(ballot=ballot, number=2),
        lambda: BallotOption.objects.create(question=question, number=9, text="⟪Another⟫"),
        lambda: BallotOption.objects.filter(question=moved, number=1).update(question=question, number=9),
    ):
        with pytest.raises(DatabaseError, match="is kept as it is"), transaction.atomic():
            change()
    BallotOption.objects.create(question=moved, number=9, text="⟪Another⟫")


def test_the_database_lets_no_published_ballot_go_back(assembly):
    ballot = make_voted(assembly)
    for change in (
        lambda: Ballot.objects.filter(pk=ballot.pk).update(state="counted", published_at=None),
        lambda: Ballot.objects.filter(pk=ballot.pk).update(title="⟪Other⟫"),
        ballot.delete,
    ):
        with pytest.raises(DatabaseError, match="is kept as it is"), transaction.atomic():
            change()


def test_rankings_are_put_in_order_and_adopt_nothing(assembly):
    ballot = make_ballot(assembly)
    rank(ballot)
    bring(ballot, "published")
    each = counted(questions_of(ballot)[0])
    assert (each.question.outcome, each.result.ranking.order) == ("ordered", ((2,), (1,), (3,)))
    assert [held.dropped for held in each.result.ranking.rounds] == [(3,), ()]


def test_what_other_rules_would_have_meant_is_told_and_changes_nothing(assembly):
    ballot = make_voted(assembly, "counted", {1: tally({"for": 30, "against": 15})})
    each = counted(questions_of(ballot)[0])
    found = [
        (result.outcome, result.needed) for _name, _rule, result in other_rules(each, rules_of(assembly))
    ]
    assert found == [("adopted", 23), ("not_adopted", 38), ("not_adopted", 38)]
    assert each.result.outcome == "adopted"


def test_a_rule_is_changed_until_it_is_fixed_and_a_stale_form_is_noticed(assembly):
    rule = make_preset(assembly, "majority_present")
    own = {"assembly": assembly, "rule": rule, "preset": "own", "fields": preset_fields("four_fifths")}
    seen = seen_rule(rule)
    assert save_rule(**own, name="⟪Four fifths⟫", seen=seen, **who()).numerator == 4
    with pytest.raises(VoteRefused, match="changed this rule meanwhile"):
        save_rule(**own, name="⟪Mine⟫", seen=seen, **who())
    with pytest.raises(VoteRefused, match="of this name"):
        save_rule(**{**own, "rule": None}, name="⟪four FIFTHS⟫", **who())
    ask(make_ballot(assembly), rule=rule)
    with pytest.raises(VoteRefused, match="are asked under it"):
        delete_rule(rule=rule, **who())


def test_a_stale_form_adds_no_question_and_a_ballot_sent_twice_is_one(assembly, organiser, client_of):
    ballot = make_ballot(assembly)
    rule, text = make_preset(assembly, "majority_present"), make_recommendation(assembly, state="frozen")
    own = {"ballot": ballot, "recommendations": [text], "rule": rule, "wording": "⟪Yes?⟫"}
    seen = mark_of(ballot, questions_of(ballot))
    ballots.ask_about(**own, seen=seen, **who())
    with pytest.raises(VoteRefused, match="changed this ballot meanwhile"):
        ballots.remove_question(ballot=ballot, number=1, seen=seen, **who())
    form = {"title": "⟪Last day⟫", "method": "room", "held_on": "2026-06-06", "token": str(uuid.uuid4())}
    address = reverse("ballot_new", args=[assembly.slug])
    targets = {client_of(organiser).post(address, form)["Location"] for _time in range(2)}
    assert targets == {reverse("ballot_questions", args=[assembly.slug, 2])}
    assert Ballot.objects.filter(assembly=assembly).count() == 2


@pytest.mark.parametrize("rankings", ["1>2: 4\n3>9: 1", "1>1: 2", "first: 2"])
def test_rankings_that_cannot_be_are_named_on_the_page(assembly, organiser, client_of, rankings):
    ballot = make_ballot(assembly)
    rank(ballot)
    bring(ballot, "closed")
    address = reverse("ballot_count", args=[assembly.slug, ballot.number, 1])
    page = client_of(organiser).post(address, {"eligible": 50, "present": 40, "rankings": rankings})
    assert page.status_code in (409, 422)
    assert not VoteCount.objects.exists()


def test_a_count_is_looked_at_while_it_is_typed(assembly, organiser, client_of):
    ballot = make_voted(assembly, "closed")
    address = reverse("ballot_count_check", args=[assembly.slug, ballot.number, 1])
    form = {"eligible": 50, "present": 47, "votes_for": 44, "votes_against": 4}
    said = client_of(organiser).post(address, form).content.decode()
    assert "There are 48 votes and 47 present: 1 too many." in said
    said = client_of(organiser).post(address, {**form, "votes_for": 41, "abstained": 2}).content.decode()
    assert "41 of 47 are for it, that is 87.2 %; 24 were needed." in said
    assert not VoteCount.objects.exists()


def test_of_two_who_enter_the_same_count_the_second_sees_what_the_first_wrote(assembly, organiser, client_of):
    ballot = make_voted(assembly, "closed")
    address = reverse("ballot_count", args=[assembly.slug, ballot.number, 1])
    form = {"eligible": 50, "present": 47, "votes_for": 41, "votes_against": 4, "abstained": 2, "seen": ""}
    client = client_of(organiser)
    assert client.post(address, form).status_code == 302
    page = client.post(address, {**form, "votes_for": 40})
    assert page.status_code == 409
    assert "for: 41" in page.content.decode()
    assert page.context["form"]["votes_for"].value() == "40"


def test_two_people_take_a_vote_through_the_pages(assembly, organiser, client_of):
    """The organiser runs and counts, an observer verifies, the organiser publishes."""
    ballot = make_ballot(assembly)
    ask(ballot)
    runs, looks = client_of(organiser), client_as(client_of, assembly, Role.OBSERVER)
    form = {"eligible": 50, "present": 47, "votes_for": 41, "votes_against": 4, "abstained": 2}

    def go(client, name, data, *more):
        return client.post(reverse(name, args=[assembly.slug, ballot.number, *more]), data).status_code

    for act in ("show", "open", "close"):
        assert go(runs, "ballot_move", {"act": act}) == 302
    assert go(runs, "ballot_count", form, 1) == 302
    assert go(runs, "ballot_move", {"act": "count"}) == 302
    assert go(runs, "ballot_verify_count", form, 1) == 409
    assert go(looks, "ballot_verify_count", {**form, "votes_for": 40, "votes_against": 5}, 1) == 409
    assert go(looks, "ballot_verify_count", form, 1) == 302
    assert go(looks, "ballot_verify", {"act": "verify"}) == 302
    assert go(looks, "ballot_publish", {}) == 403
    assert go(runs, "ballot_publish", {}) == 302
    ballot.refresh_from_db()
    assert (ballot.state, ballot.questions.get().outcome) == ("published", "adopted")


def test_members_read_rule_and_question_beforehand_and_the_result_only_when_it_is_published(
    assembly, client_of, outsider
):
    ballot = make_voted(assembly, "shown_as_draft")
    member = client_as(client_of, assembly, Role.MEMBER)
    address = reverse("own_ballot", args=[assembly.slug, ballot.number])
    said = member.get(address).content.decode()
    assert "More than half of all who are present must be for it." in said
    needed = votes_needed(assembly.seats, Fraction(1, 2), is_more_than=True)
    assert f"With {assembly.seats} present, {needed} votes for it are needed." in said
    for verb in ("open", "close"):
        MOVES[verb](ballot=ballot, **who())
    counter = who()
    question = questions_of(ballot)[0]
    counts.enter_count(question=question, tally=tally(), note="", seen="", **counter)
    counts.finish_counting(ballot=ballot, **counter)
    assert "Adopted." not in member.get(address).content.decode()
    counts.verify_count(question=question, tally=tally(), **who())
    for verb in ("verify", "publish"):
        MOVES[verb](ballot=ballot, **who())
    said = member.get(address).content.decode()
    assert 'aria-label="41 for, 4 against, 2 abstained. 24 were needed."' in said
    assert "41 of 47 are for it, that is 87.2 %; 24 were needed." in said
    assert member.get(reverse("ballot", args=[assembly.slug, ballot.number])).status_code == 403
    assert client_of(outsider).get(address).status_code == 404
    hidden = make_ballot(assembly)
    assert member.get(reverse("own_ballot", args=[assembly.slug, hidden.number])).status_code == 404


def test_both_sheets_hold_the_questions_and_the_rule(assembly, organiser, client_of):
    ballot = make_ballot(assembly)
    ask(ballot)
    rank(ballot)
    for name, words in (
        ("ballot_question_sheet", ["Do you support this?", "More than half", "Bicycles"]),
        ("ballot_counting_sheet", ["Counting sheet", "abstained", "Counted again by"]),
    ):
        answer = client_of(organiser).get(reverse(name, args=[assembly.slug, ballot.number]) + "?print=large")
        reader = PdfReader(BytesIO(answer.content))
        text = " ".join(page.extract_text() for page in reader.pages)
        assert [word for word in words if word not in text] == []
        assert len(reader.outline) == 3


def test_lists_ask_as_often_for_three_as_for_one(assembly, organiser, client_of):
    client, asked = client_of(organiser), {}
    ballot = make_ballot(assembly)
    for rows in (1, 3):
        while ballot.questions.count() < rows:
            ask(ballot)
            make_rule(assembly)
            make_ballot(assembly)
        for name, arguments in (
            ("ballots", []),
            ("decision_rules", []),
            ("ballot", [1]),
            ("ballot_questions", [1]),
        ):
            address = reverse(name, args=[assembly.slug, *arguments])
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.setdefault(name, []).append(len(queries))
    assert [name for name, (one, three) in asked.items() if one != three] == []


def test_results_ask_as_often_for_three_questions_as_for_one(assembly, organiser, client_of):
    asked = {}
    staff, member = client_of(organiser), client_as(client_of, assembly, Role.MEMBER)
    for rows in (1, 3):
        ballot = make_ballot(assembly)
        for _row in range(rows):
            ask(ballot)
        bring(ballot, "published")
        for name, client in (
            ("own_ballot", member),
            ("ballot", staff),
            ("ballot_what_if", staff),
            ("ballot_verify", staff),
        ):
            address = reverse(name, args=[assembly.slug, ballot.number])
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.setdefault(name, []).append(len(queries))
    assert [name for name, (one, three) in asked.items() if one != three] == []


def test_the_stage_says_what_waits_and_for_whom(assembly):
    for state in ("closed", "counted", "verified", "published"):
        make_voted(assembly, state)
    titles = [action.title for action in recommendations_parts.attention_of(assembly)]
    assert [title.split(" “")[0] for title in titles] == [
        "Enter the counts of",
        "Verify the counts of",
        "Publish the result of",
    ]


def test_the_form_of_a_rule_refuses_what_can_never_be(assembly, organiser, client_of):
    address = reverse("decision_rule_new", args=[assembly.slug])
    form = {"name": "⟪Ours⟫", "preset": "own", "kind": "yes_no", "denominator": "cast", "above": "more"}
    for wrong in ({"share": "3/2"}, {"share": "1/1"}, {"share": ""}, {"share": "2/3", "strong": "1/2"}):
        assert client_of(organiser).post(address, {**form, **wrong}).status_code == 422
    client_of(organiser).post(address, {**form, "share": "2/3", "strong": "3/4", "quorum": "1/2"})
    rule = DecisionRule.objects.get()
    assert (rule.numerator, rule.denominator_of_share, rule.strong_denominator, rule.quorum_numerator) == (
        2,
        3,
        4,
        1,
    )


def test_days_and_sessions_stand_where_they_were_written(assembly, organiser, client_of):
    ballot = make_ballot(assembly, held_on=date(2026, 6, 6))
    page = client_of(organiser).get(reverse("ballot_words", args=[assembly.slug, ballot.number]))
    assert page.context["form"]["held_on"].value() == date(2026, 6, 6)
    seen = page.context["form"]["seen"].value()
    form = {"title": "⟪Other⟫", "method": "room", "held_on": "2026-06-07", "seen": seen}
    address = reverse("ballot_words", args=[assembly.slug, ballot.number])
    codes = [
        client_of(organiser).post(address, {**form, "title": title}).status_code for title in ("⟪A⟫", "⟪B⟫")
    ]
    assert codes == [302, 409]

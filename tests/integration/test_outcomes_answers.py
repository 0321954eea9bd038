"""Officials answer: drafts with promises, rules of decisions, clearing by name, publishing, many at once, revisions."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, GateClosed, IllegalMove
from assembly.lifecycle import move
from assembly.models import AuditEvent
from assembly.outcomes.answer_rules import DECISIONS, Promise, Step, lacking
from assembly.outcomes.enums_responses import Decision, ResponseState
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import Concern, FormalResponse, ResponseVersion
from assembly.outcomes.response_lifecycle import RESPONSE
from assembly.outcomes.selectors.answer_drafts import answer_of, promises_of
from assembly.outcomes.services.answers import AnswerWords, name_people, save_draft
from assembly.outcomes.services.answers_many import give_same_answer
from assembly.outcomes.services.answers_publish import clear_answer, publish_answers
from assembly.outcomes.services.clearing import send_back
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_outcomes import (
    make_body,
    make_commitment,
    make_official,
    make_plan,
    make_response,
    make_response_version,
)

pytestmark = pytest.mark.django_db
WORDS = AnswerWords(decision="accepted", text="⟪We will do all of it.⟫")
PROMISE = Promise(
    "⟪Close the street⟫", "⟪Streets⟫", date(2027, 1, 1), steps=(Step("⟪Signs⟫", date(2026, 10, 1)),)
)


@pytest.fixture
def body(assembly):
    """A council with somebody who drafts and somebody who clears."""
    make_plan(assembly)
    found = make_body(assembly)
    make_official(found, user=UserFactory(name="Oskar Blom"))
    make_official(found, user=UserFactory(name="Paula Okonjo"), is_approver=True, office="Director")
    return found


@pytest.fixture
def drafter(body):
    """Who drafts."""
    return body.officials.get(is_approver=False).user


@pytest.fixture
def approver(body):
    """Who clears."""
    return body.officials.get(is_approver=True).user


@pytest.fixture
def response(assembly, body):
    """What the council owes."""
    return make_response(assembly, body=body)


def draft(response, actor, words=WORDS, promises=(PROMISE,), revision=0):
    """Save a draft."""
    return save_draft(
        response=response, words=words, promises=promises, revision=revision, actor=actor, now=NOON
    )


def cleared(response, drafter, approver, words=WORDS, promises=(PROMISE,), *, revision=0):
    """Draft and clear."""
    made = draft(response, drafter, words, promises, revision)
    return clear_answer(response=response, revision=made.revision, name="Paula", actor=approver, now=NOON)


def test_an_answer_goes_from_draft_to_the_public_and_moves_its_recommendation(response, drafter, approver):
    """The promise keeps its steps and expects its first report; lateness and days stay as they are."""
    cleared(response, drafter, approver)
    [version] = publish_answers(responses=[response], actor=approver, now=NOON)
    response.refresh_from_db()
    promised = version.commitments.get()
    assert (response.state, response.first_published_at) == ("published", NOON)
    assert (
        response.recommendation.__class__.objects.get(pk=response.recommendation_id).state == "in_follow_up"
    )
    assert (promised.next_report_on, [step.text for step in promised.milestones.all()]) == (
        date(2026, 6, 2),
        ["⟪Signs⟫"],
    )
    assert list(
        AuditEvent.objects.filter(object_type="formalresponse").order_by("pk").values_list("type", flat=True)
    ) == ["response.draft", "response.clear", "response.publish"]


@pytest.mark.parametrize("verb", sorted({verb for _state, verb in RESPONSE.moves}))
@pytest.mark.parametrize("state", ResponseState.values)
def test_the_table_alone_says_which_moves_are_legal(assembly, state, verb):
    """Every other move of every state is refused."""
    response = make_response(assembly, state=state)
    changes = {"first_published_at": NOON} if verb == "publish" else {}
    by = {"assembly": assembly, "actor": None, "now": NOON, "changes": changes}
    if (state, verb) in RESPONSE.moves:
        assert move(RESPONSE, response, verb, **by).state == RESPONSE.moves[state, verb]
    else:
        with pytest.raises(IllegalMove):
            move(RESPONSE, response, verb, **by)


@pytest.mark.parametrize("decision", ["", *DECISIONS])
def test_the_rules_and_the_table_oblige_to_the_same(assembly, decision):
    """What the rules let pass the table keeps, and what they hold up it refuses."""
    assert tuple(Decision.values) == DECISIONS
    filled = {
        "reasons": "⟪Because⟫",
        "accepted_part": "⟪A part⟫",
        "by_whom": "⟪The bus company⟫",
        "consider_until": date(2027, 1, 1),
        "referred_elsewhere": "⟪The county⟫",
    }
    for left_out in [None, *filled]:
        fields = {name: value for name, value in filled.items() if name != left_out}
        response = make_response(assembly, state="drafting")
        version = make_response_version(response, decision=decision, **fields)
        lacks = lacking(answer_of(version), NOON.date())
        version.cleared_at, version.cleared_by_name, version.published_at = NOON, "⟪P⟫", NOON
        try:
            with transaction.atomic():
                version.save()
            is_kept = True
        except IntegrityError:
            is_kept = False
        assert is_kept == (not lacks), (decision, left_out)


@pytest.mark.parametrize(
    "change", [{"text": "⟪x⟫"}, {"decision": "noted"}, {"published_at": None}, {"reasons": "⟪x⟫"}]
)
def test_nothing_changes_what_was_published(assembly, change):
    """Neither by a queryset nor by an instance, nor by removing it."""
    version = make_response_version(make_response(assembly, state="published"), published_at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        ResponseVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()
    commitment = make_commitment(version)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(commitment).objects.filter(pk=commitment.pk).update(text="⟪less⟫")


def test_two_who_write_at_once_lose_nothing(response, drafter):
    """The second is refused, and the first's words stand."""
    draft(response, drafter)
    with pytest.raises(ChangedMeanwhile):
        draft(response, drafter, AnswerWords(decision="noted"))
    assert draft(response, drafter, revision=1).revision == 1
    assert draft(response, drafter, promises=(), revision=1).revision == 2
    assert promises_of(response.versions.get()) == ()


def test_whoever_wrote_last_does_not_clear_unless_nobody_else_is_there(response, drafter, approver, body):
    """The record says where one person did both."""
    made = draft(response, approver)
    by = {"response": response, "revision": made.revision, "name": "⟪Paula⟫", "actor": approver, "now": NOON}
    with pytest.raises(ResponseRefused, match="Somebody else"):
        clear_answer(**by)
    body.officials.exclude(user=approver).delete()
    clear_answer(**by)
    assert AuditEvent.objects.filter(type="response.clear").get().details["wrote_it"] is True


def test_what_is_missing_holds_the_clearing_up(response, drafter, approver):
    """Each lack is told in a sentence."""
    made = draft(response, drafter, AnswerWords(decision="referred", text="⟪No⟫"), (Promise("⟪Do⟫"),))
    with pytest.raises(GateClosed) as refused:
        clear_answer(response=response, revision=made.revision, name="P", actor=approver, now=NOON)
    assert refused.value.blockers == [
        "Give your reasons: they are published with the answer.",
        "Say which body decides.",
        "Commitment 1: Say which office sees to it.",
        "Commitment 1: Say by when it will be done.",
    ]


def test_a_cleared_draft_is_sent_back_before_it_changes(response, drafter, approver):
    """With what is missing; a clearance of what stood before does not hold for what is written next."""
    version = cleared(response, drafter, approver)
    with pytest.raises(ResponseRefused):
        draft(response, drafter, AnswerWords(decision="noted"), revision=version.revision)
    back = {"reason": "⟪No budget is named⟫", "page_url": "⟪page⟫"}
    send_back(response=response, actor=approver, now=NOON, **back)
    version.refresh_from_db()
    assert (version.cleared_at, version.cleared_by_name, version.revision) == (None, "", 2)
    with pytest.raises(ChangedMeanwhile):
        clear_answer(response=response, revision=1, name="P", actor=approver, now=NOON)


def test_a_plan_for_one_day_wants_all_answers(assembly, body, response, drafter, approver):
    """Those that are not ready are named; whoever knows better says so."""
    assembly.response_plan.mode = "together"
    assembly.response_plan.save()
    other = make_response(assembly, body=body)
    cleared(response, drafter, approver)
    with pytest.raises(ResponseRefused, match=str(other.recommendation.report_number)):
        publish_answers(responses=[response], actor=approver, now=NOON)
    assert len(publish_answers(responses=[response], actor=approver, now=NOON, is_part_enough=True)) == 1


def test_an_interim_answer_ends_nothing(response, drafter, approver):
    """The answer is still owed, and is drafted as the next version."""
    cleared(response, drafter, approver, AnswerWords(text="⟪We are at it⟫", is_interim=True), ())
    publish_answers(responses=[response], actor=approver, now=NOON)
    response.refresh_from_db()
    assert (response.state, response.first_published_at) == ("drafting", None)
    assert draft(response, drafter, revision=-1).number == 2


def test_a_new_version_answers_what_members_said_back(assembly, response, drafter, approver):
    """It says what changed, goes the same way, and stands beside the first; what was promised stays."""
    cleared(response, drafter, approver)
    [first] = publish_answers(responses=[response], actor=approver, now=NOON)
    fields = {"version": first, "number": 1, "kind": "clarification", "text": "⟪When?⟫", "way": "paper"}
    concern = Concern.objects.create(
        response=response, state="passed_on", token="0" * 32, raised_at=NOON, **fields
    )
    FormalResponse.objects.filter(pk=response.pk).update(state="clarification_requested")
    with pytest.raises(GateClosed):
        cleared(response, drafter, approver, promises=(), revision=-1)
    words = AnswerWords(decision="accepted", text="⟪By May.⟫", note="⟪The day⟫")
    made = draft(response, drafter, words, (), revision=1)
    clear_answer(response=response, revision=made.revision, name="P", actor=approver, now=NOON)
    [second] = publish_answers(responses=[response], actor=approver, now=NOON + timedelta(days=1))
    concern.refresh_from_db()
    response.refresh_from_db()
    assert (response.state, concern.state, concern.answered_in) == ("revised", "answered", second)
    assert first.commitments.count() == 1


def test_one_answer_is_given_to_many(assembly, body, response, drafter):
    """Each has a draft of its own that says it is one text; promises are not made twice; own words are kept."""
    first = draft(response, drafter)
    others = [make_response(assembly, body=body) for _number in range(2)]
    made = give_same_answer(response=response, others=others, actor=drafter, now=NOON)
    assert [(each.text, each.same_as, each.commitments.count()) for each in made] == [
        (WORDS.text, first, 0)
    ] * 2
    written = make_response(assembly, body=body, state="drafting")
    make_response_version(written, text="⟪Ours⟫")
    with pytest.raises(ResponseRefused):
        give_same_answer(response=response, others=[written], actor=drafter, now=NOON)


def test_naming_who_sees_to_it_acknowledges_the_question(response, drafter, approver, body):
    """Only people of the body, and only somebody who clears as the one who clears."""
    one, two = body.officials.get(user=drafter), body.officials.get(user=approver)
    by = {"response": response, "actor": drafter, "now": NOON}
    with pytest.raises(ResponseRefused):
        name_people(assignee=one, approver=one, **by)
    assert name_people(assignee=one, approver=two, **by).state == "acknowledged"


def test_what_is_typed_while_another_publishes_does_not_open_a_new_draft_by_itself(
    client_of, assembly, response, drafter, approver
):
    """The page was empty when they began; sent again, on purpose, it is the draft of a new version."""
    page = reverse("answer_draft", args=[assembly.slug, response.pk])
    cleared(response, drafter, approver)
    publish_answers(responses=[response], actor=approver, now=NOON)
    client = client_of(drafter)
    rows = {"promise-TOTAL_FORMS": "0", "promise-INITIAL_FORMS": "0"}
    typed = {"revision": "0", "decision": "noted", "text": "⟪Mine⟫", "note": "⟪More⟫", **rows}
    late = client.post(page, typed)
    assert late.status_code == 409
    assert "published meanwhile" in late.content.decode()
    assert "⟪Mine⟫" in late.content.decode()
    assert response.versions.count() == 1
    assert 'name="revision" value="-1"' in late.content.decode()
    assert client.post(page, typed | {"revision": "-1"}).status_code == 302
    assert response.versions.count() == 2


def test_an_official_answers_on_one_page(client_of, assembly, response, drafter, approver):
    """Draft with a promise, see what is vague and what is missing, clear as somebody else, publish."""
    page = reverse("answer_draft", args=[assembly.slug, response.pk])
    client = client_of(drafter)
    assert client.get(reverse("answers_owed", args=[assembly.slug])).status_code == 200
    sent = {
        "revision": "0",
        "decision": "accepted",
        "text": "We will consider it.",
        "promise-TOTAL_FORMS": "1",
        "promise-INITIAL_FORMS": "0",
        "promise-0-text": "Close the street",
        "promise-0-owner": "Streets",
        "promise-0-due_on": "2027-01-01",
        "promise-0-steps": "Signs, 2026-10-01",
    }
    looked = client.post(page, {**sent, "add": "1"}).content.decode()
    assert "“consider”" in looked
    assert 'name="promise-1-text"' in looked
    assert response.versions.count() == 0
    assert client.post(page, {**sent, "promise-0-steps": "Signs, soon"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    stale = client.post(page, sent | {"text": "Mine"})
    assert stale.status_code == 409
    assert "We will consider it." in stale.content.decode()
    assert "Mine" in stale.content.decode()
    clear = reverse("answer_clear", args=[assembly.slug, response.pk])
    assert client.post(clear, {"revision": "1", "name": "Oskar"}).status_code == 403
    boss = client_of(approver)
    assert "Paula Okonjo, Director" in boss.get(clear).content.decode()
    assert boss.post(clear, {"revision": "1", "name": "Paula Okonjo, Director"}).status_code == 302
    publish = reverse("answers_publish", args=[assembly.slug])
    assert boss.post(publish, {"answer": str(response.pk)}).status_code == 302
    response.refresh_from_db()
    assert response.state == "published"
    assert "We will consider it." in client.get(page).content.decode()


@pytest.mark.parametrize(
    "name",
    ["answer_draft", "answer_people", "answer_more_time", "answer_many", "answer_clear"],
)
def test_what_another_body_owes_is_not_shown(client_of, assembly, response, name):
    """An official of another body is led to their own list; members are refused, strangers find nothing."""
    other = make_body(assembly, name="⟪Bus Company⟫")
    colleague = make_official(other, is_approver=True).user
    address = reverse(name, args=[assembly.slug, response.pk])
    listed = reverse("answers_owed", args=[assembly.slug])
    for method in ("get", "post"):
        assert getattr(client_of(colleague), method)(address).url == listed
    assert str(response.recommendation) not in client_of(colleague).get(listed).content.decode()
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    assert client_of(member).post(address).status_code == 403
    assert client_of(UserFactory()).post(address).status_code == 404


def test_who_clears_for_one_body_only_drafts_for_another(  # noqa: PLR0917 (fixtures)
    client_of, assembly, body, response, drafter, approver
):
    """The role is held in the assembly; for which body it counts, the body's officials say."""
    second = make_body(assembly, name="⟪Bus Company⟫")
    make_official(second, user=approver, is_approver=False)
    theirs = make_response(assembly, body=second)
    made = draft(theirs, drafter)
    with pytest.raises(ResponseRefused, match="this body"):
        clear_answer(response=theirs, revision=made.revision, name="P", actor=approver, now=NOON)
    client = client_of(approver)
    listed = reverse("answers_owed", args=[assembly.slug])
    clear = reverse("answer_clear", args=[assembly.slug, theirs.pk])
    assert client.get(clear).url == listed
    assert client.post(clear, {"revision": "1", "name": "P"}).url == listed
    assert client.get(reverse("answer_draft", args=[assembly.slug, theirs.pk])).status_code == 200
    theirs.versions.update(cleared_at=NOON, cleared_by_name="⟪Head of buses⟫")
    publish = reverse("answers_publish", args=[assembly.slug])
    assert str(theirs.recommendation) not in client.get(publish).content.decode()
    assert client.post(publish, {"answer": str(theirs.pk)}).status_code == 409
    assert clear not in client.get(listed).content.decode()


@pytest.mark.parametrize("press", ["add", "remove", "look", "save"])
@pytest.mark.parametrize("count", ["x", "²", "9" * 5000, ""])
def test_a_form_that_was_bent_is_shown_again(  # noqa: PLR0917 (fixtures)
    client_of, assembly, response, drafter, count, press
):
    """Whatever stands in its counters."""
    page = reverse("answer_draft", args=[assembly.slug, response.pk])
    sent = {"revision": "0", "promise-TOTAL_FORMS": count, "promise-INITIAL_FORMS": "0", press: count}
    assert client_of(drafter).post(page, sent).status_code == (422 if press == "save" else 200)


def test_hints_name_the_promise_by_its_place(client_of, assembly, response, drafter):
    """Also the tenth and those after it."""
    sent = {f"promise-{n}-text": "We explore it" if n == 10 else "Done" for n in range(12)}
    address = reverse("answer_hints", args=[assembly.slug, response.pk])
    assert "Commitment 11:" in client_of(drafter).post(address, sent).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_answer_and_three(  # noqa: PLR0917 (fixtures)
    client_of, assembly, body, drafter, rows, django_assert_num_queries
):
    """However much a body owes."""
    for _row in range(rows):
        make_response_version(make_response(assembly, body=body, state="drafting"))
    client = client_of(drafter)
    address = reverse("answers_owed", args=[assembly.slug])
    client.get(address)
    with django_assert_num_queries(11):
        assert client.get(address).status_code == 200

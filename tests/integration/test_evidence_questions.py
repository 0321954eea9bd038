"""Members' questions: asked once, put together, assigned, answered, accepted or asked again, published for good."""

import random
import uuid
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, HouseError, IllegalMove, ReasonMissing
from assembly.models import AuditEvent
from assembly.record import sentence_of
from evidence.declarations_questions import forget_askers
from evidence.documents.question_papers import answers_paper, witness_sheet
from evidence.errors import QuestionRefused
from evidence.models import Question, QuestionAnswer, Release
from evidence.near_questions import near_to
from evidence.selectors.questions import marks_of, public_questions, questions_for
from evidence.services.question_answers import (
    accept_answer,
    answer_question,
    assign_question,
    publish_question,
    reopen_question,
)
from evidence.services.questions import (
    Asked,
    ask_question,
    enter_questions,
    merge_question,
    part_question,
    set_question_aside,
    sort_question,
    take_question_up,
    word_question,
)
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_calls import make_answered
from tests.factories_evidence import make_question, make_topic, make_witness
from tests.factories_people import make_members
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)
DUE = date(2026, 4, 1)


def refused(code, service, **options):
    with pytest.raises(QuestionRefused) as caught:
        service(**options)
    assert caught.value.code == code


def who():
    return {"actor": UserFactory(), "now": NOON}


def member_of_the_panel(assembly):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    return user, make_members(assembly, 1, user=user)[0]


def test_the_same_form_sent_twice_is_one_question(assembly):
    asked = Asked(text=" ⟪Why?⟫ ", token=uuid.uuid4(), asked_by=make_members(assembly, 1)[0])
    first = ask_question(assembly=assembly, asked=asked, now=NOON)
    assert ask_question(assembly=assembly, asked=asked, now=NOON) == first
    assert list(Question.objects.values_list("number", "text", "way")) == [(1, "⟪Why?⟫", "online")]


def test_the_record_does_not_say_which_member_asked_or_what(assembly):
    person = make_members(assembly, 1)[0]
    question = ask_question(
        assembly=assembly, asked=Asked(text="⟪Why me?⟫", token=uuid.uuid4(), asked_by=person), now=NOON
    )
    event = AuditEvent.objects.get(type="question.ask")
    assert (event.actor, event.details) == (None, {"number": 1, "way": "online"})
    assert sentence_of(event) == "A member asked question 1"
    assert question.entered_by is None


def test_a_sheet_is_entered_whole_and_once(assembly):
    rows = [Asked(text=f"⟪{word}?⟫", token=uuid.uuid4(), table="⟪Table 4⟫") for word in ("Who", "When")]
    for _each in range(2):
        enter_questions(assembly=assembly, asked=rows, way="paper", **who())
    assert list(Question.objects.values_list("number", "text", "table", "way")) == [
        (1, "⟪Who?⟫", "⟪Table 4⟫", "paper"),
        (2, "⟪When?⟫", "⟪Table 4⟫", "paper"),
    ]


def test_of_two_who_assign_at_once_the_second_is_told(assembly):
    question = make_question(assembly)
    seen = marks_of(question)
    first, second = (make_witness(assembly, state="accepted") for _each in range(2))
    assign_question(question=question, witness=first, due_on=DUE, seen=seen, **who())
    with pytest.raises(ChangedMeanwhile):
        assign_question(question=question, witness=second, due_on=DUE, seen=seen, **who())
    question.refresh_from_db()
    assert question.witness == first
    assign_question(question=question, witness=second, due_on=DUE, seen=marks_of(question), **who())


@pytest.mark.parametrize(
    ("state", "due_on", "code"),
    [("invited", DUE, "not_coming"), ("accepted", NOON.date() - timedelta(days=1), "day_passed")],
)
def test_a_question_goes_to_who_comes_and_to_a_day_to_come(assembly, state, due_on, code):
    question = make_question(assembly)
    witness = make_witness(assembly, state=state)
    refused(
        code,
        assign_question,
        question=question,
        witness=witness,
        due_on=due_on,
        seen=marks_of(question),
        **who(),
    )


def test_what_was_put_together_hangs_on_one_question_and_comes_apart_again(assembly):
    first, second, third = (make_question(assembly) for _each in range(3))
    merge_question(question=first, into=second, **who())
    merge_question(question=second, into=third, **who())
    assert set(Question.objects.filter(merged_into=third)) == {first, second}
    for main in (first, third):
        refused("not_a_main", merge_question, question=third, into=main, **who())
    with pytest.raises(IllegalMove):
        merge_question(question=first, into=third, **who())
    assert part_question(question=first, **who()).merged_into is None


def test_a_question_is_set_aside_with_a_reason_and_taken_up_again(assembly):
    question = make_question(assembly)
    with pytest.raises(ReasonMissing):
        set_question_aside(question=question, reason=" ", **who())
    assert set_question_aside(question=question, reason="⟪Asked before⟫", **who()).reason == "⟪Asked before⟫"
    assert take_question_up(question=question, **who()).reason == ""


def test_anybody_who_asked_may_accept_for_all_and_anybody_may_ask_again(assembly):
    own, same, nobody = make_members(assembly, 3)
    question = make_answered(assembly, asked_by=own)
    part = make_question(assembly, state="merged", merged_into=question, asked_by=same)
    said = {"actor": None, "now": NOON}
    refused("not_yours", accept_answer, question=question, by=nobody, **said)
    assert accept_answer(question=part, by=same, **said) == question
    with pytest.raises(ReasonMissing):
        reopen_question(question=question, reason="", by=own, **said)
    again = reopen_question(question=question, reason="⟪Who in the town?⟫", by=own, **said)
    assert (again.state, again.reason) == ("reopened", "⟪Who in the town?⟫")
    told = [sentence_of(event) for event in AuditEvent.objects.order_by("pk")]
    assert told == ["A member accepted the answer to question 1", "A member asked question 1 again"]


def test_an_answer_sent_twice_is_one_answer(assembly):
    question = make_question(assembly, state="assigned")
    said = {"question": question, "text": "⟪The town⟫", "way": "phone", **who()}
    answer_question(**said)
    with pytest.raises(IllegalMove):
        answer_question(**said)
    assert list(QuestionAnswer.objects.values_list("number", "text")) == [(1, "⟪The town⟫")]


def test_what_was_published_stays_and_a_later_answer_waits_to_be_published(assembly):
    question = make_answered(assembly)
    refused(
        "no_answer",
        publish_question,
        question=(bare := make_question(assembly)),
        seen=marks_of(bare),
        **who(),
    )
    published = publish_question(question=question, seen=marks_of(question), **who())
    assert published.wording == question.text
    refused("published", publish_question, question=question, seen=marks_of(published), **who())
    refused("published", word_question, question=question, wording="⟪x⟫", seen=marks_of(published), **who())
    for rows, change in (
        (Question.objects.filter(pk=question.pk), {"wording": "⟪Other⟫"}),
        (Question.objects.filter(pk=question.pk), {"published_at": None}),
        (QuestionAnswer.objects.filter(question=question), {"text": "⟪Other⟫"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    by = {"actor": UserFactory(), "now": LATER}
    reopened = reopen_question(question=question, reason="⟪Who?⟫", by=None, **by)
    given = assign_question(
        question=reopened, witness=question.witness, due_on=DUE, seen=marks_of(reopened), **by
    )
    refused("published", set_question_aside, question=given, reason="⟪x⟫", **by)
    again = answer_question(question=given, text="⟪The mayor⟫", way="phone", **by)

    def shown():
        return [answer.text for each in public_questions(assembly) for answer in each.public_answers]

    assert shown() == ["⟪The town paid.⟫"]
    publish_question(question=again, seen=marks_of(again), **by)
    assert shown() == ["⟪The town paid.⟫", "⟪The mayor⟫"]


def test_a_wording_that_changed_meanwhile_is_not_published(assembly):
    question = make_answered(assembly)
    seen = marks_of(question)
    word_question(question=question, wording="⟪Who paid?⟫", seen=seen, **who())
    with pytest.raises(ChangedMeanwhile):
        publish_question(question=question, seen=seen, **who())


def test_a_question_is_not_about_another_assemblys_session(assembly):
    elsewhere = make_session(AssemblyFactory())
    question = make_question(assembly)
    refused("another_assembly", sort_question, question=question, session=elsewhere, topic=None, **who())


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_tried_in_whatever_order_the_questions_stay_whole(assembly, seed):
    """Random verbs on four questions: each is done or refused, and the database never has to object."""
    chance = random.Random(seed)
    questions = [make_question(assembly) for _each in range(4)]
    witness = make_witness(assembly, state="accepted")
    tried = {
        "merge": lambda each: merge_question(question=each, into=chance.choice(questions), **by),
        "part": lambda each: part_question(question=each, **by),
        "assign": lambda each: assign_question(
            question=each, witness=witness, due_on=DUE, seen=marks_of(each), **by
        ),
        "answer": lambda each: answer_question(question=each, text="⟪So⟫", way="phone", **by),
        "accept": lambda each: accept_answer(question=each, by=None, **by),
        "reopen": lambda each: reopen_question(question=each, reason="⟪More⟫", by=None, **by),
        "aside": lambda each: set_question_aside(question=each, reason="⟪Why⟫", **by),
        "take_up": lambda each: take_question_up(question=each, **by),
        "publish": lambda each: publish_question(question=each, seen=marks_of(each), **by),
        "word": lambda each: word_question(question=each, wording="⟪Clear⟫", seen=marks_of(each), **by),
    }
    actor, done = UserFactory(), set()
    for step in range(80):
        by = {"actor": actor, "now": NOON + timedelta(minutes=step)}
        verb, question = chance.choice(list(tried)), Question.objects.get(pk=chance.choice(questions).pk)
        with suppress(HouseError), transaction.atomic():
            tried[verb](question)
            done.add(verb)
        mains = Question.objects.filter(merged__isnull=False)
        assert not mains.filter(state="merged").exists()
    assert len(done) >= 5


def test_questions_that_ask_the_same_in_other_words_are_near():
    others = {1: "Who has paid for these measurements?", 2: "How often do buses run at night?"}
    assert near_to("Who paid for the measurements?", others) == [1]


def test_a_member_asks_and_says_whether_the_answer_answers(assembly, client_of):
    user, person = member_of_the_panel(assembly)
    client = client_of(user)
    home = reverse("own_home", args=[assembly.slug])
    assert "Ask a witness" in client.get(home).content.decode()
    address = reverse("own_question_new", args=[assembly.slug])
    assert client.post(address, {"text": "", "token": uuid.uuid4()}).status_code == 422
    client.post(address, {"text": "⟪Who paid?⟫", "token": uuid.uuid4()})
    question = Question.objects.get()
    assert (question.asked_by, question.entered_by) == (person, None)
    assert "⟪Who paid?⟫" in client.get(home).content.decode()
    witness = make_witness(assembly, state="accepted")
    given = assign_question(question=question, witness=witness, due_on=DUE, seen=marks_of(question), **who())
    answer_question(question=given, text="⟪The town⟫", way="phone", **who())
    own = reverse("own_question", args=[assembly.slug, 1])
    assert "⟪The town⟫" in client.get(own).content.decode()
    assert client.post(own, {"act": "reopen", "reason": ""}).status_code == 422
    client.post(own, {"act": "accept"})
    question.refresh_from_db()
    assert question.state == "accepted"


def test_others_questions_are_read_without_names_and_not_what_was_set_aside(assembly, client_of):
    user, _person = member_of_the_panel(assembly)
    other = make_members(assembly, 1, name="⟪Nora Vale⟫", called="⟪Nora⟫")[0]
    make_answered(assembly, asked_by=other, text="⟪What of noise?⟫")
    aside = make_question(assembly, state="set_aside", asked_by=other, text="⟪Rude words⟫")
    client = client_of(user)
    page = client.get(reverse("own_questions", args=[assembly.slug])).content.decode()
    assert "⟪What of noise?⟫" in page
    assert "⟪Rude words⟫" not in page
    assert client.get(reverse("own_question", args=[assembly.slug, aside.number])).status_code == 404
    one = reverse("own_question", args=[assembly.slug, 1])
    seen = client.get(one).content.decode()
    assert "⟪Nora" not in seen + page
    assert "Does this answer" not in seen
    assert client.post(one, {"act": "accept"})["Location"] == one
    assert Question.objects.get(number=1).state == "answered"


def test_whoever_asked_reads_why_it_was_set_aside_and_that_it_was_put_together(assembly, client_of):
    user, person = member_of_the_panel(assembly)
    make_question(assembly, state="set_aside", asked_by=person, reason="⟪Not our question⟫")
    main = make_answered(assembly, wording="⟪Who pays?⟫")
    make_question(assembly, state="merged", merged_into=main, asked_by=person, text="⟪And the money?⟫")
    page = client_of(user).get(reverse("own_questions", args=[assembly.slug])).content.decode()
    assert "⟪Not our question⟫" in page
    assert "answered together with theirs" in page
    one = client_of(user).get(reverse("own_question", args=[assembly.slug, 3])).content.decode()
    assert "⟪And the money?⟫" in one
    assert "⟪The town paid.⟫" in one


def test_a_facilitator_enters_a_sheet_of_the_session_and_reads_no_names(assembly, client_of):
    session = make_session(assembly)
    member = make_members(assembly, 1)[0]
    client = client_of(AppointmentFactory(assembly=assembly, role=Role.FACILITATOR).user)
    address = reverse("session_questions", args=[assembly.slug, session.number])
    page = client.get(address).content.decode()
    assert "Seat 1, ⟪M1⟫" in page
    assert "⟪Member 1⟫" not in page
    form = {
        "rows": "2",
        "session": session.pk,
        "table": "⟪Table 4⟫",
        "way": "paper",
        "row1-text": "⟪Who?⟫",
        "row1-asked_by": member.pk,
        "row1-topic": make_topic(assembly).pk,
        "row1-token": uuid.uuid4(),
        "row2-text": "",
        "row2-token": uuid.uuid4(),
    }
    wrong = client.post(address, {**form, "row2-asked_by": member.pk})
    assert wrong.status_code == 422
    assert not Question.objects.exists()
    client.post(address, form)
    question = Question.objects.get()
    assert (question.session, question.asked_by, question.table) == (session, member, "⟪Table 4⟫")
    assert client.get(reverse("question", args=[assembly.slug, 1])).status_code == 403


def test_those_who_only_read_see_no_names_and_no_forms(assembly, organiser, observer, client_of):
    asker = make_members(assembly, 1)[0]
    question = make_answered(assembly, asked_by=asker)
    address = reverse("question", args=[assembly.slug, question.number])
    told = client_of(organiser).get(address).content.decode()
    assert "⟪Member 1⟫" in told
    assert AuditEvent.objects.filter(type="questions.askers_read").count() == 1
    read = client_of(observer).get(address).content.decode()
    assert "⟪Member 1⟫" not in read
    assert "<form" not in read.partition("<main")[2]
    assert client_of(observer).post(address, {"act": "accept"}).status_code == 403


def test_the_team_decides_on_the_page_and_a_stale_page_is_noticed(assembly, organiser, client_of):
    question = make_question(assembly)
    witness = make_witness(assembly, state="accepted")
    client = client_of(organiser)
    address = reverse("question", args=[assembly.slug, question.number])
    form = {"act": "assign", "seen": marks_of(question), "witness": witness.pk, "due_on": date(2100, 1, 1)}
    assert client.post(address, {**form, "due_on": ""}).status_code == 422
    client.post(address, {"act": "word", "seen": marks_of(question), "wording": "⟪Who paid?⟫"})
    stale = client.post(address, form)
    assert stale.status_code == 409
    assert "changed this question meanwhile" in stale.content.decode()
    question.refresh_from_db()
    client.post(address, {**form, "seen": marks_of(question)})
    client.post(address, {"act": "answer", "way": "paper", "text": "⟪The town⟫"})
    topic, session = make_topic(assembly), make_session(assembly)
    client.post(address, {"act": "sort", "topic": topic.pk, "session": session.pk})
    question.refresh_from_db()
    assert (question.topic, question.session) == (topic, session)
    assert (question.state, question.wording, question.text) == (
        "answered",
        "⟪Who paid?⟫",
        "⟪Who paid for the measurements?⟫",
    )
    assert client.post(address, {"act": "dance"}).status_code == 400


def test_a_witness_answers_what_they_were_given_and_nothing_else(assembly, client_of):
    user = AppointmentFactory(assembly=assembly, role=Role.WITNESS).user
    client = client_of(user)
    listed = reverse("own_answers", args=[assembly.slug])
    assert "Call the team" in client.get(listed).content.decode()
    own = make_question(assembly, state="assigned", text="⟪Who paid?⟫", reason="⟪Name them⟫")
    other = make_question(assembly, state="assigned")
    wished = make_question(assembly, witness=own.witness, text="⟪Only a wish⟫")
    own.witness.person.user = user
    own.witness.person.save()
    page = client.get(listed).content.decode()
    assert "⟪Who paid?⟫" in page
    assert "⟪Only a wish⟫" not in page
    assert "⟪Who paid?⟫" in client.get(reverse("own_home", args=[assembly.slug])).content.decode()
    for each in (other, wished):
        address = reverse("own_answer", args=[assembly.slug, each.number])
        assert client.post(address, {"text": "⟪x⟫"})["Location"] == listed
    address = reverse("own_answer", args=[assembly.slug, own.number])
    assert "⟪Name them⟫" in client.get(address).content.decode()
    assert client.post(address, {"text": " "}).status_code == 422
    client.post(address, {"text": "⟪The town⟫"})
    assert client.post(address, {"text": "⟪Again⟫"}).status_code == 409
    assert list(QuestionAnswer.objects.values_list("question", "text")) == [(own.pk, "⟪The town⟫")]


def test_the_public_reads_what_was_published_and_names_only_who_agreed(assembly):
    type(assembly).objects.filter(pk=assembly.pk).update(state="learning")
    named = make_answered(assembly, text="⟪Own words⟫", wording="⟪Who paid?⟫")
    unnamed = make_answered(assembly, text="⟪Why so loud?⟫", asked_by=make_members(assembly, 1)[0])
    make_answered(assembly, text="⟪Not yet public⟫")
    for each in (named, unnamed):
        publish_question(question=each, seen=marks_of(each), **who())
    Release.objects.create(
        witness=named.witness, scope="answers", agreed_at=NOON, way="paper", entered_by=UserFactory()
    )
    address = reverse("public_questions", args=[assembly.slug])
    page = Client().get(address).content.decode()
    assert "⟪Who paid?⟫" in page
    assert str(named.witness) in page
    assert str(unnamed.witness) not in page
    for hidden in ("⟪Own words⟫", "⟪Not yet public⟫", "⟪Member 1⟫"):
        assert hidden not in page
    found = Client().get(address, {"search": "loud"}).content.decode()
    assert "⟪Who paid?⟫" not in found
    type(assembly).objects.filter(pk=assembly.pk).update(state="draft")
    assert Client().get(address).status_code == 404


def test_filters_find_a_question_and_the_file_has_no_names_and_no_formulas(assembly, organiser, client_of):
    asker = make_members(assembly, 1)[0]
    make_question(assembly, text="=⟪cmd⟫", asked_by=asker, session=make_session(assembly))
    make_question(assembly, state="assigned", text="⟪Noise⟫", topic=make_topic(assembly))
    client = client_of(organiser)
    for query, number in (
        ("search=Noise", 2),
        ("state=asked", 1),
        ("session=1", 1),
        ("topic=1", 2),
        ("search=2", 2),
    ):
        page = client.get(f"{reverse('questions', args=[assembly.slug])}?{query}")
        assert [each.number for each in page.context["page"]] == [number]
    file = client.get(reverse("questions_export", args=[assembly.slug])).content.decode("utf-8-sig")
    assert "'=⟪cmd⟫" in file
    assert "⟪Member 1⟫" not in file


def test_papers_hold_the_questions_and_the_answers(assembly, tmp_path):
    session = make_session(assembly)
    make_answered(assembly, session=session, wording="Who paid?", answer="The town & its banks")
    asked = make_question(assembly, state="assigned", text="Why <so> loud?", due_on=DUE)
    for content, words in (
        (
            answers_paper(session, list(Question.objects.filter(session=session)), page="https://x.example"),
            "The town & its",
        ),
        (
            witness_sheet(asked.witness, list(questions_for(asked.witness)), page="https://x.example"),
            "Why <so> loud?",
        ),
    ):
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        assert words in PdfReader(path).pages[0].extract_text()


def test_the_stage_asks_for_what_waits(assembly, organiser, client_of):
    make_question(assembly)
    make_question(assembly, state="assigned", due_on=date(2020, 1, 1))
    make_answered(assembly, state="accepted")
    page = client_of(organiser).get(reverse("overview", args=[assembly.slug])).content.decode()
    for title in ("Find a witness for one question", "One answer is late", "Publish one answer"):
        assert title in page


def test_in_the_end_nobody_knows_who_asked(assembly):
    make_question(assembly, asked_by=make_members(assembly, 1)[0])
    assert forget_askers(assembly, None, NOON) == 1
    assert forget_askers(assembly, None, NOON) == 0
    assert Question.objects.get().asked_by is None


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("questions", Role.ORGANISER),
        ("own_questions", Role.MEMBER),
        ("own_answers", Role.WITNESS),
        ("own_home", Role.MEMBER),
    ],
)
def test_lists_cost_as_many_queries_for_three_as_for_one(
    name, role, assembly, client_of, django_assert_num_queries
):
    user = AppointmentFactory(assembly=assembly, role=role).user
    person = make_members(assembly, 1, user=user if role == Role.MEMBER else None)[0]
    witness = make_witness(assembly, state="accepted")
    if role == Role.WITNESS:
        witness.person.user = user
        witness.person.save()
    client, address = client_of(user), reverse(name, args=[assembly.slug])

    def add(count):
        for _each in range(count):
            make_answered(assembly, asked_by=person, witness=witness)
            make_answered(assembly, witness=witness)
            make_question(assembly, state="assigned", witness=witness)

    add(1)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    add(2)
    with django_assert_num_queries(len(one)):
        client.get(address)

"""Answers as a spreadsheet that goes out and comes back, and on paper that a clerk enters."""

import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from assembly.errors import ChangedMeanwhile
from assembly.models import AuditEvent
from assembly.outcomes.answer_columns import columns_by_heading, headings
from assembly.outcomes.answer_rows import read_rows
from assembly.outcomes.answer_rules import Promise
from assembly.outcomes.documents.answer_workbook import answer_workbook
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import AnswerImport, Official, ResponsePlan
from assembly.outcomes.selectors.answer_drafts import promises_of
from assembly.outcomes.services.answer_imports import compare_again, take_answers_over, try_answers
from assembly.outcomes.services.answers import AnswerWords, save_draft
from assembly.outcomes.services.answers_publish import clear_answer
from assembly.outcomes.services.enter_answer import enter_answer, publish_signed
from assembly.outcomes.views.answer_sheets import decisions_by_label, owed_by
from sortition.reading.files import read_file
from tests.factories import NOON, UserFactory
from tests.factories_outcomes import (
    make_ballot,
    make_body,
    make_commitment,
    make_count,
    make_official,
    make_plan,
    make_question,
    make_recommendation,
    make_response,
    make_response_version,
    settle,
)

pytestmark = pytest.mark.django_db
SAME_NAMES = {name: name for name in headings()}


@pytest.fixture
def body(assembly):
    """A council with an official, a draft that begins like a formula, and an answer that is not begun."""
    make_plan(assembly)
    found = make_body(assembly)
    make_official(found)
    draft = make_response_version(
        make_response(assembly, body=found, state="drafting"),
        text="=1+1",
        decision="not_accepted",
        reasons="⟪No⟫",
    )
    make_commitment(draft)
    make_response(assembly, body=found)
    return found


@pytest.fixture
def client(client_of, body):
    """A browser of the official."""
    return client_of(body.officials.get().user)


def filled(body, changes):
    """Return the sheet of a body as somebody filled it in: (row, column) → words."""
    book = openpyxl.load_workbook(io.BytesIO(answer_workbook(owed_by(body))))
    places = list(headings())
    for (row, column), words in changes.items():
        book.active.cell(row, places.index(column) + 1).value = words
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data):
    """Read a sheet."""
    table = read_file(data, header_row=1)
    return read_rows(table.columns, table.records, known=columns_by_heading(), decisions=decisions_by_label())


def upload():
    """Return what an upload says besides its rows."""
    return {"file_name": "a.xlsx", "token": uuid4(), "actor": UserFactory(), "now": NOON}


def tried(body, changes):
    """Read a sheet that was filled in, and keep the dry run."""
    return try_answers(body=body, rows=read(filled(body, changes)), **upload())


def test_a_sheet_that_nobody_changed_changes_nothing(body):
    """All goes round as it was, also what begins like a formula, which no cell reckons."""
    book = openpyxl.load_workbook(io.BytesIO(answer_workbook(owed_by(body))))
    assert "f" not in {cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row}
    found = tried(body, {})
    assert [(row["is_same"], row["faults"]) for row in found.rows] == [(True, []), (True, [])]
    with pytest.raises(ResponseRefused, match="nothing"):
        take_answers_over(answer_import=found, actor=UserFactory(), now=NOON)


def test_what_was_filled_in_becomes_drafts_at_once_and_once(body):
    """Decision, words and promises; taken over twice it is done once."""
    changes = {
        (3, "decision"): "Accepted in part",
        (3, "text"): "⟪A part⟫",
        (3, "accepted_part"): "⟪The north⟫",
        (3, "promise_1"): "⟪Close it⟫",
        (3, "promise_due_1"): "2027-01-31",
    }
    found = tried(body, changes)
    by = {"answer_import": found, "actor": UserFactory(), "now": NOON}
    assert [take_answers_over(**by), take_answers_over(**by)] == [1, 1]
    response = owed_by(body)[1]
    draft = response.versions.get()
    assert (response.state, draft.decision, draft.accepted_part) == (
        "drafting",
        "accepted_in_part",
        "⟪The north⟫",
    )
    assert [str(each.due_on) for each in draft.commitments.all()] == ["2027-01-31"]
    assert AuditEvent.objects.filter(type="response.import").count() == 1


def test_a_column_that_was_taken_out_changes_nothing(body):
    """Only what stands in the sheet is compared; days and decisions as well as words."""
    rows = read_rows(["number", "text"], [(2, ["1", "⟪Other⟫"])], known=SAME_NAMES, decisions={})
    found = try_answers(body=body, rows=rows, **upload())
    take_answers_over(answer_import=found, actor=UserFactory(), now=NOON)
    draft = owed_by(body)[0].versions.get()
    assert (draft.text, draft.decision, draft.reasons) == ("⟪Other⟫", "not_accepted", "⟪No⟫")
    assert draft.commitments.count() == 1


def test_an_emptied_promise_goes_and_the_others_keep_what_has_no_column(body):
    """Though the next one moves up; those beyond the places of the sheet stay."""
    response = owed_by(body)[0]
    promises = [Promise(f"⟪{n}⟫", "⟪O⟫", date(2027, 1, n), budget=f"⟪{n} euros⟫") for n in range(1, 5)]
    draft = response.versions.get()
    save_draft(
        response=response,
        words=AnswerWords.of(draft),
        promises=promises,
        revision=draft.revision,
        actor=UserFactory(),
        now=NOON,
    )
    emptied = {(2, name): None for name in ("promise_1", "owner_1", "promise_due_1")}
    found = tried(body, emptied | {(2, "promise_3"): "⟪3, in other words⟫"})
    take_answers_over(answer_import=found, actor=UserFactory(), now=NOON)
    assert [(each.text, each.budget) for each in promises_of(response.versions.get())] == [
        ("⟪2⟫", "⟪2 euros⟫"),
        ("⟪3, in other words⟫", "⟪3 euros⟫"),
        ("⟪4⟫", "⟪4 euros⟫"),
    ]


@pytest.mark.parametrize("fate", ["cleared", "published"])
def test_an_answer_that_went_on_holds_up_only_what_would_change_it(body, fate):
    """The sheet was downloaded before; its other rows are taken over."""
    response = owed_by(body)[0]
    data = filled(body, {(3, "text"): "⟪Yes⟫"})
    own = filled(body, {(2, "text"): "⟪Too late⟫"})
    at = {"cleared_at": NOON, "cleared_by_name": "⟪P⟫"} | (
        {"published_at": NOON} if fate == "published" else {}
    )
    response.versions.update(**at)
    type(response).objects.filter(pk=response.pk).update(
        state=fate, first_published_at=at.get("published_at")
    )
    late = try_answers(body=body, rows=read(own), **upload())
    assert [fault["code"] for fault in late.rows[0]["faults"]] == [
        "answered" if fate == "published" else "cleared"
    ]
    found = try_answers(body=body, rows=read(data), **upload())
    assert take_answers_over(answer_import=found, actor=UserFactory(), now=NOON) == 1


def test_what_was_typed_in_a_browser_comes_back_from_a_sheet_as_it_was(client, assembly, body):
    """Browsers end lines in another way than spreadsheets."""
    response = owed_by(body)[1]
    page = reverse("answer_draft", args=[assembly.slug, response.pk])
    sent = {
        "revision": "0",
        "text": "One\r\n\r\ntwo",
        "promise-TOTAL_FORMS": "1",
        "promise-INITIAL_FORMS": "0",
    }
    assert client.post(page, sent | {"promise-0-text": "a\r\nb"}).status_code == 302
    assert [row["is_same"] for row in tried(body, {}).rows] == [True, True]


def test_a_sheet_that_is_sent_twice_is_one_and_another_in_the_same_form_is_another(assembly, body):
    """Whoever goes back in their browser and uploads what they put right sees that; another body's is nobody's."""
    sent, other = upload(), make_body(assembly, name="⟪Bus Company⟫")
    first, again, righted = (
        try_answers(body=body, rows=read(filled(body, changes)), **sent)
        for changes in ({(3, "number"): "1"}, {(3, "number"): "1"}, {})
    )
    assert (first, first == righted) == (again, False)
    assert [row["faults"] for row in righted.rows] == [[], []]
    assert try_answers(body=other, rows=read(filled(body, {})), **sent).body == other


def test_a_sheet_is_held_to_what_a_typed_answer_is_held_to(client, assembly, body):
    """What belongs to another decision is dropped, and said; nobody refers to themselves."""
    changes = {
        (2, "accepted_part"): "⟪The north⟫",
        (3, "decision"): "Accepted",
        (3, "by_whom"): "⟪The bus company⟫",
    }
    found = tried(body, changes)
    page = client.get(reverse("answers_import", args=[assembly.slug, found.token]))
    assert [(row["is_same"], row["left_out"]) for row in page.context["rows"]] == [
        (True, ["The part you accept"]),
        (False, ["Who is doing it"]),
    ]
    assert "“Who is doing it” is left out" in page.content.decode()
    take_answers_over(answer_import=found, actor=UserFactory(), now=NOON)
    assert owed_by(body)[1].versions.get().by_whom == ""
    own = tried(body, {(3, "decision"): "Referred", (3, "referred"): body.name})
    assert [fault["code"] for fault in own.rows[1]["faults"]] == ["own_body"]
    to_itself = {"words": AnswerWords(decision="referred", referred_to=body), "revision": 1}
    with pytest.raises(ResponseRefused, match="not to itself"):
        enter_answer(**entered(owed_by(body)[1]) | to_itself, way="paper", signed_by="")


def test_a_sheet_whose_draft_was_changed_is_shown_beside_what_stands_now(client, assembly, body):
    """What was seen first stays as it was; the second is taken over without another upload."""
    found = tried(body, {(2, "text"): "⟪Mine⟫"})
    owed_by(body)[0].versions.update(revision=2, text="⟪Theirs⟫")
    there = reverse("answers_import", args=[assembly.slug, found.token])
    shown = client.post(there, follow=True)
    assert shown.redirect_chain[0][0] == client.post(there).url != there
    [cells] = [row["changes"] for row in shown.context["rows"] if not row["is_same"]]
    assert [
        (name, [each.text.strip("⟪⟫") for each in pieces if each.kind != "same"]) for name, pieces in cells
    ] == [("Answer in plain words", ["Theirs", "Mine"])]
    client.post(shown.redirect_chain[0][0])
    assert owed_by(body)[0].versions.get().text == "⟪Mine⟫"


def test_an_answer_that_was_cleared_since_the_dry_run_holds_the_sheet_up(body):
    found = tried(body, {(2, "text"): "⟪Mine⟫"})
    owed_by(body)[0].versions.update(cleared_at=NOON, cleared_by_name="⟪P⟫")
    by = {"answer_import": found, "actor": UserFactory(), "now": NOON}
    with pytest.raises(ChangedMeanwhile):
        take_answers_over(**by)
    assert [fault["code"] for fault in compare_again(**by).rows[0]["faults"]] == ["cleared"]


def test_each_body_has_a_field_of_its_own_to_upload(client, assembly, body):
    """Whoever answers for two finds both on one page; a label names its own."""
    second = make_body(assembly, name="⟪Bus Company⟫")
    Official.objects.create(body=second, user=body.officials.get().user)
    make_response(assembly, body=second)
    page = client.get(reverse("answers_sheet", args=[assembly.slug])).content.decode()
    assert [page.count(f'id="body-{each.pk}-file"') for each in (body, second)] == [1, 1]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({(2, "number"): "seven"}, "no_number"),
        ({(2, "number"): "0"}, "no_number"),
        ({(2, "number"): "99"}, "not_owed"),
        ({(3, "number"): "1"}, "twice"),
        ({(3, "decision"): "Perhaps"}, "unknown_decision"),
        ({(3, "consider_until"): "soon"}, "no_day"),
        ({(3, "text"): "x" * 4001}, "too_long"),
    ],
)
def test_what_cannot_be_understood_is_named_and_holds_everything_up(body, changes, code):
    """Nothing is written, not even of the rows without a fault."""
    found = tried(body, changes | {(2, "reasons"): "⟪Other⟫"})
    assert code in [fault["code"] for row in found.rows for fault in row["faults"]]
    with pytest.raises(ResponseRefused):
        take_answers_over(answer_import=found, actor=UserFactory(), now=NOON)
    assert owed_by(body)[0].versions.get().reasons == "⟪No⟫"


def test_a_draft_that_was_changed_since_the_dry_run_is_not_written_over(body):
    """All or nothing: the other row is not written either."""
    found = tried(body, {(2, "text"): "⟪Mine⟫", (3, "text"): "⟪Mine too⟫"})
    owed_by(body)[0].versions.update(revision=2)
    with pytest.raises(ChangedMeanwhile):
        take_answers_over(answer_import=found, actor=UserFactory(), now=NOON)
    assert owed_by(body)[1].versions.count() == 0


def test_decisions_are_read_in_every_language(body):
    """A sheet that was downloaded in French comes back to a page in English."""
    found = decisions_by_label()
    assert found["accepted"] == "accepted"
    assert len(set(found.values())) == 8


def test_an_official_takes_the_sheet_away_and_brings_it_back(client, assembly, body):
    """Download, upload, see, save; another body's is none of theirs."""
    sheet = reverse("answers_sheet", args=[assembly.slug])
    got = client.get(reverse("answers_workbook", args=[assembly.slug, body.pk]))
    assert got.status_code == 200
    data = filled(body, {(3, "decision"): "Accepted", (3, "text"): "⟪Yes⟫"})
    sent = {"token": str(uuid4()), "body": body.pk, "file": SimpleUploadedFile("a.xlsx", data)}
    there = client.post(sheet, sent).url
    shown = client.get(there).content.decode()
    assert "⟪Yes⟫" in shown
    assert "Accepted" in shown
    assert "Save one draft" in shown
    assert client.post(there).status_code == 302
    assert owed_by(body)[1].versions.get().text == "⟪Yes⟫"
    other = make_body(assembly, name="⟪Bus Company⟫")
    make_response(assembly, body=other)
    assert client.get(reverse("answers_workbook", args=[assembly.slug, other.pk])).url == sheet
    assert client.post(sheet, sent | {"body": other.pk}).url == sheet


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"name\nx\n", b"PK\x03\x04broken", b"\x00\xff\xfe"])
def test_a_file_that_is_no_sheet_is_answered_in_words(client, assembly, body, data):
    """And nothing of it is kept."""
    sent = {"token": str(uuid4()), "body": body.pk, "file": SimpleUploadedFile("a.xlsx", data)}
    assert client.post(reverse("answers_sheet", args=[assembly.slug]), sent).status_code == 422
    assert AnswerImport.objects.count() == 0


def test_every_answer_has_its_sheet_of_paper(client, assembly, body):
    """One page each, with the recommendation, the decisions and the day."""
    got = client.get(reverse("answers_paper", args=[assembly.slug, body.pk]))
    pages = PdfReader(io.BytesIO(got.content)).pages
    assert len(pages) == 2
    words = " ".join(pages[1].extract_text().split())
    assert "Answer to recommendation 2" in words
    assert "Under further consideration: Needs a day by which you decide." in words
    assert "1 September 2026" in words


def test_a_clerk_enters_a_signed_sheet_and_publishes_it(client_of, organiser, assembly, body):
    """Under the name on the paper; the record says that it came on paper."""
    response = owed_by(body)[1]
    address = reverse("response_enter", args=[assembly.slug, response.pk])
    sent = {
        "revision": "0",
        "way": "paper",
        "decision": "accepted",
        "text": "Yes",
        "signed_by": "Paul Okafor, Director",
        "promise-TOTAL_FORMS": "0",
        "promise-INITIAL_FORMS": "0",
    }
    client = client_of(organiser)
    lacking = client.post(address, sent | {"decision": "noted"})
    assert lacking.status_code == 409
    assert response.versions.count() == 0
    assert client.post(address, sent).status_code == 302
    client.post(reverse("response_publish", args=[assembly.slug, response.pk]))
    version = response.versions.get()
    assert (version.way, version.cleared_by_name) == ("paper", "Paul Okafor, Director")
    assert version.published_at is not None


@pytest.mark.parametrize("text", ["'=1+1", "'-1", "''@x", "#N/A", "=1\n+2"])
def test_what_looks_like_a_formula_goes_out_escaped_and_comes_back_whole(body, text):
    """The apostrophe of the house's files is taken off again, and no other."""
    owed_by(body)[0].versions.update(text=text)
    book = openpyxl.load_workbook(io.BytesIO(answer_workbook(owed_by(body))))
    assert book.active["E2"].value == (text if text == "#N/A" else f"'{text}")
    assert tried(body, {}).rows[0]["is_same"]


def test_an_answer_that_was_published_since_the_dry_run_gets_no_new_draft(body):
    """It has no draft now, as it had none then."""
    found = tried(body, {(3, "decision"): "Noted"})
    response = owed_by(body)[1]
    enter_answer(**entered(response), way="paper", signed_by="Paul Okafor")
    publish_signed(response=response, is_part_enough=True, actor=UserFactory(), now=NOON)
    with pytest.raises(ChangedMeanwhile, match="recommendation 2 was changed"):
        take_answers_over(answer_import=found, actor=UserFactory(), now=NOON)
    assert response.versions.count() == 1


def test_the_dry_run_hints_at_what_a_draft_would_lack(client, assembly, body):
    """Rows that change nothing are left alone; the draft may be saved as it is."""
    found = tried(body, {(3, "decision"): "Accepted in part", (3, "promise_1"): "⟪Close it⟫"})
    page = client.get(reverse("answers_import", args=[assembly.slug, found.token]))
    assert [row["lacks"] for row in page.context["rows"]] == [
        [],
        [
            "Say in plain words what you answer.",
            "Give your reasons: they are published with the answer.",
            "Name the part that you accept.",
            "Commitment 1: Say which office sees to it.",
            "Commitment 1: Say by when it will be done.",
        ],
    ]


def test_three_drafts_in_a_sheet_ask_as_much_as_one(assembly, body, django_assert_num_queries):
    owed = owed_by(body)
    with django_assert_num_queries(3):
        answer_workbook(owed[:1])
    for _ in range(2):
        make_commitment(make_response_version(make_response(assembly, body=body)))
    owed = owed_by(body)
    with django_assert_num_queries(3):
        answer_workbook(owed)


def test_a_paper_sheet_tells_the_vote_and_stays_one_page_where_much_is_recommended(client, assembly, body):
    ballot = make_ballot(assembly)
    make_count(make_question(ballot, owed_by(body)[1].recommendation))
    settle(ballot, "published")
    long = make_recommendation(assembly, state="submitted", text="Words. " * 250)
    make_response(assembly, body=body, recommendation=long)
    got = client.get(reverse("answers_paper", args=[assembly.slug, body.pk]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(got.content)).pages]
    assert ["41 of 47 in favour, 4 against, 2 abstained" in page for page in pages] == [False, True, False]


def entered(response):
    """Return what a clerk enters of an answer that accepts."""
    words = AnswerWords(decision="accepted", text="⟪Yes⟫")
    return {
        "response": response,
        "words": words,
        "promises": (),
        "revision": 0,
        "actor": UserFactory(),
        "now": NOON,
    }


def test_a_signature_comes_on_paper_alone(body):
    """What was said on the phone is a draft, which the body clears."""
    response = owed_by(body)[1]
    with pytest.raises(ResponseRefused, match="comes on paper"):
        enter_answer(**entered(response), way="phone", signed_by="Paul Okafor")
    assert response.versions.count() == 0
    assert enter_answer(**entered(response), way="phone", signed_by="").cleared_at is None


def test_the_team_publishes_only_what_was_signed_on_paper(body):
    """What an official cleared on a screen is the body's to publish."""
    official = body.officials.get()
    official.is_approver = True
    official.save()
    response = owed_by(body)[1]
    draft = enter_answer(**entered(response), way="phone", signed_by="")
    clear_answer(response=response, revision=draft.revision, name="Off Icial", actor=official.user, now=NOON)
    with pytest.raises(ResponseRefused, match="not signed on paper"):
        publish_signed(response=response, is_part_enough=True, actor=UserFactory(), now=NOON)


def test_what_an_official_cleared_stays_the_bodys_when_they_are_gone(body):
    """The record tells how it was cleared; who answers for the body today does not."""
    official = body.officials.get()
    type(official).objects.update(is_approver=True)
    response = owed_by(body)[1]
    draft = enter_answer(**entered(response), way="phone", signed_by="")
    clear_answer(response=response, revision=draft.revision, name="Off Icial", actor=official.user, now=NOON)
    official.delete()
    with pytest.raises(ResponseRefused, match="not signed on paper"):
        publish_signed(response=response, is_part_enough=True, actor=UserFactory(), now=NOON)


def test_a_signed_sheet_that_is_sent_twice_is_entered_and_published_once(
    client_of, organiser, assembly, body
):
    response, client = owed_by(body)[1], client_of(organiser)
    sent = {
        "revision": "0",
        "way": "paper",
        "decision": "accepted",
        "text": "⟪Yes⟫",
        "signed_by": "Paul Okafor",
    }
    rows = {"promise-TOTAL_FORMS": "0", "promise-INITIAL_FORMS": "0"}
    for name in ("response_enter", "response_publish"):
        address = reverse(name, args=[assembly.slug, response.pk])
        assert [client.post(address, sent | rows).status_code for _time in range(2)] == [302, 302]
    told = client.get(reverse("response_owed", args=[assembly.slug, response.pk])).content.decode()
    assert "not signed on paper" not in told
    assert response.versions.count() == 1
    types = AuditEvent.objects.filter(object_id=str(response.pk), object_type="formalresponse")
    assert list(types.order_by("pk").values_list("type", flat=True)) == [
        "response.draft",
        "response.clear",
        "response.publish",
    ]


def test_a_plan_for_one_day_holds_a_signed_answer_back_until_the_team_says_otherwise(
    client_of, organiser, assembly, body
):
    """The box is offered beside the button; unticked, the refusal names who is not ready."""
    ResponsePlan.objects.filter(assembly=assembly).update(mode="together")
    response, client = owed_by(body)[1], client_of(organiser)
    enter_answer(**entered(response), way="paper", signed_by="Paul Okafor")
    page, publish = (
        reverse(name, args=[assembly.slug, response.pk]) for name in ("response_owed", "response_publish")
    )
    assert 'name="part"' in client.get(page).content.decode()
    assert "not ready: 1." in client.post(publish, follow=True).content.decode()
    client.post(publish, {"part": "yes"})
    assert response.versions.get().published_at is not None


def test_a_clerk_who_was_slower_sees_both_texts_and_may_enter_theirs(client_of, organiser, assembly, body):
    response, client = owed_by(body)[0], client_of(organiser)
    address = reverse("response_enter", args=[assembly.slug, response.pk])
    sent = {"revision": "0", "way": "phone", "decision": "accepted", "text": "⟪Yes⟫"}
    rows = {"promise-TOTAL_FORMS": "0", "promise-INITIAL_FORMS": "0"}
    page = client.post(address, sent | rows)
    assert page.status_code == 409
    assert "=1+1" in page.content.decode()
    assert (
        client.post(address, sent | rows | {"revision": page.context["form"]["revision"].value()}).status_code
        == 302
    )
    assert response.versions.get().text == "⟪Yes⟫"

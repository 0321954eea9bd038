"""The public register: what it shows, what it never shows, and what it costs."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assembly.enums import AssemblyState, Role
from assembly.outcomes.models import Commitment
from assembly.outcomes.selectors.ratings import published_ratings
from assembly.outcomes.selectors.register import entries_of, outline_of
from assembly.outcomes.selectors.register_changes import changes_of
from assembly.outcomes.selectors.register_summary import Wanted, late_items, narrowed, summary_of
from assembly.outcomes.tabs import RESPONSES, tabs_of
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_evidence import make_stored_file
from tests.factories_outcomes import (
    make_body,
    make_commitment,
    make_published,
    make_recommendation,
    make_response,
    make_response_version,
)
from tests.factories_register import (
    LATER,
    SECRET,
    make_entry,
    make_proof,
    make_rated,
    make_register,
    make_secrets,
)

pytestmark = pytest.mark.django_db

LISTS = (
    "public_register",
    "public_late",
    "public_side_by_side",
    "public_register_csv",
    "public_register_json",
    "public_register_feed",
)


def _get(name, assembly, *arguments, **query):
    return Client().get(reverse(name, args=[assembly.slug, *arguments]), query)


def _page(name, assembly, *arguments, **query):
    answer = _get(name, assembly, *arguments, **query)
    assert answer.status_code == 200
    return answer.content.decode()


def _json(assembly):
    return json.loads(_get("public_register_json", assembly).content)


def _faults(schema, value, root, path="$"):
    """Yield where a value is not as a schema says: types, required and further properties, items, enumerations."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "null": type(None),
    }
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(value) not in [kinds[name] for name in allowed]:
        yield f"{path}: {value!r} is none of {allowed}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is not named"
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from _faults(schema["items"], each, root, f"{path}[{place}]")
    if isinstance(value, dict):
        known, further = schema.get("properties", {}), schema.get("additionalProperties", False)
        yield from (f"{path}: lacks {name}" for name in schema.get("required", known) if name not in value)
        for name, each in value.items():
            if name in known or further:
                yield from _faults(known.get(name, further), each, root, f"{path}.{name}")
            else:
                yield f"{path}: {name} is not described"


@pytest.fixture
def recommendation(assembly):
    return make_register(assembly)


def test_the_register_shows_text_vote_decision_and_promises(assembly, recommendation):
    page = _page("public_register", assembly)
    for words in (
        "⟪Close Bridge Street by day⟫",
        "41 of 47 in favour",
        "4 against, 2 abstained",
        "Accepted in part",
        "⟪We will do it on weekdays.⟫",
        "due on 1 December 2026",
        "CC BY 4.0",
        reverse("public_answer", args=[assembly.slug, recommendation.report_number]),
    ):
        assert words in page, words


def test_the_permalink_shows_everything_that_is_published_with_the_words_that_changed(
    assembly, recommendation
):
    page = _page("public_answer", assembly, recommendation.report_number)
    for words in (
        "⟪Its air is the worst in town.⟫",
        "⟪Deliveries before 10 keep their access.⟫",
        "⟪About 90,000 a year⟫",
        "⟪It harms the shops.⟫",
        "⟪The air⟫",
        "more than 1/2 of: All who are present",
        "⟪The market needs the street on Saturdays.⟫",
        "cleared by ⟪Paul Okafor⟫",
        "⟪Head of Streets⟫",
        "⟪Traffic order⟫",
        "⟪Signs⟫",
        "⟪The signs are up.⟫",
        "https://council.example/signs",
        "⟪The council meets in March.⟫",
        "⟪Saturdays are the worst days.⟫",
        "What changed, word by word",
        "<del>",
        "<ins>",
    ):
        assert words in page, words


def test_history_lists_every_public_change_once_and_newest_first(assembly, recommendation):
    entry = entries_of(assembly, NOON)[0]
    response = recommendation.responses.get()
    changes = changes_of(entry, NOON - timedelta(days=60))
    assert [change.key for change in changes] == [
        "proof-1-1",
        "report-1-1",
        f"concern-{response.pk}-1",
        f"answer-{response.pk}-2",
        f"time-{response.pk}-1",
        "minority-1",
        f"answer-{response.pk}-1",
        f"late-{response.pk}-2026-03-01",
        "recommendation",
    ]
    revised = next(change for change in changes if change.key == f"answer-{response.pk}-2")
    assert [name for name, _label, _changes in revised.parts()] == [
        "decision",
        "text",
        "reasons",
        "accepted_part",
    ]


def test_nothing_that_is_not_published_stands_on_any_public_page(assembly, recommendation):
    make_secrets(recommendation)
    for name in (*LISTS, "public_side_by_side_pdf"):
        answer = _get(name, assembly)
        assert answer.status_code == 200
        content = answer.content
        if name.endswith("pdf"):
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
            content = text.encode()
        assert "SECRET" not in content.decode(), name
        assert "secret@" not in content.decode(), name
    assert "SECRET" not in _page("public_answer", assembly, recommendation.report_number)
    told = json.dumps(_json(assembly))
    assert "drafting" not in told
    numbers = {each["number"] for each in _json(assembly)["recommendations"]}
    assert numbers == {recommendation.report_number}
    for number in (2, 3, 4, 99, 10**20):
        assert _get("public_answer", assembly, number).status_code == 404


def test_a_promise_that_is_disputed_does_not_pass_for_delivered(assembly):
    make_register(assembly)
    promise = Commitment.objects.get()
    for verification, said in (("unverified", "0 confirmed"), ("disputed", "0 confirmed, 1 disputed")):
        Commitment.objects.filter(pk=promise.pk).update(
            state="delivered", verification=verification, finished_on=date(2026, 5, 30)
        )
        page = _page("public_register", assembly)
        assert f"<dd>{said}</dd>" in page
        assert ("delivered on 30 May 2026, disputed" in page) == (verification == "disputed")


@pytest.mark.parametrize("name", LISTS)
def test_a_draft_assembly_has_no_register(assembly, name):
    assert _get(name, assembly).status_code == 404


@pytest.mark.parametrize("name", [*LISTS, "public_side_by_side_pdf"])
def test_an_empty_register_opens(assembly, name):
    type(assembly).objects.filter(pk=assembly.pk).update(state=AssemblyState.LEARNING)
    assert _get(name, assembly).status_code == 200


@pytest.mark.parametrize("name", ["public_register", "public_late", "public_side_by_side"])
def test_organiser_member_and_outsider_see_the_same_as_anybody(
    assembly, recommendation, outsider, client_of, name
):
    roles = (Role.ORGANISER, Role.MEMBER)
    users = [AppointmentFactory(assembly=assembly, role=role).user for role in roles]
    for user in (*users, outsider):
        answer = client_of(user).get(reverse(name, args=[assembly.slug]))
        assert answer.status_code == 200
        assert "⟪Close Bridge Street by day⟫" in answer.content.decode() or name == "public_late"


def test_an_answer_that_is_owed_shows_its_day_the_expected_one_and_since_when_it_is_late(assembly):
    make_register(assembly)
    make_response(
        assembly, body=make_body(assembly), first_due_on=date(2026, 2, 1), expected_on=date(2027, 1, 5)
    )
    page = _page("public_register", assembly)
    for words in (
        "Late since 2 February 2026.",
        "It was due on 1 February 2026.",
        "⟪Riverbend City Council⟫ expects to answer on 5 January 2027.",
    ):
        assert words in page
    late = _page("public_late", assembly)
    assert "1 February 2026" in late
    assert "5 January 2027" in late


def test_answers_decisions_promises_and_reports_are_late_from_the_day_after(assembly):
    make_register(assembly)
    owed = make_response(assembly, first_due_on=date(2026, 3, 1))
    put_off = make_published(
        assembly,
        decision="under_further_consideration",
        reasons="⟪A fund⟫",
        consider_until=date(2026, 2, 27),
    )
    make_commitment(put_off, due_on=date(2026, 3, 2))
    late = make_commitment(put_off, due_on=date(2026, 2, 20), next_report_on=date(2026, 2, 25))
    make_commitment(put_off, due_on=date(2026, 2, 1), state="delivered")
    outline = outline_of(assembly, NOON)
    items = late_items(outline)
    assert [(item.number, item.what.split(":")[0], item.days) for item in items] == [
        (3, f"Promise {late.number}", 10),
        (3, f"Report on promise {late.number}", 5),
        (3, "Decision put off", 3),
        (2, "Answer", 1),
    ]
    summary = summary_of(outline)
    assert (summary.total, summary.answered, summary.late) == (3, 2, 2)
    assert (summary.promises, summary.delivered, summary.late_promises) == (4, 1, 1)
    assert (summary.late_answers, summary.longest) == (2, 10)
    rows = {row.key: (row.on_time, row.late) for row in summary.rows if row.total}
    assert rows == {
        "accepted_in_part": (1, 0),
        "under_further_consideration": (0, 1),
        "none": (0, 1),
    }
    assert owed.recommendation.report_number == 2


def test_the_list_is_narrowed_by_words_theme_decision_body_promises_and_lateness(assembly):
    first = make_register(assembly)
    other = make_recommendation(assembly, state="submitted", title="⟪Trams⟫", text="⟪Build two tram lines.⟫")
    port = make_body(assembly, "⟪Port Authority⟫")
    make_response(assembly, recommendation=other, body=port, first_due_on=date(2026, 2, 1))
    outline = outline_of(assembly, NOON)

    def found(**wanted):
        return [entry.number for entry in narrowed(outline, Wanted(**wanted))]

    assert found() == [1, 2]
    assert found(words="TRAM lines") == [2]
    assert found(words="weekdays") == [1]
    assert found(theme=str(first.theme_id)) == [1]
    assert found(decision="none") == [2]
    assert found(decision="accepted_in_part") == [1]
    assert found(body=str(port.pk)) == [2]
    assert found(promises="in_progress") == [1]
    assert found(promises="delivered") == found(promises="late") == []
    assert found(late="1") == [2]
    assert "⟪Trams⟫" not in _page("public_register", assembly, decision="accepted_in_part")


def test_ratings_are_shown_from_the_fewest_on_only(assembly, recommendation):
    response = recommendation.responses.get()
    first = response.versions.get(number=1)
    assert published_ratings(first) == {0: 0, 1: 0, 2: 1, 3: 0, 4: 0, 5: 0, 6: 0, 7: 2, 8: 0, 9: 1, 10: 1}
    other = make_published(assembly)
    make_rated(other.response, [1, 1, 1, 1])
    assert published_ratings(other) == {}
    told = _json(assembly)["recommendations"][1]["answers"][0]["versions"][0]
    assert told["ratings"] == {}
    make_rated(other.response, [8])
    assert "How 5 members rated this answer" in _page("public_answer", assembly, 2)


def test_the_data_file_is_as_its_schema_says(assembly, recommendation):
    make_response(assembly)
    make_entry(assembly)
    schema = json.loads((settings.ROOT / "docs/register-schema.json").read_text())
    told = _json(assembly)
    assert list(_faults(schema, told, schema)) == []
    assert list(_faults(schema, {**told, "further": 1, "licence": 3}, schema)) == [
        "$.licence: 3 is none of ['string']",
        "$: further is not described",
    ]


def test_csv_has_one_row_a_promise_and_nothing_that_a_spreadsheet_computes(assembly, recommendation):
    make_commitment(recommendation.responses.get().versions.get(number=1), text="=1+1")
    make_recommendation(assembly, state="submitted", title="@SUM(A1)")
    content = _get("public_register_csv", assembly).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(row["number"], row["promise"], row["promise_reports"]) for row in rows] == [
        ("1", "1", "1"),
        ("1", "2", "0"),
        ("2", "", ""),
    ]
    assert (rows[1]["promise_text"], rows[2]["title"]) == ("'=1+1", "'@SUM(A1)")
    assert (rows[0]["for"], rows[0]["against"], rows[0]["abstained"]) == ("41", "4", "2")


@pytest.mark.parametrize("name", ["public_register_csv", "public_register_json", "public_register_feed"])
def test_a_file_that_did_not_change_is_not_sent_again(assembly, recommendation, name):
    first = _get(name, assembly)
    assert first["Last-Modified"]
    address = reverse(name, args=[assembly.slug])
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_response_version(
        recommendation.responses.get(), published_at=LATER + timedelta(days=50), text="⟪New⟫"
    )
    later = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert later.status_code == 200
    assert later["Last-Modified"] != first["Last-Modified"]


def test_entries_of_the_feed_keep_their_ids(assembly, recommendation):
    before = _page("public_register_feed", assembly)
    ids = [part.split("</id>")[0] for part in before.split("<id>")[2:]]
    assert len(ids) == len(set(ids)) == 9
    make_response_version(recommendation.responses.get(), published_at=LATER + timedelta(days=50))
    after = _page("public_register_feed", assembly)
    assert [part.split("</id>")[0] for part in after.split("<id>")[3:]] == ids


@pytest.mark.parametrize("size", ["", "large"])
def test_the_sheet_is_landscape_with_bookmarks_and_takes_texts_longer_than_a_page(assembly, size):
    make_register(assembly)
    response = make_response(assembly, state="published")
    words = "The council has thought about this at length. " * 160
    make_response_version(response, published_at=NOON, text=words[:4000], reasons=words)
    answer = _get("public_side_by_side_pdf", assembly, print=size)
    reader = PdfReader(io.BytesIO(answer.content))
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    assert [each.title for each in reader.outline] == [
        "Recommendations and answers, side by side",
        "1. ⟪Close Bridge Street by day⟫",
        "2. ⟪Close Bridge Street by day⟫",
    ]
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert text.count("The council has thought") > 230
    assert "41 of 47 in favour" in text


@pytest.mark.parametrize("name", [*LISTS, "public_side_by_side_pdf"])
def test_pages_and_files_ask_as_often_for_three_recommendations_as_for_one(
    assembly, recommendation, name, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as one:
        assert _get(name, assembly).status_code == 200
    make_entry(assembly)
    make_entry(assembly)
    with django_assert_num_queries(len(one)):
        assert _get(name, assembly).status_code == 200


def test_the_team_sees_what_the_public_sees_and_others_do_not(
    assembly, recommendation, organiser, outsider, client_of
):
    address = reverse("register_preview", args=[assembly.slug])
    page = client_of(organiser).get(address).content.decode()
    assert reverse("public_register", args=[assembly.slug]) in page
    assert "⟪Close Bridge Street by day⟫" in page
    assert "register_preview" in {tab.url_name for tab in tabs_of(RESPONSES)}
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    assert client_of(member).get(address).status_code == 403
    assert client_of(outsider).get(address).status_code == 404
    home = client_of(member).get(reverse("own_home", args=[assembly.slug])).content.decode()
    assert reverse("public_register", args=[assembly.slug]) in home


@pytest.fixture
def promise(recommendation, settings, tmp_path):
    """A published promise with one entry of evidence that has no file, and a second that has one."""
    settings.MEDIA_ROOT = tmp_path
    promise = recommendation.responses.get().versions.get(number=1).commitments.get()
    stored = make_stored_file(
        recommendation.assembly,
        b"<script>alert(1)</script>",
        name='"><script>⟪a⟫</script>.html',
        content_type="text/html",
    )
    make_proof(promise, file=stored)
    return promise


def _file(promise, proof, client=None):
    """Ask for the file of an entry; return the status, and read what is sent to its end."""
    address = reverse("public_proof_file", args=[promise.assembly.slug, promise.number, proof])
    answer = (client or Client()).get(address)
    assert not answer.streaming or b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    return answer.status_code


def test_a_file_is_open_to_everybody_while_the_team_has_confirmed_the_evidence_and_nobody_disputed_it(
    promise,
):
    said = "Only files of evidence that the team has confirmed can be opened here."
    address = reverse("public_proof_file", args=[promise.assembly.slug, promise.number, 2])

    def stands():
        page = _page("public_answer", promise.assembly, 1)
        data = _json(promise.assembly)["recommendations"][0]["answers"][0]["promises"][0]["proofs"]
        told = [each["is_confirmed"] for each in data]
        return _file(promise, 2), f'href="{address}"' in page, page.count(said), told

    assert stands() == (404, False, 1, [False, False])
    make_proof(promise, kind="confirmation", link="")
    assert stands() == (200, True, 0, [True, True, False])
    # What comes after the confirmation was not looked at.
    make_proof(promise, file=promise.proofs.get(number=2).file)
    assert (_file(promise, 4), stands()) == (404, (200, True, 1, [True, True, False, False]))
    make_proof(promise, kind="dispute", link="")
    assert stands() == (404, False, 2, [False] * 5)
    make_proof(promise, kind="confirmation", link="")
    assert (_file(promise, 4), stands()[0]) == (404, 404)


def test_the_file_of_confirmed_evidence_is_a_download_that_no_browser_runs(
    promise, organiser, outsider, client_of
):
    make_proof(promise, kind="confirmation", link="")
    answer = _get("public_proof_file", promise.assembly, promise.number, 2)
    names = ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control")
    assert [answer[name] for name in names] == [
        "text/html",
        "nosniff",
        "sandbox; default-src 'none'; frame-ancestors 'none'",
        "private, no-store",
    ]
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%22%3E%3Cscript%3E"), disposition
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    member = AppointmentFactory(assembly=promise.assembly, role=Role.MEMBER).user
    for user in (organiser, member, outsider):
        assert _file(promise, 2, client_of(user)) == 200
    post = Client().post(reverse("public_proof_file", args=[promise.assembly.slug, promise.number, 2]))
    assert post.status_code == 405


def test_no_other_entry_and_nothing_of_a_draft_is_opened(promise):
    make_proof(promise, kind="confirmation", file=promise.proofs.get(number=2).file)
    draft = make_commitment(make_response_version(promise.promised_in.response, is_interim=True))
    make_proof(draft, file=promise.proofs.get(number=2).file)
    make_proof(draft, kind="confirmation")
    assert [_file(promise, number) for number in (1, 2, 3, 4)] == [404, 200, 404, 404]
    assert _file(draft, 1) == 404
    for state, status in ((AssemblyState.DRAFT, 404), (AssemblyState.AWAITING_RESPONSE, 200)):
        type(promise.assembly).objects.filter(pk=promise.assembly_id).update(state=state)
        assert _file(promise, 2) == status


def test_members_have_no_card_before_there_is_a_register(assembly, client_of):
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER, user=UserFactory()).user
    home = client_of(member).get(reverse("own_home", args=[assembly.slug])).content.decode()
    assert reverse("public_register", args=[assembly.slug]) not in home
    assert SECRET not in home


def test_the_register_speaks_french_to_whoever_chose_it(assembly, recommendation):
    client = Client()
    client.cookies["django_language"] = "fr"
    page = client.get(reverse("public_register", args=[assembly.slug])).content.decode()
    assert '<html lang="fr"' in page
    assert "41 sur 47 pour" in page
    assert "Acceptée en partie" in page

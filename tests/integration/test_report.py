"""The final report: what must be decided first, what its publication does, and four files that say the same."""

import csv
import json
from datetime import timedelta
from hashlib import sha256
from html import unescape
from io import BytesIO, StringIO

import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from assembly.enums import AssemblyState, Role
from assembly.errors import GateClosed
from assembly.models import Assembly
from assembly.outcomes.counting.plain import rule_of_plain, tally_of_plain
from assembly.outcomes.counting.reckoning import reckon
from assembly.outcomes.documents.report_outline import BAR, outline_of
from assembly.outcomes.errors import ReportRefused
from assembly.outcomes.models import MinorityStatement, Recommendation, ReportVersion, ResponsePlan
from assembly.outcomes.selectors.reports import minority_remarks, report_blockers
from assembly.outcomes.services.reports import ReportWords, publish_report, save_report
from tests.factories import NOON, AppointmentFactory, RemitVersionFactory, UserFactory
from tests.factories_outcomes import make_ballot, make_plan, make_recommendation, make_theme
from tests.factories_votes import (
    WORDS,
    ask,
    bring,
    make_preset,
    make_report,
    make_report_draft,
    make_voted,
    rank,
    tally,
)
from tests.report_schema import faults_against_schema

pytestmark = pytest.mark.django_db
FILES = ("report.pdf", "report-large-print.pdf", "report.docx", "report.json", "votes.csv")


def who():
    return {"actor": UserFactory(), "now": NOON}


def make_statement(recommendation, **fields):
    own = {"number": 1, "text": "⟪The market dies of it.⟫", "supporters": 4, "names": "⟪Ada Okoye⟫"}
    return MinorityStatement.objects.create(
        recommendation=recommendation,
        token=recommendation.token,
        way="paper",
        made_at=NOON,
        **{**own, **fields},
    )


def make_decided(assembly):
    """Two themes out of order, one not adopted, options put in order, a minority statement."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.DECIDING)
    assembly.refresh_from_db()
    second, first = make_theme(assembly, "⟪Later⟫"), make_theme(assembly, "⟪Sooner⟫")
    type(first).objects.filter(pk=first.pk).update(position=0)
    texts = [
        make_recommendation(assembly, state="frozen", theme=theme, title=f"⟪Number {place}⟫")
        for place, theme in enumerate((second, first, None, second), start=1)
    ]
    ballot = make_ballot(assembly)
    ask(ballot, *texts[:2], rule=make_preset(assembly, "eighty_with_minority"))
    ask(ballot, texts[2], rule=make_preset(assembly, "four_points"))
    ask(ballot, texts[3])
    rank(ballot)
    bring(ballot, "published", {4: tally({"for": 20, "against": 25})})
    return texts


def published(assembly):
    texts = make_decided(assembly)
    make_statement(texts[0])
    return make_report(assembly)


def test_nothing_is_published_while_something_is_open(assembly):
    make_recommendation(assembly, state="drafted")
    make_voted(assembly, "counted")
    draft = save_report(assembly=assembly, words=WORDS, revision=0, **who())
    assert list(report_blockers(assembly)) == [
        "No recommendation was adopted.",
        "Recommendation 1 is not decided: Drafted.",
        "Recommendation 2 is not decided: Voted on.",
        "The result of the ballot “⟪The vote on the last day⟫” is not published.",
        "The remit is not published, and the report repeats its question.",
    ]
    with pytest.raises(GateClosed):
        publish_report(report=draft, revision=1, **who())
    assert ReportVersion.objects.get().content == {}


def test_minority_statements_are_asked_for_where_the_rule_invites_them(assembly):
    texts = make_decided(assembly)
    make_statement(texts[1])
    assert minority_remarks(assembly) == [
        "Recommendation 1: 4 voted against it, and there is no minority statement."
    ]
    draft = make_report_draft(assembly)
    with pytest.raises(GateClosed, match="no minority statement"):
        publish_report(report=draft, revision=1, **who())
    assert publish_report(report=draft, revision=1, has_seen_remarks=True, **who()).published_at == NOON


def test_publication_numbers_by_theme_hands_over_and_begins_the_time_for_the_answer(assembly):
    RemitVersionFactory(assembly=assembly, published=True, response_months=4)
    report = published(assembly)
    rows = Recommendation.objects.filter(assembly=assembly).order_by("number")
    assert list(rows.values_list("state", "report_number")) == [
        ("submitted", 2),
        ("submitted", 1),
        ("submitted", 3),
        ("not_adopted", None),
    ]
    plan = ResponsePlan.objects.get()
    assert (plan.amount, plan.unit, plan.handed_over_on) == (4, "months", NOON.date())
    assert MinorityStatement.objects.get().state == "published"
    with pytest.raises(ReportRefused, match="published already"):
        publish_report(report=report, revision=1, **who())


def test_a_plan_that_is_there_learns_the_day(assembly):
    make_plan(assembly, handed_over_on=None)
    published(assembly)
    assert (ResponsePlan.objects.get().preset, ResponsePlan.objects.get().handed_over_on) == (
        "scotland",
        NOON.date(),
    )


def test_what_was_published_is_kept_and_reckons_again_to_the_same(assembly):
    report = published(assembly)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportVersion.objects.filter(pk=report.pk).update(title="⟪Other⟫")
    told = report.content["recommendations"] + report.content["not_adopted"]
    votes = [vote for each in told for vote in each["votes"]] + report.content["rankings"]
    assert len(votes) == 5
    for vote in votes:
        again = reckon(tally_of_plain(vote["count"]), rule_of_plain(vote["rule"]))
        assert (again.outcome, again.needed) == (vote["result"]["outcome"], vote["result"]["needed"])


def test_the_data_file_is_as_its_schema_says(assembly):
    assert faults_against_schema(published(assembly).content) == []


def test_a_corrected_edition_says_what_it_corrects_and_the_earlier_one_stays_readable(assembly):
    first = published(assembly)
    words = ReportWords("⟪Clean air, corrected⟫", WORDS.foreword, WORDS.method, "en")
    draft = save_report(assembly=assembly, words=words, revision=0, **who())
    with pytest.raises(ReportRefused, match="what was corrected"):
        publish_report(report=draft, revision=1, has_seen_remarks=True, **who())
    later = NOON + timedelta(days=40)
    second = publish_report(
        report=draft,
        revision=1,
        note="⟪A wrong title⟫",
        has_seen_remarks=True,
        actor=UserFactory(),
        now=later,
    )
    numbers = [[each["number"] for each in edition.content["recommendations"]] for edition in (first, second)]
    assert numbers == [[1, 2, 3], [1, 2, 3]]
    assert ResponsePlan.objects.get().handed_over_on == NOON.date()
    newest = Client().get(reverse("public_report", args=[assembly.slug])).content.decode()
    earlier = Client().get(reverse("public_report_edition", args=[assembly.slug, 1])).content.decode()
    assert ("⟪Clean air, corrected⟫" in newest, "⟪A wrong title⟫" in newest) == (True, True)
    assert ("This is an earlier edition." in earlier, "⟪Clean air for Riverbend⟫" in earlier) == (True, True)


def test_of_two_who_write_the_second_sees_both_texts(assembly, organiser, client_of):
    address, client = reverse("report_words", args=[assembly.slug]), client_of(organiser)
    form = {"title": "⟪First⟫", "foreword": "⟪One⟫", "method": "", "language": "en", "revision": 0}
    assert client.post(address, form).status_code == 302
    page = client.post(address, {**form, "foreword": "⟪Two⟫"})
    assert (page.status_code, page.content.decode().count("⟪One⟫")) == (409, 1)
    assert page.context["form"]["foreword"].value() == "⟪Two⟫"
    assert client.post(address, {**form, "foreword": "⟪Both⟫", "revision": 1}).status_code == 302
    assert ReportVersion.objects.get().foreword == "⟪Both⟫"


def files_of(report):
    found = {}
    for name in FILES:
        address = reverse("public_report_file", args=[report.assembly.slug, report.number, name])
        answer = Client().get(address)
        assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
        found[name] = answer.content
    return found


def words_of(text):
    """Without the breaks that a page's width makes, and without the marks of what tests invent: no font has them."""
    return "".join(text.replace("⟪", "").replace("⟫", "").split())


def pdf_text(content):
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    bookmarks = [mark.get_title() for mark in document.get_toc()]
    document.close()
    return text, bookmarks


def docx_text(content):
    paper = Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells]), paper


def test_page_pdf_word_and_data_say_the_same(assembly):
    """Each is read with another library than it was written with, and holds every text and every figure."""
    report = published(assembly)
    files = files_of(report)
    page = Client().get(reverse("public_report", args=[assembly.slug]))
    blocks = [block for block in outline_of(report.content) if block.kind != BAR]
    said = [text for block in blocks for text in (block.text, block.label if not block.rows else "") if text]
    said += [cell for block in blocks for row in block.rows for cell in row]
    pdf, bookmarks = pdf_text(files["report.pdf"])
    large, _marks = pdf_text(files["report-large-print.pdf"])
    word, paper = docx_text(files["report.docx"])
    shown = unescape(page.content.decode().replace("<br>", "\n"))
    for name, text in (("pdf", pdf), ("large", large), ("word", word), ("page", shown)):
        packed = words_of(text)
        assert [each for each in said if words_of(each) not in packed] == [], name
    headings = [block.text for block in blocks if block.kind in ("title", "heading")]
    assert [words_of(each) for each in bookmarks] == [words_of(each) for each in headings]
    assert [
        each.text for each in paper.paragraphs if each.style.name.startswith(("Heading", "Title"))
    ] == headings
    assert sha256(files["report.json"]).hexdigest() == report.sha256
    assert json.loads(files["report.json"]) == report.content
    assert report.sha256 in words_of(pdf)


def test_the_csv_holds_every_vote(assembly):
    report = published(assembly)
    rows = list(csv.DictReader(StringIO(files_of(report)["votes.csv"].decode("utf-8-sig"))))
    first = [(row["choice"], row["votes"]) for row in rows if row["number"] == "1"]
    assert first == [("against", "4"), ("for", "41"), ("abstained", "2"), ("blank", "0"), ("spoiled", "0")]
    assert {row["outcome"] for row in rows if row["draft_number"] == "4"} == {"not_adopted"}
    assert [row["votes"] for row in rows if row["choice"] == "1>2>3"] == ["20"]


def test_the_report_is_in_its_own_language_whoever_reads_it(assembly):
    make_decided(assembly)
    report = make_report(assembly, ReportWords("⟪Un air pur⟫", "", "⟪Douze témoins⟫", "fr"))
    pdf, bookmarks = pdf_text(files_of(report)["report.pdf"])
    assert "Ce qui n’a pas été adopté" in bookmarks
    assert words_of("24 étaient nécessaires") in words_of(pdf)
    english = Client().get(reverse("public_report", args=[assembly.slug])).content.decode()
    assert ("Ce qui n’a pas été adopté" in english, "Take it with you" in english) == (True, True)


def test_the_public_reads_what_is_published_and_nothing_before(assembly, client_of, outsider):
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.DECIDING)
    address = reverse("public_report", args=[assembly.slug])
    make_voted(assembly)
    make_report_draft(assembly)
    assert Client().get(address).status_code == 404
    draft = ReportVersion.objects.get()
    publish_report(report=draft, revision=draft.revision, has_seen_remarks=True, **who())
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200
    # Three for the report; each page of the navigation is asked once whether there is anything on it.
    assert len(queries) <= 14
    assert client_of(outsider).get(address).status_code == 200
    unknown = reverse("public_report_file", args=[assembly.slug, 1, "report.exe"])
    assert (Client().get(unknown).status_code, Client().get(address[:-1] + "/editions/7/").status_code) == (
        404,
        404,
    )


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OBSERVER])
def test_only_organisers_publish(assembly, client_of, role):
    make_voted(assembly)
    make_report_draft(assembly)
    client = client_of(AppointmentFactory(assembly=assembly, role=role).user)
    address = reverse("report_publish", args=[assembly.slug])
    assert client.post(address, {"revision": 1}).status_code == 403


def test_an_organiser_publishes_on_the_page_and_twice_is_once(assembly, organiser, client_of):
    make_voted(assembly)
    make_report_draft(assembly)
    address, client = reverse("report_publish", args=[assembly.slug]), client_of(organiser)
    assert client.post(address, {"revision": 0}).status_code == 409
    assert [client.post(address, {"revision": 1}).status_code for _time in range(2)] == [302, 404]
    assert ReportVersion.objects.exclude(published_at=None).count() == 1

"""The learning record: entries and summary in versions, editions that stay, and nobody named."""

import uuid
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import AssemblyState, Role
from assembly.errors import GateClosed
from assembly.evaluation.attention_learning import learning_attention
from assembly.evaluation.errors_learning import LearningRefused
from assembly.evaluation.models import LearningEdition, LearningEntry, LearningSummary, LearningVersion
from assembly.evaluation.public_sections import sections_of
from assembly.evaluation.selectors.learning import (
    current_versions,
    learning_blockers,
    record_content,
    stands_as_published,
)
from assembly.evaluation.services.learning import add_entry, change_entry, publish_learning, save_summary
from assembly.models import Assembly, AuditEvent
from assembly.outcomes.selectors.reports import canonical, digest_of
from assembly.public_site import public_pages, teasers_of
from assembly.record import sentence_of
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_learning import ENTRY, SUMMARY, make_edition, make_entry, make_next, make_summary
from tests.factories_people import make_members

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(assembly):
    """An assembly that the public knows of."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.FOLLOW_UP)
    assembly.refresh_from_db()
    return assembly


def who():
    return {"actor": UserFactory(), "now": NOON}


def page_of(name, assembly, *arguments, client=None, **query):
    return (client or Client()).get(reverse(name, args=[assembly.slug, *arguments]), query)


def text_of_pdf(data):
    document = pypdfium2.PdfDocument(BytesIO(data))
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_a_form_that_is_sent_twice_is_one_entry(assembly):
    token, numbers = uuid.uuid4(), []
    for _twice in range(2):
        entry = add_entry(assembly=assembly, words=ENTRY, token=token, **who())
        numbers.append(entry.number)
    assert (numbers, LearningVersion.objects.count()) == ([1, 1], 1)
    with pytest.raises(LearningRefused):
        add_entry(assembly=AssemblyFactory(), words=ENTRY, token=token, **who())


def test_whoever_saves_makes_the_next_version_and_what_stood_stays(assembly):
    entry = make_entry(assembly)
    make_next(entry, text="⟪Three⟫", note="")
    make_next(entry, text="⟪Three⟫", note="⟪the same⟫")
    texts = list(entry.versions.order_by("number").values_list("number", "text"))
    assert texts == [(1, ENTRY.text), (2, "⟪Three⟫")]
    with pytest.raises(LearningRefused, match="meanwhile"):
        change_entry(entry=entry, words=ENTRY, note="", began_with=1, **who())


def test_a_summary_that_somebody_saved_meanwhile_is_not_overwritten(assembly):
    make_summary(assembly)
    with pytest.raises(LearningRefused, match="meanwhile"):
        save_summary(assembly=assembly, words=replace(SUMMARY, did="⟪x⟫"), began_with=0, **who())
    save_summary(assembly=assembly, words=SUMMARY, began_with=1, **who())
    assert list(LearningSummary.objects.values_list("number", "did")) == [(1, SUMMARY.did)]


def test_an_edition_holds_what_everybody_may_read_and_nothing_else(assembly):
    make_entry(assembly, stage="responses", text="⟪later⟫")
    make_entry(assembly, is_public=False, text="⟪SECRET⟫")
    make_entry(assembly, stage="remit", text="⟪sooner⟫")
    edition = make_edition(assembly)
    assert [each["text"] for each in edition.content["entries"]] == ["⟪sooner⟫", "⟪later⟫"]
    assert edition.content["summary"] == {
        "did": SUMMARY.did,
        "learnt": SUMMARY.learnt,
        "advice": SUMMARY.advice,
    }
    assert (edition.content["licence"], edition.content["edition"]) == (
        "https://creativecommons.org/licenses/by/4.0/",
        1,
    )
    assert edition.sha256 == digest_of(edition.content)
    published = LearningVersion.objects.exclude(published_at=None)
    assert sorted(published.values_list("text", flat=True)) == ["⟪later⟫", "⟪sooner⟫"]
    assert LearningSummary.objects.get().published_at == NOON


def test_a_correction_is_a_new_version_and_a_new_edition_that_says_what_changed(assembly):
    entry = make_entry(assembly)
    first = make_edition(assembly)
    with pytest.raises(LearningRefused, match="published"):
        make_next(entry, text="⟪Three⟫", note=" ")
    make_next(entry, text="⟪Three⟫", note="⟪it was three⟫")
    assert not stands_as_published(assembly, record_content(assembly))
    with pytest.raises(LearningRefused, match="corrected"):
        make_edition(assembly, note=" ")
    second = make_edition(assembly, note="⟪the breaks⟫")
    first.refresh_from_db()
    assert [each.content["entries"][0]["text"] for each in (first, second)] == [ENTRY.text, "⟪Three⟫"]
    assert second.content["entries"][0]["note"] == "⟪it was three⟫"
    assert stands_as_published(assembly, record_content(assembly))


def test_nothing_is_published_that_the_publisher_did_not_see(assembly):
    make_entry(assembly)
    make_summary(assembly)
    seen = digest_of(record_content(assembly))
    make_entry(assembly, text="⟪another⟫")
    with pytest.raises(LearningRefused, match="meanwhile"):
        publish_learning(
            assembly=assembly, seen=seen, note="", language="en", has_open_licence=False, **who()
        )
    assert LearningEdition.objects.count() == 0


def test_an_empty_record_is_not_published(assembly):
    record = record_content(assembly)
    assert list(learning_blockers(assembly, record)) == [
        "The summary is empty. It is what most people read: write it first.",
        "No entry is marked as one that everybody may read.",
    ]
    with pytest.raises(GateClosed):
        publish_learning(
            assembly=assembly, seen=digest_of(record), note="", language="en", has_open_licence=False, **who()
        )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Grace Adeyemi said that it was loud.", "Grace Adeyemi"),
        ("Write to grace@example.org.", "grace@example.org"),
        ("Call 0117 496 0123 for more.", "0117 496 0123"),
        ("Call +44 117 4960123 for more.", "+44 117 4960123"),
    ],
)
def test_whoever_is_named_keeps_the_record_from_being_published(assembly, text, found):
    make_members(assembly, 1, name="Grace Adeyemi", called="Grace")
    make_entry(assembly, text=text)
    make_summary(assembly)
    assert list(learning_blockers(assembly, record_content(assembly))) == [
        f"Entry 1 names somebody: “{found}”. Take it out; it says as what they spoke, not who."
    ]


def test_days_sums_and_first_names_that_are_words_name_nobody(assembly):
    make_members(assembly, 1, name="Will Day", called="Will")
    make_entry(assembly, text="On 2026-02-27 it cost 1 250 000. We will do it on 27.02.2026 again.")
    make_summary(assembly)
    assert list(learning_blockers(assembly, record_content(assembly))) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: LearningEdition.objects.update(note="⟪other⟫"),
        lambda: LearningEdition.objects.all().delete(),
        lambda: LearningVersion.objects.update(text="⟪other⟫"),
        lambda: LearningVersion.objects.all().delete(),
        lambda: LearningSummary.objects.update(advice="⟪other⟫"),
        lambda: LearningSummary.objects.all().delete(),
    ],
)
def test_the_database_keeps_what_was_published(assembly, change):
    make_edition(assembly)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_the_record_tells_by_number_and_never_in_words(assembly):
    entry = make_entry(assembly)
    make_next(entry, text="⟪Three⟫")
    edition = make_edition(assembly)
    events = AuditEvent.objects.filter(type__startswith="learning.").order_by("number")
    told = [sentence_of(event).partition(" ")[2] for event in events]
    names = [str(event.actor) for event in events]
    assert [sentence_of(event).removeprefix(name) for event, name in zip(events, names, strict=True)] == [
        " added entry 1 to the learning record",
        " saved version 2 of entry 1 of the learning record",
        " saved version 1 of the summary of what was learnt",
        f" published edition 1 of the learning record with 1 entry, SHA-256 {edition.sha256}",
    ]
    assert "⟪Three⟫" not in " ".join(told)


def test_the_team_reads_all_and_the_public_what_was_published(known, organiser, client_of):
    make_entry(known, is_public=False, text="⟪SECRET⟫")
    make_entry(known, text="⟪Open doors⟫")
    edition = make_edition(known)
    make_entry(known, text="⟪NOT YET⟫")
    page = page_of("evaluation_learning", known, client=client_of(organiser)).content.decode()
    assert all(words in page for words in ("⟪SECRET⟫", "⟪Open doors⟫", "⟪NOT YET⟫", "Something has changed"))
    public = page_of("public_learning", known).content.decode()
    pdf = text_of_pdf(page_of("public_learning_file", known, 1, "learning.pdf").content)
    data = page_of("public_learning_file", known, 1, "learning.json").content
    assert data == canonical(edition.content)
    for text in (public, pdf, data.decode()):
        assert "Open doors" in text
        assert "SECRET" not in text
        assert "NOT YET" not in text
        assert "Person " not in text
    paper = text_of_pdf(page_of("learning_paper", known, client=client_of(organiser)).content)
    assert "SECRET" in paper


def test_before_anything_is_published_the_page_says_when(known):
    assert "Nothing is published yet" in page_of("public_learning", known).content.decode()
    assert page_of("public_learning_edition", known, 1).status_code == 404
    assert page_of("public_case", known).status_code == 404
    assert [page.key for page in public_pages(known) if page.key == "learning"] == []
    assert [each for each in sections_of(known, NOON) if "learning" in each.template] == []


def test_an_earlier_edition_stays_readable_and_points_to_the_newest(known):
    entry = make_entry(known)
    make_edition(known)
    make_next(entry, text="⟪Three⟫")
    make_edition(known, note="⟪the breaks⟫", now=NOON + timedelta(days=1))
    first = page_of("public_learning_edition", known, 1).content.decode()
    assert ENTRY.text in first
    assert "Edition 2 corrects it: ⟪the breaks⟫" in first
    assert "⟪Three⟫" in page_of("public_learning", known).content.decode()


def test_what_was_learnt_has_a_section_a_teaser_and_an_entry_in_the_navigation(known):
    make_edition(known)
    section = next(each for each in sections_of(known, NOON) if "learning" in each.template)
    assert [text for _key, _label, text in section.context["learning_parts"]] == [
        SUMMARY.did,
        SUMMARY.learnt,
        SUMMARY.advice,
    ]
    teaser = next(
        teaser for page, teaser in teasers_of(public_pages(known), known, NOON) if page.key == "learning"
    )
    assert teaser[1]["learning_text"] == SUMMARY.learnt
    nav = page_of("public_learning", known).content.decode()
    assert f'<a href="{reverse("public_learning", args=[known.slug])}" aria-current="page">' in nav


def test_a_draft_has_no_public_learning(assembly):
    make_edition(assembly)
    assert page_of("public_learning", assembly).status_code == 404
    assert page_of("public_case", assembly).status_code == 404


@pytest.mark.parametrize(
    ("role", "status", "writes"),
    [
        (Role.ORGANISER, 200, 200),
        (Role.SESSION_STAFF, 200, 403),
        (Role.OBSERVER, 200, 403),
        (Role.MEMBER, 403, 403),
        (None, 404, 404),
    ],
)
def test_the_team_reads_and_organisers_write(assembly, client_of, role, status, writes):
    user = AppointmentFactory(assembly=assembly, role=role).user if role else UserFactory()
    client = client_of(user)
    assert page_of("evaluation_learning", assembly, client=client).status_code == status
    assert page_of("learning_new", assembly, client=client).status_code == writes


def form_of(**fields):
    said = {
        "text": "⟪Too loud⟫",
        "kind": "did_not_work",
        "stage": "sessions",
        "who_said": "member",
        "way": "phone",
        "said_on": "2026-02-27",
        "token": str(uuid.uuid4()),
    }
    return {**said, **fields}


def test_words_from_paper_or_phone_are_entered_without_a_name(assembly, organiser, client_of):
    client, address = client_of(organiser), reverse("learning_new", args=[assembly.slug])
    refused = client.post(address, form_of(text="", said_on="2999-01-01"))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Write what was learnt." in page
    assert "Choose a day that has come." in page
    assert client.post(address, form_of()).status_code == 302
    version = LearningVersion.objects.get()
    assert (version.text, version.way, version.who_said, version.is_public) == (
        "⟪Too loud⟫",
        "phone",
        "member",
        False,
    )


def test_an_entry_is_changed_on_its_page_and_a_published_one_asks_what_changed(
    assembly, organiser, client_of
):
    entry = make_entry(assembly)
    make_edition(assembly)
    client = client_of(organiser)
    address = reverse("learning_change", args=[assembly.slug, entry.number])
    assert ENTRY.text in client.get(address).content.decode()
    said = form_of(text="⟪Three⟫", began_with=1)
    answer = client.post(address, said)
    assert (answer.status_code, "⟪Three⟫" in answer.content.decode()) == (422, True)
    assert client.post(address, {**said, "note": "⟪counted again⟫"}).status_code == 302
    stale = client.post(address, {**said, "text": "⟪Four⟫", "note": "⟪x⟫"})
    assert stale.status_code == 409
    page = client.get(reverse("learning_entry", args=[assembly.slug, entry.number])).content.decode()
    assert all(words in page for words in (ENTRY.text, "⟪Three⟫", "What changed: ⟪counted again⟫"))


def test_the_summary_is_written_on_its_page_and_two_who_write_see_both(assembly, organiser, client_of):
    client, address = client_of(organiser), reverse("learning_summary", args=[assembly.slug])
    assert client.post(address, {"did": "⟪four days⟫", "began_with": 0}).status_code == 302
    stale = client.post(address, {"did": "⟪five days⟫", "began_with": 0})
    assert stale.status_code == 409
    assert all(words in stale.content.decode() for words in ("⟪four days⟫", "⟪five days⟫"))


def test_publishing_shows_first_exactly_what_everybody_will_read(assembly, organiser, client_of):
    make_entry(assembly)
    make_entry(assembly, is_public=False, text="⟪SECRET⟫")
    make_summary(assembly)
    client, address = client_of(organiser), reverse("learning_publish", args=[assembly.slug])
    page = client.get(address)
    assert ENTRY.text in page.content.decode()
    assert "SECRET" not in page.content.decode()
    seen = page.context["form"].initial["seen"]
    stale = client.post(address, {"seen": "0" * 64, "language": "en"})
    assert stale.status_code == 409
    assert stale.context["form"].data["seen"] == seen
    assert client.post(address, {"seen": seen, "language": "en"}).status_code == 302
    assert LearningEdition.objects.get().has_open_licence is False


def test_the_list_is_narrowed_and_asks_as_often_for_many_entries_as_for_one(assembly, organiser, client_of):
    client = client_of(organiser)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            answer = page_of("evaluation_learning", assembly, client=client)
        assert answer.status_code == 200
        return len(queries)

    make_entry(assembly)
    client.get(reverse("overview", args=[assembly.slug]))
    one = asked()
    for _more in range(2):
        make_entry(assembly, kind="cost", stage="pool")
    assert asked() == one
    page = page_of("evaluation_learning", assembly, client=client, kind="cost", stage="nonsense")
    assert [each.entry.number for each in page.context["versions"]] == [2, 3]
    assert current_versions(assembly, stage="sessions")[0].entry == LearningEntry.objects.get(number=1)


def test_an_assembly_that_has_ended_is_reminded_until_it_is_published(known):
    assert [each.title for each in learning_attention(known)] == ["Publish what was learnt"]
    make_edition(known)
    assert list(learning_attention(known)) == []
    assert list(learning_attention(AssemblyFactory())) == []


def test_the_public_page_speaks_french(known):
    make_edition(known)
    client = Client(headers={"accept-language": "fr"})
    page = page_of("public_learning", known, client=client).content.decode()
    assert "Ce que nous avons appris" in page
    assert '<html lang="fr"' in page
    assert SUMMARY.did in page

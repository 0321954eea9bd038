"""The remit is drafted and published in versions; what was published stays, and nobody's words are lost."""

import pytest
from django.db import IntegrityError, transaction

from assembly.errors import ChangedMeanwhile, NothingToPublish, RemitIncomplete
from assembly.models import AuditEvent, RemitVersion
from assembly.services.remit import (
    RemitWords,
    fingerprint,
    latest_version,
    publish_remit,
    save_remit_draft,
)
from tests.factories import RemitVersionFactory

WORDS = RemitWords("How should we clean the air?", "Traffic", "Taxes", "In public, with reasons.", 6)
OTHER = RemitWords("How should we clean the air by 2035?", "Traffic", "Taxes", "In public, with reasons.", 6)


@pytest.fixture
def save(assembly, organiser, now):
    """Save words as the organiser who has just loaded the page, unless `seen` says otherwise."""

    def save_words(words, seen=None):
        seen = fingerprint(latest_version(assembly)) if seen is None else seen
        return save_remit_draft(assembly=assembly, words=words, seen=seen, actor=organiser, now=now)

    return save_words


@pytest.fixture
def publish(assembly, organiser, now):
    """Publish what the organiser has just read."""

    def publish_draft(seen=None):
        seen = fingerprint(latest_version(assembly)) if seen is None else seen
        return publish_remit(assembly=assembly, seen=seen, actor=organiser, now=now)

    return publish_draft


def _versions():
    return list(RemitVersion.objects.order_by("number").values_list("number", "question", "published_at"))


def test_a_draft_is_changed_in_place_until_it_is_published(save, publish, now):
    """One row, however often it is saved."""
    save(WORDS)
    save(OTHER)
    assert _versions() == [(1, OTHER.question, None)]
    publish()
    assert _versions() == [(1, OTHER.question, now)]


def test_a_published_version_is_never_overwritten(save, publish, now):
    """The next save begins a new version beside it."""
    save(WORDS)
    publish()
    save(OTHER)
    assert _versions() == [(1, WORDS.question, now), (2, OTHER.question, None)]
    publish()
    assert _versions() == [(1, WORDS.question, now), (2, OTHER.question, now)]


def test_sending_the_same_words_twice_changes_and_records_nothing(save):
    """A double click, with the page of the first click still open."""
    seen = "none"
    save(WORDS, seen)
    save(WORDS, seen)
    assert _versions() == [(1, WORDS.question, None)]
    assert AuditEvent.objects.filter(type="remit.drafted").count() == 1


def test_the_words_of_somebody_else_are_not_overwritten(save):
    """Two people began with the same draft; the second is told."""
    save(WORDS)
    seen = fingerprint(RemitVersion.objects.get())
    save(OTHER, seen)
    third = RemitWords("A third question?", "", "", "", None)
    with pytest.raises(ChangedMeanwhile):
        save(third, seen)
    assert _versions() == [(1, OTHER.question, None)]


def test_a_draft_that_was_published_meanwhile_is_not_reopened_unseen(save, publish):
    """The page was loaded while it was a draft."""
    save(WORDS)
    seen = fingerprint(RemitVersion.objects.get())
    publish()
    with pytest.raises(ChangedMeanwhile):
        save(OTHER, seen)


def test_only_what_was_read_is_published(save, publish):
    """The draft changed between reading and pressing."""
    save(WORDS)
    seen = fingerprint(RemitVersion.objects.get())
    save(OTHER)
    with pytest.raises(ChangedMeanwhile):
        publish(seen)


@pytest.mark.parametrize("missing", [{"response_promise": " "}, {"response_months": None}])
def test_without_a_promise_nothing_is_published(missing, assembly, publish):
    """Neither words nor months may be missing."""
    RemitVersionFactory(assembly=assembly, **missing)
    with pytest.raises(RemitIncomplete):
        publish()


def test_publishing_twice_is_refused(save, publish):
    """The second finds no draft."""
    save(WORDS)
    publish()
    with pytest.raises(NothingToPublish):
        publish()


def test_the_database_itself_keeps_one_draft_and_promises(assembly):
    """Rules that hold for every row."""
    RemitVersionFactory(assembly=assembly)
    with pytest.raises(IntegrityError), transaction.atomic():
        RemitVersionFactory(assembly=assembly, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        RemitVersionFactory(assembly=assembly, number=3, published=True, response_months=None)


def _form(seen, **changes):
    return {
        "seen": seen,
        "question": "How should we clean the air?",
        "in_scope": "Traffic\r\nHeating",
        "out_of_scope": "",
        "response_promise": "In public",
        "response_months": "6",
        **changes,
    }


def test_an_organiser_writes_and_publishes_the_remit(assembly, organiser, client_of):
    """From an empty page to a published version that an observer can read."""
    client = client_of(organiser)
    base = f"/assemblies/{assembly.slug}/remit/"
    assert "No remit yet" in client.get(base).content.decode()
    assert client.post(f"{base}edit/", _form("none")).status_code == 302
    draft = RemitVersion.objects.get()
    assert draft.in_scope == "Traffic\nHeating"
    asked = client.get(f"{base}publish/").content.decode()
    assert "Publish version 1?" in asked
    page = client.post(f"{base}publish/", {"seen": fingerprint(draft)}, follow=True).content.decode()
    assert "Version 1 of the remit is published." in page
    assert '<p class="voice">How should we clean the air?</p>' in page


def test_a_conflict_keeps_what_was_typed_and_shows_the_other_words(assembly, organiser, client_of):
    """Saving again is then a choice, not an accident."""
    client = client_of(organiser)
    url = f"/assemblies/{assembly.slug}/remit/edit/"
    draft = RemitVersionFactory(assembly=assembly, question="Their words?")
    answer = client.post(url, _form("out-of-date", question="My words?"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed the remit while you were writing" in html
    assert "My words?" in html
    assert "Their words?" in html
    draft.refresh_from_db()
    assert draft.question == "Their words?"
    client.post(url, _form(answer.context["form"]["seen"].value(), question="My words?"))
    draft.refresh_from_db()
    assert draft.question == "My words?"


def test_the_difference_between_versions_is_visible(assembly, observer, client_of):
    """Word by word, marked by more than colour."""
    RemitVersionFactory(assembly=assembly, number=1, published=True, question="Clean air by 2030?")
    RemitVersionFactory(assembly=assembly, number=2, question="Clean air by 2035?")
    html = client_of(observer).get(f"/assemblies/{assembly.slug}/remit/versions/2/").content.decode()
    assert '<del><span class="visually-hidden">taken out: </span>2030</del>' in html
    assert '<ins><span class="visually-hidden">put in: </span>2035</ins>' in html


def test_an_observer_reads_the_remit_and_changes_nothing(assembly, observer, client_of):
    """No buttons, and requests made by hand are refused."""
    RemitVersionFactory(assembly=assembly)
    client = client_of(observer)
    base = f"/assemblies/{assembly.slug}/remit/"
    assert f"{base}edit/" not in client.get(base).content.decode()
    assert client.post(f"{base}edit/", _form("none")).status_code == 403
    assert client.post(f"{base}publish/", {"seen": "x"}).status_code == 403


def test_versions_cost_the_same_for_one_and_for_three(
    assembly, observer, client_of, django_assert_max_num_queries
):
    """Authors are read together with the versions."""
    client = client_of(observer)
    url = f"/assemblies/{assembly.slug}/remit/"
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    with django_assert_max_num_queries(40) as first:
        client.get(url)
    for number in (2, 3):
        RemitVersionFactory(assembly=assembly, number=number, published=True)
    with django_assert_max_num_queries(40) as second:
        client.get(url)
    assert len(second) == len(first)

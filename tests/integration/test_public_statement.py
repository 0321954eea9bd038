"""What the public is told is drafted and published in versions; what was published stays."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from assembly.enums import AssemblyState
from assembly.errors import ChangedMeanwhile, NothingToPublish, StatementIncomplete
from assembly.models import AuditEvent, PublicStatement
from assembly.record import sentence_of
from assembly.services.public_statement import (
    latest_statement,
    publish_statement,
    save_statement_draft,
    statement_fingerprint,
)
from tests.factories_site import WORDS, make_statement

pytestmark = pytest.mark.django_db


def _versions():
    return list(PublicStatement.objects.order_by("number").values_list("number", "why", "published_at"))


def _events(assembly):
    found = AuditEvent.objects.filter(assembly=assembly, type__startswith="statement.").order_by("number")
    return [event.type for event in found]


def test_a_draft_is_changed_in_place_until_it_is_published(assembly, organiser, now):
    make_statement(assembly, is_published=False)
    make_statement(assembly, is_published=False, why="Later")
    assert _versions() == [(1, "Later", None)]
    make_statement(assembly, why="Last", actor=organiser)
    assert _versions() == [(1, "Last", now)]
    assert PublicStatement.objects.get().published_by == organiser
    assert _events(assembly) == [
        "statement.drafted",
        "statement.drafted",
        "statement.drafted",
        "statement.published",
    ]


def test_a_published_version_is_never_overwritten(assembly):
    """The next save begins a new version beside it; the database refuses to change or to delete the old one."""
    first = make_statement(assembly)
    make_statement(assembly, is_published=False, why="Later")
    assert [number for number, _why, _at in _versions()] == [1, 2]
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicStatement.objects.filter(pk=first.pk).update(why="Otherwise")
    with pytest.raises(DatabaseError), transaction.atomic():
        first.delete()
    assert PublicStatement.objects.get(number=1).why == WORDS.why


def test_the_same_words_twice_change_nothing(assembly, organiser, now):
    make_statement(assembly)
    saved = save_statement_draft(assembly=assembly, words=WORDS, seen="anything", actor=organiser, now=now)
    assert saved.is_published
    assert len(_events(assembly)) == 2


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(assembly, organiser, now):
    make_statement(assembly, is_published=False)
    with pytest.raises(ChangedMeanwhile):
        save_statement_draft(
            assembly=assembly, words=replace(WORDS, why="Mine"), seen="none", actor=organiser, now=now
        )
    with pytest.raises(ChangedMeanwhile):
        publish_statement(assembly=assembly, seen="none", actor=organiser, now=now)
    assert _versions() == [(1, WORDS.why, None)]


@pytest.mark.parametrize(
    "lacking", [{"why": ""}, {"who_pays": " "}, {"oversight": ""}, {"phone": "", "post": ""}]
)
def test_it_is_published_only_when_it_says_what_people_ask(assembly, organiser, now, lacking):
    """Among that is a way to reach the team without the internet."""
    draft = make_statement(assembly, is_published=False, **lacking)
    with pytest.raises(StatementIncomplete):
        publish_statement(assembly=assembly, seen=statement_fingerprint(draft), actor=organiser, now=now)
    assert not PublicStatement.objects.get().is_published


def test_without_a_draft_there_is_nothing_to_publish(assembly, organiser, now):
    make_statement(assembly)
    seen = statement_fingerprint(latest_statement(assembly))
    with pytest.raises(NothingToPublish):
        publish_statement(assembly=assembly, seen=seen, actor=organiser, now=now)


def test_an_amount_has_a_currency(assembly):
    """And no currency stands without an amount."""
    draft = make_statement(assembly, is_published=False)
    for fields in ({"currency": ""}, {"budget": None}, {"budget": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicStatement.objects.filter(pk=draft.pk).update(**fields)


def test_the_record_tells_it(assembly, organiser):
    make_statement(assembly, actor=organiser)
    last = AuditEvent.objects.filter(assembly=assembly).order_by("-number").first()
    assert sentence_of(last) == f"{organiser} published version 1 of what the public is told"


def _form(assembly, **changes):
    words = {name: getattr(WORDS, name) for name in WORDS.__dataclass_fields__}
    return {**words, "seen": statement_fingerprint(latest_statement(assembly)), **changes}


def test_an_organiser_writes_sees_and_publishes_it(assembly, organiser, client_of):
    client = client_of(organiser)
    home = reverse("public_statement", args=[assembly.slug])
    assert "Nothing is written yet" in client.get(home).content.decode()
    answer = client.post(reverse("public_statement_edit", args=[assembly.slug]), _form(assembly))
    assert (answer.status_code, answer["Location"]) == (302, home)
    publish = reverse("public_statement_publish", args=[assembly.slug])
    shown = client.get(publish).content.decode()
    for words in (WORDS.why, WORDS.who_pays, "120,000 GBP", WORDS.oversight, WORDS.phone):
        assert words in shown
    seen = statement_fingerprint(latest_statement(assembly))
    assert client.post(publish, {"seen": seen})["Location"] == home
    assert "Version 1, published on" in client.get(home).content.decode()
    assert client.get(publish)["Location"] == home


def test_a_wrong_form_is_kept_with_what_is_wrong(assembly, organiser, client_of):
    address = reverse("public_statement_edit", args=[assembly.slug])
    answer = client_of(organiser).post(address, _form(assembly, currency="POUNDS", email="nobody"))
    assert answer.status_code == 422
    assert WORDS.why in answer.content.decode()
    assert sorted(answer.context["form"].errors) == ["currency", "email"]
    answer = client_of(organiser).post(address, _form(assembly, currency=""))
    assert answer.context["form"].errors == {
        "currency": ["Write in which currency the amount is, such as GBP."]
    }


def test_a_stale_form_shows_both_wordings(assembly, organiser, client_of):
    stale = _form(assembly, why="⟪Mine⟫")
    make_statement(assembly, is_published=False, why="⟪Theirs⟫")
    client = client_of(organiser)
    address = reverse("public_statement_edit", args=[assembly.slug])
    answer = client.post(address, stale)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "⟪Mine⟫" in shown
    assert "⟪Theirs⟫" in shown
    again = {**stale, "seen": answer.context["form"].data["seen"]}
    assert client.post(address, again).status_code == 302
    assert latest_statement(assembly).why == "⟪Mine⟫"


def test_whoever_may_only_read_is_offered_nothing_to_write(assembly, observer, outsider, client_of):
    make_statement(assembly)
    home = reverse("public_statement", args=[assembly.slug])
    answer = client_of(observer).get(home)
    if answer.status_code == 200:
        assert reverse("public_statement_edit", args=[assembly.slug]) not in answer.content.decode()
    assert (
        client_of(observer)
        .post(reverse("public_statement_edit", args=[assembly.slug]), _form(assembly))
        .status_code
        == 403
    )
    assert client_of(outsider).get(home).status_code == 404


def test_everybody_reads_the_published_words_and_never_the_draft(assembly, client):
    type(assembly).objects.filter(pk=assembly.pk).update(state=AssemblyState.ANNOUNCED)
    make_statement(assembly)
    make_statement(assembly, is_published=False, why="⟪Not for you yet⟫")
    shown = client.get(reverse("public_about", args=[assembly.slug])).content.decode()
    assert WORDS.why in shown
    assert "⟪Not for you yet⟫" not in shown

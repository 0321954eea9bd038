"""What members read: packs and papers, searched and noted by themselves, light, and nothing that is not released."""

import gzip
import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse

from assembly.enums import Role
from assembly.models import AuditEvent
from assembly.permissions import TABLE
from assembly.personal_data import declaration_of
from evidence.enums import FormatKind, ItemState
from evidence.models import (
    EvidenceFormat,
    EvidenceItem,
    EvidenceVersion,
    PackDelivery,
    PackFile,
    PrivateNote,
    ReadingWish,
)
from evidence.services.reading import note_opened
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_evidence import make_item, make_pack, make_stored_file
from tests.factories_packs import (
    issue_again,
    make_delivery,
    make_issued,
    make_private_note,
    make_reader,
    make_waiting,
)
from tests.factories_sessions import make_session
from tests.hostile_files import pdf, read_back
from tests.pages import _walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reader(assembly, client_of):
    """A member with an account, and their browser."""
    user, person = make_reader(assembly)
    return client_of(user), person


def at(name, assembly, *args, query=""):
    return reverse(name, args=[assembly.slug, *args]) + query


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def withdraw(item):
    EvidenceItem.objects.filter(pk=item.pk).update(
        state=ItemState.WITHDRAWN, withdrawn_reason="⟪Taken back by its author⟫"
    )


def test_a_member_finds_their_sessions_with_packs(assembly, reader):
    client, _person = reader
    make_issued(assembly, items=2)
    make_pack(assembly, is_issued=False)
    page = client.get(at("own_reading", assembly)).content.decode()
    assert page.count("⟪Pack of the first day⟫") == 1
    assert at("own_evidence", assembly, 2) in page
    assert at("own_evidence", assembly, 3) not in page
    assert client.get(at("own_pack", assembly, 2)).status_code == 404


def test_opening_is_noted_once_and_asking_for_the_head_is_no_opening(assembly, reader):
    client, person = reader
    version = make_issued(assembly)
    address = at("own_pack", assembly, version.pack.session.number)
    client.head(address)
    assert not PackDelivery.objects.exists()
    client.get(address)
    first = PackDelivery.objects.get()
    assert (first.person, first.opened_at is not None, first.posted_at) == (person, True, None)
    client.get(address)
    body(client.get(at("own_pack_file", assembly, version.pack.session.number, "normal")))
    assert PackDelivery.objects.get().opened_at == first.opened_at
    assert not AuditEvent.objects.filter(type__contains="open").exists()


def test_opening_the_pdf_is_opening_and_so_is_taking_all(assembly, reader):
    client, person = reader
    version = make_issued(assembly)
    make_delivery(version, person)
    assert body(client.get(at("own_pack_file", assembly, 1, "large")))[:5] == b"%PDF-"
    assert PackDelivery.objects.get().opened_at is not None
    assert not note_opened(version=version, person=person, now=NOON)


def test_the_page_holds_what_the_pdf_holds(assembly, reader):
    client, _person = reader
    version = make_issued(assembly)
    EvidenceItem.objects.update(kind="testimony")
    page = client.get(at("own_pack", assembly, version.pack.session.number)).content.decode()
    for words in ("⟪Welcome⟫", "⟪What the air does to us⟫", "⟪Measured at nine places.⟫", "Testimony"):
        assert words in page


def test_what_was_withdrawn_since_is_told_and_its_pdf_kept_back(assembly, reader):
    client, _person = reader
    version = make_issued(assembly, items=2)
    item = version.pack.entries.first().item
    withdraw(item)
    page = client.get(at("own_pack", assembly, 1)).content.decode()
    assert "⟪Taken back by its author⟫" in page
    assert at("own_pack_file", assembly, 1, "normal") not in page
    answer = client.get(at("own_pack_file", assembly, 1, "normal"))
    assert answer["Location"] == at("own_pack", assembly, 1)
    assert client.get(at("own_packs_file", assembly))["Location"] == at("own_reading", assembly)
    stub = client.get(at("own_evidence", assembly, item.number)).content.decode()
    assert ("⟪Taken back by its author⟫" in stub, "⟪What the air" in stub) == (True, False)


def test_a_withdrawn_paper_that_was_never_released_is_not_told_of(assembly, reader):
    client, _person = reader
    item = make_item(assembly, state=ItemState.WITHDRAWN)
    assert client.get(at("own_evidence", assembly, item.number)).status_code == 404


def test_a_correction_is_shown_with_its_note(assembly, reader):
    client, _person = reader
    version = make_issued(assembly)
    item = version.pack.entries.get().item
    item.versions.create(
        number=2, title="⟪Better⟫", note="⟪A figure was wrong⟫", made_at=NOON, released_at=NOON
    )
    item.versions.create(number=3, title="⟪Still a draft⟫", note="⟪x⟫", made_at=NOON)
    page = client.get(at("own_pack", assembly, 1)).content.decode()
    assert "Corrected since this pack was issued: ⟪A figure was wrong⟫" in page
    paper = client.get(at("own_evidence", assembly, item.number)).content.decode()
    assert ("⟪Better⟫" in paper, "⟪A figure was wrong⟫" in paper, "draft" in paper) == (True, True, False)


def test_a_file_and_its_other_forms_are_taken_along(assembly, reader):
    client, _person = reader
    file, large, other = (make_stored_file(assembly, pdf(1, text=text)) for text in ("a", "b", "c"))
    item = make_item(assembly, file=file)
    make_item(assembly, file=other, state=ItemState.APPROVED)
    EvidenceFormat.objects.create(
        version=item.versions.get(),
        kind=FormatKind.LARGE_PRINT,
        file=large,
        added_at=NOON,
        added_by=UserFactory(),
    )
    page = client.get(at("own_evidence", assembly, item.number)).content.decode()
    for each in (file, large):
        address = at("own_evidence_file", assembly, item.number, each.pk)
        assert address in page
        with each.file.open("rb") as kept:
            assert body(client.get(address)) == kept.read()
    assert client.get(at("own_evidence_file", assembly, item.number, other.pk)).status_code == 404


def test_what_was_corrected_can_still_be_read_as_it_was(assembly, reader):
    client, _person = reader
    before, draft = make_stored_file(assembly), make_stored_file(assembly)
    item = make_item(assembly, state=ItemState.CORRECTED, file=before, text="⟪Ten places⟫")
    made = {"item": item, "title": "⟪Air⟫", "made_at": NOON, "note": "⟪Nine, not ten⟫"}
    EvidenceVersion.objects.create(number=2, text="⟪Nine places⟫", released_at=NOON, **made)
    EvidenceVersion.objects.create(number=3, text="⟪Eight places⟫", file=draft, **made)
    page = client.get(at("own_evidence", assembly, item.number)).content.decode()
    assert [words in page for words in ("What version 1 said", "⟪Ten places⟫", "⟪Nine places⟫")] == [True] * 3
    assert "⟪Eight places⟫" not in page
    files = [at("own_evidence_file", assembly, item.number, each.pk) for each in (before, draft)]
    assert [client.get(address).status_code for address in files] == [200, 404]
    withdraw(item)
    assert client.get(files[0]).status_code == 404


def test_a_search_finds_all_words_wherever_they_stand_and_titles_first(assembly, reader):
    client, _person = reader
    make_item(assembly, title="⟪Ships⟫", text="⟪" + "Word. " * 100 + "ÖSTLICHE Ships at night⟫")
    make_item(assembly, title="⟪östliche ships⟫", summary="⟪None⟫", text="")
    make_item(assembly, title="⟪Östliche ships unseen⟫", state=ItemState.APPROVED)
    page = client.get(at("own_reading", assembly, query="?q=Östliche+SHIPS")).content.decode()
    assert "2 papers hold these words" in page
    assert page.index(at("own_evidence", assembly, 2)) < page.index(at("own_evidence", assembly, 1))
    assert ("<mark>ÖSTLICHE</mark>" in page, "unseen" in page) == (True, False)


def test_a_note_is_ones_own_and_the_record_has_no_word_of_it(assembly, reader, client_of, organiser):
    client, _person = reader
    item = make_item(assembly)
    address = at("own_evidence", assembly, item.number)
    client.post(address, {"text": " ⟪Ask about stoves⟫ "})
    assert PrivateNote.objects.get().text == "⟪Ask about stoves⟫"
    assert "⟪Ask about stoves⟫" in client.get(address).content.decode()
    other = client_of(make_reader(assembly)[0])
    assert "stoves" not in other.get(address).content.decode()
    assert "stoves" not in other.get(at("own_notes", assembly)).content.decode()
    assert [
        (event.object_id, event.details) for event in AuditEvent.objects.filter(type__startswith="reading.")
    ] == [("", {})]
    assert client_of(organiser).get(at("own_notes", assembly)).status_code == 403
    assert declaration_of(PrivateNote).is_confidential
    client.post(address, {"text": " "})
    assert not PrivateNote.objects.exists()


def test_notes_are_taken_along_as_text_and_as_pdf(assembly, reader):
    client, person = reader
    note = make_private_note(person)
    gone = make_private_note(person)
    withdraw(gone.item)
    text = client.get(at("own_notes_file", assembly, query="?form=txt")).content.decode()
    assert (text.count("⟪Ask about the harbour⟫"), text.count("⟪What the air does to us⟫")) == (2, 1)
    made = read_back(client.get(at("own_notes_file", assembly)).content)
    assert f"Evidence {note.item.number}" in made.pages[0].extract_text()


def test_a_member_says_how_they_read_and_staff_says_it_for_others(assembly, reader, client_of, session_staff):
    client, person = reader
    client.post(at("own_reading_wish", assembly), {"way": "paper", "size_of_print": "large"})
    wish = ReadingWish.objects.get()
    assert (wish.person, wish.way, wish.size_of_print) == (person, "paper", "large")
    assert "On paper, Large print" in client.get(at("own_reading", assembly)).content.decode()
    staff = client_of(session_staff)
    staff.post(at("reading_wish", assembly, person.pk), {"way": "online", "size_of_print": "normal"})
    wish.refresh_from_db()
    assert (wish.way, wish.changed_by) == ("online", session_staff)
    assert client.post(at("own_reading_wish", assembly), {"way": "owl"}).status_code == 422


def test_all_packs_come_in_one_pdf_each_below_its_bookmark(assembly, reader):
    client, _person = reader
    for _number in range(2):
        make_issued(assembly)
    make_waiting(make_pack(assembly).versions.get())
    made = read_back(body(client.get(at("own_packs_file", assembly))))
    assert len(made.pages) == 4
    assert [mark.title for mark in made.outline] == ["⟪Pack of the first day⟫"] * 2
    assert made.root_object["/Lang"] == "en"
    assert PackDelivery.objects.filter(opened_at__isnull=False).count() == 2


def test_an_account_that_is_nobodys_reads_all_and_is_told_whom_to_call_for_the_rest(assembly, client_of):
    make_issued(assembly)
    client = client_of(AppointmentFactory(assembly=assembly, role=Role.FACILITATOR).user)
    assert client.get(at("own_pack", assembly, 1)).status_code == 200
    assert not PackDelivery.objects.exists()
    assert "not connected" in client.get(at("own_notes", assembly)).content.decode()
    assert "My note" not in client.get(at("own_evidence", assembly, 1)).content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.MEMBER, 200), (Role.FACILITATOR, 200), (Role.ORGANISER, 403), (None, 404)]
)
def test_who_reads_as_members_do(role, status, assembly, client_of, outsider):
    make_issued(assembly)
    user = AppointmentFactory(assembly=assembly, role=role).user if role else outsider
    for name, args in (("own_reading", ()), ("own_pack", (1,)), ("own_evidence", (1,))):
        assert client_of(user).get(at(name, assembly, *args)).status_code == status


def test_the_card_shows_the_pack_of_the_next_session(assembly, reader, monkeypatch):
    client, person = reader
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    past = make_session(assembly, starts_at=NOON - timedelta(days=9))
    make_pack(assembly, session=past)
    page = client.get(at("own_home", assembly)).content.decode()
    assert "Your reading" not in page
    make_delivery(make_issued(assembly), person)
    page = client.get(at("own_home", assembly)).content.decode()
    assert ("Your reading" in page, "Your paper copy was posted on Monday 2 March" in page) == (True, True)
    assert at("own_pack_file", assembly, 2, "large") in page


def test_members_pages_cost_as_many_queries_for_three_as_for_one(assembly, reader):
    client, person = reader

    def count(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    session = make_session(assembly)
    make_issued(assembly, session=session)
    make_private_note(person, make_item(assembly))
    addresses = [
        at("own_reading", assembly),
        at("own_reading", assembly, query="?q=air"),
        at("own_pack", assembly, session.number),
        at("own_notes", assembly),
    ]
    before = [count(address) for address in addresses]
    for _number in range(2):
        make_issued(assembly)
        make_private_note(person, make_item(assembly))
    content = session.pack.versions.get().content
    entries = [
        {**content["entries"][0], "version": make_item(assembly).versions.get().pk} for _number in range(3)
    ]
    issue_again(session.pack, entries=entries)
    assert [count(address) for address in addresses] == before


def linked_files(html):
    return {
        finders.find(path.removeprefix("/static/"))
        for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    }


def test_every_page_of_a_member_is_lighter_than_100_kb_with_all_that_it_loads(assembly, reader):
    """Packed as a server sends it, without the documents; twenty papers of two pages in the pack."""
    client, person = reader
    version = make_issued(assembly)
    text = " ".join(f"word{number % 997} of paper" for number in range(600))
    entries = [
        {
            "version": make_item(assembly, text=f"{text} {number}").versions.get().pk,
            "title": "",
            "summary": "",
            "summary_only": False,
        }
        for number in range(20)
    ]
    issue_again(version.pack, entries=entries)
    make_private_note(person)
    addresses = [
        at("own_home", assembly),
        at("own_reading", assembly),
        at("own_reading", assembly, query="?q=paper"),
        at("own_pack", assembly, 1),
        at("own_evidence", assembly, 2),
        at("own_notes", assembly),
        at("own_reading_wish", assembly),
    ]
    for address in addresses:
        html = client.get(address).content
        files = linked_files(html.decode())
        assert None not in files
        total = len(gzip.compress(html))
        for path in files:
            total += len(gzip.compress(Path(path).read_bytes()))
        assert total < 100_000, (address, total)


WHO_MAY = {row.name: row.roles for row in TABLE}
SECRETS = {
    "unreleased": ItemState.APPROVED,
    "embargoed": ItemState.RELEASED,
    "withdrawn": ItemState.WITHDRAWN,
}


def hidden_things(assembly):
    """Three papers that nobody may read, all in an issued pack with a PDF, and a correction that is a draft."""
    session = make_session(assembly)
    version = make_issued(assembly, session=session)
    entries = []
    for name, state in SECRETS.items():
        file = make_stored_file(assembly, b"%PDF-1.4 SECRET-BYTES", name=f"{name}-SECRET-NAME.pdf")
        item = make_item(
            assembly,
            session=session,
            title=f"SECRET-TITLE-{name}",
            summary=f"SECRET-SUMMARY-{name}",
            text=f"SECRET-TEXT-{name}",
            file=file,
        )
        entries.append(
            {
                "version": item.versions.get().pk,
                "title": "SECRET-TITLE",
                "summary": "SECRET-SUMMARY",
                "summary_only": False,
            }
        )
        version.pack.entries.create(item=item, place=item.number)
        changes = {"state": state}
        if name == "embargoed":
            changes["embargo_until"] = NOON + timedelta(days=36500)
        if name == "withdrawn":
            changes["withdrawn_reason"] = "⟪Taken back⟫"
        EvidenceItem.objects.filter(pk=item.pk).update(**changes)
    shown = version.pack.entries.first().item
    shown.versions.create(number=2, title="SECRET-TITLE-draft", note="SECRET-NOTE", made_at=NOON)
    issue_again(version.pack, entries=[*version.content["entries"], *entries])
    file = make_waiting(version.pack.versions.get(number=2), built_at=NOON, pages=1, file="packs/x.pdf")
    storage = file.file.storage
    with storage.open("packs/x.pdf", "wb") as target:
        target.write(b"%PDF-1.4 SECRET-BYTES")
    return session


def addresses_to_try(assembly, numbers):
    """Yield every address of the URLconf, with every number that could lead to something hidden.

    Where a member has no permission they are refused before anything is loaded: one number is enough.
    """
    words = ("normal", "large", "pdf")
    for page in _walk(get_resolver(), ""):
        if page.route.startswith(("platform/", "accounts/")):
            continue
        names = re.findall(r"<(?:(\w+):)?(\w+)>", page.route)
        names = [(kind, name) for kind, name in names if name != "slug"]
        given = {"slug": assembly.slug} if "<slug:slug>" in page.route else {}
        choices = [numbers if kind == "int" else words for kind, _name in names]
        permission = getattr(page.view, "permission", "")
        if permission and Role.MEMBER not in WHO_MAY[permission]:
            choices = [each[:1] for each in choices]
        for values in product(*choices):
            arguments = {**given, **dict(zip((name for _kind, name in names), values, strict=True))}
            try:
                yield reverse(page.name, kwargs=arguments)
            except NoReverseMatch:
                # A uuid, a token or a day: no number of ours leads there.
                break


def test_no_address_shows_a_member_what_is_not_released(assembly, reader):
    """Titles, summaries, texts, names and bytes: of what is unreleased, embargoed, withdrawn, or a draft."""
    client, person = reader
    session = hidden_things(assembly)
    for item in EvidenceItem.objects.all():
        make_private_note(person, item)
    items = EvidenceItem.objects.all()
    numbers = sorted(
        {
            session.number,
            *items.values_list("pk", flat=True),
            *items.values_list("number", flat=True),
            *EvidenceVersion.objects.values_list("pk", flat=True),
            *EvidenceVersion.objects.values_list("file", flat=True),
            *PackFile.objects.values_list("pk", flat=True),
        }
        - {None}
    )
    found, shown = [], set()
    for address in addresses_to_try(assembly, numbers):
        page = body(client.get(address))
        if b"SECRET" in page:
            found.append(address)
        if "⟪What the air does to us⟫".encode() in page:
            shown.add(address)
    search = client.get(at("own_reading", assembly, query="?q=SECRET-TITLE")).content.decode()
    assert ("0 papers hold these words" in search, found) == (True, [])
    # What is released is found on the way: the walk comes by where papers are read.
    assert {at("own_pack", assembly, 1), at("own_evidence", assembly, 1)} <= shown


def test_another_assemblys_papers_are_not_found(assembly, reader):
    client, _person = reader
    other = AssemblyFactory()
    item = make_item(other, title="⟪Elsewhere⟫", file=make_stored_file(other))
    assert client.get(at("own_evidence", assembly, item.number)).status_code == 404
    assert "⟪Elsewhere⟫" not in client.get(at("own_reading", assembly, query="?q=Elsewhere")).content.decode()


def test_a_pack_is_shown_in_its_language_and_what_is_said_around_it_in_the_readers(assembly, reader):
    client, _person = reader
    pack = make_pack(assembly, items=0, is_issued=False)
    item = make_item(assembly, title="L’air", language="fr", source="Le Conseil", session=pack.session)
    entries = [{"version": item.versions.get().pk, "title": "", "summary": "", "summary_only": False}]
    content = {"title": "Premier dossier", "intro": "Bienvenue", "language": "fr", "entries": entries}
    pack.versions.create(number=1, content=content, issued_at=NOON, issued_by=UserFactory())
    page = client.get(at("own_pack", assembly, pack.session.number)).content.decode()
    assert '<html lang="en"' in page
    for words in (
        '<h1 lang="fr">Premier dossier</h1>',
        '<div class="stack-s" lang="fr"><p class="muted">Version 1, parue le 2 mars 2026.</p>',
        '<h3 lang="fr">Le texte</h3><div lang="fr">',
        "<dt>Source</dt><dd>Le Conseil</dd>",
        "Files, other forms, and your note: L’air",
    ):
        assert words in page
    client.cookies["django_language"] = "fr"
    english = make_issued(assembly, items=1).pack.session.number
    page = client.get(at("own_pack", assembly, english)).content.decode()
    assert '<html lang="fr"' in page
    assert '<h3 lang="en">The text</h3>' in page
    assert "Fichiers, autres formats et votre note" in page

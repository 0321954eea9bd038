"""A pack is put together, issued as it may be read, built by one worker, and sent to those who read on paper."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assembly.enums import Role
from assembly.errors import GateClosed
from assembly.models import Assembly, AuditEvent
from assembly.record import sentence_of
from evidence.attention import evidence_parts
from evidence.enums import ItemState
from evidence.errors import EvidenceRefused
from evidence.models import EvidenceItem, Pack, PackDelivery, PackFile, PackVersion
from evidence.selectors.deliveries import reach_of, readers_of
from evidence.selectors.packs import checked_entries, difference, issued_of, latest_version
from evidence.services import packs
from evidence.services.deliveries import note_deliveries
from evidence.services.packs_build import SILENT_FOR, WAITING_FOR, build_again, build_file, fail_silent_files
from evidence.services.packs_issue import TASK, issue_pack
from evidence.services.witnesses_erasure import erase_witnesses
from evidence.tasks_packs import build_file as task
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_evidence import make_item, make_pack, make_stored_file, make_witness
from tests.factories_packs import (
    issue_again,
    make_delivery,
    make_issued,
    make_reader,
    make_waiting,
    make_wish,
)
from tests.factories_people import make_members, member_of
from tests.factories_pool import RespondentFactory
from tests.factories_sessions import make_session
from tests.hostile_files import encrypted_pdf

pytestmark = pytest.mark.django_db
PAGE = "https://riverbend.example/pack/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def who():
    return {"actor": UserFactory(), "now": NOON}


def issue(pack, note="", revision=1):
    return issue_pack(pack=pack, note=note, revision=revision, page_url=PAGE, **who())


def order_of(pack):
    return list(pack.entries.order_by("place").values_list("item__number", flat=True))


def refused(code, service, **said):
    with pytest.raises(EvidenceRefused) as refusal:
        service(**said)
    assert refusal.value.code == code


def release_correction(item, note="⟪A figure was wrong⟫"):
    """Release a second version of an item."""
    return item.versions.create(
        number=2, title="⟪Corrected⟫", summary="⟪Better⟫", note=note, made_at=NOON, released_at=NOON
    )


def test_a_pack_begins_with_what_is_meant_for_its_session(assembly):
    session = make_session(assembly)
    first = make_item(assembly, session=session)
    make_item(assembly, session=session, state=ItemState.WITHDRAWN)
    make_item(assembly)
    words = packs.PackWords(" ⟪Air⟫ ", "", "en")
    pack = packs.make_pack(session=session, words=words, **who())
    assert (pack.title, [entry.item for entry in pack.entries.all()]) == ("⟪Air⟫", [first])
    assert packs.make_pack(session=session, words=words, **who()) == pack


def test_papers_are_moved_ordered_added_and_taken_out(assembly):
    pack = make_pack(assembly, items=3)
    keys = list(pack.entries.order_by("place").values_list("pk", flat=True))
    packs.move_entry(pack=pack, entry=keys[2], by=-1, revision=1, **who())
    assert order_of(pack) == [1, 3, 2]
    packs.move_entry(pack=pack, entry=keys[0], by=-1, revision=2, **who())
    assert order_of(pack) == [1, 3, 2]
    packs.order_entries(pack=pack, entries=keys[::-1], revision=3, **who())
    assert order_of(pack) == [3, 2, 1]
    packs.remove_entry(pack=pack, entry=keys[1], revision=4, **who())
    packs.add_items(pack=pack, items=[make_item(assembly)], revision=5, **who())
    assert (order_of(pack), [entry.place for entry in pack.entries.all()]) == ([3, 1, 4], [1, 2, 3])
    refused("not_its_entries", packs.order_entries, pack=pack, entries=keys, revision=6, **who())


def test_a_stale_form_changes_nothing(assembly):
    pack = make_pack(assembly, items=2)
    entry = pack.entries.first().pk
    packs.print_summary_alone(pack=pack, entry=entry, is_summary_only=True, revision=1, **who())
    refused("stale", packs.remove_entry, pack=pack, entry=entry, revision=1, **who())
    refused("stale", issue_pack, pack=pack, note="", revision=1, page_url=PAGE, **who())
    assert (pack.entries.count(), pack.versions.count()) == (2, 1)


def test_a_double_click_issues_one_version_and_two_people_are_told_of_each_other(assembly):
    pack = make_pack(assembly)
    said = {"pack": pack, "note": "⟪New summaries⟫", "revision": 1, "page_url": PAGE, "after": 1}
    mine = who()
    version = issue_pack(**said, **mine)
    assert (version.number, issue_pack(**said, **mine)) == (2, version)
    refused("stale", issue_pack, **said, **who())
    assert pack.versions.count() == 2


def test_the_check_list_says_what_is_missing(assembly):
    pack = make_pack(assembly, items=0, is_issued=False)
    slides = make_stored_file(assembly, name="⟪a.pptx⟫", content_type="application/x", pages=None)
    for place, item in enumerate(
        (
            make_item(assembly, state=ItemState.APPROVED),
            make_item(assembly, embargo_until=NOON + timedelta(days=1)),
            make_item(assembly, summary="", text=""),
            make_item(assembly, file=slides),
        )
    ):
        pack.entries.create(item=item, place=place)
    found = [(list(each.faults), list(each.remarks)) for each in checked_entries(pack, NOON)]
    assert found == [
        (["It is not released to members: Approved."], []),
        (["It is not to be shown yet."], []),
        (
            [],
            [
                "It has no summary in plain language.",
                "It has neither text nor file: its summary alone can be printed.",
            ],
        ),
        ([], ["Its file is no PDF, and is not printed: readers are told where it is."]),
    ]


def test_what_members_may_not_read_is_not_issued(assembly):
    pack = make_pack(assembly, is_issued=False)
    pack.entries.create(item=make_item(assembly, state=ItemState.SUBMITTED), place=2)
    with pytest.raises(GateClosed) as closed:
        issue(pack)
    assert len(closed.value.blockers) == 1
    assert not PackVersion.objects.exists()


def test_a_version_is_frozen_and_its_pdfs_are_queued(assembly, queued):
    pack = make_pack(assembly, items=2, is_issued=False)
    version = issue(pack)
    frozen = dict(version.content)
    EvidenceItem.objects.update(state=ItemState.APPROVED)
    Pack.objects.update(title="⟪Other⟫")
    assert PackVersion.objects.get().content == frozen
    assert frozen["title"] == pack.title
    assert [each["version"] for each in frozen["entries"]] == [
        entry.item.versions.get().pk for entry in pack.entries.all()
    ]
    assert queued() == [(TASK, [file.pk, PAGE]) for file in PackFile.objects.order_by("pk")]
    assert f"{task.module_path}" == TASK


def test_a_later_version_says_what_changed_and_the_difference_is_shown(assembly):
    pack = make_pack(assembly, items=3)
    refused("no_note", issue_pack, pack=pack, note=" ", revision=1, page_url=PAGE, **who())
    first, second, third = pack.entries.order_by("place")
    release_correction(first.item)
    packs.remove_entry(pack=pack, entry=second.pk, revision=1, **who())
    packs.move_entry(pack=pack, entry=third.pk, by=-1, revision=2, **who())
    packs.add_items(pack=pack, items=[make_item(assembly, title="⟪New⟫")], revision=3, **who())
    issue(pack, "⟪Corrected⟫", revision=4)
    before, after = issued_of(pack.versions.order_by("number").select_related("pack"), assembly, NOON)
    found = difference(before, after)
    assert (found.added, found.corrected, found.is_reordered, found.is_reworded) == (
        ["⟪New⟫"],
        ["⟪Corrected⟫"],
        True,
        False,
    )
    assert found.removed == [second.item.versions.get().title]


def actions(assembly):
    found = evidence_parts.attention_of(Assembly.objects.get(pk=assembly.pk))
    return [str(action.title) for action in found if "pack" in str(action.title)]


def test_the_team_is_told_what_packs_need(assembly, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    soon = make_session(assembly, starts_at=NOON + timedelta(days=9))
    make_session(assembly, starts_at=NOON + timedelta(days=11))
    assert actions(assembly) == ["Issue the pack of session 1"]
    pack = make_pack(assembly, items=2, session=soon)
    assert actions(assembly) == []
    person = make_members(assembly, 1)[0]
    make_members(assembly, 1, user=UserFactory())
    assert actions(assembly) == ["Post the pack of session 1 to one person"]
    make_delivery(pack.versions.get(), person)
    assert actions(assembly) == []
    release_correction(pack.entries.first().item)
    assert actions(assembly) == ["Issue the pack of session 1 anew"]
    issue_again(pack, entries=pack.versions.get().content["entries"][1:])
    assert actions(assembly) == ["Post the pack of session 1 to one person"]
    make_waiting(latest_version(pack), problem="⟪x⟫")
    assert len(actions(assembly)) == 2


def test_the_attention_costs_as_much_for_three_packs_as_for_one(assembly):
    def count():
        fresh = Assembly.objects.get(pk=assembly.pk)
        with CaptureQueriesContext(connection) as queries:
            evidence_parts.attention_of(fresh)
        return len(queries)

    make_pack(assembly, items=2)
    one = count()
    for _number in range(2):
        make_pack(assembly, items=2)
    assert count() == one


def test_a_file_is_built_by_one_worker_and_others_find_nothing(assembly, now):
    file = make_waiting(make_pack(assembly, items=2).versions.get())
    assert build_file(file.pk, page_url=PAGE, clock=lambda: now)
    file.refresh_from_db()
    assert (bool(file.file), file.pages, file.problem, file.built_at) == (True, 4, "", now)
    assert not build_file(file.pk, page_url=PAGE, clock=lambda: now)
    assert AuditEvent.objects.filter(type="pack.built").count() == 1


def test_a_file_that_cannot_be_read_is_named_and_can_be_built_again(assembly, now, queued):
    pack = make_pack(assembly, items=0, is_issued=False)
    item = make_item(assembly, file=make_stored_file(assembly, encrypted_pdf()))
    pack.entries.create(item=item, place=1)
    version = issue(pack)
    file = PackFile.objects.first()
    build_file(file.pk, page_url=PAGE, clock=lambda: now)
    file.refresh_from_db()
    assert file.problem == (
        "The file of “⟪What the air does to us⟫” cannot be read. Print its summary alone, or replace the file."
    )
    assert build_again(version=version, page_url=PAGE, **who()) == 1
    file.refresh_from_db()
    assert (file.problem, file.heartbeat_at, len(queued())) == ("", None, 3)


def test_a_version_with_something_taken_back_is_not_built(assembly, now):
    file = make_waiting(make_pack(assembly).versions.get())
    EvidenceItem.objects.update(state=ItemState.WITHDRAWN, withdrawn_reason="⟪x⟫")
    build_file(file.pk, page_url=PAGE, clock=lambda: now)
    file.refresh_from_db()
    assert file.problem == "Something in this version was taken back. Issue a new version without it."


def test_the_clock_fails_files_whose_worker_is_silent_and_a_late_worker_changes_nothing(assembly, now):
    version = make_pack(assembly).versions.get()
    silent = make_waiting(version, heartbeat_at=now - SILENT_FOR - timedelta(seconds=1))
    make_waiting(version, "large", heartbeat_at=now)
    later = make_waiting(issue_again(version.pack), queued_at=now - WAITING_FOR - timedelta(seconds=1))
    assert fail_silent_files(now) == 2
    assert fail_silent_files(now) == 0
    assert set(PackFile.objects.exclude(problem="")) == {silent, later}
    assert not build_file(silent.pk, page_url=PAGE, clock=lambda: now)


def test_a_worker_that_was_taken_for_dead_leaves_no_file_behind(assembly, now, tmp_path):
    file = make_waiting(make_pack(assembly).versions.get())
    moments = iter([now])

    def clock():
        # The row is failed and asked for anew while the first worker still works.
        moment = next(moments, None)
        if moment is None:
            PackFile.objects.filter(pk=file.pk).update(queued_at=now + timedelta(minutes=5))
        return now

    assert build_file(file.pk, page_url=PAGE, clock=clock)
    file.refresh_from_db()
    assert (file.built_at, list(tmp_path.rglob("*.pdf"))) == (None, [])


def test_pdfs_that_name_an_erased_witness_are_taken_away_and_built_again_without_the_name(
    assembly, settings, tmp_path, now, django_capture_on_commit_callbacks
):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    version, other = make_issued(assembly), make_issued(assembly)
    witness = make_witness(assembly, state="heard", name="Wilhelmina Quartz")
    EvidenceItem.objects.filter(pack_entries__pack=version.pack).update(witness=witness)
    with django_capture_on_commit_callbacks(execute=True):
        erase_witnesses(pks=[witness.pk], assembly=assembly, reason="⟪Asked⟫", **who())
    spoilt = PackFile.objects.filter(version=version)
    assert {(each.file.name, each.problem[:34]) for each in spoilt} == {
        ("", "It named somebody whose data were ")
    }
    assert len(list(tmp_path.rglob("*.pdf"))) == PackFile.objects.filter(version=other).count() == 2
    event = AuditEvent.objects.get(type="pack.spoilt")
    assert "2 PDFs of version 1 of the pack of session 1 were taken away" in sentence_of(event)
    build_again(version=version, page_url=PAGE, **who())
    for file in spoilt.all():
        assert build_file(file.pk, page_url=PAGE, clock=lambda: now)
        file.refresh_from_db()
        with file.file.open() as built:
            text = "".join(page.extract_text() for page in PdfReader(built).pages)
        assert "Quartz" not in text


def test_the_queue_builds_both_sizes(assembly, work, settings, tmp_path):
    pack = make_pack(assembly, is_issued=False)
    with transaction.atomic():
        issue(pack)
    work()
    assert {file.size_of_print: bool(file.built_at) for file in PackFile.objects.all()} == {
        "normal": True,
        "large": True,
    }


def test_who_has_no_account_reads_on_paper_unless_they_said_otherwise(assembly):
    version = make_pack(assembly).versions.get()
    without, asked, online = (*make_members(assembly, 2), make_reader(assembly)[1])
    make_wish(asked, way="online")
    left = make_members(assembly, 1, left_at=version.pack.session.starts_at)
    found = {reader.person: (reader.way, reader.size_of_print) for reader in readers_of(version)}
    assert left[0] not in found
    assert found == {
        without: ("paper", "normal"),
        asked: ("online", "large"),
        online: ("online", "normal"),
    }


def test_what_was_posted_is_noted_of_many_and_a_new_version_makes_it_old(assembly):
    version = make_pack(assembly).versions.get()
    people = make_members(assembly, 3)
    keys = [person.pk for person in people]

    def note(verb, which, of=version):
        return note_deliveries(version=of, people=which, verb=verb, **who())

    assert (note("posted", keys[:2]), note("posted", keys), note("handed", keys)) == (2, 1, 0)
    assert (note("returned", keys[:1]), note("returned", keys[:1]), note("posted", keys[:1])) == (1, 0, 1)
    assert reach_of(readers_of(version)).to_send == 0
    newer = issue_again(version.pack)
    reach = reach_of(readers_of(newer))
    assert (reach.old, reach.to_send, reach.unreached) == (3, 3, 3)
    assert note("undone", keys) == 3
    assert reach_of(readers_of(newer)).old == 0
    refused("nobody", note_deliveries, version=version, people=[], verb="posted", **who())


def test_an_undone_note_leaves_that_they_opened_it(assembly):
    version = make_pack(assembly).versions.get()
    person = make_members(assembly, 1)[0]
    make_delivery(version, person, opened_at=NOON)
    note_deliveries(version=version, people=[person.pk], verb="undone", **who())
    row = PackDelivery.objects.get()
    assert (row.posted_at, row.sent_by, row.opened_at) == (None, None, NOON)


def test_the_list_costs_as_much_for_three_members_as_for_one(assembly, organiser, client_of):
    version = make_issued(assembly)
    address = reverse("pack_deliveries", args=[assembly.slug, version.pack.session.number])
    client = client_of(organiser)

    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    for person in make_members(assembly, 1):
        make_delivery(version, person)
    one = count()
    for person in make_members(assembly, 2):
        make_wish(person)
        make_delivery(version, person)
    assert count() == one


def test_addresses_leave_the_house_once_somebody_said_what_for(assembly, session_staff, client_of):
    version = make_issued(assembly)
    respondent = RespondentFactory(
        assembly=assembly, first_name="=Grace", last_name="Adeyemi", address="2 Mill Lane, Riverbend"
    )
    member_of(respondent, name="=Grace Adeyemi")
    address = reverse("pack_addresses", args=[assembly.slug, version.pack.session.number])
    answer = client_of(session_staff).post(address)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:5] == ["1", "'=Grace Adeyemi", "Normal print", "2 Mill Lane", "Riverbend"]
    event = AuditEvent.objects.get(type="pack.addresses")
    assert (event.details["people"], event.details["purpose"]) == (1, "⟪Tests⟫")


def test_the_buttons_of_the_page_do_what_dragging_does(assembly, organiser, client_of):
    pack = make_pack(assembly, items=3)
    client, number = client_of(organiser), pack.session.number
    address = reverse("pack_entries", args=[assembly.slug, number])
    keys = list(pack.entries.order_by("place").values_list("pk", flat=True))
    client.post(address, {"act": f"down-{keys[0]}", "revision": 1})
    assert order_of(pack) == [2, 1, 3]
    places = {f"place-{key}": place for key, place in zip(keys, (3, 2, 1), strict=True)}
    client.post(address, {"act": "order", "revision": 2, **places})
    assert order_of(pack) == [3, 2, 1]
    stale = client.post(address, {"act": f"remove-{keys[0]}", "revision": 1}, follow=True)
    assert "Somebody changed this pack meanwhile" in stale.content.decode()
    client.post(address, {"act": f"summary-{keys[0]}", "revision": 3})
    assert pack.entries.get(pk=keys[0]).is_summary_only
    new = make_item(assembly)
    client.post(address, {"act": "add", "items": [new.pk], "revision": 4})
    assert order_of(pack) == [3, 2, 1, new.number]
    assert client.post(address, {"act": "burn", "revision": 5}).status_code == 400


def test_an_organiser_issues_on_the_page_and_sees_it_being_built(assembly, organiser, client_of):
    pack = make_pack(assembly, is_issued=False)
    client, number = client_of(organiser), pack.session.number
    form = {"revision": 1, "after": 0}
    page = client.post(reverse("pack_issue", args=[assembly.slug, number]), form, follow=True)
    assert "PDFs are being built" in page.content.decode()
    progress = reverse("pack_progress", args=[assembly.slug, number])
    assert "waits for its turn" in client.get(progress).content.decode()
    PackFile.objects.update(problem="⟪x⟫")
    assert client.get(progress)["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.ORGANISER, (200, 200, 200)),
        (Role.OBSERVER, (200, 403, 403)),
        (Role.MEMBER, (403, 403, 403)),
        (None, (404, 404, 404)),
    ],
)
def test_who_sees_packs_and_who_sees_names(role, statuses, assembly, client_of, outsider):
    number = make_issued(assembly).pack.session.number
    user = AppointmentFactory(assembly=assembly, role=role).user if role else outsider
    client = client_of(user)
    names = ("pack", "pack_issue", "pack_deliveries")
    found = [client.get(reverse(name, args=[assembly.slug, number])).status_code for name in names]
    assert tuple(found) == statuses

"""The pages on which evidence is asked for, written, reviewed, released and corrected."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import Role
from evidence.models import EvidenceItem, EvidenceVersion, Review, StoredFile
from evidence.services.item_moves import move_item
from evidence.services.items import Words, save_draft
from tests.factories import NOON, AppointmentFactory, AssemblyFactory
from tests.factories_evidence import make_item, make_stored_file, make_topic, make_witness
from tests.factories_evidence_items import make_correction, make_ready_item, make_review
from tests.factories_sessions import make_session
from tests.hostile_files import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def as_(assembly, client_of):
    """Return a client of somebody with a role."""
    return lambda role: client_of(AppointmentFactory(assembly=assembly, role=role).user)


@pytest.fixture
def at(assembly):
    """Return the address of a page of the assembly."""
    return lambda name, *args: reverse(name, args=[assembly.slug, *args])


def text_of(answer):
    return answer.content.decode()


def words(**given):
    stands = {"revision": 1, "title": "⟪The air⟫", "language": "en", "summary": "⟪Bad.⟫", "text": "⟪t⟫"}
    return stands | given


def test_the_list_is_narrowed_by_words_and_choices_and_taken_as_a_file(assembly, organiser, client_of, at):
    topic, session = make_topic(assembly), make_session(assembly)
    first = make_item(assembly, state="requested", session=session, title="=1+1", kind="paper")
    first.topics.add(topic)
    make_item(assembly, witness=make_witness(assembly, name="⟪Ada Long⟫"), text="⟪soot⟫")
    client = client_of(organiser)

    def found(query):
        page = text_of(client.get(at("evidence") + query))
        return [
            each.number for each in EvidenceItem.objects.all() if at("evidence_item", each.number) in page
        ]

    assert found("") == [1, 2]
    for query in ("state=requested", f"topic={topic.number}", f"session={session.number}", "kind=paper"):
        assert found(f"?{query}") == [1]
    assert (found("?search=SOOT"), found("?search=ada+soot"), found("?search=nowhere")) == ([2], [2], [])
    answer = client.get(at("evidence_export") + "?state=requested")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[:4] for row in rows] == [
        ["Number", "Title", "Kind", "State"],
        ["1", "'=1+1", "Paper", "Requested"],
    ]


def test_the_list_takes_as_many_queries_for_three_items_as_for_one(assembly, organiser, client_of, at):
    client, counts = client_of(organiser), []
    for many in (1, 2):
        for _ in range(many):
            item = make_item(assembly, session=make_session(assembly), witness=make_witness(assembly))
            item.topics.add(make_topic(assembly, f"⟪{item.number}⟫"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(at("evidence")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_item_is_asked_for_from_a_witness_and_a_double_click_makes_one(assembly, organiser, client_of, at):
    witness, stranger = make_witness(assembly), make_witness(AssemblyFactory())
    client = client_of(organiser)
    token = client.get(at("evidence_new")).context["form"]["token"].value()
    form = {"title": "⟪The air⟫", "kind": "paper", "witness": stranger.pk, "wanted_by": "2026-04-01"}
    form["token"] = str(token)
    assert client.post(at("evidence_new"), form).status_code == 422
    answers = [client.post(at("evidence_new"), form | {"witness": witness.pk}) for _click in range(2)]
    answer = answers[1]
    item = EvidenceItem.objects.get()
    assert answer["Location"] == at("evidence_item", 1)
    assert (item.state, item.witness, item.versions.get().title) == ("requested", witness, "⟪The air⟫")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://x.example/", "https://bank.example@evil.example/"]
)
def test_an_address_that_could_run_or_deceive_is_refused(link, assembly, organiser, client_of, at):
    make_item(assembly, state="requested")
    answer = client_of(organiser).post(at("evidence_edit", 1), words(link=link))
    assert (answer.status_code, EvidenceVersion.objects.get().link) == (422, "")


def test_a_link_names_its_site_and_tells_it_nothing(assembly, organiser, client_of, at):
    make_item(assembly, link="https://air.example/paper?a=1")
    page = text_of(client_of(organiser).get(at("evidence_item", 1)))
    assert (
        '<a href="https://air.example/paper?a=1" rel="noopener noreferrer">Open it at air.example</a>' in page
    )


def test_a_draft_is_saved_with_its_file_which_is_served_as_a_download(assembly, organiser, client_of, at):
    make_item(assembly, state="requested")
    client = client_of(organiser)
    upload = SimpleUploadedFile("air.pdf", pdf(2))
    assert client.post(at("evidence_edit", 1), words(file=upload)).status_code == 302
    version = EvidenceVersion.objects.get()
    assert (version.revision, version.file.name, version.file.pages) == (2, "air.pdf", 2)
    # Saved again without a file it keeps the one it has; ticked, it lets it go.
    client.post(at("evidence_edit", 1), words(revision=2, title="⟪Two⟫"))
    version.refresh_from_db()
    assert (version.title, version.file.name) == ("⟪Two⟫", "air.pdf")
    answer = client.get(at("evidence_file", version.file.pk))
    assert (answer["Content-Disposition"], answer["X-Content-Type-Options"]) == (
        'attachment; filename="air.pdf"',
        "nosniff",
    )
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    client.post(at("evidence_edit", 1), words(revision=3, without_file="on"))
    version.refresh_from_db()
    assert version.file is None


def test_a_file_that_is_refused_says_why_and_the_words_stay(assembly, organiser, client_of, at):
    make_item(assembly, state="requested")
    answer = client_of(organiser).post(
        at("evidence_edit", 1), words(title="⟪Kept⟫", file=SimpleUploadedFile("a.pdf", b"MZ program"))
    )
    page = text_of(answer)
    assert (answer.status_code, StoredFile.objects.count()) == (422, 0)
    assert "This is a program, not a document." in page
    assert "⟪Kept⟫" in page


def test_of_two_who_write_at_once_the_second_sees_both_texts_and_loses_no_file(
    assembly, organiser, client_of, at
):
    item = make_item(assembly, state="requested")
    save_draft(item=item, words=Words("⟪Theirs⟫"), revision=1, actor=organiser, now=NOON)
    client = client_of(organiser)
    upload = SimpleUploadedFile("mine.txt", b"Mine.")
    answer = client.post(at("evidence_edit", 1), words(title="⟪Mine⟫", file=upload))
    page = text_of(answer)
    assert answer.status_code == 409
    assert all(each in page for each in ("⟪Mine⟫", "⟪Theirs⟫", "Save my words instead", 'value="2"'))
    kept = StoredFile.objects.get()
    client.post(at("evidence_edit", 1), words(revision=2, title="⟪Mine⟫", kept=kept.pk))
    version = EvidenceVersion.objects.get()
    assert (version.title, version.revision, version.file) == ("⟪Mine⟫", 3, kept)


def test_nobody_takes_a_file_that_somebody_else_brought(assembly, organiser, client_of, at):
    make_item(assembly, state="requested")
    foreign = make_stored_file(assembly)
    client_of(organiser).post(at("evidence_edit", 1), words(kept=foreign.pk))
    assert EvidenceVersion.objects.get().file is None


def test_how_hard_it_is_to_read_is_told_while_writing_with_and_without_script(
    assembly, organiser, client_of, at
):
    make_item(assembly, state="requested")
    client = client_of(organiser)
    hard = "The municipality demonstrably exacerbates respiratory morbidity. " + "word " * 21 + "."
    part = text_of(client.post(at("evidence_measure"), {"summary": hard, "language": "en"}))
    assert "<html" not in part
    assert all(each in part for each in ("Reading age about", "1 long sentence", "municipality"))
    answer = client.post(at("evidence_edit", 1), words(summary=hard, look="1"))
    page = text_of(answer)
    assert (answer.status_code, EvidenceVersion.objects.get().revision) == (200, 1)
    assert "1 long sentence" in page
    assert hard.strip() in page
    german = text_of(client.post(at("evidence_measure"), {"summary": "Die Luft.", "language": "de"}))
    assert "Reading age about" not in german
    assert "known for English alone" in german


def test_an_item_is_moved_by_a_form_that_asks_once_and_says_what_is_missing(
    assembly, organiser, client_of, at
):
    make_item(assembly, state="balance_review")
    client = client_of(organiser)
    page = text_of(client.get(at("evidence_move", 1) + "?verb=pass_review"))
    assert "No reviewer has found the draft" in page
    assert '<button class="btn btn-primary"' not in page.partition("<main")[2]
    assert client.get(at("evidence_move", 1) + "?verb=approve").status_code == 404
    answer = client.post(at("evidence_move", 1), {"verb": "withdraw"})
    assert (answer.status_code, EvidenceItem.objects.get().state) == (422, "balance_review")
    client.post(at("evidence_move", 1), {"verb": "withdraw", "reason": "⟪Not ours⟫"})
    page = text_of(client.get(at("evidence_item", 1)))
    assert EvidenceItem.objects.get().state == "withdrawn"
    assert "⟪Not ours⟫" in page
    assert "Members never read it." in page


def test_whoever_approves_is_told_that_the_draft_changed_since_its_review(assembly, organiser, client_of, at):
    item = make_ready_item(assembly, "plain_language_edit")
    client, address = client_of(organiser), at("evidence_release", 1) + "?verb=approve"
    assert "changed since a reviewer" not in text_of(client.get(address))
    plainer = Words("⟪The air⟫", text="⟪t⟫", summary="⟪s⟫")
    save_draft(item=item, words=plainer, revision=1, actor=organiser, now=NOON)
    assert "changed since a reviewer" in text_of(client.get(address))


def test_moments_are_planned_by_the_assemblys_clock(assembly, organiser, client_of, at):
    make_session(assembly, time_zone="America/New_York")
    item = make_item(assembly, state="approved")
    client = client_of(organiser)
    page = text_of(client.get(at("evidence_moments", 1)))
    assert "the clock of New York (America)" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    form = {"seen": seen, "release_at_day": "2036-07-01", "release_at_time": "09:30"}
    assert client.post(at("evidence_moments", 1), {"release_at_time": "09:30"}).status_code == 422
    assert client.post(at("evidence_moments", 1), form | {"seen": "x"}).status_code == 409
    assert client.post(at("evidence_moments", 1), form).status_code == 302
    item.refresh_from_db()
    assert item.release_at.isoformat() == "2036-07-01T13:30:00+00:00"
    assert "1 July 2036, 09:30" in text_of(client.get(at("evidence_item", 1)))


def test_the_page_of_an_item_says_who_reads_what_now(assembly, organiser, client_of, at):
    item = make_item(assembly, state="published")
    make_correction(item)
    page = text_of(client_of(organiser).get(at("evidence_item", 1)))
    assert page.count("Version 1, since 2 March 2026, 12:00") == 2
    assert "Draft, version 2, state 1" in page
    item.embargo_until = NOON + timedelta(days=100_000)
    item.save()
    page = text_of(client_of(organiser).get(at("evidence_item", 1)))
    assert "Nothing: its embargo has not ended" in page
    assert "since 2 March" not in page


def test_any_two_versions_are_compared_also_long_ones(assembly, organiser, client_of, at):
    item = make_item(assembly, text="".join(f"⟪Line {number}.⟫\n" for number in range(3000)))
    item.versions.get()
    make_correction(item, text="".join(f"⟪Line {number}.⟫\n" for number in range(3000) if number != 1500))
    page = text_of(client_of(organiser).get(at("evidence_version", 1, 2)))
    assert "What version 2 changed in version 1:" in page
    assert page.count("<del>") == 1
    assert "⟪Line 1500.⟫" in page.partition("<del>")[2].partition("</del>")[0]
    back = text_of(client_of(organiser).get(at("evidence_version", 1, 1) + "?with=2"))
    assert "What version 2 changed in version 1:" in back
    assert client_of(organiser).get(at("evidence_version", 1, 3)).status_code == 404


def test_a_reviewer_reads_the_draft_and_its_file_and_gives_a_finding(assembly, as_, at):
    file = make_stored_file(assembly)
    item = make_item(assembly, state="balance_review", file=file, staff_notes="⟪for the team⟫")
    client = as_(Role.ADVISORY_GROUP)
    home = text_of(client.get(at("own_home")))
    assert "1 item waits for you:" in home
    assert at("evidence_review", 1) in home
    page = text_of(client.get(at("evidence_review", 1)))
    assert "⟪Measured at nine places.⟫" in page
    assert client.get(at("evidence_file", file.pk)).status_code == 200
    assert client.post(at("evidence_review", 1), {"revision": 1, "verdict": "change"}).status_code == 409
    form = {"revision": 1, "verdict": "change", "comment": "⟪Costs⟫"}
    assert client.post(at("evidence_review", 1), form)["Location"] == at("evidence_reviews")
    assert Review.objects.get().comment == "⟪Costs⟫"
    assert "Nothing waits for you." in text_of(client.get(at("own_home")))
    item_page = text_of(client.get(at("evidence_item", 1)))
    assert "⟪for the team⟫" not in item_page
    assert "history-h" not in item_page
    assert at("evidence_edit", item.number) not in item_page


def test_a_draft_that_changed_while_it_was_read_is_shown_again_with_what_was_written(
    assembly, organiser, as_, at
):
    item = make_item(assembly, state="balance_review")
    save_draft(item=item, words=Words("⟪Newer⟫", text="⟪t⟫"), revision=1, actor=organiser, now=NOON)
    answer = as_(Role.ADVISORY_GROUP).post(
        at("evidence_review", 1), {"revision": 1, "verdict": "change", "comment": "⟪Costs⟫"}
    )
    page = text_of(answer)
    assert (answer.status_code, Review.objects.count()) == (409, 0)
    assert all(each in page for each in ("⟪Newer⟫", "⟪Costs⟫", 'name="revision" value="2"'))


def test_a_review_on_paper_is_entered_and_an_objection_settled(assembly, organiser, client_of, at):
    make_item(assembly, state="balance_review")
    client = client_of(organiser)
    form = {"reviewer_name": "⟪Ines Hall⟫", "way": "paper", "verdict": "change", "revision": 1}
    assert client.post(at("evidence_review_enter", 1), form | {"comment": "⟪Costs⟫"}).status_code == 302
    review = Review.objects.get()
    assert client.post(at("evidence_review_settle", 1, review.pk), {"how": "⟪Added⟫"}).status_code == 302
    page = text_of(client.get(at("evidence_item", 1)))
    assert all(each in page for each in ("⟪Ines Hall⟫", "On paper", "⟪Added⟫"))
    fit = make_review(EvidenceItem.objects.get())
    assert client.get(at("evidence_review_settle", 1, fit.pk)).status_code == 404


def test_files_that_belong_to_no_item_are_not_served(assembly, organiser, client_of, at):
    loose = make_stored_file(assembly)
    assert client_of(organiser).get(at("evidence_file", loose.pk)).status_code == 404


def test_organiser_member_and_outsider(assembly, outsider, as_, client_of, at):
    make_ready_item(assembly, "approved")
    organiser, member, staff = (as_(role) for role in (Role.ORGANISER, Role.MEMBER, Role.SESSION_STAFF))
    for name in ("evidence_item", "evidence_edit", "evidence_release", "evidence_review"):
        found = [each.get(at(name, 1)).status_code for each in (organiser, member, client_of(outsider))]
        assert found == [200, 403, 404]
    # Whoever enters evidence does not release it.
    assert staff.post(at("evidence_release", 1), {"verb": "release"}).status_code == 403
    staff.post(at("evidence_move", 1), {"verb": "release"})
    assert EvidenceItem.objects.get().state == "approved"
    organiser.post(at("evidence_release", 1), {"verb": "release"})
    assert EvidenceItem.objects.get().state == "released_to_members"


def test_a_correction_is_written_reviewed_and_released_on_the_pages(assembly, organiser, as_, client_of, at):
    item = make_item(assembly)
    client = client_of(organiser)
    form = words(revision=0, text="⟪Ten places.⟫")
    assert client.post(at("evidence_edit", 1), form).status_code == 422
    assert client.post(at("evidence_edit", 1), form | {"note": "⟪Ten, not nine⟫"}).status_code == 302
    reviewer = as_(Role.ADVISORY_GROUP)
    assert "⟪Ten, not nine⟫" in text_of(reviewer.get(at("evidence_review", 1)))
    reviewer.post(at("evidence_review", 1), {"revision": 1, "verdict": "fit"})
    client.post(at("evidence_release", 1), {"verb": "correct"})
    page = text_of(client.get(at("evidence_item", 1)))
    assert "Version 2, since" in page
    assert [each.number for each in item.versions.exclude(released_at=None)] == [2, 1]


def test_what_was_withdrawn_offers_nothing_but_reading(assembly, organiser, client_of, at):
    item = make_item(assembly)
    move_item(item=item, verb="withdraw", actor=organiser, now=NOON, reason="⟪Wrong⟫")
    client = client_of(organiser)
    page = text_of(client.get(at("evidence_item", 1))).partition("<main")[2]
    assert "Members find this in its place." in page
    assert [
        name for name in ("edit", "facts", "moments", "move", "release") if at(f"evidence_{name}", 1) in page
    ] == []
    for name in ("edit", "facts", "moments", "format_new", "review_enter"):
        page = text_of(client.get(at(f"evidence_{name}", 1))).partition("<main")[2]
        assert '<form class="stack' not in page


def test_a_correction_is_thrown_away_on_its_page_as_it_was_shown(assembly, organiser, as_, client_of, at):
    item = make_item(assembly, state="published")
    make_correction(item, title="⟪A second thought⟫")
    client = client_of(organiser)
    move = at("evidence_move", 1)
    assert f"{move}?verb=drop" in text_of(client.get(at("evidence_item", 1)))
    page = text_of(client.get(f"{move}?verb=drop"))
    assert all(each in page for each in ("⟪A second thought⟫", 'name="revision" value="1"'))
    EvidenceVersion.objects.filter(released_at=None).update(revision=2)
    answer = client.post(move, {"verb": "drop", "revision": 1}, follow=True)
    assert "Somebody has written on at this correction meanwhile" in text_of(answer)
    client.post(move, {"verb": "drop", "revision": 2})
    assert item.versions.get().number == 1
    assert f"{move}?verb=drop" not in text_of(client.get(at("evidence_item", 1)))
    assert as_(Role.MEMBER).post(move, {"verb": "drop"}).status_code == 403


def test_a_file_that_was_removed_meanwhile_is_asked_for_again(assembly, organiser, client_of, at):
    make_item(assembly, state="requested")
    kept = make_stored_file(assembly)
    StoredFile.objects.update(added_by=organiser)
    StoredFile.objects.all().delete()
    answer = client_of(organiser).post(at("evidence_edit", 1), words(kept=kept.pk))
    assert (answer.status_code, EvidenceVersion.objects.get().revision) == (422, 1)
    assert "Choose it again" in text_of(answer)

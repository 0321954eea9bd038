"""Evidence items pass their gates, are kept as they were released, and are shown to nobody before."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from assembly.clock import tick
from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, GateClosed, IllegalMove, ReasonMissing
from assembly.models import AuditEvent
from assembly.record import sentence_of
from evidence.attention_items import item_figures, items_to_see_to
from evidence.enums import Way
from evidence.errors import EvidenceRefused
from evidence.models import EvidenceFormat, EvidenceItem, EvidenceVersion, Review
from evidence.selectors.items import (
    public_items,
    readable_files,
    readable_items,
    readable_versions,
    withdrawn_items,
)
from evidence.services.item_formats import add_format, remove_format
from evidence.services.item_moves import blockers_of, move_item, submit_version
from evidence.services.item_reviews import add_review, settle_review
from evidence.services.items import Facts, Words, change_item, plan_moments, request_item, save_draft
from scheduling.selectors.seen import seen_of
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_evidence import make_item, make_stored_file, make_topic, make_witness
from tests.factories_evidence_items import agree, make_correction, make_format, make_ready_item, make_review
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(assembly):
    return AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user


def moved(item, verb, staff, **said):
    return move_item(item=item, verb=verb, actor=staff, now=said.pop("now", NOON), **said)


def waits(item, verb):
    """What holds a verb back, by the first words."""
    return [each.split(".")[0].split(":")[0] for each in blockers_of(item, verb, NOON)]


def review(item, verdict="fit", *, actor=None, revision=1, **said):
    return add_review(
        item=item,
        verdict=verdict,
        comment=said.pop("comment", "" if verdict == "fit" else "⟪Costs⟫"),
        revision=revision,
        way=said.pop("way", Way.ONLINE),
        actor=actor or UserFactory(),
        now=NOON,
        **said,
    )


def refused(code, service, **said):
    with pytest.raises(EvidenceRefused) as refusal:
        service(**said)
    assert refusal.value.code == code


def moments(item, staff, **given):
    stands = {name: getattr(item, name) for name in ("embargo_until", "release_at", "publish_at")}
    return plan_moments(item=item, moments=stands | given, seen=seen_of(item), actor=staff, now=NOON)


def test_an_item_goes_all_the_way_and_every_step_is_in_the_record(assembly, staff):
    witness = make_witness(assembly, state="accepted")
    item = request_item(
        assembly=assembly,
        facts=Facts(kind="paper", witness=witness, topics=[make_topic(assembly)]),
        words=Words(title="⟪The air⟫"),
        actor=staff,
        now=NOON,
    )
    assert (item.number, item.state, waits(item, "submit")) == (
        1,
        "requested",
        ["There is nothing to read yet"],
    )
    words = Words(title="⟪The air⟫", text="⟪It is bad.⟫")
    item = submit_version(item=item, words=words, revision=1, actor=staff, now=NOON)
    item = moved(item, "review", staff)
    assert waits(item, "pass_review") == [
        "No reviewer has found the draft, as it now stands, balanced and accurate"
    ]
    review(item, revision=2)
    item = moved(item, "pass_review", staff)
    assert waits(item, "approve") == ["There is no summary in plain language"]
    save_draft(
        item=item,
        words=Words(title="⟪The air⟫", text="⟪It is bad.⟫", summary="⟪Bad air⟫"),
        revision=2,
        actor=staff,
        now=NOON,
    )
    item = moved(item, "approve", staff)
    item = moved(item, "release", staff, now=LATER)
    assert waits(item, "publish") == [f"{witness} has not agreed to have this made public"]
    agree(witness)
    item = moved(item, "publish", staff, now=LATER)
    version = item.versions.get()
    assert (item.state, version.released_at, version.published_at) == ("published", LATER, LATER)
    told = [
        sentence_of(event)
        for event in AuditEvent.objects.filter(object_type="evidenceitem").order_by("number")
    ]
    assert told == [
        f"{staff} asked for evidence 1",
        f"{staff} wrote the draft of evidence 1 (version 1, state 2)",
        f"{staff} noted that evidence 1 has come in",
        f"{staff} gave evidence 1 to the reviewers",
        told[4],
        f"{staff} let evidence 1 pass the review",
        f"{staff} wrote the draft of evidence 1 (version 1, state 3)",
        f"{staff} approved evidence 1",
        f"{staff} released version 1 of evidence 1 to members",
        f"{staff} published version 1 of evidence 1",
    ]
    assert told[4].endswith(
        "entered a finding about evidence 1: Balanced and accurate (Online, by themselves)"
    )


def test_what_is_asked_of_another_assemblys_witness_or_topic_is_refused(assembly, staff):
    other = AssemblyFactory()
    for facts in (Facts("paper", witness=make_witness(other)), Facts("paper", topics=[make_topic(other)])):
        refused(
            "another_assembly",
            request_item,
            assembly=assembly,
            facts=facts,
            words=Words("⟪x⟫"),
            actor=staff,
            now=NOON,
        )
    assert EvidenceItem.objects.count() == 0


def test_a_draft_that_somebody_else_changed_is_not_overwritten(assembly, staff):
    item = make_item(assembly, state="requested")
    first = Words(title="⟪One⟫", text="⟪t⟫")
    assert save_draft(item=item, words=first, revision=1, actor=staff, now=NOON).revision == 2
    with pytest.raises(ChangedMeanwhile):
        save_draft(item=item, words=Words(title="⟪Two⟫"), revision=1, actor=staff, now=NOON)
    # The same words are no change: what reviewers found holds.
    assert save_draft(item=item, words=first, revision=2, actor=staff, now=NOON).revision == 2
    assert AuditEvent.objects.filter(type="evidence.write").count() == 1


def test_facts_that_somebody_else_changed_are_not_overwritten(assembly, staff):
    item = make_item(assembly, state="requested")
    seen = seen_of(EvidenceItem.objects.get(pk=item.pk))
    change_item(item=item, facts=Facts("video"), seen=seen, actor=staff, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        change_item(item=item, facts=Facts("paper"), seen=seen, actor=staff, now=NOON)
    assert EvidenceItem.objects.get().kind == "video"


@pytest.mark.parametrize(("state", "code"), [("approved", "approved"), ("withdrawn", "withdrawn")])
def test_what_is_approved_or_withdrawn_is_not_written(state, code, assembly, staff):
    item = make_item(assembly, state=state)
    refused(code, save_draft, item=item, words=Words("⟪x⟫"), revision=1, actor=staff, now=NOON)


def test_a_changed_draft_needs_a_new_look(assembly, staff):
    item = make_ready_item(assembly, "balance_review")
    assert waits(item, "pass_review") == []
    save_draft(item=item, words=Words("⟪Other⟫", text="⟪t⟫"), revision=1, actor=staff, now=NOON)
    with pytest.raises(GateClosed):
        moved(item, "pass_review", staff)
    review(item, revision=2)
    assert moved(item, "pass_review", staff).state == "plain_language_edit"


def test_an_objection_holds_an_item_back_until_it_is_said_what_was_done(assembly, staff):
    item = make_ready_item(assembly, "balance_review")
    objection = review(item, "change")
    assert waits(item, "pass_review") == ["A reviewer objected"]
    with pytest.raises(ReasonMissing):
        settle_review(review=objection, how=" ", actor=staff, now=NOON)
    settle_review(review=objection, how="⟪Added the costs⟫", actor=staff, now=NOON)
    assert waits(item, "pass_review") == []
    refused("nothing_to_settle", settle_review, review=objection, how="⟪x⟫", actor=staff, now=NOON)


def test_an_objection_that_comes_late_holds_back_the_release(assembly, staff):
    item = make_ready_item(assembly, "approved")
    review(item, "unfit")
    with pytest.raises(GateClosed):
        moved(item, "release", staff)
    assert list(readable_items(assembly, NOON)) == []


def test_a_review_is_of_what_was_read_by_somebody_else_and_counted_once(assembly, staff):
    item = make_item(assembly, state="balance_review")
    writer = item.versions.get().made_by
    with pytest.raises(ReasonMissing):
        review(item, "change", comment=" ")
    refused(
        "own_draft",
        add_review,
        item=item,
        verdict="fit",
        comment="",
        revision=1,
        way="online",
        actor=writer,
        now=NOON,
    )
    reader = UserFactory()
    assert review(item, "change", actor=reader) == review(item, "change", actor=reader)
    save_draft(item=item, words=Words("⟪New⟫", text="⟪t⟫"), revision=1, actor=staff, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        review(item, actor=reader)
    # On paper somebody read the state before: that is kept, and does not let the present one pass.
    paper = review(item, actor=staff, way="paper", reviewer_name="⟪Ines Hall⟫")
    assert (paper.reviewer, paper.reviewer_name, paper.entered_by) == (None, "⟪Ines Hall⟫", staff)
    assert "No reviewer has found the draft, as it now stands, balanced and accurate" in waits(
        item, "pass_review"
    )
    for revision in (0, 3):
        said = {"verdict": "fit", "comment": "", "way": "paper", "reviewer_name": "⟪I⟫", "actor": staff}
        refused("no_such_revision", add_review, item=item, revision=revision, now=NOON, **said)


def test_nothing_is_shown_before_the_embargo_ends(assembly, staff):
    item = make_ready_item(assembly, "approved", embargo_until=NOON + HOUR)
    with pytest.raises(GateClosed):
        moved(item, "release", staff)
    assert moved(item, "release", staff, now=NOON + HOUR).state == "released_to_members"
    # Also what was released by other ways is hidden until then, from members and everybody.
    hidden = make_item(assembly, state="published", embargo_until=NOON + DAY, file=make_stored_file(assembly))
    assert set(readable_items(assembly, NOON + HOUR)) == {item}
    assert list(public_items(assembly, NOON + HOUR)) == list(readable_files(assembly, NOON + HOUR)) == []
    assert list(public_items(assembly, NOON + DAY)) == [hidden]


def test_planned_moments_are_kept_by_the_clock_once(assembly, staff):
    item = make_ready_item(assembly, "approved", release_at=NOON, publish_at=NOON + HOUR)
    waiting = make_ready_item(assembly, "approved", release_at=NOON, embargo_until=NOON + DAY)
    make_ready_item(assembly, "plain_language_edit", release_at=NOON)

    def ticked(now):
        return next(each.handled for each in tick(now) if each.name == "evidence.planned_moments")

    assert [ticked(NOON - HOUR), ticked(NOON), ticked(NOON), ticked(NOON + HOUR)] == [0, 1, 0, 1]
    item.refresh_from_db()
    version = item.versions.get()
    events = AuditEvent.objects.filter(object_type="evidenceitem", object_id=str(item.pk)).order_by("number")
    shown_at = (version.released_at, version.published_at)
    assert (item.state, *shown_at) == ("published", NOON, NOON + HOUR)
    assert [(event.type, event.actor) for event in events] == [
        ("evidence.release", None),
        ("evidence.publish", None),
    ]
    assert ticked(NOON + DAY) == 1
    waiting.refresh_from_db()
    assert waiting.state == "released_to_members"


def test_a_planned_publication_waits_for_the_witness_to_agree(assembly, staff):
    witness = make_witness(assembly, state="heard")
    item = make_item(assembly, state="released_to_members", witness=witness, kind="video", publish_at=NOON)
    agree(witness, "material")
    tick(NOON)
    item.refresh_from_db()
    assert item.state == "released_to_members"
    agree(witness, "recording")
    tick(NOON)
    item.refresh_from_db()
    assert item.state == "published"


@pytest.mark.parametrize(
    ("state", "given", "code"),
    [
        ("approved", {"release_at": NOON - HOUR}, "past"),
        ("approved", {"release_at": NOON + DAY, "publish_at": NOON + HOUR}, "order"),
        ("approved", {"embargo_until": NOON + DAY, "release_at": NOON + HOUR}, "embargo"),
        ("approved", {"embargo_until": NOON + DAY, "publish_at": NOON + HOUR}, "embargo"),
        ("released_to_members", {"embargo_until": NOON + DAY}, "released_already"),
        ("published", {"release_at": NOON + DAY}, "released_already"),
        ("withdrawn", {"release_at": NOON + DAY}, "withdrawn"),
    ],
)
def test_moments_that_cannot_be_are_refused(state, given, code, assembly, staff):
    item = make_item(assembly, state=state)
    refused(code, moments, item=item, staff=staff, **given)


def test_opening_again_takes_planned_moments_back(assembly, staff):
    item = moments(make_ready_item(assembly, "approved"), staff, release_at=NOON + HOUR)
    with pytest.raises(ReasonMissing):
        moved(item, "reopen", staff)
    item = moved(item, "reopen", staff, reason="⟪A wrong year⟫")
    assert (item.state, item.release_at) == ("plain_language_edit", None)


@pytest.mark.parametrize("state", ["released_to_members", "published", "corrected"])
def test_a_correction_takes_the_place_of_what_was_read_once_it_passed(state, assembly, staff):
    item = make_item(assembly, state=state)
    before = item.versions.get()
    words = Words(title=before.title, summary=before.summary, text="⟪Ten places.⟫", note="⟪Ten, not nine⟫")
    with pytest.raises(ReasonMissing):
        save_draft(item=item, words=Words("⟪x⟫"), revision=0, actor=staff, now=NOON)
    same = Words(title=before.title, summary=before.summary, text=before.text, note="⟪x⟫")
    refused("same_words", save_draft, item=item, words=same, revision=0, actor=staff, now=NOON)
    draft = save_draft(item=item, words=words, revision=0, actor=staff, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        save_draft(item=item, words=words, revision=0, actor=staff, now=NOON)
    assert [each.shown for each in readable_items(assembly, NOON)] == [before]
    with pytest.raises(GateClosed):
        moved(item, "correct", staff)
    review(item)
    item = moved(item, "correct", staff, now=LATER)
    draft.refresh_from_db()
    is_public = state != "released_to_members"
    assert item.state == ("corrected" if is_public else "released_to_members")
    assert (draft.released_at, draft.published_at) == (LATER, LATER if is_public else None)
    assert [each.shown.note for each in readable_items(assembly, LATER)] == ["⟪Ten, not nine⟫"]
    assert list(readable_versions(item)) == [draft, before]
    with pytest.raises(GateClosed):
        moved(item, "correct", staff, now=LATER)


@pytest.mark.parametrize("state", ["released_to_members", "published", "corrected"])
def test_a_begun_correction_is_thrown_away_and_what_was_read_stays(state, assembly, staff):
    item = make_item(assembly, state=state)
    before = item.versions.get()
    with pytest.raises(GateClosed):
        moved(item, "drop", staff)
    make_correction(item, file=make_stored_file(assembly), revision=3)
    make_format(item)
    make_review(item, "change")
    item = moved(item, "drop", staff, revision=3)
    assert (item.state, list(item.versions.all())) == (state, [before])
    event = AuditEvent.objects.get(type="evidence.drop")
    assert event.details.items() >= {"number": 1, "version": 2, "revision": 3}.items()
    assert "threw away the begun correction of evidence 1 (version 2, state 3)" in sentence_of(event)


def test_a_form_about_a_correction_that_was_thrown_away_writes_into_no_other(assembly, staff):
    item = make_item(assembly)
    said = {"item": item, "actor": staff, "now": NOON}
    first = save_draft(words=Words("⟪First⟫", note="⟪n⟫"), revision=0, **said)
    moved(item, "drop", staff)
    second = save_draft(words=Words("⟪Second⟫", note="⟪n⟫"), revision=0, **said)
    assert (second.number, second.revision) == (2, first.revision + 1)
    with pytest.raises(ChangedMeanwhile):
        save_draft(words=Words("⟪Late⟫", note="⟪n⟫"), revision=first.revision, **said)


def test_a_correction_of_what_is_public_needs_an_agreement_that_still_stands(assembly, staff):
    witness = make_witness(assembly, state="heard")
    item = make_ready_item(assembly, "published", witness=witness)
    assert waits(item, "correct") == [f"{witness} has not agreed to have this made public"]
    agree(witness)
    assert waits(item, "correct") == []


def test_what_is_withdrawn_is_a_stub_with_the_reason_for_those_who_read_it(assembly, staff):
    read = make_item(assembly, state="released_to_members", title="⟪Read⟫")
    unread = make_item(assembly, state="approved")
    with pytest.raises(ReasonMissing):
        moved(read, "withdraw", staff)
    for item in (read, unread):
        moved(item, "withdraw", staff, reason="⟪Wrong figures⟫")
    assert list(readable_items(assembly, NOON)) == list(public_items(assembly, NOON)) == []
    stubs = withdrawn_items(assembly, NOON)
    assert [(each.pk, each.shown_title, each.withdrawn_reason) for each in stubs] == [
        (read.pk, "⟪Read⟫", "⟪Wrong figures⟫")
    ]
    assert list(withdrawn_items(assembly, NOON, is_public=True)) == []
    with pytest.raises(IllegalMove):
        moved(read, "withdraw", staff, reason="⟪x⟫")


@pytest.mark.parametrize(
    "state", ["requested", "submitted", "balance_review", "plain_language_edit", "approved"]
)
def test_nothing_of_an_item_is_readable_before_its_release(state, assembly):
    make_item(assembly, state=state, file=make_stored_file(assembly))
    assert list(readable_items(assembly, NOON)) == list(readable_files(assembly, NOON)) == []
    assert list(withdrawn_items(assembly, NOON)) == list(public_items(assembly, NOON)) == []


def test_members_never_get_the_draft_of_a_correction_nor_its_file_or_forms(assembly):
    item = make_item(assembly, state="published", file=make_stored_file(assembly, name="⟪old⟫"))
    make_format(item, file=make_stored_file(assembly, name="⟪easy⟫"))
    make_correction(item, file=make_stored_file(assembly, name="⟪new⟫"))
    make_format(item, file=make_stored_file(assembly, name="⟪new easy⟫"))
    assert [each.shown.number for each in readable_items(assembly, NOON)] == [1]
    assert [each.shown.number for each in public_items(assembly, NOON)] == [1]
    assert [each.name for each in readable_files(assembly, NOON)] == ["⟪old⟫", "⟪easy⟫"]
    assert list(readable_items(AssemblyFactory(), NOON)) == []


def test_readable_items_take_as_many_queries_for_three_as_for_one(assembly, django_assert_num_queries):
    for many in (1, 2):
        for _ in range(many):
            make_item(assembly, witness=make_witness(assembly))
        with django_assert_num_queries(3):
            assert [
                (str(each.witness), each.shown.title, list(each.shown.formats.all()))
                for each in readable_items(assembly, NOON)
            ]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x"},
        {"summary": "x"},
        {"text": "x"},
        {"link": "https://x.example"},
        {"note": "x"},
        {"released_at": None},
        {"released_at": LATER},
        {"published_at": None},
    ],
    ids=lambda change: "-".join(map(str, change.items())),
)
def test_the_database_keeps_what_was_released_as_it_was(change, assembly):
    item = make_item(assembly, state="published")
    with pytest.raises(DatabaseError, match="kept as it is"), transaction.atomic():
        EvidenceVersion.objects.filter(item=item).update(**change)


def test_the_database_keeps_released_versions_and_their_forms(assembly):
    item = make_item(assembly)
    form = make_format(item)
    for forbidden in (
        lambda: EvidenceFormat.objects.filter(pk=form.pk).update(text="x"),
        lambda: EvidenceFormat.objects.filter(pk=form.pk).delete(),
        lambda: EvidenceFormat.objects.filter(pk=form.pk).delete() and item.versions.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="kept as it is"), transaction.atomic():
            forbidden()
    bare = make_item(assembly)
    with pytest.raises(DatabaseError, match="kept as it is"), transaction.atomic():
        bare.versions.all().delete()


def test_other_forms_stand_once_beside_a_version_and_stay_once_they_are_read(assembly, staff):
    item = make_item(assembly, state="approved")
    said = {
        "version": item.versions.get(),
        "kind": "easy_read",
        "language": "en",
        "text": "⟪Bad air.⟫",
        "link": "",
        "file": None,
        "actor": staff,
        "now": NOON,
    }
    refused("empty", add_format, **said | {"text": " "})
    form = add_format(**said)
    assert add_format(**said) == form
    refused("there_already", add_format, **said | {"text": "⟪Other words⟫"})
    remove_format(form=form, actor=staff, now=NOON)
    again = add_format(**said)
    make_review(item)
    moved(item, "release", staff)
    refused("released_already", remove_format, form=again, actor=staff, now=NOON)
    # Members get large print also of what they read already.
    assert add_format(**said | {"kind": "large_print"}).version.number == 1


def test_of_two_who_release_at_once_the_second_is_refused(assembly, staff):
    item = make_ready_item(assembly, "approved")
    stale = EvidenceItem.objects.get(pk=item.pk)
    moved(item, "release", staff)
    with pytest.raises(IllegalMove):
        moved(stale, "release", staff, now=LATER)
    assert AuditEvent.objects.filter(type="evidence.release").count() == 1


def test_attention_names_what_is_late_and_whom_it_concerns(assembly, staff):
    today = NOON.date()
    assert [*items_to_see_to(assembly), *item_figures(assembly)] == []
    make_item(assembly, state="requested", wanted_by=today)
    make_item(assembly, state="submitted")
    session = make_session(assembly, starts_at=NOON)
    make_item(assembly, state="approved", session=session)
    make_item(assembly, state="balance_review")
    witness = make_witness(assembly, state="heard")
    make_item(assembly, state="published", witness=witness)
    found = {each.title: each.permission.removeprefix("assembly.") for each in items_to_see_to(assembly)}
    assert found == {
        "Ask after one late item": "edit_evidence",
        "Give one item to the reviewers": "edit_evidence",
        "Review one item": "review_evidence",
        "Ask after one review": "edit_evidence",
        "Release one approved item": "release_evidence",
        "Decide about Evidence 5": "edit_evidence",
    }
    assert [(each.value, each.note) for each in item_figures(assembly)] == [(5, "1 are published")]


def test_reviews_are_kept_beside_each_other(assembly):
    item = make_item(assembly, state="balance_review")
    make_review(item, "change")
    make_review(item)
    assert [each.verdict for each in Review.objects.order_by("pk")] == ["change", "fit"]

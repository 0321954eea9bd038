"""The public pages of evidence: what everybody reads, whose name stands there, and what nobody outside reaches."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.enums import AssemblyState, Role
from evidence.balance import Voice, tally
from evidence.enums import ItemState
from evidence.item_gates import PUBLIC
from evidence.models import EvidenceFormat, EvidenceItem, EvidenceVersion
from evidence.published_words import missing_words
from evidence.services.item_moves import blockers_of
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_calls import make_call
from tests.factories_evidence import make_item, make_stored_file, make_topic, make_witness
from tests.factories_evidence_items import agree, make_correction, make_format
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


@pytest.fixture
def known(assembly):
    """An assembly that the public knows of."""
    type(assembly).objects.filter(pk=assembly.pk).update(state=AssemblyState.LEARNING)
    assembly.refresh_from_db()
    return assembly


def at(assembly, name="public_evidence", *arguments):
    return reverse(name, args=[assembly.slug, *arguments])


def read(address, client=None):
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def files_of(item):
    """Return the addresses of all files of an item, in every version and form."""
    versions = EvidenceVersion.objects.filter(item=item)
    formats = EvidenceFormat.objects.filter(version__in=versions)
    keys = [holder.file_id for holder in (*versions, *formats) if holder.file_id]
    return [at(item.assembly, "public_item_file", item.number, key) for key in keys]


def withdraw(item):
    EvidenceItem.objects.filter(pk=item.pk).update(
        state=ItemState.WITHDRAWN, withdrawn_reason="⟪The figures are another city’s⟫"
    )


def correct(item, **fields):
    """Publish a correction of an item; the database takes what was published once and for all."""
    stands = {"released_at": LATER, "published_at": LATER, **fields}
    EvidenceItem.objects.filter(pk=item.pk).update(state=ItemState.CORRECTED)
    return make_correction(item, **stands)


@pytest.mark.parametrize("is_embargoed", [False, True])
def test_nothing_but_what_is_published_is_reached(known, is_embargoed):
    """Of items in all states: the list, the page, what was before, and each file."""
    until = timezone.now() + timedelta(days=1) if is_embargoed else None
    items = []
    for state in PUBLIC if is_embargoed else ItemState:
        item = make_item(known, state=state, embargo_until=until, file=make_stored_file(known))
        make_format(item, file=make_stored_file(known))
        items.append(item)
    client, listed = Client(), read(at(known))
    for item in items:
        is_read = item.state in PUBLIC and not is_embargoed
        page = at(known, "public_item", item.number)
        assert (page in listed) == is_read
        assert len(files_of(item)) == 2
        asked = [client.get(address).status_code for address in (page, *files_of(item))]
        assert asked == [200 if is_read else 404] * 3
        assert client.get(at(known, "public_item_version", item.number, 1)).status_code == 404


def test_the_page_about_the_assembly_offers_and_counts_nothing_that_was_withdrawn(known):
    make_item(known, state="published", title="⟪To read⟫")
    withdraw(make_item(known, state="published", title="⟪Gone⟫"))
    said = read(at(known, "public_about"))
    assert "1 item is published." in said
    assert "⟪To read⟫" in said
    assert "⟪Gone⟫" not in said


def test_of_what_was_withdrawn_stands_that_and_why(known):
    item = make_item(known, state="published", file=make_stored_file(known), source="⟪Clear Map⟫")
    withdraw(item)
    for page in (read(at(known)), read(at(known, "public_item", 1))):
        assert "⟪The figures are another city’s⟫" in page
        assert "⟪What the air does to us⟫" in page
        for hidden in ("⟪Measured", "⟪The air is better", "⟪Clear Map⟫"):
            assert hidden not in page
    assert Client().get(files_of(item)[0]).status_code == 404


def test_what_its_witness_no_longer_agrees_to_is_held_back_at_once(known, organiser, client_of):
    witness = make_witness(known, state="accepted")
    item = make_item(known, state="published", witness=witness, file=make_stored_file(known))
    consent = agree(witness)
    assert "⟪What the air" in read(at(known))
    consent.ended_at, consent.ended_by = NOON, UserFactory()
    consent.save()
    assert "Nothing is published yet" in read(at(known))
    page = read(at(known, "public_item", 1))
    assert "This is not shown at present" in page
    assert "⟪" not in page.replace(str(known), "").replace(known.commissioning_authority, "")
    assert Client().get(files_of(item)[0]).status_code == 404
    team = read(reverse("evidence_item", args=[known.slug, 1]), client_of(organiser))
    assert "Nothing at present: its witness does not agree to that" in team


def test_what_names_a_witness_is_not_published_before_they_agree_to_that(known):
    witness = make_witness(known, state="accepted", name="⟪Ada Finch⟫")
    agree(witness)
    item = make_item(known, witness=witness, source="⟪ADA FINCH⟫, a talk")
    [blocker] = blockers_of(item, "publish", LATER)
    assert blocker.startswith("It names ⟪Ada Finch⟫, who has not agreed")
    agree(witness, "name")
    assert blockers_of(item, "publish", LATER) == []


@pytest.mark.parametrize("scope", ["name", "answers"])
def test_a_witness_is_named_only_where_they_agree_to_that(known, scope):
    witness = make_witness(known, state="accepted", interests="⟪Paid by the university⟫", interests_at=NOON)
    agree(witness)
    agree(witness, scope)
    make_item(known, state="published", witness=witness)
    for address in (at(known), at(known, "public_item", 1), at(known, "public_evidence_csv")):
        page = read(address)
        assert (witness.name in page, witness.organisation in page) == (scope == "name", scope == "name")
        assert ("A witness who is not named" in page) == (scope != "name")
        # Members read the interests; nobody was asked whether the public may.
        assert "⟪Paid by the university⟫" not in page


def test_a_correction_stands_beside_what_was_published_before(known):
    item = make_item(known, state="published", file=make_stored_file(known, name="⟪old.pdf⟫"))
    correct(item, file=make_stored_file(known, name="⟪new.pdf⟫"))
    make_correction(item, text="⟪Not yet⟫", note="⟪Next⟫", file=make_stored_file(known, name="⟪draft.pdf⟫"))
    page = read(at(known, "public_item", 1))
    for said in ("5 March 2026", "⟪Ten places, not nine⟫", "The file was replaced.", "⟪new.pdf⟫"):
        assert said in page
    assert '<del><span class="visually-hidden">taken out: </span>nine</del>' in page
    assert at(known, "public_item_version", 1, 1) in page
    before = read(at(known, "public_item_version", 1, 1))
    for said in ("⟪Measured at nine places.⟫", "⟪old.pdf⟫", "It was corrected on 5 March 2026"):
        assert said in before
    for hidden in ("⟪Not yet⟫", "⟪Next⟫", "⟪draft.pdf⟫"):
        assert hidden not in page + before
    client = Client()
    assert [client.get(address).status_code for address in sorted(files_of(item))] == [200, 200, 404]
    assert client.get(at(known, "public_item_version", 1, 3)).status_code == 404


def test_what_members_read_before_the_publication_stays_theirs(known):
    """A correction that was released before anything was published is no correction for the public."""
    item = make_item(known, file=make_stored_file(known))
    correct(item)
    assert "What was corrected" not in read(at(known, "public_item", 1))
    asked = [at(known, "public_item_version", 1, 1), *files_of(item)]
    assert [Client().get(address).status_code for address in asked] == [404, 404]


def test_everybody_reads_the_same_and_nothing_of_a_draft_or_of_another_assembly(known, organiser, client_of):
    item = make_item(known, state="published", file=make_stored_file(known))
    correct(item)
    member = AppointmentFactory(assembly=known, role=Role.MEMBER).user
    clients = [Client(), client_of(organiser), client_of(member), client_of(UserFactory())]
    pages = [
        ("public_evidence",),
        ("public_evidence_csv",),
        ("public_item", 1),
        ("public_item_version", 1, 1),
    ]
    addresses = [*(at(known, *page) for page in pages), *files_of(item)]
    other = AssemblyFactory(state=AssemblyState.LEARNING)

    def asked(addresses):
        return {client.get(address).status_code for client in clients for address in addresses}

    assert asked(addresses) == {200}
    assert asked([address.replace(known.slug, other.slug) for address in addresses[2:]]) == {404}
    type(known).objects.filter(pk=known.pk).update(state=AssemblyState.DRAFT)
    assert asked(addresses) == {404}


def test_answers_are_kept_by_no_cache_change_nothing_and_files_run_nowhere(known, organiser, client_of):
    item = make_item(known, state="published", file=make_stored_file(known))
    addresses = [at(known), at(known, "public_evidence_csv"), at(known, "public_item", 1)]
    for address in addresses:
        assert Client().get(address)["Cache-Control"] == "no-cache"
        assert client_of(organiser).get(address)["Cache-Control"] == "no-store"
        assert Client().post(address).status_code == 405
    answer = Client().get(files_of(item)[0])
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"


def test_a_long_list_is_narrowed_paged_and_light(known):
    topic, session = make_topic(known), make_session(known, state="programme_published")
    for number in range(1, 27):
        kind = "paper" if number == 1 else "text"
        item = make_item(known, state="published", kind=kind, session=session, summary="⟪" + "é" * 3990)
        item.topics.add(topic)
    page = Client().get(at(known))
    assert (len(page.context["page"].object_list), page.context["has_filters"]) == (25, True)
    assert len(page.content) < 100_000
    assert str(session) in page.content.decode()

    def found(query):
        return [each.number for each in Client().get(f"{at(known)}?{query}").context["page"]]

    assert (found("page=2"), found("kind=paper"), found("topic=1&kind=paper")) == ([26], [1], [1])
    assert (found("topic=9")[0], found("kind=nonsense")[0]) == (1, 1)
    rows = read(at(known, "public_evidence_csv") + "?kind=paper").splitlines()
    assert len(rows) == 2


def test_lists_and_items_cost_as_many_queries_for_three_as_for_one(known):
    def count(address):
        with CaptureQueriesContext(connection) as queries:
            read(address)
        return len(queries)

    def add():
        witness = make_witness(known, state="accepted")
        agree(witness)
        item = make_item(known, state="published", witness=witness, session=make_session(known, state="open"))
        item.topics.add(make_topic(known, f"⟪{item.number}⟫"))
        return correct(item).item

    item = add()
    addresses = [at(known), at(known, "public_evidence_csv"), at(known, "public_item", 1)]
    before = [count(address) for address in addresses]
    for _number in range(2):
        add()
        make_format(correct(item, text=f"⟪{_number}⟫").item, file=make_stored_file(known))
    assert [count(address) for address in addresses] == before


def test_the_file_says_what_the_list_shows_and_no_formulas(known):
    item = make_item(
        known,
        state="published",
        title="=1+1",
        position="for",
        source="⟪Survey⟫",
        session=make_session(known, state="closed"),
    )
    item.sessions.add(make_session(known, state="draft"))
    item.topics.add(make_topic(known))
    correct(item)
    withdraw(make_item(known, state="published", title="⟪Gone⟫"))
    content = Client().get(at(known, "public_evidence_csv")).content.decode("utf-8-sig")
    summary = "⟪The air is better than ten years ago, and still makes people ill.⟫"
    assert list(csv.reader(io.StringIO(content)))[1:] == [
        [
            *("1", "'=1+1", "Text", "", "", "In favour", "⟪Traffic⟫", "1", summary),
            *("2026-03-02", "2026-03-05", "⟪Ten places, not nine⟫", ""),
        ],
        ["2", "⟪Gone⟫", "Text", *[""] * 6, "2026-03-02", "", "", "⟪The figures are another city’s⟫"],
    ]


def test_a_session_that_is_being_planned_is_not_told_of(known):
    make_item(known, state="published", session=make_session(known, title="⟪Secret day⟫", state="draft"))
    for address in (at(known), at(known, "public_item", 1)):
        assert "⟪Secret day⟫" not in read(address)


@pytest.mark.parametrize(
    ("voices", "missing"),
    [
        ((), ["Nothing is published yet."]),
        (("for", "for"), ["Nothing speaks against.", "Nothing comes from a person with lived experience."]),
        (
            ("for", "against", "against", "against"),
            ["3 speak against, only 1 in favour.", "Nothing comes from a person with lived experience."],
        ),
        (("for", "against lived"), []),
        (("neutral", " lived"), ["One of 2 does not say where it stands."]),
    ],
)
def test_what_is_missing_among_published_items_is_said_in_a_line(voices, missing):
    heard = [Voice(*voice.split(" ")) for voice in voices]
    assert missing_words(tally(heard)) == missing


def test_the_balance_counts_what_everybody_reads_topic_by_topic(known):
    topic, empty = make_topic(known), make_topic(known, "⟪Heating⟫")
    for state, position in (
        ("published", "for"),
        ("published", "neutral"),
        ("released_to_members", "against"),
    ):
        make_item(known, state=state, position=position).topics.add(topic)
    stands = Client().get(at(known)).context["stands"]
    assert [(of, [many for _name, many in counts]) for of, counts, _missing in stands] == [
        (None, [1, 1, 0, 0]),
        (topic, [1, 1, 0, 0]),
        (empty, [0, 0, 0, 0]),
    ]


def test_public_pages_lead_to_each_other_and_others_lead_there(known, organiser, client_of):
    make_call(known)
    make_item(known, state="published")
    pages = [at(known, name) for name in ("public_evidence", "public_call", "public_propose_witness")]
    listed = read(pages[0])
    assert f'<a href="{pages[0]}" aria-current="page"' in listed
    for page in pages[1:]:
        assert f'href="{page}"' in listed
        said = read(page)
        assert f'<a href="{pages[0]}" aria-current="true"' in said
        assert said.count('aria-current="page"') == 1
    item = at(known, "public_item", 1)
    assert item in read(reverse("evidence_item", args=[known.slug, 1]), client_of(organiser))
    member = client_of(AppointmentFactory(assembly=known, role=Role.MEMBER).user)
    assert item in read(reverse("own_evidence", args=[known.slug, 1]), member)
    assert pages[0] in read(reverse("own_reading", args=[known.slug]), member)


def test_before_anything_is_published_the_page_says_so(known):
    page = read(at(known))
    assert "Nothing is published yet" in page
    assert "Download as CSV" not in page

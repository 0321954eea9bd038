"""Figures: exact for the team, protected for everybody, one stage after another and for good."""

import csv
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import combinations, pairwise, product

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import Role
from assembly.evaluation.errors_figures import FiguresRefused
from assembly.evaluation.models import PublishedColumn
from assembly.evaluation.selectors.figures import count_people, figures_of
from assembly.evaluation.selectors.figures_published import columns_of, limit_of, public_figures
from assembly.evaluation.services.figures import publish_figures, set_limit
from assembly.models import AuditEvent
from assembly.small_cells import Counts, Shown, protect
from sortition.selectors.targets import categories_of
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_figures import make_figures, make_public, make_published, publish, random_crowd
from tests.factories_sessions import make_session
from tests.factories_targets import make_targets

pytestmark = pytest.mark.django_db
TEAM = ("evaluation_figures", "evaluation_figures_csv", "evaluation_figures_json")
PUBLIC = ("public_chosen", "public_evaluation", "public_figures_csv", "public_figures_json")


def client_as(client_of, assembly, role):
    return client_of(AppointmentFactory(assembly=assembly, role=role).user)


@pytest.fixture
def assembly():
    return AssemblyFactory()


def test_every_stage_is_counted_from_the_letters_to_the_final_vote(assembly):
    """Twelve could be drawn for four seats; all four said yes, three came and were at the vote."""
    session = make_figures(assembly)
    figures = figures_of(assembly)
    totals = {stage.key: stage.counts.total for stage in figures.stages}
    assert totals.pop("letters") > 0
    assert totals == {"pool": 12, "selected": 4, "confirmed": 4, f"present-{session.number}": 3, "voted": 3}
    by_key = {stage.key: stage.counts.cells for stage in figures.stages}
    assert by_key["pool"]["⟪Age⟫"] == {"⟪young⟫": 3, "⟪old⟫": 9}
    assert by_key["selected"]["⟪Age⟫"] == {"⟪young⟫": 2, "⟪old⟫": 2}
    ways = {way.key: (ways.online_total, ways.offline_total) for way, ways in figures.ways}
    assert ways["halfdays"] == (0, 3)
    assert sum(ways["answers"]) >= 12


def test_who_has_no_value_is_counted_as_not_known(assembly):
    """Every category adds up to all who were counted."""
    make_targets(assembly, **{"⟪Age⟫": {"⟪young⟫": (1, 2), "⟪old⟫": (1, 2)}})
    people = [{"⟪Age⟫": "⟪old⟫"}, {"⟪Age⟫": "⟪gone⟫"}, {}]
    counts = count_people("pool", people, categories_of(assembly))
    assert counts.cells == {"⟪Age⟫": {"⟪young⟫": 0, "⟪old⟫": 1, "": 2}}


def test_publishing_freezes_what_was_looked_at_and_is_recorded(assembly):
    """A stage is published once; the record names it, and no number."""
    make_figures(assembly)
    column = publish(assembly, "pool")
    assert column.counts["total"] == 12
    event = AuditEvent.objects.get(type="figures.publish")
    assert json.loads(event.kept.text) == {"stage": "pool"}
    with pytest.raises(FiguresRefused):
        publish_figures(assembly=assembly, stage="pool", seen="", actor=UserFactory(), now=NOON)
    with pytest.raises(FiguresRefused) as refused:
        publish_figures(assembly=assembly, stage="selected", seen="0", actor=UserFactory(), now=NOON)
    assert refused.value.code == "changed"
    with pytest.raises(FiguresRefused) as refused:
        publish_figures(assembly=assembly, stage="present-99", seen="0", actor=UserFactory(), now=NOON)
    assert refused.value.code == "nothing"


def test_the_limit_is_set_before_anything_is_out(assembly):
    """Afterwards old and new limits together would tell more."""
    set_limit(assembly=assembly, limit=3, actor=UserFactory(), now=NOON)
    assert limit_of(assembly) == 3
    with pytest.raises(FiguresRefused):
        set_limit(assembly=assembly, limit=2, actor=UserFactory(), now=NOON)
    make_figures(assembly)
    publish(assembly, "pool")
    with pytest.raises(FiguresRefused):
        set_limit(assembly=assembly, limit=4, actor=UserFactory(), now=NOON)
    assert limit_of(assembly) == 3


@pytest.mark.parametrize("page", TEAM)
def test_exact_figures_are_for_the_team_alone(client_of, assembly, page):
    """Organisers and auditors read them; members do not; strangers do not know that there are any."""
    make_figures(assembly)
    url = reverse(page, args=[assembly.slug])
    assert client_as(client_of, assembly, Role.ORGANISER).get(url).status_code == 200
    assert client_as(client_of, assembly, Role.AUDITOR).get(url).status_code == 200
    assert client_as(client_of, assembly, Role.MEMBER).get(url).status_code == 403
    assert client_as(client_of, AssemblyFactory(), Role.ORGANISER).get(url).status_code == 404


def test_an_organiser_looks_and_publishes_and_others_read_only(client_of, assembly):
    """The preview is what is published; a second click is told that it is done."""
    make_figures(assembly)
    url = reverse("evaluation_figures_publish", args=[assembly.slug, "pool"])
    assert client_as(client_of, assembly, Role.AUDITOR).get(url).status_code == 403
    client = client_as(client_of, assembly, Role.ORGANISER)
    page = client.get(url)
    assert page.status_code == 200
    seen = page.context["seen"]
    assert client.post(url, {"seen": "stale"}).url == url
    assert not PublishedColumn.objects.exists()
    home = reverse("evaluation_figures", args=[assembly.slug])
    assert client.post(url, {"seen": seen}).url == home
    assert PublishedColumn.objects.get().stage == "pool"
    assert client.get(url).url == home
    assert client.post(url, {"seen": seen}).url == home
    assert client.get(reverse("evaluation_figures_publish", args=[assembly.slug, "present-9"])).url == home


def test_a_wrong_limit_is_told_beside_the_field_and_kept(client_of, assembly):
    """The input stays, with status 422."""
    client = client_as(client_of, assembly, Role.ORGANISER)
    url = reverse("evaluation_figures", args=[assembly.slug])
    answer = client.post(url, {"limit": "2"})
    assert answer.status_code == 422
    assert 'value="2"' in answer.content.decode()
    assert client.post(url, {"limit": "7"}).status_code == 302
    assert limit_of(assembly) == 7


@pytest.mark.parametrize("page", PUBLIC)
def test_public_pages_work_before_and_after_anything_is_published(client, assembly, page):
    """A draft is nobody's business; afterwards they are there, empty at first."""
    url = reverse(page, args=[assembly.slug])
    make_public(assembly)
    assert client.get(url).status_code == 200
    make_published(assembly)
    assert client.get(url).status_code == 200
    draft = AssemblyFactory(state="draft")
    assert client.get(reverse(page, args=[draft.slug])).status_code == 404


def test_the_public_sees_no_exact_small_number(client, assembly):
    """Three of twelve are young: neither page nor file says so."""
    make_public(assembly)
    make_published(assembly)
    told = _file(client, assembly)
    young = next(row for row in told if row["stage"] == "pool" and row["value"] == "⟪young⟫")
    assert (young["lowest"], young["highest"]) != ("3", "3")
    chosen = client.get(reverse("public_chosen", args=[assembly.slug])).content.decode()
    assert "25 %" not in chosen


@pytest.mark.parametrize("page", ["public_chosen", "public_evaluation"])
def test_a_public_page_asks_as_much_of_three_columns_as_of_one(
    client, assembly, page, django_assert_num_queries
):
    """Queries do not grow with what is published."""
    make_public(assembly)
    make_figures(assembly)
    publish(assembly, "pool")
    url = reverse(page, args=[assembly.slug])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    publish(assembly, "selected")
    publish(assembly, "confirmed")
    with django_assert_num_queries(len(one)):
        client.get(url)


def test_the_teams_page_asks_as_much_of_three_sessions_as_of_one(
    client_of, assembly, django_assert_num_queries
):
    """Everything is read at once, however many sessions there were."""
    make_figures(assembly)
    client = client_as(client_of, assembly, Role.ORGANISER)
    url = reverse("evaluation_figures", args=[assembly.slug])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        make_session(assembly, state="closed")
    with django_assert_num_queries(len(one)):
        client.get(url)


class _Tables(HTMLParser):
    """Read tables as anybody reads them: caption → rows of texts."""

    def __init__(self):
        super().__init__()
        self.tables, self.caption, self.row, self.open = {}, "", [], []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 (the signature is the parser's)
        self.open.append(tag)
        if tag == "tr":
            self.row = []
        elif tag in ("th", "td"):
            self.row.append("")
        elif tag == "caption":
            self.caption = ""

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass
        if tag == "tr" and self.caption:
            self.tables.setdefault(self.caption.strip(), []).append([cell.strip() for cell in self.row])

    def handle_data(self, data):
        if "caption" in self.open:
            self.caption += data
        elif self.row and ("td" in self.open or "th" in self.open):
            self.row[-1] += data


def _interval(words, total):
    """Read a cell as it stands on the page: numbers that it may be."""
    words = words.split("(")[0].strip()
    if words == "not shown":
        return range(total + 1)
    if found := re.fullmatch(r"fewer than (\d+)", words):
        return range(int(found[1]))
    if found := re.fullmatch(r"(\d+) to (\d+)", words):
        return range(int(found[1]), int(found[2]) + 1)
    return range(int(words), int(words) + 1)


@pytest.mark.parametrize("seed", range(6))
def test_whoever_reads_the_page_cannot_work_out_a_small_number(client, assembly, seed):
    """Columns of random people are published one after another; the attacker reads page and file, tries all tables."""
    limit, stages = 3, ("pool", "selected", "confirmed")
    make_public(assembly)
    set_limit(assembly=assembly, limit=limit, actor=UserFactory(), now=NOON)
    crowd = random_crowd(seed, len(stages), 9 + seed)
    truth = []
    for at, stage in enumerate(stages):
        here = Counter(first for first, _second, last in crowd if last >= at)
        values = {f"⟪{value}⟫": here[value] for value in range(3)}
        values["⟪0⟫"] += here[3]
        truth.append(tuple(values.values()))
        counts = Counts(
            stage, sum(values.values()), {"⟪Age⟫": values}, frozenset(stages[:at]), is_exact=at < 2
        )
        shown = protect([column.as_published() for column in columns_of(assembly)], counts, limit)
        PublishedColumn.objects.create(
            assembly=assembly,
            stage=stage,
            order=at,
            limit=limit,
            counts={"total": counts.total, "within": sorted(counts.within), "cells": counts.cells},
            protected=shown.as_json(),
            published_at=NOON,
            published_by=UserFactory(),
        )
    reader = _Tables()
    reader.feed(client.get(reverse("public_evaluation", args=[assembly.slug])).content.decode())
    head, *rows, foot = reader.tables["⟪Age⟫"]
    filed = {stage: [row for row in _file(client, assembly) if row["stage"] == stage] for stage in stages}
    assert len(rows) == 3
    assert len(head) == 2 + len(stages)
    totals = [None if each == "not shown" else int(each) for each in foot[2:]]
    most = len(crowd)
    columns = []
    for at, total in enumerate(totals):
        cells = [_interval(row[2 + at], most if total is None else total) for row in rows]
        cells = [_narrowed(c, row) for c, row in zip(cells, filed[stages[at]], strict=True)]
        columns.append([c for c in product(*cells) if total is None or sum(c) == total])
    tables = [
        table
        for table in product(*columns)
        if all(a >= b for x, y in pairwise(table) for a, b in zip(x, y, strict=True))
    ]
    assert tuple(truth) in tables
    numbers = [_numbers(table) for table in tables]
    for at, true in enumerate(_numbers(truth)):
        if 0 < true < limit:
            assert len({each[at] for each in numbers}) >= 2


def _file(client, assembly):
    file = client.get(reverse("public_figures_csv", args=[assembly.slug])).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(file)))


def _narrowed(cell, row):
    """Leave what the file allows as well."""
    if not row["lowest"]:
        return cell
    return [n for n in cell if int(row["lowest"]) <= n <= int(row["highest"])]


def _numbers(table):
    found = []
    for value in range(len(table[0])):
        own = [column[value] for column in table]
        others = [sum(column) - column[value] for column in table]
        found += [*own, *others, *(abs(a - b) for a, b in combinations(own, 2))]
    return found


def test_what_is_public_is_made_of_what_was_frozen(assembly):
    """A later change of what is counted changes nothing that is out."""
    make_figures(assembly)
    publish(assembly, "confirmed")
    before = public_figures(assembly).stage("confirmed").shown
    assembly.panel_seats.update(state="declined", left_as="declined", left_at=NOON)
    assert public_figures(assembly).stage("confirmed").shown == before
    assert all(isinstance(each, Shown) for values in before.cells.values() for each in values.values())


def test_the_database_keeps_published_figures():
    """An error of the product, or a hand, cannot change them."""
    column = publish_one()
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedColumn.objects.filter(pk=column.pk).update(stage="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedColumn.objects.filter(pk=column.pk).delete()


def publish_one():
    assembly = AssemblyFactory()
    make_figures(assembly)
    return publish(assembly, "pool")

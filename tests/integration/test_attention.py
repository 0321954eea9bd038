"""What needs somebody, gathered from the parts of a stage: only where there is something, in one question."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import OuterRef
from django.test.utils import CaptureQueriesContext

from assembly.attention import ALWAYS, Parts, Tables
from assembly.models import Person
from assembly.stages import Figure, NextAction
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
TABLES = {"people": Person.objects.filter(assembly=OuterRef("pk"))}


def action(title, **fields):
    return NextAction(title, "⟪why⟫", "/", "⟪Open⟫", **fields)


def test_a_part_is_asked_where_its_table_has_rows_and_what_blocks_comes_first(assembly):
    parts = Parts(Tables("examples", TABLES))
    parts.register_attention(
        "people", lambda _assembly: [action("late", due=date(2026, 3, 1)), action("⟪x⟫")]
    )
    parts.register_attention(ALWAYS, lambda _assembly: [action("blocks", is_blocking=True)])
    parts.register_figures("people", lambda _assembly: [Figure("⟪People⟫", 1)])
    fresh = type(assembly).objects.get(pk=assembly.pk)
    with CaptureQueriesContext(connection) as queries:
        titles = [each.title for each in parts.attention_of(assembly)]
        assert (titles, parts.figures_of(assembly)) == (["blocks"], ())
    assert len(queries) == 1
    make_person(fresh)
    assert [each.title for each in parts.attention_of(fresh)] == ["blocks", "late", "⟪x⟫"]
    assert [each.value for each in parts.figures_of(fresh)] == [1]


def test_a_part_that_tells_of_an_unknown_table_stops_the_house_from_starting():
    for parts in (Parts(Tables("examples", TABLES)), Parts()):
        with pytest.raises(KeyError, match="nowhere"):
            parts.register_attention("nowhere", lambda _assembly: [])

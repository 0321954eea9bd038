"""An import is undone as a whole, or not at all."""

import pytest
from django.urls import reverse

from assembly.models import AuditEvent
from sortition.models import Answer, Category, ImportMemory, PoolImport, Respondent, Value
from sortition.services.imports_commit import commit_import
from sortition.services.imports_undo import undo_blockers, undo_import
from tests.factories import NOON
from tests.factories_pool import RespondentFactory, ValueFactory, dry_run_of

FIRST = b"id,first name,ward\n1,Ada,Mill\n2,Ben,Hill\n3,Cy,Mill\n4,Di,Hill\n5,Eve,Mill\n6,Flo,Hill\n"
SECOND = b"id,first name,phone,ward,tenure\n1,Adele,12,Hill,own\n2,Ben,,Hill,rent\n7,Gus,34,Mill,own\n"


def address(name, assembly, **more):
    return reverse(name, kwargs={"slug": assembly.slug, **more})


def committed(assembly, organiser, data, **how):
    pool_import = dry_run_of(assembly, organiser, data, **how)
    commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=organiser, now=NOON)
    return PoolImport.objects.get(pk=pool_import.pk)


def everything():
    """All that an import may write."""
    people = Respondent.objects.order_by("pk")
    return [
        list(people.values()),
        list(
            Answer.objects.order_by("respondent", "category").values_list(
                "respondent", "category", "value", "raw"
            )
        ),
        list(Category.objects.order_by("pk").values()),
        list(Value.objects.order_by("pk").values()),
        list(ImportMemory.objects.values()),
    ]


def test_all_that_an_import_wrote_is_taken_back(assembly, organiser, client_of):
    """New people, changed people with their answers, categories, memory; the record keeps both events."""
    committed(assembly, organiser, FIRST)
    before = everything()
    second = committed(assembly, organiser, SECOND, columns={"tenure": "new"})
    assert (second.result["new"], second.result["changed"]) == (1, 2)
    assert Category.objects.count() == 2
    client, url = client_of(organiser), address("pool_import_undo", assembly, pk=second.pk)
    asked = client.get(url).content.decode()
    assert "One person is removed from the pool." in asked
    assert "2 changed people are put back as before." in asked
    done = client.post(url, follow=True)
    assert "The import is undone: 1 people removed, 2 put back as they were." in done.content.decode()
    assert everything() == before
    second.refresh_from_db()
    assert second.state == "undone"
    assert AuditEvent.objects.get(type="pool.import_undone").details == {
        "removed": 1,
        "restored": 2,
        "file": "⟪pool.csv⟫",
    }


def test_imports_are_undone_from_the_last_to_the_first(assembly, organiser):
    """And the same files can be imported again."""
    first = committed(assembly, organiser, FIRST)
    second = committed(assembly, organiser, SECOND)
    assert undo_blockers(first) == ["A later import was committed: ⟪pool.csv⟫. Undo that one first."]
    undo_import(pool_import=second, actor=organiser, now=NOON)
    undo_import(pool_import=first, actor=organiser, now=NOON)
    assert (Respondent.objects.count(), Answer.objects.count(), Category.objects.count()) == (0, 0, 0)
    assert undo_blockers(first) == ["Only a committed import can be undone."]
    assert committed(assembly, organiser, FIRST).result["new"] == 6


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        ({"phone": "99"}, "1 person of this import was changed since."),
        ({"state": "withdrawn"}, "1 person of this import was changed since."),
        ({"state": "selected"}, "1 person of this import has been selected."),
    ],
)
def test_nothing_is_undone_once_somebody_was_changed_or_selected(
    later, reason, assembly, organiser, client_of
):
    """The page says why, and the button is gone; by hand it is refused as well."""
    first = committed(assembly, organiser, FIRST)
    Respondent.objects.filter(reference="3").update(**later)
    client, url = client_of(organiser), address("pool_import_undo", assembly, pk=first.pk)
    assert reason in client.get(url).content.decode()
    assert reason in client.post(url, follow=True).content.decode()
    assert Respondent.objects.count() == 6
    assert PoolImport.objects.get().state == "committed"


def test_an_answer_that_was_changed_by_hand_counts_as_changed(assembly, organiser):
    first = committed(assembly, organiser, FIRST)
    Answer.objects.filter(respondent__reference="3").update(value=Value.objects.get(name="Hill"))
    assert undo_blockers(first) == ["1 person of this import was changed since."]


def test_what_others_added_meanwhile_stays(assembly, organiser):
    """Somebody entered by hand, and a category that has quotas by now."""
    first = committed(assembly, organiser, FIRST)
    by_hand = RespondentFactory(assembly=assembly)
    Value.objects.filter(name="Mill").update(minimum=1, maximum=3)
    other = ValueFactory(category__assembly=assembly)
    undo_import(pool_import=first, actor=organiser, now=NOON)
    assert list(Respondent.objects.all()) == [by_hand]
    assert list(Category.objects.values_list("name", flat=True)) == [other.category.name, "ward"]


def test_only_a_committed_import_offers_it(assembly, organiser, client_of):
    """The page of an undone import says when, and has no button."""
    first = committed(assembly, organiser, FIRST)
    client, url = client_of(organiser), address("pool_import", assembly, pk=first.pk)
    assert "Undo this import" in client.get(url).content.decode()
    undo_import(pool_import=first, actor=organiser, now=NOON)
    page = client.get(url).content.decode()
    assert "Undo this import" not in page
    assert "Undone" in page
    assert client.get(address("pool_import_undo", assembly, pk=first.pk)).status_code == 302

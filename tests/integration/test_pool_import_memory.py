"""What imports remember is visible, and can be changed and forgotten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.models import AuditEvent
from sortition.models import Answer, ImportMemory, Respondent
from sortition.services.imports_commit import commit_import
from tests.factories import NOON
from tests.factories_pool import EVERYBODY, ValueFactory, dry_run_of, upload

FILE = b"id,gender,extra\n1,F,a\n2,Male,b\n3,f,c\n4,n/a,d\n5,xx,e\n"


@pytest.fixture
def gender(assembly):
    """The category Gender with two values."""
    female = ValueFactory(category__assembly=assembly, category__name="Gender", name="Female")
    ValueFactory(category=female.category, name="Male", position=1)
    return female.category


def address(name, assembly, **more):
    return reverse(name, kwargs={"slug": assembly.slug, **more})


def committed(assembly, organiser, data=FILE, **how):
    pool_import = dry_run_of(assembly, organiser, data, **how)
    commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=organiser, now=NOON)
    return pool_import


def change(client, assembly, gender, **data):
    url = address("pool_mapping", assembly) + f"?key=category:{gender.pk}&text=f"
    return client.post(url, data, follow=True)


def test_a_commit_teaches_columns_spellings_and_declarations(assembly, organiser, gender):
    """Rejections are asked again; a spelling that is the value itself needs no memory."""
    first = committed(assembly, organiser)
    memory = ImportMemory.objects.get()
    assert memory.columns == {"id": "field:reference", "gender": f"category:{gender.pk}", "extra": ""}
    assert memory.values == {f"category:{gender.pk}": {"f": "=Female", "n/a": "blank"}}
    assert memory.declarations == EVERYBODY
    assert memory.learnt_from == first


def test_the_next_import_says_what_it_remembers_and_from_which_import(assembly, organiser, client_of, gender):
    """Also the declarations are filled in, and said to be taken over."""
    committed(assembly, organiser)
    again = upload(assembly, organiser, b"ID,Gender,ward\n1,F,Mill\n")
    page = client_of(organiser).get(address("pool_import_columns", assembly, pk=again.pk))
    words = page.content.decode()
    assert "2 columns are matched as in the import of ⟪pool.csv⟫" in words
    assert "What you declared about everybody is taken over as well" in words
    assert page.context["form"]["declared_consents"].value() == "all"


def test_columns_of_older_imports_are_remembered_too(assembly, organiser, gender):
    """A later file with other columns does not wipe them out."""
    committed(assembly, organiser)
    committed(assembly, organiser, b"id,my phone no\n1,12\n2,13\n", columns={"my phone no": "field:phone"})
    again = upload(assembly, organiser, b"my phone no,gender,extra\n12,F,a\n")
    assert again.columns == {
        "my phone no": "field:phone",
        "gender": f"category:{gender.pk}",
        "extra": "",
    }


def test_the_page_shows_every_spelling_with_the_people_who_wrote_it(assembly, organiser, client_of, gender):
    committed(assembly, organiser)
    page = client_of(organiser).get(address("pool_memory", assembly))
    (asked,) = page.context["values"]
    assert [(each.text, each.words, each.people) for each in asked.mappings] == [
        ("f", "Female", 2),
        ("n/a", "Leave blank", 1),
    ]
    assert page.context["columns"] == [("extra", "Ignored"), ("gender", "Gender"), ("id", "Id")]


def test_a_changed_spelling_changes_those_who_wrote_it_unless_set_by_hand(
    assembly, organiser, client_of, gender
):
    """Who was given another value by hand, or was selected, keeps theirs; the next import finds nothing to change."""
    committed(assembly, organiser, FILE + b"6,F,\n7,F,\n")
    male = gender.values.get(name="Male")
    Answer.objects.filter(respondent__reference="6").update(value=male)
    Respondent.objects.filter(reference="7").update(state="selected")
    page = change(client_of(organiser), assembly, gender, becomes="blank", applies="on")
    assert "Remembered; 2 people changed." in page.content.decode()
    assert dict(Answer.objects.values_list("respondent__reference", "value__name")) == {
        "1": None,
        "2": "Male",
        "3": None,
        "4": None,
        "6": "Male",
        "7": "Female",
    }
    event = AuditEvent.objects.get(type="pool.mapping_changed")
    assert (event.details["before"], event.details["after"], event.details["answers"]) == (
        "Female",
        "blank",
        2,
    )
    again = dry_run_of(assembly, organiser, FILE)
    assert (again.result["new"], again.result["changed"], again.result["unchanged"]) == (0, 0, 4)


def test_a_spelling_can_be_changed_for_later_files_alone(assembly, organiser, client_of, gender):
    committed(assembly, organiser)
    change(client_of(organiser), assembly, gender, becomes="=Male")
    assert Answer.objects.get(respondent__reference="1").value.name == "Female"
    again = dry_run_of(assembly, organiser, FILE)
    assert [each["differences"] for each in again.result["changes"]] == [[("Gender", "Female", "Male")]] * 2


def test_a_spelling_and_a_column_are_forgotten(assembly, organiser, client_of, gender):
    """They are asked and guessed again; what is forgotten already is told."""
    committed(assembly, organiser)
    client, url = client_of(organiser), address("pool_memory_forget", assembly)
    client.post(url, {"key": f"category:{gender.pk}", "text": "f"})
    client.post(url, {"heading": "extra"})
    memory = ImportMemory.objects.get()
    assert memory.values == {f"category:{gender.pk}": {"n/a": "blank"}}
    assert memory.columns == {"id": "field:reference", "gender": f"category:{gender.pk}"}
    twice = client.post(url, {"heading": "extra"}, follow=True)
    assert "This is no longer remembered." in twice.content.decode()
    gone = client.get(address("pool_mapping", assembly) + f"?key=category:{gender.pk}&text=f", follow=True)
    assert "This is no longer remembered." in gone.content.decode()


def test_an_impossible_value_is_refused(assembly, organiser, client_of, gender):
    committed(assembly, organiser)
    assert change(client_of(organiser), assembly, gender, becomes="=Other").status_code == 422


def test_the_page_costs_as_many_queries_for_three_spellings_as_for_one(
    assembly, organiser, client_of, gender
):
    client = client_of(organiser)
    committed(assembly, organiser, b"id,gender\n1,F\n2,Male\n")
    client.get(address("pool_memory", assembly))
    with CaptureQueriesContext(connection) as one:
        client.get(address("pool_memory", assembly))
    committed(assembly, organiser, b"id,gender\n1,fem\n2,M\n3,F\n")
    with CaptureQueriesContext(connection) as three:
        client.get(address("pool_memory", assembly))
    assert len(three) == len(one)

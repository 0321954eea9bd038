"""What a dry run mentions and offers: shared addresses, categories much alike, titles, downloads."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sortition.models import PoolImport, Respondent
from sortition.reading.questions import questions
from sortition.reading.remarks import remark_in_words
from sortition.selectors.dry_run import dry_run
from sortition.selectors.imports import import_decisions, import_frame
from sortition.services.households import join_households, keys_of
from sortition.services.imports import match_columns
from sortition.services.imports_commit import commit_import
from tests.factories import NOON
from tests.factories_pool import EVERYBODY, ValueFactory, dry_run_of, upload


def address(name, assembly, **more):
    return reverse(name, kwargs={"slug": assembly.slug, **more})


def remarks(pool_import):
    return [remark_in_words(each) for each in pool_import.result["remarks"]]


def committed(assembly, organiser, data, **how):
    pool_import = dry_run_of(assembly, organiser, data, **how)
    commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=organiser, now=NOON)
    return pool_import


def test_an_e_mail_address_in_two_rows_is_mentioned_and_rejects_nobody(assembly, organiser, client_of):
    """Whatever its capitals; both rows can be imported."""
    pool_import = dry_run_of(
        assembly, organiser, b"id,e-mail\n1,a@example.org\n2,b@example.org\n3,A@Example.org\n4,\n5,\n"
    )
    assert pool_import.result["new"] == 5
    assert remarks(pool_import) == ["Rows 2, 4 share the e-mail address a@example.org. Are they one person?"]
    page = client_of(organiser).get(address("pool_import_check", assembly, pk=pool_import.pk))
    assert "Rows 2, 4 share the e-mail address" in page.content.decode()


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Gender identity", "abc"), ("Genders", "abc"), ("Sex", ["female", "MALE", "Female"])],
)
def test_a_new_category_much_like_another_is_mentioned(heading, cells, assembly, organiser):
    """By its name or by its values."""
    female = ValueFactory(category__assembly=assembly, category__name="Gender", name="Female")
    ValueFactory(category=female.category, name="Male")
    rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
    pool_import = dry_run_of(assembly, organiser, f"id,{heading}\n{rows}".encode(), columns={heading: "new"})
    assert remarks(pool_import) == [
        f"The column “{heading}” makes a new category, though there is “Gender”. Do both mean the same?"
    ]


def test_other_new_categories_are_not(assembly, organiser):
    ValueFactory(category__assembly=assembly, category__name="Gender", name="Female")
    pool_import = dry_run_of(assembly, organiser, b"id,ward\n1,Mill\n2,Hill\n", columns={"ward": "new"})
    assert remarks(pool_import) == []


def test_an_abbreviation_beside_the_whole_word_gets_a_proposal(assembly, organiser):
    """In a new category too; of two spellings with the same gist the more frequent one stays."""
    data = (
        b"id,sex,age\n"
        + "".join(
            f"{number},{sex},{age}\n"
            for number, (sex, age) in enumerate(
                [("Female", "16 - 29"), ("Female", "16-29"), ("F", "16-29"), ("m", "30+"), ("Male", "30+")]
            )
        ).encode()
    )
    pool_import = upload(assembly, organiser, data)
    match_columns(
        pool_import=pool_import,
        columns={"id": "field:reference", "sex": "new", "age": "new"},
        declarations=EVERYBODY,
    )
    sex, age = questions(import_frame(pool_import), import_decisions(pool_import), today=NOON.date())
    assert {each.text: each.becomes for each in sex.spellings} == {
        "Female": "=Female",
        "F": "=Female",
        "m": "=Male",
        "Male": "=Male",
    }
    assert {each.text: each.becomes for each in age.spellings} == {
        "16-29": "=16-29",
        "16 - 29": "=16-29",
        "30+": "=30+",
    }


def test_many_unknown_spellings_share_one_decision(assembly, organiser, client_of):
    """Sixty are asked one by one; the others are rejected or left blank together."""
    ValueFactory(category__assembly=assembly, category__name="Region", name="North")
    data = b"id,region\n" + b"".join(b"%d,place %d\n" % (n, n) for n in range(200))
    pool_import = upload(assembly, organiser, data)
    match_columns(pool_import=pool_import, columns=pool_import.columns, declarations=EVERYBODY)
    client, url = client_of(organiser), address("pool_import_values", assembly, pk=pool_import.pk)
    page = client.get(url)
    assert "140 other spellings" in page.content.decode()
    said = {field.html_name: field.value() for field in page.context["form"]}
    assert len(said) == 61
    client.post(url, said | {"q0_rest": "blank"})
    pool_import.refresh_from_db()
    assert (pool_import.result["new"], pool_import.result["rejected"]) == (140, 60)


def test_the_row_of_the_headings_can_be_chosen_before_and_after_the_upload(assembly, organiser, client_of):
    client = client_of(organiser)
    data = b"group 1,group 2\nid,name\n1,Ada\n"
    client.post(
        address("pool_import_new", assembly), {"file": SimpleUploadedFile("a.csv", data), "header_row": "2"}
    )
    assert PoolImport.objects.get().reading["columns"] == ["id", "name"]
    first = upload(assembly, organiser, data)
    url = address("pool_import_sheet", assembly, pk=first.pk)
    assert first.reading["columns"] == ["group 1", "group 2"]
    client.post(url, {"header_row": "2"})
    first.refresh_from_db()
    assert first.reading["columns"] == ["id", "name"]
    refused = client.post(url, {"header_row": "77"}, follow=True)
    assert "Row 77 is blank, so it holds no headings." in refused.content.decode()
    first.refresh_from_db()
    assert first.reading["columns"] == ["id", "name"]


def test_all_changes_can_be_downloaded(assembly, organiser, client_of):
    """More than the page shows, one line for each field."""
    people = b"".join(b"%d,Person,0%d\n" % (n, n) for n in range(1, 151))
    committed(assembly, organiser, b"id,first name,phone\n" + people)
    later = dry_run_of(assembly, organiser, b"id,first name,phone\n" + people.replace(b"Person", b"Human"))
    client = client_of(organiser)
    page = client.get(address("pool_import_check", assembly, pk=later.pk))
    assert len(page.context["result"]["changes"]) == 100
    answer = client.get(address("pool_import_changes", assembly, pk=later.pk))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[:2] == [
        ["Id", "Row in the file", "What changes", "Before", "After"],
        ["1", "2", "First name", "Person", "Human"],
    ]
    assert len(rows) == 151


def test_rejected_rows_come_back_as_they_were_downloaded(assembly, organiser, client_of):
    """Corrected in place; the columns with row and reason are ignored, also before there are categories."""
    data = b"id,first name,can attend\n" + b"".join(b"%d,Ada,perhaps %d\n" % (n, n % 2) for n in range(8))
    first = dry_run_of(
        assembly, organiser, data, values={"field:can_attend": {"perhaps 0": "reject", "perhaps 1": "reject"}}
    )
    assert first.result["rejected"] == 8
    answer = client_of(organiser).get(address("pool_import_rejected", assembly, pk=first.pk))
    corrected = answer.content.replace(b"perhaps 0", b"yes").replace(b"perhaps 1", b"no")
    again = upload(assembly, organiser, corrected)
    assert (again.columns["Row in the file"], again.columns["Reason for rejection"]) == ("", "")
    assert dry_run_of(assembly, organiser, corrected).result["new"] == 8


def test_rejected_rows_can_still_be_downloaded_after_the_commit(assembly, organiser, client_of):
    """The page of the import offers them, with the same reasons."""
    ValueFactory(category__assembly=assembly, category__name="Gender", name="Female")
    done = committed(assembly, organiser, b"id,gender\n1,Female\n2,zzz\n,Female\n")
    client, url = client_of(organiser), address("pool_import_rejected", assembly, pk=done.pk)
    assert url in client.get(address("pool_import", assembly, pk=done.pk)).content.decode()
    assert client.get(url).content.decode("utf-8-sig").splitlines() == [
        "id,gender,Row in the file,Reason for rejection",
        "2,zzz,3,gender: “zzz” is not one of the values.",
        ",Female,4,id: The id is blank.",
    ]


def test_the_day_of_registration_is_imported(assembly, organiser):
    """With its time of day, in the column's own order of day and month."""
    data = b"id,date of birth,timestamp\n1,31/12/1980,2/14/2026 9:12:33 PM\n2,1/2/1980,1/2/2026 10:00\n"
    committed(assembly, organiser, data)
    assert [
        (person.born_on.isoformat(), person.registered_on.isoformat())
        for person in Respondent.objects.order_by("reference")
    ] == [("1980-12-31", "2026-02-14"), ("1980-02-01", "2026-01-02")]


def test_a_dry_run_only_reads_and_opens_no_transaction(assembly, organiser):
    """Another request can write all the while."""
    pool_import = dry_run_of(assembly, organiser, b"id,ward\n1,Mill\n2,Hill\n")
    with CaptureQueriesContext(connection) as queries:
        dry_run(pool_import, today=NOON.date())
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_decisions_on_households_hold_for_what_a_later_import_writes(assembly, organiser):
    """Two addresses that are one household stay one when the file comes again with a correction."""
    data = b"id,first name,address\n1,Ada,1 Mill Lane\n2,Ben,One Mill Lane\n3,Cy,9 Hill\n"
    committed(assembly, organiser, data)
    ada, ben = Respondent.objects.filter(reference__in=["1", "2"]).order_by("reference")
    join_households(
        assembly=assembly, first=ada, second=ben, keys=keys_of(ada, ben), actor=organiser, now=NOON
    )
    committed(assembly, organiser, data.replace(b"Ada", b"Eda").replace(b"Ben", b"Bin"))
    keys = dict(Respondent.objects.values_list("reference", "household_key"))
    assert keys["1"] == keys["2"] != keys["3"]

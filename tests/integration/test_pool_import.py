"""From a spreadsheet to respondents: dry run, commit, and the same file again."""

import pytest
from django.db import IntegrityError

from assembly.errors import ChangedMeanwhile
from assembly.models import AuditEvent
from sortition.enums import RespondentState
from sortition.exports_pool import CSV, XLSX, pool_rows, rejected_rows, table_file
from sortition.models import Answer, Category, PoolImport, Respondent, Value
from sortition.selectors.dry_run import dry_run
from sortition.selectors.pool import (
    pool_counts_by_value,
    pool_for_lottery,
    respondents_with_standing,
)
from sortition.selectors.pool_figures import pool_figures
from sortition.services.imports import match_columns, try_import
from sortition.services.imports_commit import commit_import
from sortition.services.respondents import withdraw_respondent
from tests.factories import NOON
from tests.factories_pool import EVERYBODY, RespondentFactory, ValueFactory, dry_run_of, upload

FILE = (
    b"id,name,e-mail,gender,age,address,postcode\n"
    b"a1,Ada Osei,ada@example.org,F,16-29,1 Mill Lane,AB1\n"
    b'a2,"Ben, Ali",ben@example.org,male,30+,1 mill lane.,ab1\n'
    b"a3,Cher,,Female,16-29,,AB1\n"
    b"a4,Dora Lee,,,30+,2 Mill Lane,AB1\n"
    b"a5,Eve Lee,,other,30+,2 Mill Lane,AB1\n"
    b"a1,Twice,,male,30+,,\n"
    b",Nobody,,male,30+,,\n"
)


@pytest.fixture
def gender(assembly):
    """The category Gender with two values that have quotas."""
    female = ValueFactory(category__assembly=assembly, category__name="Gender", name="Female")
    ValueFactory(category=female.category, name="Male", position=1)
    return female.category


def commit(pool_import, actor, now=NOON):
    return commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=actor, now=now)


def counts(pool_import):
    return {key: pool_import.result[key] for key in ("new", "changed", "unchanged", "rejected")}


def test_columns_are_guessed_from_headings_and_answers(assembly, organiser, gender):
    """A column "sex" is Gender, because its answers are Gender's; other columns are left out while categories exist."""
    data = b"Ref No,Forename,Sex,Post Code,ward\n1,Ada,male,AB1,Mill\n2,Ben,FEMALE,AB2,Mill\n"
    data = data.replace(b"Ref No", b"Reference number")
    assert upload(assembly, organiser, data).columns == {
        "Reference number": "field:reference",
        "Forename": "field:first_name",
        "Sex": f"category:{gender.pk}",
        "Post Code": "field:postcode",
        "ward": "",
    }


def test_a_dry_run_says_everything_and_writes_nobody(assembly, organiser, gender):
    """New and rejected rows, with the row's number, the column and the reason in words."""
    pool_import = dry_run_of(assembly, organiser, FILE, columns={"age": "new"})
    assert counts(pool_import) == {"new": 4, "changed": 0, "unchanged": 0, "rejected": 3}
    found = dry_run(pool_import, today=NOON.date())
    assert [(each.row, each.column, each.reason) for each in found.rejections] == [
        (6, "gender", "“other” is not one of the values."),
        (7, "id", "The id “a1” stands in an earlier row already."),
        (8, "id", "The id is blank."),
    ]
    assert pool_import.result["new_categories"] == {"age": ["16-29", "30+"]}
    assert Respondent.objects.count() == 0
    assert Category.objects.count() == 1


def test_a_commit_writes_people_answers_categories_and_one_event(assembly, organiser, gender):
    """Raw texts are kept beside values; blanks stay blank; the new category has values and no quotas."""
    pool_import = dry_run_of(assembly, organiser, FILE, columns={"age": "new"})
    commit(pool_import, organiser)
    ada = Respondent.objects.get(reference="a1")
    assert (ada.first_name, ada.last_name, ada.email) == ("Ada", "Osei", "ada@example.org")
    assert (ada.consents, ada.is_eligible, ada.can_attend) == (True, True, True)
    assert [(a.category.name, a.value.name, a.raw) for a in ada.answers.order_by("category__position")] == [
        ("Gender", "Female", "F"),
        ("age", "16-29", "16-29"),
    ]
    assert Answer.objects.get(respondent__reference="a4", category=gender).value is None
    assert list(Value.objects.filter(category__name="age").values_list("name", "minimum")) == [
        ("16-29", None),
        ("30+", None),
    ]
    event = AuditEvent.objects.get(type="pool.imported")
    assert event.details["sha256"] == pool_import.sha256
    assert (event.details["new"], event.details["rejected"]) == (4, 3)


def test_the_same_file_again_changes_nothing(assembly, organiser, gender):
    """Its columns and decisions are remembered, and all of its rows are unchanged."""
    commit(dry_run_of(assembly, organiser, FILE, columns={"age": "new"}), organiser)
    again = dry_run_of(assembly, organiser, FILE)
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 4, "rejected": 3}
    before = list(Respondent.objects.values())
    commit(again, organiser)
    assert list(Respondent.objects.values()) == before


def test_a_file_without_ids_gives_the_same_ids_again_in_any_order(assembly, organiser):
    """Equal rows are told apart by counting."""
    data = b"gender,leaning\n" + b"female,left\n" * 3 + b"male,right\n" * 6
    commit(dry_run_of(assembly, organiser, data), organiser)
    shuffled = b"gender,leaning\n" + b"male,right\n" * 6 + b"female,left\n" * 3
    assert counts(dry_run_of(assembly, organiser, shuffled)) == {
        "new": 0,
        "changed": 0,
        "unchanged": 9,
        "rejected": 0,
    }


def test_changes_are_shown_field_by_field_and_only_they_are_written(assembly, organiser, gender):
    """Columns that a later file lacks are left as they are."""
    commit(dry_run_of(assembly, organiser, FILE), organiser)
    later = dry_run_of(assembly, organiser, b"id,gender,e-mail\na1,Male,new@example.org\na3,female,\n")
    assert [(each["row"], each["reference"]) for each in later.result["changes"]] == [(2, "a1")]
    assert [tuple(each) for each in later.result["changes"][0]["differences"]] == [
        ("Gender", "Female", "Male"),
        ("E-mail address", "ada@example.org", "new@example.org"),
    ]
    commit(later, organiser)
    ada = Respondent.objects.get(reference="a1")
    assert (ada.first_name, ada.email, ada.answers.get().value.name) == ("Ada", "new@example.org", "Male")


@pytest.mark.parametrize("file_format", [CSV, XLSX])
def test_an_exported_pool_imported_again_changes_nothing(file_format, assembly, organiser, gender):
    """Also with phone numbers that look like formulas, blanks, and answers under other spellings."""
    commit(dry_run_of(assembly, organiser, FILE, columns={"age": "new"}), organiser)
    RespondentFactory(assembly=assembly, reference="=1+1", phone="+44 20", can_attend=None, consents=False)
    rows = pool_rows(respondents_with_standing(assembly), list(Category.objects.all()))
    data = table_file(rows, file_format, "Pool")
    pool_import = dry_run_of(assembly, organiser, data, declarations={})
    assert counts(pool_import) == {"new": 0, "changed": 0, "unchanged": 5, "rejected": 0}


def test_rejected_rows_can_be_corrected_and_uploaded_again(assembly, organiser, gender):
    """The download has the columns of the file and the reason; what was imported is not touched."""
    first = dry_run_of(assembly, organiser, FILE)
    found = dry_run(first, today=NOON.date())
    data = table_file(rejected_rows(first, found), CSV, "Rejected").decode("utf-8-sig")
    assert data.splitlines()[0].endswith("postcode,Row in the file,Reason for rejection")
    commit(first, organiser)
    corrected = (
        data.replace("other", "Male").replace("a1,Twice", "a7,Twice").replace("\r\n,Nobody", "\r\na8,Nobody")
    )
    assert counts(dry_run_of(assembly, organiser, corrected.encode())) == {
        "new": 3,
        "changed": 0,
        "unchanged": 0,
        "rejected": 0,
    }


def test_a_commit_that_fails_in_the_middle_writes_nothing(assembly, organiser):
    """A respondent with the same id appears between the comparison and the write, past every check."""
    from sortition.services import imports_commit

    pool_import = dry_run_of(
        assembly, organiser, b"id,ward\n" + b"".join(b"%d,w%d\n" % (n, n % 2) for n in range(9))
    )
    found = dry_run(pool_import, today=NOON.date())
    RespondentFactory(assembly=assembly, reference="8")
    with pytest.raises(IntegrityError):
        imports_commit._write(pool_import, imports_commit._prepare(found), organiser, NOON)
    assert Respondent.objects.count() == 1
    assert Category.objects.count() == 0
    assert PoolImport.objects.get().state == "checked"
    assert not AuditEvent.objects.filter(type="pool.imported").exists()


def test_of_two_commits_the_second_is_told_and_nothing_is_written_twice(assembly, organiser):
    """Two tabs show the same dry run."""
    data = b"id,ward\n" + b"".join(b"%d,w%d\n" % (n, n % 2) for n in range(9))
    pool_import = dry_run_of(assembly, organiser, data)
    other_tab = PoolImport.objects.get()
    commit(pool_import, organiser)
    with pytest.raises(ChangedMeanwhile):
        commit(other_tab, organiser)
    assert Respondent.objects.count() == 9
    assert AuditEvent.objects.filter(type="pool.imported").count() == 1


def test_a_dry_run_that_is_out_of_date_is_made_again_instead_of_committed(assembly, organiser):
    """Another import came first; the person sees the new figures before anything is written."""
    data = b"id,ward\n" + b"".join(b"%d,w%d\n" % (n, n % 2) for n in range(9))
    slow = dry_run_of(assembly, organiser, data)
    commit(dry_run_of(assembly, organiser, b"id,first name\n1,Ada\n"), organiser)
    with pytest.raises(ChangedMeanwhile):
        commit(slow, organiser)
    slow.refresh_from_db()
    assert counts(slow) == {"new": 8, "changed": 1, "unchanged": 0, "rejected": 0}
    commit(slow, organiser)
    assert Respondent.objects.count() == 9


def test_the_pool_holds_exactly_those_who_can_be_drawn(assembly, organiser, gender):
    """No and blank both keep out; so do test entries, withdrawn people and blanks in a category with quotas."""
    data = (
        b"id,gender,consent,eligible,can attend,test entry\n"
        b"in,Female,yes,Y,1,\nno,Female,no,y,y,\nblank,Female,,y,y,\nuneligible,Male,y,n,y,\n"
        b"away,Male,y,y,n,\ngap,,y,y,y,\ntest,Male,y,y,y,yes\ngone,Male,y,y,y,no\n"
    )
    commit(dry_run_of(assembly, organiser, data, declarations={}), organiser)
    gone = Respondent.objects.get(reference="gone")
    withdraw_respondent(respondent=gone, reason="asked by phone", actor=organiser, now=NOON)
    assert [each.reference for each in pool_for_lottery(assembly)] == ["in"]
    figures = pool_figures(assembly)
    assert {key: value for key, value in figures.by_standing.items() if value} == {
        "in_pool": 1,
        "not_agreed": 2,
        "not_eligible": 1,
        "cannot_attend": 1,
        "incomplete": 1,
        "withdrawn": 1,
        "test": 1,
    }
    assert figures.blanks["not_agreed"] == 1
    female, male = gender.values.all()
    assert pool_counts_by_value(assembly) == {female.pk: 1, male.pk: 0}


def test_nobody_is_in_the_pool_while_consent_is_not_known(assembly, organiser):
    """Neither a column nor a declaration says so."""
    unknown = {**EVERYBODY, "consents": "unknown"}
    commit(dry_run_of(assembly, organiser, b"id,first name\n1,Ada\n", declarations=unknown), organiser)
    assert pool_figures(assembly).by_standing["not_agreed"] == 1


def test_an_import_does_not_bring_back_who_withdrew(assembly, organiser):
    """The fields are kept up to date, the state is not touched."""
    data = b"id,first name\n1,Ada\n"
    commit(dry_run_of(assembly, organiser, data), organiser)
    withdraw_respondent(respondent=Respondent.objects.get(), reason="moved", actor=organiser, now=NOON)
    commit(dry_run_of(assembly, organiser, data.replace(b"Ada", b"Eda")), organiser)
    ada = Respondent.objects.get()
    assert (ada.first_name, ada.state) == ("Eda", RespondentState.WITHDRAWN)


def test_going_back_to_the_columns_makes_the_dry_run_anew(assembly, organiser):
    """An old digest commits nothing."""
    pool_import = dry_run_of(assembly, organiser, b"id,first name,phone\n1,Ada,12\n")
    digest = pool_import.result["digest"]
    match_columns(
        pool_import=pool_import, columns={**pool_import.columns, "phone": ""}, declarations=EVERYBODY
    )
    try_import(pool_import=pool_import, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        commit_import(pool_import=pool_import, digest=digest, actor=organiser, now=NOON)
    assert Respondent.objects.count() == 0
    commit(pool_import, organiser)
    assert Respondent.objects.get().phone == ""

"""The pool's pages: who sees what, the import from the screen, search and export."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.models import AuditEvent
from sortition.models import PoolImport, Respondent
from sortition.services.imports import match_columns
from sortition.services.imports_commit import commit_import
from tests.factories import NOON
from tests.factories_pool import (
    EVERYBODY,
    AnswerFactory,
    RespondentFactory,
    ValueFactory,
    dry_run_of,
    upload,
)

CSV_FILE = b"id,name,gender,age\n" + b"".join(
    b"r%d,Person %d,%s,%s\n" % (n, n, (b"female", b"male")[n % 2], (b"16-29", b"30+")[n % 3 == 0])
    for n in range(40)
)


def address(name, assembly, **more):
    return reverse(name, kwargs={"slug": assembly.slug, **more})


def post_file(client, assembly, data, name="pool.csv"):
    return client.post(address("pool_import_new", assembly), {"file": SimpleUploadedFile(name, data)})


def test_an_organiser_gets_from_a_spreadsheet_to_a_pool(assembly, organiser, client_of):
    """Upload, columns, values, dry run, commit: with nothing but what the pages offer."""
    client = client_of(organiser)
    answer = post_file(client, assembly, CSV_FILE)
    pool_import = PoolImport.objects.get()
    assert answer.url == address("pool_import_columns", assembly, pk=pool_import.pk)
    page = client.get(answer.url)
    form = page.context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    refused = client.post(answer.url, data)
    assert refused.status_code == 422
    assert sorted(refused.context["form"].errors) == [
        "declared_can_attend",
        "declared_consents",
        "declared_is_eligible",
    ]
    data |= {"declared_consents": "all", "declared_is_eligible": "all", "declared_can_attend": "all"}
    answer = client.post(answer.url, data)
    values = client.get(answer.url)
    assert [question.label for question, _lines in values.context["form"].sections()] == ["gender", "age"]
    answer = client.post(answer.url, {field.html_name: field.value() for field in values.context["form"]})
    dry = client.get(answer.url)
    assert dry.context["result"]["new"] == 40
    assert Respondent.objects.count() == 0
    done = client.post(answer.url, {"digest": dry.context["result"]["digest"]}, follow=True)
    assert done.context["figures"].in_pool == 40
    assert "Imported: 40 new" in done.content.decode()


def test_a_file_that_cannot_be_read_is_told_at_the_field(assembly, organiser, client_of):
    """The page is kept, nothing is stored."""
    answer = post_file(client_of(organiser), assembly, b"\x00\x01" * 300, "pool.xlsx")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "This is not a text file and not an Excel file. Save the spreadsheet as CSV or XLSX and upload that."
    ]
    assert PoolImport.objects.count() == 0


def test_a_file_over_the_limit_is_refused_with_the_limit(assembly, organiser, client_of, settings):
    """The limit is a setting."""
    settings.UPLOAD_LIMIT_BYTES = 1024
    answer = post_file(client_of(organiser), assembly, CSV_FILE + b"x" * 1024)
    assert "at most 1.0\xa0KB can be uploaded" in answer.context["form"].errors["file"][0]


def test_two_columns_for_one_field_are_refused_at_the_second(assembly, organiser, client_of):
    """The message names the field and the first column."""
    client = client_of(organiser)
    url = post_file(client, assembly, b"a,b\nx,1\ny,2\n").url
    answer = client.post(url, {"column_0": "field:email", "column_1": "field:email"})
    assert answer.context["form"].errors["column_1"] == [
        "“E-mail address” is already taken from the column “a”."
    ]


@pytest.mark.parametrize(
    "name", ["pool_import_new", "pool_import_columns", "pool_person", "pool_person_withdraw"]
)
def test_pages_with_people_are_for_organisers(  # noqa: PLR0917 (personas and fixtures)
    name, assembly, organiser, observer, outsider, client, client_of
):
    """The observer is refused, the outsider finds nothing, the signed-out visitor is asked to sign in."""
    more = {}
    if name == "pool_import_columns":
        post_file(client_of(organiser), assembly, CSV_FILE)
        more = {"pk": PoolImport.objects.get().pk}
    elif name != "pool_import_new":
        more = {"pk": RespondentFactory(assembly=assembly).pk}
    url = address(name, assembly, **more)
    assert client_of(organiser).get(url).status_code == 200
    assert client_of(observer).get(url).status_code == 403
    assert client_of(outsider).get(url).status_code == 404
    assert client.get(url).url.startswith(reverse("account_login"))


def test_an_observer_sees_figures_and_no_people(assembly, organiser, observer, client_of):
    """The same page without names, list or export."""
    RespondentFactory(assembly=assembly, first_name="Grace", last_name="Adeyemi")
    seen = client_of(observer).get(address("pool", assembly) + "?search=Grace").content.decode()
    assert "Adeyemi" not in seen
    assert "In the pool" in seen
    assert "Adeyemi" in client_of(organiser).get(address("pool", assembly)).content.decode()
    assert client_of(observer).post(address("pool_export", assembly)).status_code == 403


def test_people_of_another_assembly_are_not_found(assembly, organiser, client_of):
    """Whoever guesses a number gets nothing."""
    stranger = RespondentFactory()
    assert client_of(organiser).get(address("pool_person", assembly, pk=stranger.pk)).status_code == 404


def test_people_are_searched_filtered_and_sorted(assembly, organiser, client_of):
    """By words of name, id and e-mail, by value, by channel."""
    value = ValueFactory(category__assembly=assembly, minimum=None, maximum=None)
    ada = AnswerFactory(
        respondent__assembly=assembly, respondent__first_name="Ada", respondent__last_name="Z", value=value
    ).respondent
    ben = RespondentFactory(
        assembly=assembly, first_name="Ben", last_name="A", channel="phone", reference="b-7"
    )
    client = client_of(organiser)

    def shown(query):
        return [
            person
            for person, _answers, _standing in client.get(address("pool", assembly) + query).context["rows"]
        ]

    assert shown("?sort=name") == [ben, ada]
    assert shown("?search=ada+z") == [ada]
    assert shown("?search=B-7") == [ben]
    assert shown("?channel=phone") == [ben]
    assert shown(f"?c{value.category_id}={value.pk}") == [ada]
    assert shown(f"?c{value.category_id}=blank") == [ben]
    assert shown("?tab=withdrawn") == []


def test_the_list_costs_as_many_queries_for_three_people_as_for_one(assembly, organiser, client_of):
    """Answers come in one query."""
    value = ValueFactory(category__assembly=assembly)
    AnswerFactory(respondent__assembly=assembly, value=value)
    client = client_of(organiser)
    client.get(address("pool", assembly))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address("pool", assembly))
    AnswerFactory(respondent__assembly=assembly, value=value)
    AnswerFactory(respondent__assembly=assembly, value=value)
    with CaptureQueriesContext(connection) as three:
        client.get(address("pool", assembly))
    assert len(three) == len(one)


def test_an_export_holds_what_one_sees_safely_and_is_recorded(assembly, organiser, client_of):
    """Only the filtered people; a name that looks like a formula is not run."""
    RespondentFactory(assembly=assembly, reference="1", first_name="=cmd()", last_name="")
    RespondentFactory(assembly=assembly, reference="2", first_name="Ben", channel="phone")
    answer = client_of(organiser).post(address("pool_export", assembly) + "?search=cmd", {"format": "csv"})
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("1,'=cmd(),")
    event = AuditEvent.objects.get(type="pool.exported")
    assert event.details == {"respondents": 1, "format": "CSV", "purpose": "⟪Tests⟫"}


def test_somebody_is_withdrawn_with_a_reason(assembly, organiser, client_of):
    """Without a reason nothing happens; the reason stands in the person's timeline."""
    person = RespondentFactory(assembly=assembly)
    client, url = client_of(organiser), address("pool_person_withdraw", assembly, pk=person.pk)
    assert client.post(url, {"reason": " "}).status_code == 422
    page = client.post(url, {"reason": "Asked by phone"}, follow=True).content.decode()
    assert "Asked by phone" in page
    person.refresh_from_db()
    assert person.state == "withdrawn"


def test_dates_that_could_be_read_both_ways_are_a_choice(assembly, organiser, client_of):
    """The choice is offered with a date of the file read either way, counts in the commit, and is remembered."""
    client = client_of(organiser)
    data = b"id,name,date of birth\n1,Ada,03/04/1980\n2,Ben,05/05/1981\n"
    pool_import = upload(assembly, organiser, data)
    match_columns(pool_import=pool_import, columns=pool_import.columns, declarations=EVERYBODY)
    values = client.get(address("pool_import_values", assembly, pk=pool_import.pk))
    assert values.context["form"].fields["dates_0"].choices == [
        ("day", "Day first: 03/04/1980 is 3 April 1980"),
        ("month", "Month first: 03/04/1980 is 4 March 1980"),
    ]
    dry = client.post(
        address("pool_import_values", assembly, pk=pool_import.pk), {"dates_0": "month"}, follow=True
    )
    assert "Dates in “date of birth” are read as month/day/year." in dry.content.decode()
    client.post(
        address("pool_import_check", assembly, pk=pool_import.pk), {"digest": dry.context["result"]["digest"]}
    )
    assert Respondent.objects.get(reference="1").born_on == date(1980, 3, 4)
    again = upload(assembly, organiser, data)
    match_columns(pool_import=again, columns=again.columns, declarations=EVERYBODY)
    page = client.get(address("pool_import_values", assembly, pk=again.pk))
    assert page.context["form"]["dates_0"].value() == "month"


def test_dates_that_prove_their_order_are_no_question(assembly, organiser, client_of):
    pool_import = upload(assembly, organiser, b"id,name,date of birth\n1,Ada,03/04/1980\n2,Ben,13/05/1981\n")
    match_columns(pool_import=pool_import, columns=pool_import.columns, declarations=EVERYBODY)
    page = client_of(organiser).get(address("pool_import_values", assembly, pk=pool_import.pk))
    assert "dates_0" not in page.context["form"].fields


def test_rejections_are_told_by_reason_with_the_rows_they_concern(assembly, organiser, client_of):
    ValueFactory(category__assembly=assembly, category__name="Gender", name="Female")
    pool_import = dry_run_of(assembly, organiser, b"id,gender\n1,xx\n2,Female\n3,xx\n,Female\n")
    page = client_of(organiser).get(address("pool_import_check", assembly, pk=pool_import.pk))
    assert [(each["reason"], each["count"], each["first"]) for each in page.context["rejections"]] == [
        ("“xx” is not one of the values.", 2, [2, 4]),
        ("The id is blank.", 1, [5]),
    ]


def test_a_rejection_of_last_time_is_asked_again(assembly, organiser):
    """It may have been for want of a better idea; other decisions are remembered."""
    ValueFactory(category__assembly=assembly, category__name="Gender", name="Female")
    data = b"id,gender\n1,xx\n2,Female\n3,n/a\n"
    first = dry_run_of(assembly, organiser, data)
    commit_import(pool_import=first, digest=first.result["digest"], actor=organiser, now=NOON)
    (made,) = upload(assembly, organiser, data).values.values()
    assert made == {"n/a": "blank"}

"""Categories that are worked out from another column: set up on a page, applied by the import, remembered."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assembly.models import AuditEvent
from sortition.models import Answer, Derivation, PoolImport, Respondent
from sortition.reading.questions import questions
from sortition.selectors.imports import import_decisions, import_frame
from sortition.services.imports import match_columns
from sortition.services.imports_commit import commit_import
from tests.factories import NOON
from tests.factories_pool import EVERYBODY, ValueFactory, dry_run_of, upload

PEOPLE = (
    b"id,date of birth,post code\n1,1990-01-05,RB1 1AA\n2,13/02/1950,rb12 9zz\n"
    b"3,1,HF1 1AA\n4,,\n5,2000-01-01,RB1 2BB\n"
)


@pytest.fixture
def age(assembly):
    """The category Age with two bands."""
    young = ValueFactory(category__assembly=assembly, category__name="Age", name="16–44")
    ValueFactory(category=young.category, name="45+", position=1)
    return young.category


@pytest.fixture
def region(assembly):
    """The category Region with two values."""
    north = ValueFactory(category__assembly=assembly, category__name="Region", name="North")
    ValueFactory(category=north.category, name="South", position=1)
    return north.category


def address(name, assembly, **more):
    return reverse(name, kwargs={"slug": assembly.slug, **more})


def set_age(client, assembly, category):
    return client.post(
        address("pool_derivation", assembly, pk=category.pk), {"kind": "age", "on": "2026-06-30"}
    )


def set_region(client, assembly, category, table=b"prefix,region\nRB1,North\nRB12,South\n"):
    file = SimpleUploadedFile("postcodes.csv", table)
    return client.post(
        address("pool_derivation", assembly, pk=category.pk), {"kind": "prefix", "table": file}
    )


def test_values_are_worked_out_and_the_raw_text_is_kept(assembly, organiser, client_of, age, region):
    """The birth date is kept as a field as well; the sources are guessed; what cannot be worked out is rejected."""
    client = client_of(organiser)
    assert set_age(client, assembly, age).status_code == 302
    assert set_region(client, assembly, region).status_code == 302
    pool_import = dry_run_of(assembly, organiser, PEOPLE)
    assert pool_import.derived == {str(age.pk): "date of birth", str(region.pk): "post code"}
    assert [
        (each["column"], each["code"], each["text"], each["first"])
        for each in pool_import.result["rejections"]
    ] == [
        ("date of birth", "not_worked_out", "1", [4]),
        ("post code", "not_worked_out", "HF1 1AA", [4]),
        ("date of birth", "not_a_date", "1", [4]),
    ]
    commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=organiser, now=NOON)
    assert list(
        Answer.objects.order_by("respondent__reference", "category__name").values_list(
            "respondent__reference", "value__name", "raw"
        )
    ) == [
        ("1", "16–44", "1990-01-05"),
        ("1", "North", "RB1 1AA"),
        ("2", "45+", "13/02/1950"),
        ("2", "South", "rb12 9zz"),
        ("4", None, ""),
        ("4", None, ""),
        ("5", "16–44", "2000-01-01"),
        ("5", "North", "RB1 2BB"),
    ]
    assert Respondent.objects.get(reference="2").born_on == date(1950, 2, 13)
    again = upload(assembly, organiser, PEOPLE)
    assert again.derived == pool_import.derived


def test_what_cannot_be_worked_out_can_be_left_blank_or_given_a_value(assembly, organiser, client_of, region):
    """As with other spellings; the decision is remembered."""
    client = client_of(organiser)
    set_region(client, assembly, region)
    pool_import = upload(assembly, organiser, PEOPLE)
    match_columns(pool_import=pool_import, columns=pool_import.columns, declarations=EVERYBODY)
    (asked,) = questions(import_frame(pool_import), import_decisions(pool_import), today=NOON.date())
    assert [(each.text, each.becomes, each.reason) for each in asked.spellings] == [
        ("HF1 1AA", "reject", "unknown")
    ]
    page = client.get(address("pool_import_values", assembly, pk=pool_import.pk)).content.decode()
    assert "Worked out from “post code”, except for one spelling" in page
    decided = dry_run_of(
        assembly,
        organiser,
        PEOPLE.replace(b"3,1,", b"3,,"),
        values={f"category:{region.pk}": {"hf1 1aa": "=South"}},
    )
    assert (decided.result["new"], decided.result["rejected"]) == (5, 0)


def test_a_category_cannot_both_have_a_column_and_be_worked_out(assembly, organiser, client_of, region):
    client = client_of(organiser)
    set_region(client, assembly, region)
    pool_import = upload(assembly, organiser, b"id,region,post code\n1,North,RB1\n2,South,RB12\n")
    assert pool_import.derived == {}
    data = {
        "column_0": "field:reference",
        "column_1": f"category:{region.pk}",
        "column_2": "field:postcode",
        f"derived_{region.pk}": "post code",
        **{f"declared_{name}": "all" for name in EVERYBODY},
    }
    url = address("pool_import_columns", assembly, pk=pool_import.pk)
    refused = client.post(url, data)
    assert refused.context["form"].errors == {
        f"derived_{region.pk}": ["“Region” is already taken from the column “region”."]
    }
    taken = client.post(url, data | {"column_1": "ignore"})
    assert taken.status_code == 302
    assert PoolImport.objects.get().derived == {str(region.pk): "post code"}


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({}, "kind", "Choose one."),
        ({"kind": "age"}, "on", "Say on which day the age counts."),
        ({"kind": "prefix"}, "table", "Choose the table of postcodes."),
    ],
)
def test_a_rule_that_lacks_something_says_what(data, field, message, assembly, organiser, client_of, age):  # noqa: PLR0917
    answer = client_of(organiser).post(address("pool_derivation", assembly, pk=age.pk), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [message]


def test_a_rule_that_does_not_fit_the_values_is_refused(assembly, organiser, client_of, region):
    """Regions are no age bands; a table with another region names the row."""
    client = client_of(organiser)
    assert set_age(client, assembly, region).context["form"].errors["kind"] == [
        "None of the values is an age band such as 16–29, 75+ or under 18."
    ]
    assert set_region(client, assembly, region, b"prefix,region\nRB1,East\n").context["form"].errors[
        "table"
    ] == ["Row 2: “East” is not one of the values (North, South)."]
    assert set_region(client, assembly, region, b"%PDF").context["form"].errors["table"] == [
        "This is a PDF. Upload the spreadsheet that it was made from, as CSV or XLSX."
    ]
    assert not Derivation.objects.exists()


def test_a_rule_is_kept_changed_and_removed_with_events(assembly, organiser, client_of, region):
    """A new day or name needs no new table."""
    client = client_of(organiser)
    set_region(client, assembly, region)
    kept = client.post(address("pool_derivation", assembly, pk=region.pk), {"kind": "prefix"})
    assert kept.status_code == 302
    assert Derivation.objects.get().file_name == "postcodes.csv"
    client.post(address("pool_derivation", assembly, pk=region.pk), {"remove": "1"})
    assert not Derivation.objects.exists()
    assert list(
        AuditEvent.objects.filter(type__startswith="pool.derivation")
        .order_by("pk")
        .values_list("type", flat=True)
    ) == ["pool.derivation_set", "pool.derivation_set", "pool.derivation_removed"]

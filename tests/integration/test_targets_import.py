"""Targets from files: the field's forms, what is wrong with them, the preview, the commit."""

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from assembly.models import Assembly, AuditEvent, User
from sortition.models import Category, Value
from sortition.quota_files import TargetRow, read_targets
from tests.factories_targets import make_people, make_targets

ClientOf = Callable[[User], Client]
QUOTAS = b"category,feature,min,max\nAge,young,1,2\nAge,old,2,3\n"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def figures(row: TargetRow) -> tuple[object, ...]:
    return row.category, row.value, row.minimum, row.maximum


def upload(client: Client, assembly: Assembly, data: bytes, **fields: str):
    file = SimpleUploadedFile("quotas.csv", data)
    return client.post(reverse("targets_import", args=[assembly.slug]), {"file": file, **fields})


def commit(client: Client, assembly: Assembly, preview):
    address = reverse("targets_commit", args=[assembly.slug])
    return client.post(address, {"payload": preview.context["payload"]}, follow=True)


@pytest.mark.parametrize(
    "data",
    [
        QUOTAS,
        b"category,name,min,max\nAge,young,1,2\nAge,old,2,3\n",
        b"category,value,min,max\nAge,young,1,2\nAge,old,2,3\n",
        b"feature,value,min,max\nAge,young,1,2\nAge,old,2,3\n",
        b"Category;Feature;Min;Max\r\nAge;young;1;2\r\nAge;old;2;3\r\n",
        b"\xef\xbb\xbf" + QUOTAS.replace(b"\n", b"\r\n"),
        QUOTAS.decode().encode("utf-16"),
        b"notes,max,feature,category,min\nx,2,young,Age,1\n,3,old,Age,2\n",
        workbook(("category", "feature", "min", "max"), ("Age", "young", 1, 2), ("Age", "old", 2.0, 3)),
    ],
)
def test_every_usual_form_reads_the_same(data: bytes) -> None:
    targets = read_targets(data)
    assert targets.faults == ()
    assert [figures(row) for row in targets.rows] == [("Age", "young", 1, 2), ("Age", "old", 2, 3)]


def test_a_file_from_an_older_spreadsheet_keeps_its_letters() -> None:
    targets = read_targets("category,feature,min,max\nÄlter,jünger,1,2\n".encode("cp1252"))
    assert figures(targets.rows[0]) == ("Älter", "jünger", 1, 2)


def test_flexible_bounds_are_read_and_may_be_blank() -> None:
    targets = read_targets(b"category,name,min,max,min_flex,max_flex\nAge,young,3,4,2,5\nAge,old,1,1,,\n")
    assert [(row.minimum_flex, row.maximum_flex) for row in targets.rows] == [(2, 5), (None, None)]


@pytest.mark.parametrize("heading", ["share", "percent", "Target", "%"])
@pytest.mark.parametrize(
    ("cells", "shares"), [(("27", "73 %"), ("27", "73")), (("0.275", "0.725"), ("27.5", "72.5"))]
)
def test_shares_come_in_per_cent_or_as_fractions(heading, cells, shares) -> None:
    data = f"category,feature,{heading}\nAge,young,{cells[0]}\nAge,old,{cells[1]}\n".encode()
    targets = read_targets(data)
    assert targets.faults == ()
    assert [row.share for row in targets.rows] == [Decimal(share) for share in shares]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Age,young,3,2", "Row 3, column “max”: The minimum (3) is above the maximum (2)."),
        ("Age,young,a,2", "Row 3, column “min”: “a” is not a whole number from 0 to 1000."),
        ("Age,young,-1,2", "Row 3, column “min”: “-1” is not a whole number from 0 to 1000."),
        ("Age,young,1.5,2", "Row 3, column “min”: “1.5” is not a whole number from 0 to 1000."),
        ("Age,young,=1+1,2", "Row 3, column “min”: “=1+1” is a formula. Replace it by its result."),
        ("Age,young,,2", "Row 3, column “max”: Give both a minimum and a maximum, or leave both blank."),
        ("Age,young,,", "Row 3, column “min”: The cell is blank."),
        (",young,1,2", "Row 3, column “category”: The cell is blank."),
        ("Age,,1,2", "Row 3, column “feature”: The cell is blank."),
        ("Age,OLD ,1,2", "Row 3, column “feature”: “OLD” in Age stands already in row 2."),
        ("Age,young,1,2,9", "Row 3: It has more cells than there are headings."),
    ],
)
def test_what_is_wrong_with_a_cell_names_its_row_and_column(line: str, message: str) -> None:
    targets = read_targets(f"category,feature,min,max\nAge,old,1,2\n{line}\n".encode())
    assert [str(fault) for fault in targets.faults] == [message]


def test_all_faults_are_told_at_once() -> None:
    targets = read_targets(b"category,feature,min,max\nAge,old,x,2\nAge,young,3,2\n")
    assert [fault.row for fault in targets.faults] == [2, 3]


def zip_archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("readme.txt", "not a workbook")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file holds no targets."),
        (b"category,feature,min,max\n", "The file holds no targets."),
        (bytes(range(256)) * 20, ""),
        (zip_archive(), "This is a ZIP archive, not an Excel file"),
        (b"a,b\n1,2\n", "must name the columns"),
        (b"category,feature,min\nAge,old,1\n", "must have the columns “min” and “max”, or a column “share”."),
        (b"category,feature\nAge,old\n", "must have the columns “min” and “max”, or a column “share”."),
        (b"category,feature,min,,max\nAge,old,1,2,3\n", "has no heading for column D"),
        (b"category,feature,min,min\nAge,old,1,2\n", "Columns C and D are both called “min”."),
    ],
)
def test_a_file_that_is_no_table_of_targets_is_refused_at_the_field(
    data, message, assembly, organiser, client_of: ClientOf
) -> None:
    response = upload(client_of(organiser), assembly, data)
    assert response.status_code == 422
    assert "One thing to put right" in response.content.decode()
    assert message in response.content.decode()
    assert not Category.objects.exists()


def test_a_file_over_the_limit_is_refused(assembly, organiser, client_of: ClientOf, settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 20
    response = upload(client_of(organiser), assembly, QUOTAS)
    assert "The file is larger than 20" in response.content.decode()


def test_a_formula_in_a_workbook_is_not_taken_for_a_number(assembly, organiser, client_of: ClientOf) -> None:
    data = workbook(("category", "feature", "min", "max"), ("Age", "young", "=1+1", 2))
    response = upload(client_of(organiser), assembly, data)
    assert response.status_code == 422
    assert "Row 2, column “min”" in response.content.decode()


def test_faults_are_listed_and_nothing_is_written(assembly, organiser, client_of: ClientOf) -> None:
    response = upload(client_of(organiser), assembly, QUOTAS + b"Age,middle,3,2\n")
    assert response.status_code == 422
    assert "Row 4, column “max”" in response.content.decode()
    assert not Category.objects.exists()


def test_the_preview_writes_nothing_and_the_commit_everything(
    assembly, organiser, client_of: ClientOf
) -> None:
    client = client_of(organiser)
    preview = upload(client, assembly, QUOTAS)
    assert preview.status_code == 200
    assert not Category.objects.exists()
    assert "2 values added" in commit(client, assembly, preview).content.decode()
    stands = Value.objects.values_list("category__name", "name", "minimum", "maximum")
    assert list(stands) == [("Age", "young", 1, 2), ("Age", "old", 2, 3)]
    event = AuditEvent.objects.get(type="targets.imported")
    assert event.details == {
        "file": "quotas.csv",
        "categories_added": 1,
        "values_added": 2,
        "values_changed": 0,
        "values_unchanged": 0,
        "values_removed": 0,
        "categories_removed": 0,
    }


def test_the_same_file_again_changes_nothing(assembly, organiser, client_of: ClientOf) -> None:
    client = client_of(organiser)
    commit(client, assembly, upload(client, assembly, QUOTAS))
    assert "There is nothing to write." in upload(client, assembly, QUOTAS).content.decode()
    assert AuditEvent.objects.filter(type="targets.imported").count() == 1


def test_what_stands_is_changed_removed_and_kept_as_the_preview_says(
    assembly, organiser, client_of: ClientOf
) -> None:
    client = client_of(organiser)
    make_targets(assembly, Age={"Young": (1, 1), "gone": (0, 1)}, Pet={"cat": (0, 4)})
    preview = upload(client, assembly, QUOTAS)
    plan = preview.context["plan"]
    assert [row.value for row in plan.added] == ["old"]
    assert [(change.value.name, len(change.changes)) for change in plan.changed] == [("Young", 1)]
    assert [value.name for value in plan.removed] == ["gone"]
    commit(client, assembly, preview)
    stands = Value.objects.values_list("category__name", "name", "minimum", "maximum")
    assert list(stands) == [("Age", "Young", 1, 2), ("Age", "old", 2, 3), ("Pet", "cat", 0, 4)]


def test_categories_missing_from_the_file_go_only_if_asked(assembly, organiser, client_of: ClientOf) -> None:
    client = client_of(organiser)
    make_targets(assembly, Pet={"cat": (0, 4)})
    commit(client, assembly, upload(client, assembly, QUOTAS, remove_missing="on"))
    assert list(Category.objects.values_list("name", flat=True)) == ["Age"]


def test_a_file_of_shares_leaves_quotas_alone(assembly, organiser, client_of: ClientOf) -> None:
    client = client_of(organiser)
    made = make_targets(assembly, Age={"young": (1, 2), "old": (2, 3)})
    shares = b"category,feature,share\nAge,young,27\nAge,old,73\n"
    commit(client, assembly, upload(client, assembly, shares))
    made["young"].refresh_from_db()
    assert (made["young"].share, made["young"].minimum) == (Decimal("27.000"), 1)


def test_flexible_bounds_that_the_file_contradicts_are_taken_away(
    assembly, organiser, client_of: ClientOf
) -> None:
    client = client_of(organiser)
    made = make_targets(assembly, Age={"young": (5, 6), "old": (2, 3)})
    Value.objects.filter(pk=made["young"].pk).update(minimum_flex=4, maximum_flex=8)
    commit(client, assembly, upload(client, assembly, QUOTAS))
    made["young"].refresh_from_db()
    assert (made["young"].minimum, made["young"].minimum_flex, made["young"].maximum_flex) == (1, None, 8)


def test_a_value_that_people_answered_is_never_removed_by_a_file(
    assembly, organiser, client_of: ClientOf
) -> None:
    client = client_of(organiser)
    made = make_targets(assembly, Age={"other": (0, 1)})
    make_people(assembly, 1, made["other"])
    preview = upload(client, assembly, QUOTAS)
    assert "The file leaves out values that respondents gave as answers" in preview.content.decode()
    assert "Write these targets" not in preview.content.decode()
    refused = commit(client, assembly, preview).content.decode()
    assert "“other” cannot be removed: one respondent gave this answer." in refused
    assert list(Value.objects.values_list("name", flat=True)) == ["other"]


def test_a_commit_is_refused_where_targets_changed_after_the_preview(
    assembly, organiser, client_of: ClientOf
) -> None:
    client = client_of(organiser)
    preview = upload(client, assembly, QUOTAS)
    make_targets(assembly, Pet={"cat": (0, 4)})
    assert (
        "Somebody else changed the targets meanwhile." in commit(client, assembly, preview).content.decode()
    )
    assert list(Category.objects.values_list("name", flat=True)) == ["Pet"]


def test_a_preview_that_was_tampered_with_is_refused(assembly, organiser, client_of: ClientOf) -> None:
    address = reverse("targets_commit", args=[assembly.slug])
    response = client_of(organiser).post(address, {"payload": "x:y:z"}, follow=True)
    assert "The preview cannot be read any more." in response.content.decode()


@pytest.mark.parametrize("name", ["targets_import", "targets_category_new"])
def test_an_observer_may_not_open_the_forms(name, assembly, observer, client_of: ClientOf) -> None:
    assert client_of(observer).get(reverse(name, args=[assembly.slug])).status_code == 403

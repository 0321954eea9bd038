"""Categories by hand: add, rename, reorder, remove."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from assembly.models import Assembly, AuditEvent, User
from sortition.forms.targets_categories import parse_values
from sortition.models import Category, Value
from sortition.services.targets_categories import ValueEntry
from tests.factories_targets import make_people, make_targets

ClientOf = Callable[[User], Client]


def edited(client: Client, category: Category, **changes: object):
    """Post the edit page as the browser would, with some fields typed over."""
    address = reverse("targets_category", args=[category.assembly.slug, category.pk])
    page = client.get(address).context
    data = {
        "name": category.name,
        "source": category.source,
        "values": "",
        "version": page["form"].initial["version"],
    }
    data |= {"value-TOTAL_FORMS": len(page["values"].forms), "value-INITIAL_FORMS": len(page["values"].forms)}
    for number, form in enumerate(page["values"].forms):
        for field in ("pk", "name", "share", "place"):
            initial = form.initial[field]
            data[f"value-{number}-{field}"] = "" if initial is None else initial
    return client.post(address, {**data, **changes}, follow=True)


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("16–29", ValueEntry("16–29")),
        ("16–29, 21.5", ValueEntry("16–29", Decimal("21.500"))),
        ("16–29;21,5 %", ValueEntry("16–29", Decimal("21.500"))),
        ("16–29, 21,5", ValueEntry("16–29", Decimal("21.500"))),
        ("  Bread,  butter , 12 ", ValueEntry("Bread, butter", Decimal("12.000"))),
        ("Over\t75\t9", ValueEntry("Over 75", Decimal("9.000"))),
        ("Bread, butter", ValueEntry("Bread, butter")),
    ],
)
def test_a_line_is_a_value_with_an_optional_share(line: str, entry: ValueEntry) -> None:
    assert parse_values(f"\n{line}\n\n") == [entry]


def test_a_share_above_a_hundred_is_refused_with_its_line() -> None:
    with pytest.raises(ValidationError) as refusal:
        parse_values("young, 20\nold, 120")
    assert refusal.value.messages == ["Line 2: a share cannot be above 100 %."]


def test_a_category_is_added_with_its_values_in_order(assembly, organiser, client_of: ClientOf) -> None:
    address = reverse("targets_category_new", args=[assembly.slug])
    data = {"name": " Age ", "source": "Census", "values": "young, 27\nold, 73"}
    assert client_of(organiser).post(address, data)["Location"] == reverse("targets", args=[assembly.slug])
    assert list(Value.objects.values_list("category__name", "name", "share", "position")) == [
        ("Age", "young", Decimal(27), 0),
        ("Age", "old", Decimal(73), 1),
    ]
    assert AuditEvent.objects.get(type="targets.category_added").details["values"][0] == {
        "name": "young",
        "share": "27.000",
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "AGE", "values": "x"}, "There is already a category “Age”."),
        ({"name": "Pet", "values": "cat\nCat"}, "The value “Cat” stands twice."),
        ({"name": "", "values": "x"}, "Give the category a name."),
        ({"name": "Pet", "values": " "}, "Write at least one value."),
    ],
)
def test_a_category_that_cannot_be_is_refused(
    data, message, assembly, organiser, client_of: ClientOf
) -> None:
    make_targets(assembly, Age={"young": None})
    response = client_of(organiser).post(reverse("targets_category_new", args=[assembly.slug]), data)
    assert response.status_code in (409, 422)
    assert message in response.content.decode()
    assert Category.objects.count() == 1


def test_values_are_renamed_reordered_removed_and_added_at_once(
    assembly: Assembly, organiser, client_of: ClientOf
) -> None:
    made = make_targets(assembly, Age={"a": (1, 2), "b": (3, 4), "c": None})
    changes = {
        "name": "Years",
        "value-0-name": "b",
        "value-0-place": "2",
        "value-1-name": "a",
        "value-1-place": "1",
        "value-1-share": "12.5",
        "value-2-remove": "on",
        "values": "d, 4",
    }
    edited(client_of(organiser), made["a"].category, **changes)
    assert list(Value.objects.values_list("pk", "name", "share", "minimum")) == [
        (made["b"].pk, "a", Decimal("12.500"), 3),
        (made["a"].pk, "b", None, 1),
        (Value.objects.get(name="d").pk, "d", Decimal(4), None),
    ]
    assert Category.objects.get().name == "Years"
    assert AuditEvent.objects.filter(type="targets.category_changed").count() == 1


def test_a_value_that_people_answered_is_not_removed(assembly, organiser, client_of: ClientOf) -> None:
    made = make_targets(assembly, Age={"a": None, "b": None})
    make_people(assembly, 2, made["b"])
    response = edited(client_of(organiser), made["a"].category, **{"value-1-remove": "on"})
    assert "“b” cannot be removed: 2 respondents gave this answer." in response.content.decode()
    assert [in_use for _form, in_use in response.context["rows"]] == [False, True]
    assert Value.objects.count() == 2


def test_an_edit_of_an_old_page_is_refused_and_kept(assembly, organiser, client_of: ClientOf) -> None:
    made = make_targets(assembly, Age={"a": None})
    response = edited(client_of(organiser), made["a"].category, name="Years", version="old")
    assert response.status_code == 409
    assert 'value="Years"' in response.content.decode()
    assert Category.objects.get().name == "Age"


def test_categories_change_places(assembly, organiser, client_of: ClientOf) -> None:
    made = make_targets(assembly, Age={"a": None}, Pet={"cat": None})
    address = reverse("targets_category_move", args=[assembly.slug, made["cat"].category_id])
    client = client_of(organiser)
    for _press in range(2):
        client.post(address, {"direction": "up"})
    assert list(Category.objects.values_list("name", flat=True)) == ["Pet", "Age"]
    assert AuditEvent.objects.filter(type="targets.category_moved").count() == 1


def test_a_category_is_removed_after_asking(assembly, organiser, client_of: ClientOf) -> None:
    made = make_targets(assembly, Age={"a": (1, 2)})
    address = reverse("targets_category_remove", args=[assembly.slug, made["a"].category_id])
    client = client_of(organiser)
    assert "Its one value and quota go with it." in client.get(address).content.decode()
    client.post(address)
    assert not Category.objects.exists()
    assert AuditEvent.objects.get(type="targets.category_removed").details["name"] == "Age"


def test_a_category_with_answers_is_not_removed(assembly, organiser, client_of: ClientOf) -> None:
    made = make_targets(assembly, Age={"a": (1, 2)})
    make_people(assembly, 1, made["a"])
    address = reverse("targets_category_remove", args=[assembly.slug, made["a"].category_id])
    client = client_of(organiser)
    assert "This category cannot be removed" in client.get(address).content.decode()
    client.post(address)
    assert Category.objects.count() == 1

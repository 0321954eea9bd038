"""Targets from files with combinations, unlike names and titles; copies of other assemblies; templates."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assembly.models import Assembly, User
from sortition.models import Category, CrossedQuota, TargetsTemplate, Value
from sortition.quota_files import read_targets
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_targets import make_targets
from tests.integration.test_targets_import import QUOTAS, commit, figures, upload

ClientOf = Callable[[User], Client]

CROSSED = QUOTAS + "Sex,woman,0,3\nSex,man,0,3\nAge×Sex,young×man,1,1\n".encode()


def test_rows_of_combinations_become_quotas_on_them(assembly, organiser, client_of: ClientOf) -> None:
    client = client_of(organiser)
    preview = upload(client, assembly, CROSSED)
    assert "young × man" in preview.content.decode()
    commit(client, assembly, preview)
    assert list(Category.objects.values_list("name", flat=True)) == ["Age", "Sex"]
    quota = CrossedQuota.objects.get()
    assert (str(quota), quota.minimum, quota.maximum) == ("young × man", 1, 1)
    assert upload(client, assembly, CROSSED).context["plan"].is_empty
    sheet = client.get(reverse("targets_sheet", args=[assembly.slug])).content
    assert "Age×Sex,young×man,1,1,," in sheet.decode()
    assert upload(client, assembly, sheet).context["plan"].is_empty


def test_a_combination_of_unknown_values_is_refused(assembly, organiser, client_of: ClientOf) -> None:
    response = upload(client_of(organiser), assembly, CROSSED.replace("young×man".encode(), b"young"))
    assert response.status_code == 422
    assert "“young” names no combination of two values" in response.content.decode()


@pytest.mark.parametrize(
    "title",
    [
        b"Targets for Riverbend,,,\n",
        b"Riverbend,,2026,draft 3\n\n",
        b"Targets,for,Riverbend,2026\n",
    ],
)
def test_titles_above_the_headings_are_passed_over(title: bytes) -> None:
    assert [figures(row) for row in read_targets(title + QUOTAS).rows] == [
        figures(row) for row in read_targets(QUOTAS).rows
    ]


def test_a_category_under_another_name_is_asked_about(assembly, organiser, client_of: ClientOf) -> None:
    """“Age group” in the file is “Age” in the pool: no second category beside it unless the organiser says so."""
    make_targets(assembly, Age={"young": None, "old": None}, Area={"north": None})
    client = client_of(organiser)
    asked = upload(client, assembly, QUOTAS.replace(b"Age", b"Age group"))
    assert [(each.name, each.guess.name) for _name, each in asked.context["unlike"]] == [("Age group", "Age")]
    address = reverse("targets_import_names", args=[assembly.slug])
    age = Category.objects.get(name="Age")
    same = client.post(address, {"payload": asked.context["payload"], "same-0": age.pk})
    assert same.context["plan"].added_categories == []
    assert len(same.context["plan"].changed) == 2
    new = client.post(address, {"payload": asked.context["payload"], "same-0": ""})
    assert new.context["plan"].added_categories == ["Age group"]
    commit(client, assembly, same)
    assert list(Value.objects.filter(category=age).values_list("minimum", flat=True)) == [1, 2]


def test_an_answer_that_was_tampered_with_is_refused(assembly, organiser, client_of: ClientOf) -> None:
    address = reverse("targets_import_names", args=[assembly.slug])
    response = client_of(organiser).post(address, {"payload": "nonsense"}, follow=True)
    assert "The file cannot be read any more." in response.content.decode()


def copy_from(client: Client, assembly: Assembly, key: str):
    return client.post(reverse("targets_copy", args=[assembly.slug]), {"source": key})


def test_targets_are_copied_from_an_assembly_that_one_sees(assembly, organiser, client_of: ClientOf) -> None:
    other = AppointmentFactory(user=organiser, role="observer", assembly__seats=assembly.seats).assembly
    make_targets(other, Age={"young": (1, 2), "old": (2, 3)})
    client = client_of(organiser)
    commit(client, assembly, copy_from(client, assembly, f"assembly-{other.pk}"))
    copied = Value.objects.filter(category__assembly=assembly)
    assert list(copied.values_list("name", "minimum", "maximum")) == [("young", 1, 2), ("old", 2, 3)]
    assert Category.objects.get(assembly=assembly).source == "⟪Census 2021⟫"


def test_targets_for_other_seats_bring_no_quotas(assembly, organiser, client_of: ClientOf) -> None:
    other = AppointmentFactory(user=organiser, role="observer", assembly__seats=assembly.seats + 1).assembly
    make_targets(other, Age={"young": (1, 2)})
    client = client_of(organiser)
    commit(client, assembly, copy_from(client, assembly, f"assembly-{other.pk}"))
    assert Value.objects.get(category__assembly=assembly).minimum is None


def test_targets_of_strangers_cannot_be_copied(assembly, organiser, client_of: ClientOf) -> None:
    foreign = make_targets(AssemblyFactory(), Age={"young": (1, 2)})["young"].category.assembly
    template = TargetsTemplate.objects.create(
        assembly=foreign, name="⟪Secret⟫", seats=1, created_at=NOON, created_by=UserFactory()
    )
    client = client_of(organiser)
    for key in (f"assembly-{foreign.pk}", f"template-{template.pk}"):
        assert copy_from(client, assembly, key).status_code == 422
    content = client.get(reverse("targets_copy", args=[assembly.slug])).content.decode()
    assert "Secret" not in content


def test_a_template_is_kept_and_taken(assembly, organiser, client_of: ClientOf) -> None:
    client = client_of(organiser)
    address = reverse("targets_template", args=[assembly.slug])
    assert client.post(address, {"name": "Town"}).status_code == 409, "nothing to keep"
    commit(client, assembly, upload(client, assembly, CROSSED))
    for _again in range(2):
        client.post(address, {"name": "Town"})
    template = TargetsTemplate.objects.get()
    other = AppointmentFactory(user=organiser, role="organiser", assembly__seats=assembly.seats).assembly
    commit(client, other, copy_from(client, other, f"template-{template.pk}"))
    assert Value.objects.filter(category__assembly=other).count() == 4
    assert str(CrossedQuota.objects.get(crossing__assembly=other)) == "young × man"


def test_a_file_may_cite_its_sources(assembly, organiser, client_of: ClientOf) -> None:
    data = b"category,feature,share,source\nAge,young,40,Census 2021\nAge,old,60,\n"
    client = client_of(organiser)
    commit(client, assembly, upload(client, assembly, data))
    assert Category.objects.get().source == "Census 2021"

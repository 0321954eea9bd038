"""The targets page: the quota table, what it checks, and who may do what."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.models import Assembly, AuditEvent, User
from assembly.record import sentence_of
from sortition.lottery import Instance, Person, Quota, read_quotas
from sortition.models import RunData, SelectionRun, Value
from sortition.selectors.targets import categories_of, targets_version
from sortition.snapshot import Snapshot, digest, pack, snapshot_bytes
from sortition.stage_targets import targets_status
from tests.factories import NOON, AuditEventFactory
from tests.factories_targets import CategoryFactory, make_people, make_targets

ClientOf = Callable[[User], Client]


def page(assembly: Assembly) -> str:
    return reverse("targets", args=[assembly.slug])


def typed(assembly: Assembly, **cells: object) -> dict[str, object]:
    """What the browser sends: everything that stands, with some cells typed over."""
    categories = categories_of(assembly)
    data = {"version": targets_version(categories)}
    for category in categories:
        for value in category.values.all():
            for bound in ("minimum", "maximum", "minimum_flex", "maximum_flex"):
                number = getattr(value, bound)
                data[f"{bound}-{value.pk}"] = "" if number is None else str(number)
    return {**data, **cells}


def make_binding(assembly: Assembly, actor: User) -> None:
    """Adopt a run that was drawn from three young people and two old ones."""
    run = SelectionRun.objects.create(
        assembly=assembly,
        number=1,
        state="completed",
        seats=4,
        seed=1,
        is_binding=True,
        created_at=NOON,
        created_by=actor,
    )
    people = tuple(Person(str(n), {"Age": "young" if n < 3 else "old"}) for n in range(5))
    drawn_from = Instance(4, (Quota("Age", "young", 1, 2), Quota("Age", "old", 2, 3)), people)
    frozen = snapshot_bytes(Snapshot(drawn_from, {}))
    RunData.objects.create(run=run, snapshot=pack(frozen), snapshot_sha256=digest(frozen))


@pytest.fixture
def age(assembly: Assembly) -> dict[str, Value]:
    assembly.seats = 4
    assembly.save()
    return make_targets(assembly, Age={"young": (1, 2), "old": (2, 3)})


def test_an_organiser_sees_cells_to_type_in(assembly, organiser, age, client_of: ClientOf) -> None:
    content = client_of(organiser).get(page(assembly)).content.decode()
    assert f'name="minimum-{age["young"].pk}" value="1"' in content
    assert "Save the quotas" in content


def test_an_observer_reads_without_inputs_and_buttons(assembly, observer, age, client_of: ClientOf) -> None:
    client = client_of(observer)
    content = client.get(page(assembly)).content.decode()
    main = content[content.index("<main") :]
    assert "young" in main
    assert "<input" not in main.replace('<input type="hidden" name="csrfmiddlewaretoken"', "")
    assert "<button" not in main
    assert client.post(page(assembly), typed(assembly)).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "targets",
        "targets_feasibility",
        "targets_sheet",
        "targets_import",
        "targets_category_new",
        "targets_check",
        "targets_repair",
        "targets_commit",
    ],
)
def test_an_outsider_gets_404_and_a_stranger_the_sign_in_page(
    name, assembly, outsider, client_of: ClientOf
) -> None:
    address = reverse(name, args=[assembly.slug])
    assert client_of(outsider).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith(reverse("account_login"))


def test_an_empty_page_says_what_to_do_next(assembly, organiser, client_of: ClientOf) -> None:
    assert "No targets yet" in client_of(organiser).get(page(assembly)).content.decode()


def test_saving_writes_the_quotas_and_one_event_field_by_field(
    assembly, organiser, age, client_of: ClientOf
) -> None:
    young = age["young"]
    data = typed(assembly, **{f"maximum-{young.pk}": "3", f"minimum_flex-{young.pk}": "0"})
    response = client_of(organiser).post(page(assembly), data)
    assert response["Location"] == page(assembly)
    young.refresh_from_db()
    assert (young.minimum, young.maximum, young.minimum_flex) == (1, 3, 0)
    event = AuditEvent.objects.get(type="targets.quotas_changed")
    assert event.actor == organiser
    assert [(c["field"], c["from"], c["to"]) for c in event.details["changes"]] == [
        ("maximum", 2, 3),
        ("minimum_flex", None, 0),
    ]


def test_saving_what_stands_records_nothing(assembly, organiser, age, client_of: ClientOf) -> None:
    client_of(organiser).post(page(assembly), typed(assembly))
    assert not AuditEvent.objects.filter(type__startswith="targets.").exists()


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("3", "2"), "The minimum (3) is above the maximum (2)."),
        (("", "2"), "Give both a minimum and a maximum, or leave both blank."),
        (("a few", "2"), "Write a whole number, such as 12."),
        (("-1", "2"), "Write 0 or more."),
        (("1", "99999999999999999999"), "Write 1000 or less."),
    ],
)
def test_a_contradiction_is_refused_at_its_cell_and_what_was_typed_is_kept(
    cells, message, organiser, age, client_of: ClientOf
) -> None:
    (low, high), young = cells, age["young"]
    assembly = young.category.assembly
    data = typed(assembly, **{f"minimum-{young.pk}": low, f"maximum-{young.pk}": high})
    response = client_of(organiser).post(page(assembly), data)
    content = response.content.decode()
    assert response.status_code == 422
    assert content.count(message) == 2, "once in the summary and once beside the cell"
    if low:
        assert f'value="{low}"' in content
    assert list(Value.objects.values_list("minimum", "maximum")) == [(1, 2), (2, 3)]


def test_check_shows_warnings_and_writes_nothing(assembly, organiser, age, client_of: ClientOf) -> None:
    data = typed(assembly, **{f"minimum-{age['old'].pk}": "9", f"maximum-{age['old'].pk}": "9"})
    content = client_of(organiser).post(page(assembly), {**data, "action": "check"}).content.decode()
    assert "The minimums add up to 10, more than the 4 there are." in content
    age["old"].refresh_from_db()
    assert age["old"].minimum == 2


def test_checking_as_one_types_answers_with_notes_and_sums_but_no_cells(
    assembly, organiser, age, client_of: ClientOf
) -> None:
    address = reverse("targets_check", args=[assembly.slug])
    data = typed(assembly, **{f"minimum-{age['old'].pk}": "4", f"maximum-{age['old'].pk}": "3"})
    content = client_of(organiser).post(address, data).content.decode()
    assert "The minimum (4) is above the maximum (3)." in content
    assert "Give both a minimum and a maximum" not in content
    assert "The minimums add up to 5, more than the 4 there are." in content
    assert f'id="row-note-{age["old"].pk}" hx-swap-oob="true"' in content
    assert "<input" not in content


def test_the_pool_is_counted_beside_the_quotas(assembly, organiser, age, client_of: ClientOf) -> None:
    make_people(assembly, 1, age["old"])
    content = client_of(organiser).get(page(assembly)).content.decode()
    assert "Needs at least 2, but only 1 in the pool." in content
    assert "Nobody in the pool gave this answer." in content
    assert "4 seats, but only 1 people in the pool." in content


@pytest.mark.parametrize(("action", "expected"), [("fill", ("1", "2")), ("refill", ("2", "3"))])
def test_filling_from_shares_shows_numbers_without_saving(
    action, expected, assembly, organiser, client_of: ClientOf
) -> None:
    assembly.seats = 10
    assembly.save()
    made = make_targets(assembly, Age={"young": (1, 2), "old": None})
    Value.objects.filter(pk=made["young"].pk).update(share="27")
    Value.objects.filter(pk=made["old"].pk).update(share="73")
    content = (
        client_of(organiser).post(page(assembly), {**typed(assembly), "action": action}).content.decode()
    )
    low, high = expected
    assert f'name="minimum-{made["young"].pk}" value="{low}"' in content
    assert f'name="maximum-{made["young"].pk}" value="{high}"' in content
    assert f'name="minimum-{made["old"].pk}" value="7"' in content
    assert f'name="maximum-{made["old"].pk}" value="8"' in content
    assert Value.objects.get(pk=made["old"].pk).minimum is None


def test_a_lost_update_is_refused_and_shows_both(assembly, organiser, age, client_of: ClientOf) -> None:
    """Somebody else saves while this person types: nothing is lost on either side."""
    client = client_of(organiser)
    young, old = age["young"], age["old"]
    form = client.get(page(assembly)).context["form"]
    mine = typed(assembly, base=form["base"].value(), **{f"maximum-{young.pk}": "4"})
    theirs = typed(assembly, **{f"maximum-{young.pk}": "3", f"maximum-{old.pk}": "4"})
    client.post(page(assembly), theirs)
    response = client.post(page(assembly), mine)
    content = response.content.decode()
    assert response.status_code == 409
    assert f'name="maximum-{young.pk}" value="4"' in content, "typed by me, kept"
    assert f'name="maximum-{old.pk}" value="4"' in content, "not touched by me, theirs"
    assert "Meanwhile somebody else saved 3 as the maximum." in content
    young.refresh_from_db()
    assert young.maximum == 3
    again = typed(assembly, **{f"maximum-{young.pk}": "4"})
    assert client.post(page(assembly), again).status_code == 302


def test_quotas_are_frozen_once_a_run_is_binding(assembly, organiser, age, client_of: ClientOf) -> None:
    make_binding(assembly, organiser)
    client = client_of(organiser)
    content = client.get(page(assembly)).content.decode()
    assert "A panel was adopted for these quotas" in content
    assert "Save the quotas" not in content
    assert "feasibility" not in content
    assert "Few to choose from" not in content, "advice helps nobody any more"
    table = client.get(page(assembly)).context["table"]
    assert [(row.line.available, row.note) for section in table.sections for row in section.rows] == [
        (3, None),
        (2, None),
    ]
    assert targets_status(assembly).sentence == "The panel was drawn for these quotas."
    data = typed(assembly, **{f"maximum-{age['young'].pk}": "3"})
    assert client.post(page(assembly), data).status_code == 409
    age["young"].refresh_from_db()
    assert age["young"].maximum == 2


def test_the_page_asks_as_many_queries_for_three_categories_as_for_one(
    assembly, organiser, age, client_of: ClientOf
) -> None:
    client = client_of(organiser)
    make_people(assembly, 1, age["young"])
    client.get(page(assembly))  # counts of the pool are remembered until it changes
    with CaptureQueriesContext(connection) as one:
        client.get(page(assembly))
    more = make_targets(assembly, Area={"north": (1, 4)}, Pet={"cat": (1, 2), "dog": (1, 2), "newt": (0, 1)})
    make_people(assembly, 3, age["young"], more["north"], more["cat"])
    client.get(page(assembly))
    with CaptureQueriesContext(connection) as three:
        client.get(page(assembly))
    assert len(three) == len(one)


def test_the_sheet_is_what_the_command_line_reads(assembly, observer, age, client_of: ClientOf) -> None:
    response = client_of(observer).get(reverse("targets_sheet", args=[assembly.slug]))
    assert response.content.decode("utf-8-sig") == (
        "category,value,min,max,min_flex,max_flex\r\nAge,young,1,2,,\r\nAge,old,2,3,,\r\n"
    )


def test_names_like_formulas_survive_a_spreadsheet_and_the_command_line(
    assembly, organiser, age, client_of: ClientOf
) -> None:
    """The sheet escapes them; the command line and the import of targets take the escape off again."""
    Value.objects.filter(pk=age["young"].pk).update(name="=1+1")
    Value.objects.filter(pk=age["old"].pk).update(name="'-5 to 0")
    client = client_of(organiser)
    data = client.get(reverse("targets_sheet", args=[assembly.slug])).content
    assert data.decode("utf-8-sig").splitlines()[1:] == ["Age,'=1+1,1,2,,", "Age,''-5 to 0,2,3,,"]
    assert [quota.value for quota in read_quotas(data, "quotas.csv")] == ["=1+1", "'-5 to 0"]
    file = SimpleUploadedFile("quotas.csv", data)
    preview = client.post(reverse("targets_import", args=[assembly.slug]), {"file": file})
    assert preview.context["plan"].is_empty


def test_a_category_of_another_assembly_is_404(assembly, organiser, client_of: ClientOf) -> None:
    foreign = CategoryFactory()
    for name in ("targets_category", "targets_category_remove"):
        address = reverse(name, args=[assembly.slug, foreign.pk])
        assert client_of(organiser).get(address).status_code == 404


def test_a_form_that_arrives_without_its_cells_takes_no_quota_away(
    assembly, organiser, age, client_of: ClientOf
) -> None:
    client_of(organiser).post(page(assembly), {"version": targets_version(categories_of(assembly))})
    assert list(Value.objects.values_list("minimum", "maximum")) == [(1, 2), (2, 3)]


def test_the_record_tells_what_changed(assembly, organiser, age, client_of: ClientOf) -> None:
    client = client_of(organiser)
    client.post(page(assembly), typed(assembly, **{f"maximum-{age['young'].pk}": "3"}))
    sentence = sentence_of(AuditEvent.objects.get(type="targets.quotas_changed"))
    assert sentence == f"{organiser} changed quotas: Age: young, maximum 2 → 3"


@pytest.mark.parametrize("name", ["quotas_changed", "repair_applied", "imported", "category_added"])
def test_every_event_of_targets_has_a_sentence(name, assembly, organiser) -> None:
    event = AuditEventFactory(assembly=assembly, actor=organiser, type=f"targets.{name}", details={})
    assert f"targets.{name}" not in sentence_of(event)

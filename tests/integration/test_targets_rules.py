"""Combinations and caps reach the lottery, the exact check, the repairs and the snapshot."""

from datetime import datetime

import pytest

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, AuditEvent, User
from assembly.record import sentence_of
from sortition.errors import ImpossibleQuota, SignOffRefused
from sortition.lottery import CapChange, Quota, QuotaChange
from sortition.lottery.instance import Cap
from sortition.models import Category, CrossedQuota, Crossing, Grouping, TargetsSignOff, Value
from sortition.quota_messages import change_sentence
from sortition.selectors.feasibility import IMPOSSIBLE, POSSIBLE, feasibility_of
from sortition.selectors.instance import instance_of
from sortition.selectors.pool import pool_for_lottery
from sortition.selectors.targets import categories_of, targets_version
from sortition.selectors.targets_rules import household_limit, sign_off_state
from sortition.services.targets import QuotaEntry
from sortition.services.targets_repair import apply_repair
from sortition.services.targets_rules import add_crossing, remove_crossing, save_caps, save_crossing
from sortition.services.targets_sign_off import sign_off_targets
from sortition.snapshot import Snapshot, difference, pack, read_snapshot, snapshot_bytes
from tests.factories import UserFactory
from tests.factories_targets import make_people, make_targets


@pytest.fixture
def made(assembly: Assembly) -> dict[str, Value]:
    """Four seats; ten young women, ten old men, one young man; two of the women work for Acme."""
    assembly.seats = 4
    assembly.save()
    values = make_targets(
        assembly,
        Age={"young": (2, 2), "old": (2, 2)},
        Gender={"female": (0, 4), "male": (0, 4)},
        Employer={"Acme": None, "Bolt": None},
    )
    make_people(assembly, 10, values["young"], values["female"], values["Acme"])
    make_people(assembly, 10, values["old"], values["male"], values["Bolt"])
    make_people(assembly, 1, values["young"], values["male"])
    return values


def version_of(assembly: Assembly) -> str:
    return targets_version(categories_of(assembly))


def crossing_of(made: dict[str, Value], *quotas: tuple[str, str, int, int]) -> Crossing:
    crossing = Crossing.objects.create(
        assembly=made["young"].category.assembly,
        first=made["young"].category,
        second=made["female"].category,
    )
    for first, second, low, high in quotas:
        CrossedQuota.objects.create(
            crossing=crossing,
            first_value=made[first],
            second_value=made[second],
            minimum=low,
            maximum=high,
        )
    return crossing


def test_a_quota_on_a_combination_is_the_engines(assembly, made) -> None:
    crossing_of(made, ("young", "male", 1, 1))
    instance = instance_of(assembly)
    assert instance.quotas[-1] == Quota("Age×Gender", "young×male", 1, 1)
    assert {person.values["Age×Gender"] for person in instance.people} == {
        "young×female",
        "young×male",
        "old×male",
    }


def test_a_combination_without_rows_changes_nothing(assembly, made) -> None:
    before = instance_of(assembly)
    crossing_of(made)
    assert instance_of(assembly) == before


def test_a_category_counted_only_in_a_combination_needs_an_answer(assembly, made) -> None:
    Value.objects.filter(category=made["female"].category).update(minimum=None, maximum=None)
    crossing_of(made, ("young", "male", 1, 1))
    make_people(assembly, 1, made["young"])
    assert pool_for_lottery(assembly).count() == 21
    assert len(instance_of(assembly).people) == 21


def test_a_cap_groups_people_by_their_answers_and_leaves_others_free(assembly, made) -> None:
    Grouping.objects.create(assembly=assembly, category=made["Acme"].category, maximum=1)
    instance = instance_of(assembly)
    assert instance.caps == (Cap("Employer", 1),)
    groups = [dict(person.groups) for person in instance.people]
    assert groups == [{"Employer": "Acme"}] * 10 + [{"Employer": "Bolt"}] * 10 + [{}]
    assert "Employer" not in instance.people[0].values


def test_two_of_a_household_may_sit_where_the_limit_is_two(assembly, organiser, made, now) -> None:
    make_people(assembly, 3, made["young"], made["female"], household="abc")
    save_caps(assembly=assembly, household=2, caps={}, version=version_of(assembly), actor=organiser, now=now)
    instance = instance_of(assembly)
    assert instance.caps == (Cap("household", 2),)
    assert [person.household for person in instance.people] == [None] * 24
    assert [dict(person.groups) for person in instance.people][-3:] == [{"household": "abc"}] * 3
    assert household_limit(assembly, list(Grouping.objects.all())) == 2


def test_the_exact_check_repairs_a_combination_and_a_cap(assembly, organiser, made, now) -> None:
    """Every repair that is offered can be applied, and makes a panel possible."""
    crossing_of(made, ("young", "male", 2, 2))
    answer = feasibility_of(assembly)
    assert answer.state == IMPOSSIBLE
    change = answer.repairs[0].changes[0]
    assert change == QuotaChange("Age×Gender", "young×male", "minimum", 2, 1)
    assert change_sentence(change) == "Lower the minimum of young × male (Age × Gender) from 2 to 1."
    apply_repair(
        assembly=assembly, repair=answer.repairs[0], version=answer.version, actor=organiser, now=now
    )
    assert CrossedQuota.objects.get().minimum == 1
    assert feasibility_of(assembly).state == POSSIBLE


def test_a_cap_that_is_too_tight_is_said_and_raised(assembly, organiser, made, now) -> None:
    save_caps(
        assembly=assembly,
        household=1,
        caps={made["Acme"].category_id: 1},
        version=version_of(assembly),
        actor=organiser,
        now=now,
    )
    answer = feasibility_of(assembly)
    assert answer.state == IMPOSSIBLE
    raised = next(
        repair for repair in answer.repairs if any(isinstance(c, CapChange) for c in repair.changes)
    )
    assert change_sentence(CapChange("Employer", 1, 2)) == (
        "Allow 2 people from each group of “Employer” instead of 1."
    )
    apply_repair(assembly=assembly, repair=raised, version=answer.version, actor=organiser, now=now)
    assert feasibility_of(assembly).state == POSSIBLE
    assert Grouping.objects.get().maximum == 2
    event = AuditEvent.objects.get(type="targets.repair_applied")
    assert "Employer, at most of one group 1 → 2" in sentence_of(event)


def test_repairs_within_flexible_bounds_come_first(assembly, made) -> None:
    Value.objects.filter(pk=made["old"].pk).update(minimum=3, maximum=3, minimum_flex=2)
    answer = feasibility_of(assembly)
    assert answer.repairs[0].changes == (QuotaChange("Age", "old", "minimum", 3, 2),)
    assert len({repair.changes for repair in answer.repairs}) == len(answer.repairs)


def test_the_snapshot_holds_combinations_and_caps(assembly, made) -> None:
    crossing_of(made, ("young", "male", 1, 1))
    plain = instance_of(assembly)
    Grouping.objects.create(assembly=assembly, category=made["Acme"].category, maximum=2)
    capped = instance_of(assembly)
    frozen = snapshot_bytes(Snapshot(capped, {}))
    assert read_snapshot(pack(frozen)).instance == capped
    assert difference(plain, capped).caps
    assert not difference(capped, capped).caps


def test_a_combination_is_added_once_changed_and_removed(assembly, organiser, made, now) -> None:
    age, gender = made["young"].category, made["female"].category
    crossing = add_crossing(assembly=assembly, first=age, second=gender, actor=organiser, now=now)
    with pytest.raises(ImpossibleQuota, match="combined already"):
        add_crossing(assembly=assembly, first=gender, second=age, actor=organiser, now=now)
    key = (made["young"].pk, made["male"].pk)

    def save(entry: QuotaEntry, version: str) -> int:
        return save_crossing(
            crossing=crossing, quotas={key: entry}, version=version, actor=organiser, now=now
        )

    old = version_of(assembly)
    assert save(QuotaEntry(0, 1, None, 2), old) == 1
    with pytest.raises(ChangedMeanwhile):
        save(QuotaEntry(1, 1), old)
    assert save(QuotaEntry(0, 1, None, 2), version_of(assembly)) == 0
    with pytest.raises(ImpossibleQuota, match="above the maximum"):
        save(QuotaEntry(3, 1), version_of(assembly))
    crossing.refresh_from_db()
    assert save(QuotaEntry(), version_of(assembly)) == 1
    assert not CrossedQuota.objects.exists()
    remove_crossing(crossing=crossing, actor=organiser, now=now)
    assert not Crossing.objects.exists()


def test_names_with_the_sign_of_combinations_cannot_be_combined(assembly, organiser, made, now) -> None:
    Value.objects.filter(pk=made["young"].pk).update(name="2×2")
    with pytest.raises(ImpossibleQuota, match="holds the sign"):
        add_crossing(
            assembly=assembly,
            first=Category.objects.get(pk=made["young"].category_id),
            second=made["female"].category,
            actor=organiser,
            now=now,
        )


def sign(assembly: Assembly, actor: User, now: datetime) -> TargetsSignOff:
    return sign_off_targets(
        assembly=assembly, version=version_of(assembly), seats=assembly.seats, actor=actor, now=now
    )


def change_caps(assembly: Assembly, actor: User, now: datetime, household: int | None) -> None:
    save_caps(
        assembly=assembly,
        household=household,
        caps={},
        version=version_of(assembly),
        actor=actor,
        now=now,
    )


def test_a_second_person_signs_and_the_next_change_reopens(assembly, organiser, made, now) -> None:
    other = UserFactory()
    with pytest.raises(SignOffRefused, match="no targets"):
        sign(assembly, other, now)
    change_caps(assembly, organiser, now, 3)
    with pytest.raises(SignOffRefused, match="somebody else must sign"):
        sign(assembly, organiser, now)
    sign(assembly, other, now)
    with pytest.raises(SignOffRefused, match="already"):
        sign(assembly, other, now)
    assert sign_off_state(assembly).standing.signed_by == other
    change_caps(assembly, other, now, 3)
    assert sign_off_state(assembly).standing is not None, "nothing changed"
    change_caps(assembly, other, now, 2)
    state = sign_off_state(assembly)
    assert state.standing is None
    assert state.reopened.reopened_by == other
    assert state.may_sign(organiser)
    assert not state.may_sign(other)
    event = AuditEvent.objects.get(type="targets.sign_off_reopened")
    assert sentence_of(event) == f"The sign-off of the targets was reopened by a change of {other}"


def test_targets_that_changed_since_the_page_was_read_are_not_signed(assembly, organiser, made, now) -> None:
    change_caps(assembly, organiser, now, 3)
    with pytest.raises(ChangedMeanwhile):
        sign_off_targets(assembly=assembly, version="old", seats=4, actor=UserFactory(), now=now)
    with pytest.raises(ChangedMeanwhile):
        sign_off_targets(
            assembly=assembly, version=version_of(assembly), seats=5, actor=UserFactory(), now=now
        )

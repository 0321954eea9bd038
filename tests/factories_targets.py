"""Makers of categories, values, and a pool that answers them."""

import factory
from factory.django import DjangoModelFactory

from assembly.models import Assembly
from sortition.models import (
    Answer,
    Category,
    CrossedQuota,
    Crossing,
    Grouping,
    Respondent,
    TargetsSignOff,
    Value,
)
from tests.factories import NOON, AssemblyFactory, UserFactory


class CategoryFactory(DjangoModelFactory):
    """A category without values."""

    class Meta:
        model = Category

    assembly = factory.SubFactory(AssemblyFactory)
    name = factory.Sequence(lambda n: f"⟪Category {n}⟫")
    position = factory.Sequence(lambda n: n)
    source = "⟪Census 2021⟫"


class ValueFactory(DjangoModelFactory):
    """A value without share and quota."""

    class Meta:
        model = Value

    category = factory.SubFactory(CategoryFactory)
    name = factory.Sequence(lambda n: f"⟪Value {n}⟫")
    position = factory.Sequence(lambda n: n)


def make_targets(assembly: Assembly, **categories: dict[str, tuple[int, int] | None]) -> dict[str, Value]:
    """Make categories with values and quotas, `Age={"young": (1, 2)}`; return the values by name."""
    made = {}
    for position, (name, quotas) in enumerate(categories.items()):
        category = CategoryFactory(assembly=assembly, name=name, position=position)
        for place, (value, quota) in enumerate(quotas.items()):
            low, high = quota or (None, None)
            made[value] = ValueFactory(
                category=category, name=value, position=place, minimum=low, maximum=high
            )
    return made


def make_people(assembly: Assembly, number: int, *values: Value, household: str = "") -> list[Respondent]:
    """Put `number` people into the pool who all give these answers."""
    begin = Respondent.objects.filter(assembly=assembly).count()
    people = Respondent.objects.bulk_create(
        Respondent(
            assembly=assembly,
            reference=f"R{begin + each:05d}",
            consents=True,
            is_eligible=True,
            can_attend=True,
            household_key=household,
            created_at=NOON,
        )
        for each in range(number)
    )
    Answer.objects.bulk_create(
        Answer(respondent=person, category=value.category, value=value, raw=value.name)
        for person in people
        for value in values
    )
    return people


def impossible_targets(assembly: Assembly) -> Category:
    """Make targets with shares, flexible bounds and faults of every tone, people, and no panel that fits."""
    made = make_targets(
        assembly,
        **{
            "⟪Age⟫": {"⟪young⟫": (40, 41), "⟪old⟫": (1, 30), "⟪absent⟫": (0, 1)},
            "⟪Area⟫": {"⟪north⟫": (30, 50), "⟪south⟫": (0, 10)},
        },
    )
    Value.objects.filter(pk=made["⟪old⟫"].pk).update(share="3.5", minimum_flex=0, maximum_flex=40)
    make_people(assembly, 20, made["⟪young⟫"], made["⟪north⟫"])
    make_people(assembly, 20, made["⟪old⟫"], made["⟪south⟫"])
    return made["⟪young⟫"].category


def make_crossing(assembly: Assembly) -> Crossing:
    """Make impossible targets, a combination with faults, a cap, and a sign-off that was reopened."""
    age = impossible_targets(assembly)
    area = Category.objects.exclude(pk=age.pk).get(assembly=assembly)
    crossing = Crossing.objects.create(assembly=assembly, first=age, second=area)
    young, old = age.values.order_by("position")[:2]
    north, south = area.values.order_by("position")
    CrossedQuota.objects.create(
        crossing=crossing, first_value=young, second_value=north, minimum=1, maximum=3, maximum_flex=4
    )
    CrossedQuota.objects.create(
        crossing=crossing, first_value=old, second_value=south, minimum=35, maximum=36
    )
    employer = CategoryFactory(assembly=assembly, name="⟪Employer⟫")
    acme = ValueFactory(category=employer, name="⟪Acme⟫")
    make_people(assembly, 3, young, north, acme)
    Grouping.objects.create(assembly=assembly, category=employer, maximum=2)
    signer, changer = UserFactory(name="⟪Signer⟫"), UserFactory(name="⟪Changer⟫")
    TargetsSignOff.objects.create(
        assembly=assembly,
        version="⟪old⟫",
        signed_at=NOON,
        signed_by=signer,
        reopened_at=NOON,
        reopened_by=changer,
    )
    return crossing

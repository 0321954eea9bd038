"""What a copy of an assembly takes over from sortition, and the volunteers whom a rehearsal gets."""

import random
from datetime import datetime

from assembly.copying import register_copier, register_filler
from assembly.models import Assembly
from sortition.enums import Channel
from sortition.models import (
    Answer,
    Category,
    CrossedQuota,
    Crossing,
    Grouping,
    Respondent,
    Value,
)
from sortition.rehearsal.crowd import crowd
from sortition.selectors.targets import categories_of

VOLUNTEERS_PER_SEAT = 10
_FIGURES = ("name", "position", "share", "minimum", "maximum", "minimum_flex", "maximum_flex")
_BATCH = 2_000


def copy_targets(source: Assembly, target: Assembly) -> None:
    """Take over categories, values, shares, quotas, combinations and caps as they stand."""
    values: dict[int, Value] = {}
    made: dict[int, Category] = {}
    standing = categories_of(source)
    for category in standing:
        made[category.pk] = Category.objects.create(
            assembly=target, name=category.name, position=category.position, source=category.source
        )
        for value in category.values.all():
            figures = {name: getattr(value, name) for name in _FIGURES}
            values[value.pk] = Value.objects.create(category=made[category.pk], **figures)
    for crossing in Crossing.objects.filter(assembly=source).prefetch_related("quotas"):
        crossed = Crossing.objects.create(
            assembly=target, first=made[crossing.first_id], second=made[crossing.second_id]
        )
        CrossedQuota.objects.bulk_create(
            CrossedQuota(
                crossing=crossed,
                first_value=values[quota.first_value_id],
                second_value=values[quota.second_value_id],
                **{name: getattr(quota, name) for name in _FIGURES[3:]},
            )
            for quota in crossing.quotas.all()
        )
    Grouping.objects.bulk_create(
        Grouping(
            assembly=target,
            category=None if each.category_id is None else made[each.category_id],
            maximum=each.maximum,
        )
        for each in Grouping.objects.filter(assembly=source)
    )


def invent_pool(target: Assembly, chance: random.Random, now: datetime) -> None:
    """Fill the pool with invented volunteers; most can be drawn, some cannot come."""
    categories = categories_of(target)
    found = crowd(
        {
            category.name: [(value.name, float(value.share or 0)) for value in category.values.all()]
            for category in categories
        },
        count=target.seats * VOLUNTEERS_PER_SEAT,
        source=chance,
    )
    people = Respondent.objects.bulk_create(
        (
            Respondent(
                assembly=target,
                reference=f"RH-{stand.number:05d}",
                first_name=stand.first_name,
                last_name=stand.last_name,
                address=stand.street,
                channel=Channel.WEB,
                consents=True,
                is_eligible=True,
                can_attend=stand.can_attend,
                registered_on=now.date(),
                household_key=f"rehearsal {stand.number}",
                created_at=now,
            )
            for stand in found
        ),
        batch_size=_BATCH,
    )
    names = {(category.name, value.name): value for category in categories for value in category.values.all()}
    Answer.objects.bulk_create(
        (
            Answer(respondent=person, category_id=value.category_id, value=value, raw=value.name)
            for person, stand in zip(people, found, strict=True)
            for pair in stand.values.items()
            for value in [names[pair]]
        ),
        batch_size=_BATCH,
    )


register_copier(copy_targets)
register_filler(invent_pool)

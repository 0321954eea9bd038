"""Publish figures, one stage after another, and set how small a group may be."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.evaluation.errors_figures import FiguresRefused
from assembly.evaluation.models import FiguresSettings, PublishedColumn
from assembly.evaluation.models.figures import MOST_LIMIT
from assembly.evaluation.selectors.figures import Stage, figures_of
from assembly.evaluation.selectors.figures_published import columns_of, digest_of, limit_of, preview_of
from assembly.models import Assembly, User
from assembly.services.record import record_event
from assembly.small_cells import LEAST_LIMIT


@transaction.atomic
def set_limit(*, assembly: Assembly, limit: int, actor: User, now: datetime) -> FiguresSettings:
    """Say how many people a group must have to be told of; only before anything is out, for what is out stays.

    Raises:
        FiguresRefused: something is published already, or the limit hides nobody.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if not LEAST_LIMIT <= limit <= MOST_LIMIT:
        message = _("Give a number from %(least)s to %(most)s.") % {"least": LEAST_LIMIT, "most": MOST_LIMIT}
        raise FiguresRefused(message, code="limit")
    if PublishedColumn.objects.filter(assembly=home).exists():
        raise FiguresRefused(
            _(
                "Figures are published already. The limit stays: with another one, old and new would tell more."
            ),
            code="published",
        )
    settings, _made = FiguresSettings.objects.update_or_create(assembly=home, defaults={"limit": limit})
    record_event("figures.limit", assembly=home, actor=actor, now=now, details={"limit": limit})
    return settings


@transaction.atomic
def publish_figures(
    *, assembly: Assembly, stage: str, seen: str, actor: User, now: datetime
) -> PublishedColumn:
    """Publish one stage for good, as it was looked at: `seen` is the digest of the preview.

    Raises:
        FiguresRefused: there is nothing to publish, it is out already, or the public would now see something else.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    columns = columns_of(home)
    if any(column.stage == stage for column in columns):
        raise FiguresRefused(
            _("These figures are published already, and stay as they are."), code="published"
        )
    found = _stage_named(home, stage)
    limit = limit_of(home)
    shown = preview_of(found, columns, limit)
    if digest_of(shown) != seen:
        raise FiguresRefused(
            _("The figures changed meanwhile. Look at them as they are now, then publish."), code="changed"
        )
    column = PublishedColumn.objects.create(
        assembly=home,
        stage=stage,
        order=found.order,
        limit=limit,
        counts={
            "total": found.counts.total,
            "within": sorted(found.counts.within),
            "cells": {category: dict(values) for category, values in found.counts.cells.items()},
        },
        protected=shown.as_json(),
        published_at=now,
        published_by=actor,
    )
    record_event("figures.publish", obj=column, assembly=home, actor=actor, now=now, details={"stage": stage})
    return column


def _stage_named(assembly: Assembly, stage: str) -> Stage:
    for each in figures_of(assembly).publishable():
        if each.key == stage:
            return each
    raise FiguresRefused(_("There is nothing to publish of this yet."), code="nothing")

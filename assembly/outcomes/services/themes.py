"""Keep the themes under which recommendations stand: their words and their order."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly, User
from assembly.outcomes.errors import TextRefused
from assembly.outcomes.models import Theme
from assembly.services.record import record_event


def _lock(assembly: Assembly) -> Assembly:
    return Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)


def _refuse_double(assembly: Assembly, name: str, own: int | None = None) -> None:
    if Theme.objects.filter(assembly=assembly, name__iexact=name).exclude(pk=own or 0).exists():
        raise TextRefused(_("There is a theme of this name already."), code="double_theme")


@transaction.atomic
def add_theme(*, assembly: Assembly, name: str, introduction: str, actor: User, now: datetime) -> Theme:
    """Add a theme at the end.

    Raises:
        TextRefused: there is one of this name.
    """
    locked = _lock(assembly)
    _refuse_double(locked, name)
    last = Theme.objects.filter(assembly=locked).aggregate(last=Max("position"))["last"] or 0
    theme = Theme.objects.create(assembly=locked, position=last + 1, name=name, introduction=introduction)
    _record("add", theme, actor, now)
    return theme


@transaction.atomic
def change_theme(*, theme: Theme, name: str, introduction: str, actor: User, now: datetime) -> Theme:
    """Change a theme's words; nothing is recorded where nothing is different.

    Raises:
        TextRefused: there is another of this name.
    """
    _refuse_double(_lock(theme.assembly), name, theme.pk)
    fresh = Theme.objects.select_for_update(no_key=True, of=("self",)).get(pk=theme.pk)
    if (fresh.name, fresh.introduction) != (name, introduction):
        fresh.name, fresh.introduction = name, introduction
        fresh.save(update_fields=["name", "introduction"])
        _record("change", fresh, actor, now)
    return fresh


@transaction.atomic
def move_theme(*, theme: Theme, is_up: bool, actor: User, now: datetime) -> bool:
    """Change places with the theme before or after; answer whether there is one."""
    themes = list(Theme.objects.filter(assembly=_lock(theme.assembly)))
    place = next((at for at, each in enumerate(themes) if each.pk == theme.pk), None)
    if place is None:
        return False
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(themes):
        return False
    themes[place], themes[other] = themes[other], themes[place]
    for position, each in enumerate(themes, start=1):
        each.position = position
    Theme.objects.bulk_update(themes, ["position"])
    _record("order", theme, actor, now)
    return True


@transaction.atomic
def delete_theme(*, theme: Theme, actor: User, now: datetime) -> None:
    """Delete a theme under which nothing stands.

    Raises:
        TextRefused: something does.
    """
    _lock(theme.assembly)
    locked = Theme.objects.select_for_update(no_key=True, of=("self",)).get(pk=theme.pk)
    if held := locked.recommendations.count():
        said = ngettext(
            "%(n)s recommendation stands under it. Put it under another theme first.",
            "%(n)s recommendations stand under it. Put them under another theme first.",
            held,
        )
        raise TextRefused(said % {"n": held}, code="theme_used")
    _record("delete", locked, actor, now)
    locked.delete()


def _record(event: str, theme: Theme, actor: User, now: datetime) -> None:
    record_event(
        f"theme.{event}",
        obj=theme,
        assembly=theme.assembly,
        actor=actor,
        now=now,
        details={"name": theme.name},
    )

"""Bodies that answer: enter them, keep how they are reached, and say which can be asked."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import Body
from assembly.services.record import record_event
from scheduling.selectors.seen import seen_of


@transaction.atomic
def add_body(*, assembly: Assembly, facts: Mapping[str, str], actor: User, now: datetime) -> Body:
    """Enter a body. The form sent twice is one body: its name is taken then.

    Raises:
        ResponseRefused: there is one of that name.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    body = Body(assembly=home, **facts)
    _refuse_same_name(body)
    body.save()
    _record("add", body, actor, now)
    return body


@transaction.atomic
def change_body(*, body: Body, facts: Mapping[str, str], seen: str, actor: User, now: datetime) -> Body:
    """Keep what a body is called and how it is reached.

    Raises:
        ChangedMeanwhile: somebody else changed it since the page that gave the mark `seen`.
        ResponseRefused: another has that name.
    """
    fresh = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    if seen != seen_of(fresh):
        raise ChangedMeanwhile(_("Somebody else changed this body meanwhile. Compare before you save again."))
    for name, value in facts.items():
        setattr(fresh, name, value)
    _refuse_same_name(fresh)
    fresh.save()
    _record("change", fresh, actor, now)
    return fresh


@transaction.atomic
def set_body_active(*, body: Body, is_active: bool, actor: User, now: datetime) -> Body:
    """Say whether a body can be asked; what it owes, it goes on owing. Saying the same twice changes nothing."""
    fresh = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    if fresh.is_active != is_active:
        fresh.is_active = is_active
        fresh.save(update_fields=["is_active"])
        _record("take_up" if is_active else "set_inactive", fresh, actor, now)
    return fresh


def _refuse_same_name(body: Body) -> None:
    others = Body.objects.filter(assembly=body.assembly_id, name__iexact=body.name).exclude(pk=body.pk)
    if others.exists():
        raise ResponseRefused(_("There is a body of this name already."), code="same_name")


def _record(verb: str, body: Body, actor: User, now: datetime) -> None:
    details = {"body": body.name}
    record_event(f"body.{verb}", obj=body, assembly=body.assembly, actor=actor, now=now, details=details)

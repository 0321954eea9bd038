"""Write, change, double and delete agenda items, with the people who have a part in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.enums import PersonKind
from assembly.models import Assembly, Person, User
from assembly.services.people import person_of_account
from assembly.services.record import record_event
from scheduling.errors import InUse, PlanRefused
from scheduling.models import AgendaItem, Slot
from scheduling.services.plan import check_not_over, lock_item, lock_plan, note_change, standing


@dataclass(frozen=True, slots=True)
class PartOf:
    """Somebody's part: a person of the assembly, or an account of the team who becomes one as `kind`."""

    part: str
    person: Person | None = None
    account: User | None = None
    kind: PersonKind = PersonKind.STAFF


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is known of an item apart from its place."""

    title: str
    kind: str
    minutes: int
    description: str = ""
    material: str = ""
    staff_notes: str = ""
    expected: int | None = None
    needs: tuple[str, ...] = ()
    phase: str = ""
    position: str = ""
    needs_room: bool = True
    is_fixed: bool = False
    after: tuple[int, ...] = ()
    parts: tuple[PartOf, ...] = field(default=())

    def as_fields(self) -> dict[str, Any]:
        """Return the model's own fields."""
        names = (
            "title",
            "kind",
            "minutes",
            "description",
            "material",
            "staff_notes",
            "expected",
            "phase",
            "position",
            "needs_room",
            "is_fixed",
        )
        return {**{name: getattr(self, name) for name in names}, "needs": sorted(self.needs)}


@transaction.atomic
def create_item(*, assembly: Assembly, facts: ItemFacts, actor: User, now: datetime) -> AgendaItem:
    """Write an item; it lies in the tray until somebody places it.

    Raises:
        PlanRefused: it would have to come after itself.
    """
    lock_plan(assembly)
    item = AgendaItem.objects.create(assembly=assembly, **facts.as_fields())
    _set_after(item, facts.after)
    _set_parts(item, facts.parts, actor, now)
    record_event(
        "plan.item_create",
        obj=item,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"title": item.title, "kind": item.kind, "minutes": item.minutes},
    )
    return item


@transaction.atomic
def edit_item(*, item: AgendaItem, version: int, facts: ItemFacts, actor: User, now: datetime) -> AgendaItem:
    """Change an item. Other minutes of an item that has a place are an act on the programme that can be undone.

    Raises:
        ChangedMeanwhile: somebody else changed it since its form was opened.
        PlanRefused: its session is over, or it would have to come after itself by way of others.
    """
    locked = lock_item(item, version)
    check_not_over(locked.session)
    before = standing(locked)
    wanted = facts.as_fields()
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, wanted[name])
    if _set_after(locked, facts.after):
        changed.append("after")
    if _set_parts(locked, facts.parts, actor, now):
        changed.append("people")
    if not changed:
        return locked
    locked.version += 1
    locked.save(update_fields=[*wanted, "version"])
    if standing(locked) != before and locked.is_placed:
        note_change(
            assembly=locked.assembly,
            verb="length",
            before={locked.pk: before},
            after={locked.pk: standing(locked)},
            actor=actor,
            now=now,
            details={"item": locked.pk, "title": locked.title},
        )
    record_event(
        "plan.item_edit",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"title": locked.title, "fields": sorted(changed)},
    )
    return locked


@transaction.atomic
def duplicate_item(*, item: AgendaItem, title: str, actor: User, now: datetime) -> AgendaItem:
    """Write the same item once more, with the same people; the double lies in the tray."""
    lock_plan(item.assembly)
    double = double_of(item, title=title)
    double.is_fixed = False
    double.save()
    copy_links(item, double)
    record_event(
        "plan.item_create",
        obj=double,
        assembly=item.assembly,
        actor=actor,
        now=now,
        details={"title": double.title, "kind": double.kind, "minutes": double.minutes, "like": item.pk},
    )
    return double


def double_of(item: AgendaItem, *, title: str = "") -> AgendaItem:
    """Return an unsaved item like another, without a place."""
    names = (
        "assembly",
        "minutes",
        "kind",
        "description",
        "material",
        "staff_notes",
        "expected",
        "needs",
        "phase",
        "position",
        "needs_room",
        "is_fixed",
    )
    return AgendaItem(title=title or item.title, **{name: getattr(item, name) for name in names})


def copy_links(item: AgendaItem, double: AgendaItem) -> None:
    """Give a double the people of its original, but those who have left since."""
    slots = item.slots.filter(person__left_at=None)
    Slot.objects.bulk_create(Slot(item=double, person_id=slot.person_id, part=slot.part) for slot in slots)


@transaction.atomic
def delete_item(*, item: AgendaItem, version: int, actor: User, now: datetime) -> None:
    """Delete an item that has no place and that no other has to come after.

    Raises:
        ChangedMeanwhile: somebody else changed it since.
        InUse: it stands in a session, or others must come after it.
    """
    locked = lock_item(item, version)
    if locked.is_placed:
        raise InUse(
            _("“%(item)s” stands in %(session)s. Put it back into the tray first.")
            % {"item": locked, "session": locked.session}
        )
    later = list(locked.before.order_by("pk"))
    if later:
        raise InUse(
            _("These must come after it: %(items)s. Change them first.")
            % {"items": ", ".join(map(str, later))}
        )
    details = {"title": locked.title, "kind": locked.kind, "item": locked.pk}
    locked.delete()
    record_event("plan.item_delete", assembly=item.assembly, actor=actor, now=now, details=details)


def _set_after(item: AgendaItem, keys: Iterable[int]) -> bool:
    """Set what an item must come after; answer whether that changed anything."""
    wanted = set(keys)
    standing_keys = set(item.after.values_list("pk", flat=True))
    if wanted == standing_keys:
        return False
    _refuse_circle(item, wanted)
    item.after.set(AgendaItem.objects.filter(assembly=item.assembly, pk__in=wanted))
    return True


def _refuse_circle(item: AgendaItem, wanted: set[int]) -> None:
    links = AgendaItem.after.through.objects.filter(from_agendaitem__assembly=item.assembly)
    afters: dict[int, set[int]] = {}
    for later, earlier in links.values_list("from_agendaitem", "to_agendaitem"):
        afters.setdefault(later, set()).add(earlier)
    afters[item.pk] = wanted
    seen: set[int] = set()
    ahead = set(wanted)
    while ahead:
        key = ahead.pop()
        if key == item.pk:
            raise PlanRefused(
                _("“%(item)s” would have to come after itself. Take one of the items before it away.")
                % {"item": item},
                code="circle",
            )
        seen.add(key)
        ahead |= afters.get(key, set()) - seen


def _set_parts(item: AgendaItem, parts: Iterable[PartOf], actor: User, now: datetime) -> bool:
    """Set who takes part and how; answer whether that changed anything."""
    wanted: dict[int, str] = {}
    for each in parts:
        person = each.person
        if person is None and each.account is not None:
            person = person_of_account(
                assembly=item.assembly, user=each.account, kind=each.kind, actor=actor, now=now
            )
        if person is not None:
            wanted[person.pk] = each.part
    standing_parts = dict(item.slots.values_list("person", "part"))
    if wanted == standing_parts:
        return False
    item.slots.exclude(person__in=wanted).delete()
    for person_key, part in wanted.items():
        Slot.objects.update_or_create(item=item, person_id=person_key, defaults={"part": part})
    return True

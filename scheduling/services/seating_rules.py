"""Keep the rules for tables: who sits together, who apart, whose place is fixed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, Person, User
from assembly.services.record import record_event
from scheduling.enums_tables import RuleKind
from scheduling.errors import SeatingRefused
from scheduling.models import FixedSeat, SeatingRule, Session


@transaction.atomic
def keep_rule(
    *,
    assembly: Assembly,
    rule: SeatingRule | None,
    kind: RuleKind,
    people: Collection[Person],
    reason: str,
    since: Session | None,
    until: Session | None,
    actor: User,
    now: datetime,
) -> SeatingRule:
    """Make a rule, or change one; return it. Plans that stand are not touched.

    The record says how many people it names, never who or why.

    Raises:
        SeatingRefused: it names fewer than two people, or ends before it begins.
    """
    if len(people) < 2:
        raise SeatingRefused(_("Choose at least two people."), code="too_few")
    if since and until and until.starts_at < since.starts_at:
        raise SeatingRefused(_("The last session comes before the first."), code="backward")
    verb = "change" if rule else "add"
    kept = rule or SeatingRule(assembly=assembly, made_at=now, made_by=actor)
    kept.kind, kept.reason, kept.since, kept.until = kind, reason, since, until
    kept.save()
    kept.people.set(people)
    record_event(
        f"seating_rule.{verb}",
        obj=kept,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"kind": str(kind), "people": len(people)},
    )
    return kept


@transaction.atomic
def remove_rule(*, rule: SeatingRule, actor: User, now: datetime) -> None:
    """Take a rule away; a second call finds nothing and does nothing."""
    found = SeatingRule.objects.select_for_update(no_key=True, of=("self",)).filter(pk=rule.pk).first()
    if found is None:
        return
    key = found.pk
    found.delete()
    record_event(
        "seating_rule.remove",
        assembly=rule.assembly,
        actor=actor,
        now=now,
        details={"kind": rule.kind, "rule": key},
    )


@transaction.atomic
def fix_place(
    *,
    session: Session,
    person: Person,
    table_number: int,
    round_number: int | None,
    actor: User,
    now: datetime,
) -> FixedSeat:
    """Let somebody sit at a table whatever is computed; in all rounds where none is named. Done twice it is one."""
    # The session's row is the lock: two who fix the same place at once make one of it.
    Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    fixed, is_new = FixedSeat.objects.get_or_create(
        session=session, person=person, round=round_number, defaults={"table_number": table_number}
    )
    if not is_new and fixed.table_number == table_number:
        return fixed
    fixed.table_number = table_number
    fixed.save(update_fields=["table_number"])
    record_event(
        "seating_plan.fix",
        obj=session,
        assembly=session.assembly,
        actor=actor,
        now=now,
        details={"session": session.number, "person": person.pk, "table": table_number},
    )
    return fixed


@transaction.atomic
def free_place(*, session: Session, person: Person, actor: User, now: datetime) -> None:
    """Let somebody sit anywhere again."""
    deleted, _rows = FixedSeat.objects.filter(session=session, person=person).delete()
    if deleted:
        record_event(
            "seating_plan.free",
            obj=session,
            assembly=session.assembly,
            actor=actor,
            now=now,
            details={"session": session.number, "person": person.pk},
        )

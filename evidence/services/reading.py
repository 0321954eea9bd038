"""What readers do: open a pack, keep notes, say how they wish to read."""

from datetime import datetime

from django.db import transaction

from assembly.models import Person, User
from assembly.services.record import record_event
from evidence.models import EvidenceItem, PackDelivery, PackVersion, PrivateNote, ReadingWish


def note_opened(*, version: PackVersion, person: Person, now: datetime) -> bool:
    """Note that a member opened a version, page or PDF; answer whether it is the first time.

    The record is not written to: it is kept for good, and when somebody reads is nobody's business for so long.
    """
    if PackDelivery.objects.filter(version=version, person=person, opened_at__isnull=False).exists():
        return False
    row, _is_new = PackDelivery.objects.get_or_create(version=version, person=person)
    # Two tabs opened at once: the first moment stays.
    return bool(PackDelivery.objects.filter(pk=row.pk, opened_at=None).update(opened_at=now))


@transaction.atomic
def keep_note(*, person: Person, item: EvidenceItem, text: str, actor: User, now: datetime) -> None:
    """Keep what a member writes down for themselves about an item; an empty note is none.

    The record tells neither the item nor a word of it.
    """
    if text.strip():
        PrivateNote.objects.update_or_create(
            person=person, item=item, defaults={"text": text.strip(), "changed_at": now}
        )
        _record("reading.note_kept", person, actor, now)
    elif PrivateNote.objects.filter(person=person, item=item).delete()[0]:
        _record("reading.note_removed", person, actor, now)


@transaction.atomic
def save_reading_wish(
    *, person: Person, way: str, size_of_print: str, actor: User, now: datetime
) -> ReadingWish:
    """Keep how somebody wishes to get packs, whether they say it or staff enters it."""
    # The person's row is the lock: the wish may not exist yet.
    locked = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    fields = {"way": way, "size_of_print": size_of_print, "changed_at": now, "changed_by": actor}
    wish, _is_new = ReadingWish.objects.update_or_create(person=locked, defaults=fields)
    record_event(
        "reading.wish",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"person": locked.pk, "way": way, "print": size_of_print},
    )
    return wish


def _record(verb: str, person: Person, actor: User, now: datetime) -> None:
    record_event(verb, assembly=person.assembly, actor=actor, now=now)

"""Erase people who are known to the ground floor alone: witnesses, guests, facilitators without an account."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from assembly.models import Assembly, Person, User
from assembly.services.erasure import erase_subjects

PERSON = "person"
"""How they are called as subjects of personal data (`assembly/personal_data.py`)."""


def _alone() -> QuerySet[Person]:
    return Person.objects.filter(origin_kind="", user=None)


def person_texts(pks: Collection[int]) -> list[str]:
    """Return what people are recognised by in free text: name, e-mail, phone."""
    found = Person.objects.filter(pk__in=pks).values_list("name", "email", "phone")
    return [text for texts in found for text in texts if text]


def people_named(assembly: Assembly, words: str, by_name: bool) -> QuerySet[Person]:
    """Return people of an assembly by words of their name, or by their number where names may not be read."""
    found = _alone().filter(assembly=assembly)
    if not by_name:
        return found.filter(pk=int(words)) if words.isdecimal() else found.none()
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(organisation__icontains=word) | Q(email__iexact=word)
        )
    return found.order_by("name", "pk")


def people_not_erased(pks: Collection[int]) -> list[int]:
    """Return those of whom something is still known."""
    known = ~Q(name="") | ~Q(email="") | ~Q(phone="") | ~Q(organisation="")
    return list(Person.objects.filter(known, pk__in=pks).values_list("pk", flat=True))


@transaction.atomic
def erase_people(
    *, pks: Collection[int], assembly: Assembly | None, actor: User | None, now: datetime, reason: str
) -> int:
    """Erase people for good, with everything that hangs on them; return how many were known until now."""
    people = _alone().filter(pk__in=people_not_erased(pks)).select_for_update(no_key=True, of=("self",))
    if assembly is not None:
        people = people.filter(assembly=assembly)
    homes: dict[int, list[int]] = {}
    for person in people:
        homes.setdefault(person.assembly_id, []).append(person.pk)
    for home, keys in homes.items():
        of_one = Assembly.objects.get(pk=home)
        erase_subjects(kind=PERSON, pks=keys, assembly=of_one, actor=actor, now=now, reason=reason)
        Person.objects.filter(pk__in=keys, left_at=None).update(left_at=now)
    return sum(len(keys) for keys in homes.values())

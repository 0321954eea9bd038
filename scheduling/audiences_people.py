"""Members and others who take part, as audiences of messages; and those whom a published version concerns."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from assembly.audiences import Audience, Recipient, register_audience
from assembly.models import Assembly, Person
from assembly.postal_addresses import addresses_of
from scheduling.models import ProgrammeNotice, ProgrammeVersion
from scheduling.programme_changes import Change, changes_between
from scheduling.programme_content import Programme
from scheduling.programme_words import place_words, sentence_for, session_name
from scheduling.selectors.programme import affected_among, comes_to, latest_version, programme_of
from scheduling.services.programme_notices import AUDIENCE

Values = Callable[[Person], dict[str, str]]

PERSON_PLACEHOLDERS = {
    "name": _("whole name"),
    "called": _("name on the badge"),
    "assembly": _("name of the assembly"),
    "next_session": _("their next session with day, times and place"),
}


def subject_of(person: Person) -> tuple[str, int]:
    """Return as whom a person's data are kept: kind and key of `assembly/personal_data.py`."""
    if person.origin_kind and person.origin_key is not None:
        return person.origin_kind, person.origin_key
    if person.user_id is not None:
        return "account", person.user_id
    return "person", person.pk


def spoken_language(person: Person) -> str:
    """Return the language in which somebody is told of days: theirs where the house speaks it."""
    wanted = person.language.lower()
    known = dict(settings.LANGUAGES)
    return next(
        (code for code in (wanted, wanted.partition("-")[0]) if code in known),
        get_language() or settings.LANGUAGE_CODE,
    )


def as_recipients(people: QuerySet[Person], values: Values) -> Iterator[Recipient]:
    """Yield people with how to reach them; `values` is asked for each in their own language."""
    found = list(people.order_by("kind", "seat_number", "name", "pk"))
    addresses = addresses_of(found)
    for person in found:
        kind, key = subject_of(person)
        with override(spoken_language(person)):
            filled = values(person)
        yield Recipient(
            kind=kind,
            pk=key,
            name=str(person),
            email=person.email.strip(),
            values=filled,
            address=addresses.get(person.pk, ()),
            phone=person.phone,
            language=person.language,
        )


def _facts_of(assembly: Assembly, programme: Programme, now: datetime) -> Values:
    """Return what fills the placeholders for one person, from what is published."""

    def values(person: Person) -> dict[str, str]:
        own = (each for each in programme if comes_to(person, each) or person.pk in each.keys)
        coming = next((each for each in own if each.ends_at > now), None)
        when = f"{session_name(coming)}, {place_words((coming, None))}" if coming else ""
        return {
            "name": str(person),
            "called": person.badge,
            "assembly": assembly.name,
            "next_session": when,
        }

    return values


def _people(assembly: Assembly, people: QuerySet[Person]) -> Iterator[Recipient]:
    programme = programme_of(latest_version(assembly))
    return as_recipients(people, _facts_of(assembly, programme, timezone.now()))


def _members(assembly: Assembly) -> QuerySet[Person]:
    return Person.objects.here().members().filter(assembly=assembly)


def _with_a_part(assembly: Assembly, part: str) -> QuerySet[Person]:
    """Return who has a part in what is published: in all of it, or in what has not ended yet."""
    now = timezone.now()
    programme = programme_of(latest_version(assembly))
    keys = {key for each in programme if part == "all" or each.ends_at > now for key in each.keys}
    return Person.objects.here().filter(assembly=assembly, pk__in=keys)


def _concerned(assembly: Assembly, keys: Collection[int]) -> Iterator[Recipient]:
    """Yield those of some people who are told of the newest version, each with what is new for them."""
    latest = latest_version(assembly)
    notices = ProgrammeNotice.objects.filter(version=latest, person__in=keys).select_related("since")
    programme = programme_of(latest)
    facts = _facts_of(assembly, programme, timezone.now())
    told_since: dict[ProgrammeVersion | None, list[int]] = {}
    for notice in notices:
        told_since.setdefault(notice.since, []).append(notice.person_id)
    changes: dict[int, list[Change]] = {}
    for since, people in told_since.items():
        found = changes_between(programme_of(since), programme)
        affected = affected_among(Person.objects.filter(pk__in=people), found)
        changes |= {each.person.pk: each.changes for each in affected}

    def values(person: Person) -> dict[str, str]:
        lines = [f"– {sentence_for(each, person.pk)}" for each in changes[person.pk]]
        return {**facts(person), "changes": "\n".join(lines)}

    return as_recipients(Person.objects.here().filter(assembly=assembly, pk__in=changes), values)


def _nobody(assembly: Assembly, part: str) -> Iterable[Recipient]:  # noqa: ARG001 (the signature of audiences)
    return ()


register_audience(
    Audience(
        key="members",
        label=_("Members"),
        placeholders=PERSON_PLACEHOLDERS,
        filters={"all": _("All members who hold a seat now")},
        recipients=lambda assembly, _part: _people(assembly, _members(assembly)),
        among=lambda assembly, keys: _people(assembly, _members(assembly).filter(pk__in=keys)),
    )
)
register_audience(
    Audience(
        key="programme_people",
        label=_("People in the programme"),
        placeholders=PERSON_PLACEHOLDERS,
        filters={
            "coming": _("Everybody with a part in what is still to come"),
            "all": _("Everybody with a part in the published programme"),
        },
        recipients=lambda assembly, part: _people(assembly, _with_a_part(assembly, part)),
        among=lambda assembly, keys: _people(
            assembly, Person.objects.here().filter(assembly=assembly, pk__in=keys)
        ),
    )
)
register_audience(
    Audience(
        key=AUDIENCE,
        label=_("Those whom a new version of the programme concerns"),
        placeholders={**PERSON_PLACEHOLDERS, "changes": _("what is new for them, one line each")},
        # Whom a version concerns is reckoned on its own page; nobody chooses them here.
        filters={},
        recipients=_nobody,
        among=_concerned,
    )
)

"""Enter and correct one respondent by hand: on behalf of somebody who phoned or wrote, or because a file was wrong."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError, ReasonMissing
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import PairVerdict
from sortition.models import Answer, Category, PairDecision, Respondent, Value, WaveResponse
from sortition.reading.fields import STORED_FIELDS
from sortition.reading.rows import household_key
from sortition.selectors.households import household_rules
from sortition.selectors.respondents import CLOSED, answers_of, content_of, differences, version_of
from sortition.selectors.waves_answers import letter_of_code
from sortition.services.match_search import want_match_search
from sortition.services.members import refresh
from sortition.services.respondents import keep_changes

PREFIX = "H-"
"""How ids begin that are given to people entered by hand."""


@transaction.atomic
def add_respondent(
    *,
    assembly: Assembly,
    fields: Mapping[str, Any],
    answers: Mapping[int, int | None],
    actor: User | None,
    now: datetime,
    reference: str = "",
    prefix: str = PREFIX,
    different_from: Iterable[int] = (),
    code: str = "",
) -> Respondent:
    """Enter one person; the record says who entered them and how they answered.

    actor: None for somebody who entered themselves. answers: category → value, or None where they gave none.
    Without `reference` they are given an id that begins with `prefix`. Whoever was shown as alike and is somebody
    else (`different_from`) is not asked about again. The `code` of a letter says which wave brought them; a test
    entry counts for none.

    Raises:
        HouseError: the id is taken.
        CodeRefused: no letter has the code, or the time to answer it is over.
    """
    # The assembly's row is the lock: two entries at once would otherwise be given one id.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if reference and Respondent.objects.filter(assembly=locked, reference=reference).exists():
        raise HouseError(_("Somebody else has this id already."), code="reference_taken")
    person = Respondent.objects.create(
        assembly=locked,
        reference=reference or _next_reference(locked, prefix),
        created_at=now,
        household_key=_household(locked, fields),
        **{name: fields[name] for name in STORED_FIELDS if name in fields},
    )
    _write_answers(person, answers)
    letter = letter_of_code(locked, code, timezone.localdate(now))
    if letter is not None and not person.is_test:
        WaveResponse.objects.create(respondent=person, wave=letter.wave, area=letter.area)
    others = list(Respondent.objects.filter(assembly=locked, pk__in=list(different_from)).order_by("pk"))
    if others and actor is None:
        message = "only a person decides that two entries are two people"
        raise ValueError(message)
    for other in others:
        PairDecision.objects.create(
            assembly=locked,
            first=min(person, other, key=_pk),
            second=max(person, other, key=_pk),
            verdict=PairVerdict.DIFFERENT,
            decided_at=now,
            decided_by=actor,  # type: ignore[misc] # a person, as was checked
        )
    want_match_search(assembly=locked, now=now)
    event = record_event(
        "respondent.add",
        obj=person,
        assembly=locked,
        actor=actor,
        now=now,
        details={"channel": person.channel, "different_from": [other.pk for other in others]},
    )
    known = _as_json(content_of(person, answers_of(person)))
    # What is blank was not said, and nobody is a test entry unless that is said.
    keep_changes(
        event,
        [
            (
                person.pk,
                {},
                {
                    name: value
                    for name, value in known.items()
                    if value not in (None, "") and name != "is_test"
                },
            )
        ],
    )
    return person


@transaction.atomic
def change_respondent(
    *,
    respondent: Respondent,
    fields: Mapping[str, Any],
    answers: Mapping[int, int | None],
    reason: str,
    seen: str,
    actor: User,
    now: datetime,
) -> bool:
    """Correct what is known of a person, and return whether anything was new.

    What stood before is kept beside the record, which itself names only the fields. Somebody who was drawn stays
    drawn: their run holds what it was computed from. A later file with another entry for the same id shows the change
    in its dry run, like any other.

    seen: the version that the person's page showed (`version_of`).

    Raises:
        ReasonMissing: the reason is blank.
        ChangedMeanwhile: somebody else changed them since.
        HouseError: they have withdrawn or are erased.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why. It stands in the record."))
    person = lock_open_respondent(respondent.pk, respondent.assembly_id)
    given = answers_of(person)
    if version_of(person, given) != seen:
        raise ChangedMeanwhile(_("Somebody else changed this person meanwhile. Nothing was saved."))
    before, after = write_content(person, fields, answers)
    if not after:
        return False
    want_match_search(assembly=person.assembly, now=now)
    event = record_event(
        "respondent.change",
        obj=person,
        assembly=person.assembly,
        actor=actor,
        now=now,
        details={"fields": sorted(after), "reason": reason.strip()},
    )
    keep_changes(event, [(person.pk, before, after)])
    return True


def lock_open_respondent(pk: int, assembly_id: int) -> Respondent:
    """Lock somebody who may still be changed, in the caller's transaction.

    Raises:
        HouseError: they have withdrawn or are erased.
    """
    locked = Respondent.objects.select_for_update(no_key=True).get(pk=pk, assembly=assembly_id)
    if locked.state in CLOSED:
        raise HouseError(
            _("%(name)s has left the pool: nothing about them is changed any more.") % {"name": locked},
            code="closed",
        )
    return locked


def write_content(
    person: Respondent, fields: Mapping[str, Any], answers: Mapping[int, int | None]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write fields and answers of a locked person; return what that changed, before and after, as JSON values.

    An answer that stays keeps its raw text as it came.
    """
    given = answers_of(person)
    before = content_of(person, given)
    for name in STORED_FIELDS:
        if name in fields:
            setattr(person, name, fields[name])
    person.household_key = _household(
        person.assembly, {name: getattr(person, name) for name in STORED_FIELDS}
    )
    person.save(update_fields=[*STORED_FIELDS, "household_key"])
    _write_answers(
        person,
        {
            category: value
            for category, value in answers.items()
            if (given[category][0] if category in given else None) != value
        },
    )
    refresh(person)
    changed = differences(before, content_of(person, answers_of(person)))
    return (
        _as_json({name: old for name, old, _new in changed}),
        _as_json({name: new for name, _old, new in changed}),
    )


def _write_answers(person: Respondent, answers: Mapping[int, int | None]) -> None:
    known = {value.pk: value for value in Value.objects.filter(pk__in=[pk for pk in answers.values() if pk])}
    own = set(Category.objects.filter(assembly=person.assembly_id).values_list("pk", flat=True))
    for category, pk in answers.items():
        value = known[pk] if pk else None
        if category not in own or (value and value.category_id != category):
            message = f"value {pk} is not one of category {category} of assembly {person.assembly_id}"
            raise ValueError(message)
        Answer.objects.update_or_create(
            respondent=person,
            category_id=category,
            defaults={"value": value, "raw": value.name if value else ""},
        )


def _household(assembly: Assembly, fields: Mapping[str, Any]) -> str:
    own = household_key(str(fields.get("address") or ""), str(fields.get("postcode") or ""))
    return household_rules(assembly).key_of(own) if own else ""


def _next_reference(assembly: Assembly, prefix: str) -> str:
    taken = Respondent.objects.filter(assembly=assembly, reference__startswith=prefix)
    numbers = [
        int(rest)
        for reference in taken.values_list("reference", flat=True)
        if (rest := reference.removeprefix(prefix)).isascii() and rest.isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _as_json(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, (str, bool)) else value.isoformat()
        for name, value in content.items()
    }


def _pk(person: Respondent) -> int:
    return person.pk

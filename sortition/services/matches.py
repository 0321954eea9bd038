"""Decide on two entries that may be one person. A person decides; the decision is remembered."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import MatchKind, PairVerdict, RespondentState
from sortition.models import PairDecision, PossibleMatch, Respondent
from sortition.respondent_lifecycle import RESPONDENT
from sortition.selectors.respondents import answers_of, version_of
from sortition.services.match_search import forget_matches, want_match_search
from sortition.services.respondents import keep_changes
from sortition.services.respondents_edit import write_content

DRAWN = (RespondentState.SELECTED, RespondentState.CONFIRMED)


@transaction.atomic
def merge_respondents(
    *,
    assembly: Assembly,
    kept: int,
    merged: int,
    taken: Mapping[str, bool],
    seen: Mapping[int, str],
    actor: User,
    now: datetime,
) -> Respondent:
    """Make one of two entries: `kept` stays, `merged` withdraws for good with all its data; return the one that stays.

    taken: what the entry that stays takes from the other, as names of `content_of` → True.
    seen: for both the version that the page showed.

    There is no way back: who has withdrawn cannot return. But nothing is lost. The other entry stays readable, and
    what the values were that gave way stands in the timeline of the one that stays.

    Raises:
        ChangedMeanwhile: one of them was changed, merged or withdrawn since.
        HouseError: the one that would go holds a seat, or they are not two people in this assembly's pool.
    """
    stays, goes = _both(assembly, kept, merged, seen)
    if goes.state in DRAWN:
        raise HouseError(
            _("%(name)s was drawn for a seat, so that entry must be the one that stays.") % {"name": goes},
            code="drawn",
        )
    want_match_search(assembly=assembly, now=now)
    theirs = answers_of(goes)
    fields = {name: getattr(goes, name) for name, is_taken in taken.items() if is_taken and ":" not in name}
    answers = {
        category: theirs[category][0]
        for name, is_taken in taken.items()
        if is_taken and ":" in name and (category := int(name.partition(":")[2])) in theirs
    }
    before, after = write_content(stays, fields, answers)
    forget_matches([goes.pk])
    _decide(assembly, stays, goes, PairVerdict.MERGED, actor=actor, now=now)
    move(
        RESPONDENT,
        goes,
        "withdraw",
        assembly=assembly,
        actor=actor,
        now=now,
        details={"merged_into": stays.pk, "people": [stays.pk, goes.pk]},
    )
    event = record_event(
        "respondent.merge",
        obj=stays,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"people": [stays.pk, goes.pk], "fields": sorted(after)},
    )
    keep_changes(event, [(stays.pk, before, after)])
    return stays


@transaction.atomic
def keep_both(
    *, assembly: Assembly, first: int, second: int, seen: Mapping[int, str], actor: User, now: datetime
) -> None:
    """Remember that two entries are two people: no search shows the pair again, also after a later import.

    Raises:
        ChangedMeanwhile: one of them was changed, merged or withdrawn since.
    """
    one, other = _both(assembly, first, second, seen)
    _decide(assembly, one, other, PairVerdict.DIFFERENT, actor=actor, now=now)
    event = record_event(
        "respondent.keep_both",
        obj=one,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"people": [one.pk, other.pk]},
    )
    keep_changes(event, [(other.pk, {}, {})])


@transaction.atomic
def ask_again(*, decision: PairDecision, actor: User, now: datetime) -> None:
    """Forget that two entries are two people, so that the next search may show the pair again.

    Raises:
        ChangedMeanwhile: it was forgotten or merged meanwhile.
        HouseError: they were merged, which is final.
    """
    found = PairDecision.objects.select_for_update().filter(pk=decision.pk).first()
    if found is None:
        raise ChangedMeanwhile(_("This decision was taken back meanwhile."))
    if found.verdict == PairVerdict.MERGED:
        raise HouseError(_("A merge cannot be taken back."), code="merged")
    people = [found.first_id, found.second_id]
    found.delete()
    want_match_search(assembly=decision.assembly, now=now)
    event = record_event(
        "respondent.ask_again",
        obj=decision.first,
        assembly=decision.assembly,
        actor=actor,
        now=now,
        details={"people": people},
    )
    keep_changes(event, [(people[1], {}, {})])


def _both(
    assembly: Assembly, first: int, second: int, seen: Mapping[int, str]
) -> tuple[Respondent, Respondent]:
    """Lock both in the order of their keys, so that two decisions at once cannot wait for each other."""
    locked = {
        person.pk: person
        for person in Respondent.objects.select_for_update(no_key=True)
        .filter(assembly=assembly, pk__in=[first, second], is_test=False)
        .order_by("pk")
    }
    if len(locked) != 2:
        raise HouseError(_("These are not two people of this assembly."), code="not_two")
    for person in locked.values():
        if seen.get(person.pk) != version_of(person, answers_of(person)) or person.state not in (
            RespondentState.POOL,
            *DRAWN,
        ):
            raise ChangedMeanwhile(
                _("%(name)s was changed meanwhile. Nothing was decided: look again.") % {"name": person}
            )
    return locked[first], locked[second]


def _decide(
    assembly: Assembly,
    one: Respondent,
    other: Respondent,
    verdict: PairVerdict,
    *,
    actor: User,
    now: datetime,
) -> None:
    first, second = sorted((one.pk, other.pk))
    PairDecision.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults={"assembly": assembly, "verdict": verdict, "decided_at": now, "decided_by": actor},
    )
    PossibleMatch.objects.filter(kind=MatchKind.PERSON, first=first, second=second).delete()

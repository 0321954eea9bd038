"""What an assembly remembers of its files: learnt at a commit, changed and forgotten by hand."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import RespondentState
from sortition.models import Answer, ImportMemory, PoolImport, Respondent
from sortition.reading.cells import fold
from sortition.reading.decisions import BLANK, REJECT, REST
from sortition.selectors.imports import import_memory, known_categories
from sortition.services.imports_bulk import in_batches

_SETTLED = (RespondentState.SELECTED, RespondentState.CONFIRMED, RespondentState.ERASED)


def learn(memory: ImportMemory, pool_import: PoolImport) -> None:
    """Take over what a commit decided: it replaces what was known of the same columns and spellings.

    A rejection is not learnt: it may have been for want of a better idea, and is asked again. Nor is what goes without
    saying, a spelling that is the value itself.
    """
    memory.columns |= pool_import.columns
    memory.declarations = pool_import.declarations
    memory.derived |= pool_import.derived
    for key, made in pool_import.values.items():
        learnt = {
            folded: choice
            for folded, choice in made.items()
            if choice != REJECT and folded != REST and choice != f"={folded}" and fold(choice[1:]) != folded
        }
        memory.values[key] = memory.values.get(key, {}) | learnt
    memory.learnt_from = pool_import
    memory.save()


@transaction.atomic
def change_value_mapping(
    *, assembly: Assembly, key: str, text: str, becomes: str, applies: bool, actor: User, now: datetime
) -> int:
    """Remember another value for a spelling; where `applies`, also for people in the pool who wrote it.

    Only answers that still have the value of the former mapping change, so that what was set by hand stays. People who
    were selected keep theirs. Return how many answers changed.

    Raises:
        HouseError: the mapping is not remembered, or the category has no such value.
    """
    memory = _locked(assembly)
    former = memory.values.get(key, {}).get(text)
    if former is None:
        raise HouseError(_("This is no longer remembered."), code="not_remembered")
    category = next((each for each in known_categories(assembly) if each.target == key), None)
    if category is not None and becomes != BLANK and becomes[1:] not in category.values:
        raise HouseError(_("The category has no such value."), code="unknown_value")
    memory.values[key][text] = becomes
    memory.save()
    changed = 0
    if applies and category is not None:
        changed = _apply(category.pk, text, category.values.get(former[1:]), category.values.get(becomes[1:]))
    details: dict[str, Any] = {
        "what": category.name if category else key,
        "text": text,
        "before": former.removeprefix("="),
        "after": becomes.removeprefix("="),
        "answers": changed,
    }
    record_event(
        "pool.mapping_changed", obj=assembly, assembly=assembly, actor=actor, now=now, details=details
    )
    return changed


@transaction.atomic
def forget_value_mapping(*, assembly: Assembly, key: str, text: str, actor: User, now: datetime) -> None:
    """Ask about a spelling again at the next import. Nobody in the pool changes.

    Raises:
        HouseError: the mapping is not remembered.
    """
    memory = _locked(assembly)
    if memory.values.get(key, {}).pop(text, None) is None:
        raise HouseError(_("This is no longer remembered."), code="not_remembered")
    memory.save()
    _record_forgotten(assembly, text, actor, now)


@transaction.atomic
def forget_column(*, assembly: Assembly, heading: str, actor: User, now: datetime) -> None:
    """Guess anew what a column becomes when it comes again.

    Raises:
        HouseError: the column is not remembered.
    """
    memory = _locked(assembly)
    if memory.columns.pop(heading, None) is None:
        raise HouseError(_("This is no longer remembered."), code="not_remembered")
    memory.derived = {pk: source for pk, source in memory.derived.items() if source != heading}
    memory.save()
    _record_forgotten(assembly, heading, actor, now)


def _locked(assembly: Assembly) -> ImportMemory:
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    return import_memory(assembly)


def _record_forgotten(assembly: Assembly, what: str, actor: User, now: datetime) -> None:
    record_event(
        "pool.mapping_forgotten",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"text": what},
    )


def _apply(category: int, text: str, former: int | None, value: int | None) -> int:
    """Give the new value to answers that were written like `text` and have the former one."""
    written = Answer.objects.filter(category=category, value=former).exclude(respondent__state__in=_SETTLED)
    found = [
        (pk, person)
        for pk, person, raw in written.values_list("pk", "respondent", "raw")
        if fold(raw) == text
    ]
    for some in in_batches([pk for pk, _person in found]):
        Answer.objects.filter(pk__in=some).update(value=value)
    # Their rows no longer say what is stored, so the next import compares them field by field.
    for some in in_batches([person for _pk, person in found]):
        Respondent.objects.filter(pk__in=some).update(row_digest="")
    return len(found)

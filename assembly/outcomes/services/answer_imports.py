"""Take answers over from a spreadsheet: first a dry run that is kept, then all of it or nothing."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.outcomes.answer_columns import BELONGS
from assembly.outcomes.answer_rows import AnswerRow
from assembly.outcomes.answer_rules import Promise
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import AnswerImport, Body, FormalResponse, ResponseVersion
from assembly.outcomes.selectors.answer_cells import cells_of
from assembly.outcomes.selectors.answer_drafts import Draft, draft_of, drafts_of, promises_of
from assembly.outcomes.services.answers import AnswerWords, lock_responses, save_draft
from assembly.services.record import record_event

_BESIDE = frozenset({"not_owed", "twice", "answered", "cleared", "own_body"})
"""Faults that depend on what stands, and not on the cells alone: they are looked for again with it."""


def try_answers(
    *, body: Body, rows: Sequence[AnswerRow], file_name: str, token: UUID, actor: User, now: datetime
) -> AnswerImport:
    """Keep what a sheet says beside what stands, and what is wrong with it; nothing of it is written yet.

    A sheet that is sent twice is one import; another sheet in the same form (somebody went back in their browser), or
    the same for another body, is another. A row that says what stands already holds nothing up, also where the answer
    is cleared or published meanwhile.
    """
    read = [
        {
            "line": row.line,
            "number": row.number,
            "values": row.values,
            "promises": row.promises,
            "faults": [
                {"column": each.column, "code": each.code, "found": each.found} for each in row.faults
            ],
        }
        for row in rows
    ]
    mark = uuid5(token, json.dumps([body.pk, read]))
    return _kept(body, read, file_name[:200], mark, actor, now)


def compare_again(*, answer_import: AnswerImport, actor: User, now: datetime) -> AnswerImport:
    """Keep the same sheet beside what stands now as another dry run, so that nobody has to upload it again.

    The first stays as it was shown: what somebody takes over is what they have seen.
    """
    body = answer_import.body
    drafts = drafts_of(FormalResponse.objects.filter(body=body))
    stands = sorted((key, draft.version.pk, draft.version.revision) for key, draft in drafts.items())
    mark = uuid5(answer_import.token, json.dumps(stands))
    return _kept(body, answer_import.rows, answer_import.file_name, mark, actor, now)


@transaction.atomic
def _kept(  # noqa: PLR0917 (all of one import)
    body: Body, rows: Sequence[dict[str, Any]], file_name: str, mark: UUID, actor: User, now: datetime
) -> AnswerImport:
    # Of two that are sent at once the second waits, and finds the first.
    Assembly.objects.select_for_update(no_key=True).get(pk=body.assembly_id)
    standing = AnswerImport.objects.filter(token=mark).select_related("body__assembly").first()
    if standing is not None:
        return standing
    return AnswerImport.objects.create(
        body=body,
        token=mark,
        file_name=file_name,
        rows=_beside_what_stands(body, rows),
        made_at=now,
        made_by=actor,
    )


def _beside_what_stands(body: Body, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    asked = FormalResponse.objects.filter(body=body)
    owed = {
        each.recommendation.report_number: each for each in asked.select_related("recommendation", "body")
    }
    # As `shown_revision` has it, with one question for all.
    count = Count("versions", filter=Q(versions__published_at__isnull=False))
    published = dict(asked.annotate(out=count).values_list("pk", "out"))
    drafts = drafts_of(owed.values())
    seen: set[int] = set()
    found = []
    for row in rows:
        response = owed.get(row["number"])
        draft = drafts.get(response.pk) if response else None
        number = published[response.pk] if response else 0
        found.append(_looked_at(row, response, draft, number, is_twice=row["number"] in seen))
        seen.add(row["number"])
    return found


def _looked_at(
    row: dict[str, Any],
    response: FormalResponse | None,
    begun: Draft | None,
    published: int,
    *,
    is_twice: bool,
) -> dict[str, Any]:
    told: dict[str, Any] = {
        **row,
        "response": None,
        "revision": 0,
        "before": {},
        "after": {},
        "left_out": [],
        "is_same": False,
        "is_interim": begun is not None and begun.version.is_interim,
    }
    faults = [each for each in row["faults"] if each["code"] not in _BESIDE]
    draft = begun.version if begun else None
    if response is not None:
        stands = draft if response.is_owed or draft else response.versions.first()
        standing = begun.promises if begun else promises_of(stands) if stands else ()
        words, promises = _said_beside(told, stands, standing, response)
        if words.referred_to is not None and words.referred_to.pk == response.body_id:
            faults.append({"column": "referred", "code": "own_body", "found": words.referred_to.name})
        told["before"], told["after"] = cells_of(stands, standing), cells_of(words, promises)
        told["left_out"] = [
            name
            for name, said in row["values"].items()
            if name in BELONGS and said and not told["after"][name] and not told["before"][name]
        ]
        told["response"], told["revision"] = response.pk, draft.revision if draft else -published
        told["is_same"] = not faults and not is_twice and told["before"] == told["after"]
    if row["number"] and not told["is_same"] and (code := _held_up(response, draft, is_twice=is_twice)):
        faults.append({"column": "number", "code": code, "found": str(row["number"])})
    return told | {"faults": faults}


def _held_up(response: FormalResponse | None, draft: ResponseVersion | None, *, is_twice: bool) -> str:
    """Return why a row cannot be taken over whatever it says, "" if it can."""
    if response is None:
        return "not_owed"
    if is_twice:
        return "twice"
    if not response.is_owed:
        return "answered"
    return "cleared" if draft is not None and draft.cleared_at is not None else ""


def said_by(row: dict[str, Any], response: FormalResponse) -> tuple[AnswerWords, list[Promise]]:
    """Return what a kept row says; what the sheet has no column for stays as the draft has it."""
    draft = draft_of(response)
    return _said_beside(row, draft, promises_of(draft) if draft else (), response)


def _said_beside(
    row: dict[str, Any],
    stands: ResponseVersion | None,
    standing: Sequence[Promise],
    response: FormalResponse,
) -> tuple[AnswerWords, list[Promise]]:
    said = dict(row["values"])
    if "consider_until" in said:
        until = said["consider_until"]
        said["consider_until"] = date.fromisoformat(until) if until else None
    if "referred" in said:
        name = said.pop("referred")
        body = Body.objects.filter(assembly=response.assembly_id, name__iexact=name).first() if name else None
        said |= {"referred_to": body, "referred_elsewhere": "" if body else name}
    begun = (
        AnswerWords.of(stands) if stands else AnswerWords(language=get_language() or settings.LANGUAGE_CODE)
    )
    return replace(begun, **said).fitting(), _promised(row["promises"], standing)


def _promised(places: Sequence[dict[str, str]], standing: Sequence[Promise]) -> list[Promise]:
    """Return the promises of a row: one whose cells were emptied is gone, those beyond the sheet's places stay.

    Budget, legal route and steps have no column. They stay with the promise of the same words, wherever it moved, and
    else with the one whose place it took.
    """
    texts = {said.get("text") for said in places}
    by_text = {each.text: each for each in standing}
    promises = []
    for n, said in enumerate(places):
        here = standing[n] if n < len(standing) else Promise("")
        if not said:
            promises += [here] if here != Promise("") else []
        elif any(said.values()):
            own = by_text.get(said.get("text", here.text), Promise("") if here.text in texts else here)
            promises.append(replace(own, **_parts(said)))
    return [*promises, *standing[len(places) :]]


def _parts(said: dict[str, str]) -> dict[str, Any]:
    if "due_on" not in said:
        return said
    return said | {"due_on": date.fromisoformat(said["due_on"]) if said["due_on"] else None}


@transaction.atomic
def take_answers_over(*, answer_import: AnswerImport, actor: User, now: datetime) -> int:
    """Write the drafts of a dry run, all or none, and return how many; taken over twice, it is done once.

    Raises:
        ChangedMeanwhile: one of the drafts was changed or cleared since the dry run, or its answer published.
        ResponseRefused: a row has a fault, or there is nothing to take over.
    """
    # The lock of all who write promises comes first; the import's row then lets one of two who press at once through.
    Assembly.objects.select_for_update(no_key=True).get(pk=answer_import.body.assembly_id)
    rows = AnswerImport.objects.select_for_update(no_key=True, of=("self",)).select_related("body__assembly")
    locked = rows.get(pk=answer_import.pk)
    changed = [row for row in locked.rows if not row["is_same"]]
    if locked.applied_at is not None:
        return len(changed)
    if any(row["faults"] for row in locked.rows):
        raise ResponseRefused(
            _("Put the rows right that cannot be understood, and upload again."), code="faults"
        )
    if not changed:
        raise ResponseRefused(_("The sheet changes nothing."), code="nothing")
    responses = lock_responses(row["response"] for row in changed)
    for row in sorted(changed, key=lambda each: each["response"]):
        # A question that was taken back is gone.
        _take_over(row, responses.get(row["response"]), actor, now)
    locked.applied_at = now
    locked.save(update_fields=["applied_at"])
    record_event(
        "response.import",
        obj=locked.body,
        assembly=locked.body.assembly,
        actor=actor,
        now=now,
        details={"body": locked.body.name, "n": len(changed)},
    )
    return len(changed)


def _take_over(row: dict[str, Any], response: FormalResponse | None, actor: User, now: datetime) -> None:
    stale = ChangedMeanwhile(
        _(
            "The answer to recommendation %(n)s was changed since. Nothing is saved yet: below is what the sheet would "
            "change in what stands now."
        )
        % {"n": row["number"]}
    )
    if response is None or not response.is_owed or _is_cleared(response):
        raise stale
    words, promises = said_by(row, response)
    try:
        save_draft(
            response=response,
            words=words,
            promises=promises,
            revision=row["revision"],
            actor=actor,
            now=now,
        )
    except ChangedMeanwhile as refused:
        raise stale from refused


def _is_cleared(response: FormalResponse) -> bool:
    draft = draft_of(response)
    return draft is not None and draft.cleared_at is not None

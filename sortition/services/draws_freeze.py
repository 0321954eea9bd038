"""Commit a draw: freeze people, quotas and panels into a file whose hash is made public."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.lifecycle import move
from assembly.models import Assembly, User
from sortition.draw import Cap, DrawError, Entrant, Frozen, Opening, PublicBundle, Quota, Terms, freeze
from sortition.draw_lifecycle import DRAW
from sortition.draw_terms import as_moment, on_one_line, source_of
from sortition.enums_draws import DrawState
from sortition.errors import DrawRefused
from sortition.lottery import Instance
from sortition.models import Draw, DrawEntrant, DrawFile, Respondent
from sortition.selectors.draws import earlier_hashes, terms_digest
from sortition.selectors.last_change import last_change_of_problem
from sortition.selectors.runs import RunResult, run_result
from sortition.services.draws import TokenBytes, draw_blockers
from sortition.snapshot import HOUSEHOLD, pack

SUPPRESS_BELOW = 10
"""Counts of fewer people are not told."""

_BATCH = 2_000


def commit_draw(*, draw: Draw, actor: User, now: datetime, token_bytes: TokenBytes) -> Draw:
    """Freeze a draw that was approved, and bind everybody to the hash of the file.

    Compared and frozen before the transaction, which then only writes; whatever changed people or quotas in between
    sends it back. From here on the file cannot be changed: the database refuses it.

    Raises:
        DrawRefused: not approved, its panels cannot be drawn from, or something changed at the same moment.
    """
    draw = Draw.objects.select_related("assembly", "run").get(pk=draw.pk)
    if draw.state == DrawState.PREPARED and draw.approved_by_id is None:
        raise DrawRefused(_("A second person has to approve the draw first."), code="not_approved")
    if not now < draw.held_at:
        raise DrawRefused(
            _("The time of the draw has passed. Change the draw and name a new one."), code="too_late"
        )
    seen, terms_seen = last_change_of_problem(draw.assembly), terms_digest(draw)
    if blockers := draw_blockers(draw.run):
        raise DrawRefused(" ".join(blockers), code="not_drawable", params={"blockers": blockers})
    result = run_result(draw.run)
    if result is None or not result.selection.get("uniform_lottery"):
        raise DrawRefused(_("The run has no numbered panels. Start a new run."), code="no_panels")
    try:
        frozen, openings = frozen_draw(draw, result, now, token_bytes)
    except DrawError as error:
        raise DrawRefused(
            _("The file of the draw cannot be made as things stand: %(why)s") % {"why": error},
            code=error.code,
        ) from error
    with transaction.atomic():
        Assembly.objects.select_for_update(no_key=True).get(pk=draw.assembly_id)
        locked = Draw.objects.select_for_update(no_key=True).get(pk=draw.pk)
        is_same = terms_digest(locked) == terms_seen and locked.approved_by_id is not None
        if not is_same or last_change_of_problem(draw.assembly) != seen:
            raise DrawRefused(
                _("Somebody changed people, quotas or the draw at the same moment. Look again, then commit."),
                code="changed",
            )
        committed = move(
            DRAW,
            locked,
            "commit",
            assembly=draw.assembly,
            actor=actor,
            now=now,
            details={"number": draw.number, "hash": frozen.hash, "people": len(openings)},
            changes={"committed_at": now, "frozen_hash": frozen.hash},
        )
        DrawFile.objects.filter(draw=draw).update(
            frozen=pack(frozen.to_bytes()), bundle=pack(PublicBundle(frozen).to_bytes())
        )
        DrawEntrant.objects.bulk_create(
            (_entrant(draw, pk, opening) for pk, opening in openings.items()), batch_size=_BATCH
        )
    return committed


def frozen_draw(
    draw: Draw, result: RunResult, now: datetime, token_bytes: TokenBytes
) -> tuple[Frozen, dict[str, Opening]]:
    """Put the draw's file together from the run's snapshot and numbered panels; nothing is written."""
    instance = result.snapshot.instance
    chances = result.selection["probabilities"]
    ids = [int(person.id) for person in instance.people]
    references: dict[int, str] = {}
    for start in range(0, len(ids), _BATCH):
        some = Respondent.objects.filter(pk__in=ids[start : start + _BATCH])
        references.update(some.values_list("pk", "reference"))
    groups = _groups(instance)
    entrants = [
        Entrant(
            id=person.id,
            reference=on_one_line(references[int(person.id)]),
            values=person.values,
            chance=chances[person.id],
            groups=groups[person.id],
        )
        for person in instance.people
    ]
    terms = Terms(
        assembly=on_one_line(draw.assembly.name),
        frozen_at=as_moment(now),
        deadline=as_moment(draw.deadline),
        void_rule=draw.void_rule,
        source=source_of(draw.source),
        seats=instance.seats,
        quotas=tuple(Quota(q.category, q.value, q.minimum, q.maximum) for q in instance.quotas),
        caps=_caps(instance),
        fixed=instance.fixed,
        together=instance.together,
        apart=instance.apart,
        settings=_settings(draw, result),
        earlier=earlier_hashes(draw),
        suppress_below=SUPPRESS_BELOW,
    )
    return freeze(terms, entrants, result.selection["uniform_lottery"], token_bytes=token_bytes)


def _caps(instance: Instance) -> tuple[Cap, ...]:
    caps = {cap.column: cap.maximum for cap in instance.caps}
    if any(person.household for person in instance.people):
        caps[HOUSEHOLD] = 1
    return tuple(Cap(column, maximum) for column, maximum in caps.items())


def _groups(instance: Instance) -> dict[str, dict[str, str]]:
    """Name the groups of each person that caps count, but those that nobody else is in: they tell nothing."""
    found: dict[str, dict[str, str]] = {}
    sizes: dict[tuple[str, str], int] = {}
    for person in instance.people:
        own = {cap.column: person.groups[cap.column] for cap in instance.caps if cap.column in person.groups}
        if person.household:
            own[HOUSEHOLD] = person.household
        found[person.id] = own
        for pair in own.items():
            sizes[pair] = sizes.get(pair, 0) + 1
    return {
        pk: {column: name for column, name in own.items() if sizes[column, name] > 1}
        for pk, own in found.items()
    }


def _settings(draw: Draw, result: RunResult) -> dict[str, str]:
    """Tell what the lottery was computed by: numbers and names as texts."""
    told: dict[str, Any] = {
        "run": draw.run.number,
        "snapshot": result.sha256,
        "computed": as_moment(draw.run.finished_at) if draw.run.finished_at else "",
        **result.selection["settings"],
    }
    return {name: on_one_line(str(value)) for name, value in told.items() if str(value).strip()}


def _entrant(draw: Draw, pk: str, opening: Opening) -> DrawEntrant:
    return DrawEntrant(
        draw=draw,
        respondent_id=int(pk),
        pseudonym=opening.pseudonym,
        reference=opening.reference,
        salt=opening.salt,
        values=dict(opening.values),
        groups=dict(opening.groups),
    )

"""Put a draw together from people, quotas and the panels of a uniform lottery."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sortition.draw.bundle import (
    AuditorBundle,
    OwnOpening,
    PublicBundle,
    check_opening,
    panels_with,
    was_drawn,
)
from sortition.draw.commitments import Opening, TokenBytes, commitment, new_pseudonyms, new_salt
from sortition.draw.errors import DrawError
from sortition.draw.frozen import WHOLE_CHANCE, Cap, Frozen, PersonInDraw, Quota, frozen_from
from sortition.draw.outcome import Outcome, Void, check_drawn_in_time, read_outcome
from sortition.draw.randomness import panel_number
from sortition.draw.seating import check_panels
from sortition.draw.sources import Source, Value
from sortition.draw.suppression import count_values


@dataclass(frozen=True)
class Entrant:
    """Stand for one person of the pool, by their id of the house, which never leaves it.

    reference: the number that the person was told before the freeze.
    groups: column of a cap → group; none where the person shares with nobody.
    chance: as the lottery computed it, before rounding to panels.
    """

    id: str
    reference: str
    values: Mapping[str, str]
    chance: float
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """Hold what is laid down for a draw besides people and panels."""

    assembly: str
    frozen_at: str
    deadline: str
    void_rule: str
    source: Source
    seats: int
    quotas: tuple[Quota, ...]
    caps: tuple[Cap, ...] = ()
    fixed: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()
    suppress_below: int = 10


def freeze(
    terms: Terms,
    entrants: Sequence[Entrant],
    panels: Sequence[Sequence[str]],
    *,
    token_bytes: TokenBytes,
) -> tuple[Frozen, dict[str, Opening]]:
    """Freeze a draw; give what is published and, by the id of each person, the opening that stays in the house.

    panels: ids, each panel equally likely.

    Raises:
        DrawError: duplicate_id, duplicate_reference, missing_value, unknown_person, chances_do_not_sum,
            panel_breaks_a_quota, panel_breaks_a_cap, or naming the field that cannot be published.
    """
    names = dict(
        zip((entrant.id for entrant in entrants), new_pseudonyms(len(entrants), token_bytes), strict=True)
    )
    if len(names) < len(entrants):
        raise DrawError("duplicate_id")
    labels = _group_labels(entrants, token_bytes)
    openings = {
        entrant.id: Opening(
            pseudonym=names[entrant.id],
            reference=_nfc(entrant.reference),
            salt=new_salt(token_bytes),
            values={_nfc(category): _nfc(value) for category, value in entrant.values.items()},
            groups={_nfc(column): labels[column, group] for column, group in entrant.groups.items()},
        )
        for entrant in entrants
    }
    seated = sorted(_renamed(panel, names) for panel in panels)
    quotas = [
        replace(quota, category=_nfc(quota.category), value=_nfc(quota.value)) for quota in terms.quotas
    ]
    _check_openings(openings, quotas)
    frozen = Frozen(
        assembly=_nfc(terms.assembly),
        earlier=terms.earlier,
        frozen_at=terms.frozen_at,
        deadline=terms.deadline,
        void_rule=_nfc(terms.void_rule),
        source=terms.source,
        settings={_nfc(name): _nfc(value) for name, value in terms.settings.items()},
        seats=terms.seats,
        quotas=tuple(sorted(quotas, key=lambda quota: (quota.category, quota.value))),
        caps=tuple(
            sorted((replace(cap, column=_nfc(cap.column)) for cap in terms.caps), key=lambda c: c.column)
        ),
        fixed=_renamed(terms.fixed, names),
        together=tuple(sorted(_renamed(group, names) for group in terms.together)),
        apart=tuple(sorted(_renamed(group, names) for group in terms.apart)),
        suppress_below=terms.suppress_below,
        counts=count_values(
            {opening.pseudonym: opening.values for opening in openings.values()},
            seated,
            quotas,
            terms.suppress_below,
        ),
        people=_people(entrants, openings, seated, terms.seats),
        panels=tuple(seated),
    )
    read = frozen_from(frozen.to_json(), "frozen")
    check_panels(read, openings.values())
    return read, openings


def resolve(public: PublicBundle, value: Value, *, drawn_at: str) -> PublicBundle:
    """Draw: give the public bundle with the panel that the randomness chose.

    Raises:
        DrawError: already_resolved, drawn_out_of_time, or as for `panel_number`.
    """
    frozen = public.frozen
    if public.outcome is not None:
        raise DrawError("already_resolved")
    check_drawn_in_time(frozen, drawn_at, "drawn_at")
    number = panel_number(frozen.source, value, panels=len(frozen.panels), frozen_hash=frozen.hash)
    drawn = Outcome(frozen.hash, drawn_at, value, number, frozen.panels[number])
    return replace(public, outcome=read_outcome(drawn.to_json(), "outcome", frozen))


def declare_void(
    public: PublicBundle, *, reason: str, witnesses: Sequence[str], voided_at: str
) -> PublicBundle:
    """Give the public bundle of a draw that is void; what was drawn, if anything, stays in it for all to see.

    Raises:
        DrawError: already_void, no_witnesses, voided_out_of_time, or naming the field that cannot be published.
    """
    drawn = public.outcome
    if isinstance(drawn, Void):
        raise DrawError("already_void")
    void = Void(public.frozen.hash, voided_at, _nfc(reason), tuple(map(_nfc, witnesses)), drawn)
    return replace(public, outcome=read_outcome(void.to_json(), "outcome", public.frozen))


def auditor_bundle(public: PublicBundle, openings: Iterable[Opening]) -> AuditorBundle:
    """Add the openings at hand; everybody else counts as erased."""
    found = sorted(openings, key=lambda opening: opening.pseudonym)
    held = {opening.pseudonym for opening in found}
    erased = [person.pseudonym for person in public.frozen.people if person.pseudonym not in held]
    return AuditorBundle(public, tuple(found), tuple(erased))


def own_opening(public: PublicBundle, opening: Opening) -> OwnOpening:
    """Give one volunteer their opening.

    Raises:
        DrawError: opening_differs.
    """
    check_opening(public.frozen, opening, "opening")
    numbers = panels_with(public.frozen.panels, opening.pseudonym)
    return OwnOpening(public, opening, numbers, was_drawn(public, opening.pseudonym))


def whole_chances(chances: Sequence[float], seats: int) -> tuple[int, ...]:
    """Round chances to billionths that sum exactly to the seats, the largest remainders up.

    Raises:
        DrawError: chances_do_not_sum, where the rounding would move somebody by more than a millionth.
    """
    exact = [Fraction(chance) * WHOLE_CHANCE for chance in chances]
    rounded = [int(share) for share in exact]
    missing = seats * WHOLE_CHANCE - sum(rounded)
    if abs(missing) > 1000 * len(chances):
        raise DrawError("chances_do_not_sum", {"seats": seats})
    step = 1 if missing > 0 else -1
    order = sorted(range(len(exact)), key=lambda at: step * (rounded[at] - exact[at]))
    while missing:
        movable = [at for at in order if 0 <= rounded[at] + step <= WHOLE_CHANCE][: abs(missing)]
        if not movable:
            raise DrawError("chances_do_not_sum", {"seats": seats})
        for at in movable:
            rounded[at] += step
        missing -= step * len(movable)
    return tuple(rounded)


def _check_openings(openings: Mapping[str, Opening], quotas: Sequence[Quota]) -> None:
    if len({opening.reference for opening in openings.values()}) < len(openings):
        raise DrawError("duplicate_reference")
    for identifier, opening in openings.items():
        for quota in quotas:
            if quota.category not in opening.values:
                raise DrawError("missing_value", {"id": identifier, "category": quota.category})


def _people(
    entrants: Sequence[Entrant],
    openings: Mapping[str, Opening],
    panels: Sequence[Sequence[str]],
    seats: int,
) -> tuple[PersonInDraw, ...]:
    held = Counter(pseudonym for panel in panels for pseudonym in panel)
    chances = whole_chances([entrant.chance for entrant in entrants], seats)
    people = []
    for entrant, chance in zip(entrants, chances, strict=True):
        opening = openings[entrant.id]
        people.append(PersonInDraw(opening.pseudonym, commitment(opening), held[opening.pseudonym], chance))
    return tuple(sorted(people, key=lambda person: person.pseudonym))


def _group_labels(entrants: Sequence[Entrant], token_bytes: TokenBytes) -> dict[tuple[str, str], str]:
    groups = sorted({pair for entrant in entrants for pair in entrant.groups.items()})
    return dict(zip(groups, new_pseudonyms(len(groups), token_bytes), strict=True))


def _renamed(ids: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    unknown = next((identifier for identifier in ids if identifier not in names), None)
    if unknown is not None:
        raise DrawError("unknown_person", {"id": unknown})
    return tuple(sorted(names[identifier] for identifier in ids))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)

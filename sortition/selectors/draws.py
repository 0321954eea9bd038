"""Reads of draws: the list, one draw's bundle, whose opening is whose."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC

from django.db.models import QuerySet

from assembly.models import Assembly
from assembly.public_site import is_known_to_public
from sortition.draw import Opening, PublicBundle, read_public_bundle
from sortition.enums_draws import DrawState
from sortition.models import Draw, DrawEntrant
from sortition.snapshot import unpack_bytes


def draws_of(assembly: Assembly) -> QuerySet[Draw]:
    """Return the draws of `assembly`, the newest first; none is ever hidden."""
    return (
        Draw.objects.filter(assembly=assembly)
        .select_related("run", "prepared_by", "approved_by", "assembly")
        .order_by("-number")
    )


def public_draws(assembly: Assembly) -> QuerySet[Draw]:
    """Return the draws that anybody may see: all that were ever committed, void ones too."""
    return draws_of(assembly).exclude(frozen_hash="")


def are_draws_public(assembly: Assembly) -> bool:
    """Whether anybody may see the list of draws: a draft is nobody's business, unless it has committed to a draw."""
    return is_known_to_public(assembly) or public_draws(assembly).exists()


def draw_that_counts(assembly: Assembly) -> Draw | None:
    """Return the draw that is not void."""
    return draws_of(assembly).exclude(state=DrawState.VOIDED).first()


def bundle_of(draw: Draw) -> PublicBundle:
    """Read the public file of a committed draw as it stands."""
    return read_public_bundle(unpack_bytes(draw.file.bundle))


def earlier_hashes(draw: Draw) -> tuple[str, ...]:
    """Return the hashes of the committed draws before this one, in their order."""
    earlier = Draw.objects.filter(assembly=draw.assembly_id, number__lt=draw.number).exclude(frozen_hash="")
    return tuple(earlier.order_by("number").values_list("frozen_hash", flat=True))


def terms_digest(draw: Draw) -> str:
    """Return the SHA-256 of what a second person approves."""
    terms = {
        "run": draw.run_id,
        "source": draw.source,
        "witnesses": draw.witnesses,
        # In UTC, as the database tells them: a draw that was just made still has the clock of whoever made it.
        "held_at": draw.held_at.astimezone(UTC).isoformat(),
        "deadline": draw.deadline.astimezone(UTC).isoformat(),
        "void_rule": draw.void_rule,
    }
    return hashlib.sha256(json.dumps(terms, sort_keys=True).encode()).hexdigest()


def opening_of(entrant: DrawEntrant) -> Opening:
    """Return what opens one person's commitment."""
    return Opening(entrant.pseudonym, entrant.reference, entrant.salt, entrant.values, entrant.groups)


def openings_of(draw: Draw) -> Iterable[Opening]:
    """Yield the openings of everybody who was not erased since."""
    return map(opening_of, DrawEntrant.objects.filter(draw=draw).exclude(salt="").order_by("pseudonym"))

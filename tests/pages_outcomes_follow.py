"""How the pages of commitments, ratings and concerns are reached."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assembly.models import Assembly, Person
from tests.factories_evidence import make_stored_file
from tests.factories_follow import make_concern, make_proof, make_rating, make_report
from tests.factories_outcomes import (
    make_body,
    make_commitment,
    make_official,
    make_plan,
    make_response,
    make_response_version,
    publish_version,
)
from tests.factories_people import make_members

OFFICIALS_OWN_FOLLOW = {
    "own_commitments",
    "own_commitments_sheet",
    "own_commitment",
    "own_commitment_file",
}
"""Pages that officials open of themselves, and nobody of the team."""
MEMBERS_OWN_FOLLOW = {"own_responses", "own_response"}


def _everything(assembly: Assembly) -> dict[str, Any]:
    """A commitment that is late, with steps, a report and evidence; an answer with ratings and concerns."""
    make_plan(assembly)
    body = make_body(assembly)
    official = make_official(body)
    response = make_response(assembly, state="published", body=body)
    version = make_response_version(response, reasons="⟪As asked⟫")
    day = timezone.localdate() - timedelta(days=3)
    steps = [{}, {"due_on": day}]
    commitment = make_commitment(version, due_on=day, next_report_on=day, state="in_progress", steps=steps)
    make_commitment(version, state="delayed", reason="⟪Rain⟫", expected_on=day + timedelta(days=90))
    publish_version(version)
    report = make_report(commitment)
    commitment.milestones.filter(position=1).update(reached_on=day, reached_in=report)
    proof = make_proof(commitment, link="https://council.example/order", file=make_stored_file(assembly))
    type(commitment).objects.filter(pk=commitment.pk).update(verification="evidence_supplied")
    members = make_members(assembly, 6)
    # Whoever answers for the body, found as the owner of the pages.
    Person.objects.filter(pk=members[5].pk).update(user=official.user)
    for member in members[:5]:
        make_rating(version, member, counted=[7])
    concern = make_concern(version, raised_by=members[0], supporters=3)
    make_concern(version, raised_by=members[0], state="set_aside")
    return {
        "body": body.pk,
        "commitment": commitment.number,
        "proof": proof.number,
        "concern": concern.pk,
        "response": version.response_id,
    }


def _of(**names: str) -> Any:
    """Return arguments of an address by what they point to."""

    def make(assembly: Assembly) -> dict[str, Any]:
        made = _everything(assembly)
        return {name: made[key] for name, key in names.items()}

    return make


EXAMPLES_FOLLOW = {
    "commitments": _of(),
    "commitments_export": _of(),
    "commitments_sheet": _of(pk="body"),
    "commitment": _of(number="commitment"),
    "commitment_file": _of(number="commitment", proof="proof"),
    "voices": _of(),
    "ratings_sheet": _of(),
    "ratings_enter": _of(),
    "concern_enter": _of(),
    "concern": _of(pk="concern"),
    "own_commitments": _of(),
    "own_commitments_sheet": _of(pk="body"),
    "own_commitment": _of(number="commitment"),
    "own_commitment_file": _of(number="commitment", proof="proof"),
    "own_responses": _of(),
    "own_response": _of(pk="response"),
}

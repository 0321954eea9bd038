"""How the team's pages of bodies, officials, the plan and what is owed are reached."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assembly.models import Assembly
from assembly.outcomes.models import StandIn
from tests.factories_bodies import make_extension
from tests.factories_outcomes import (
    make_body,
    make_official,
    make_plan,
    make_published,
    make_response,
    make_theme,
)

OFFICIALS_OWN_BODIES = {"own_stand_in"}
"""Pages that officials open of themselves, and nobody of the team."""


def _everything(assembly: Assembly) -> dict[str, Any]:
    """A body with officials, one of whom is away; answers that are late, expected, wished for later, and published."""
    plan = make_plan(assembly)
    body = make_body(assembly, head_name="⟪Paul Okafor⟫", address="⟪1 Mill Lane⟫")
    plan.authority = body
    plan.save()
    official, other = make_official(body), make_official(body, is_approver=True)
    today = timezone.localdate()
    StandIn.objects.create(
        official=official, stands_in=other, from_on=today, until_on=today + timedelta(days=3)
    )
    response = make_response(assembly, body=body, expected_on=today + timedelta(days=9))
    response.recommendation.theme = make_theme(assembly)
    response.recommendation.save()
    wish = make_extension(response)
    other_body = make_body(assembly, name="⟪Bus Company⟫", is_active=False)
    make_published(assembly, body=other_body, decision="referred", reasons="⟪Theirs⟫", referred_to=body)
    return {"body": body.pk, "official": official.pk, "response": response.pk, "wish": wish.pk}


def _of(**names: str) -> Any:
    """Return arguments of an address by what they point to."""

    def make(assembly: Assembly) -> dict[str, Any]:
        made = _everything(assembly)
        return {name: made[key] for name, key in names.items()}

    return make


EXAMPLES_BODIES = {
    "responses": _of(),
    "responses_export": _of(),
    "responses_ask": _of(),
    "response_plan": _of(),
    "response_owed": _of(pk="response"),
    "extension_decide": _of(pk="wish"),
    "bodies": _of(),
    "body": _of(pk="body"),
    "body_edit": _of(pk="body"),
    "body_letter": _of(pk="body"),
    "body_stand_in": _of(pk="body"),
    "official_new": _of(pk="body"),
    "official": _of(pk="body", official="official"),
}

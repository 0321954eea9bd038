"""Makers of what is said of recommendations: comments, sources, minority statements."""

import uuid
from typing import Any

from assembly.models import Assembly, Person
from assembly.outcomes.enums import AmendmentState
from assembly.outcomes.models import (
    Amendment,
    MinorityStatement,
    Recommendation,
    RecommendationSource,
    TableComment,
)
from tests.factories import NOON, UserFactory
from tests.factories_evidence_items import make_ready_item
from tests.factories_outcomes import make_amendment, make_recommendation, make_theme, make_version
from tests.factories_people import make_members
from tests.factories_sessions import make_session


def make_comment(recommendation: Recommendation, **fields: Any) -> TableComment:
    """Add what a table said of the last version."""
    stands = {
        "version": recommendation.versions.first(),
        "table": "⟪4⟫",
        "text": "⟪Say from which day on.⟫",
        "token": uuid.uuid4(),
        "made_at": NOON,
        "entered_by": UserFactory(),
        **fields,
    }
    return TableComment.objects.create(recommendation=recommendation, **stands)


def make_statement(recommendation: Recommendation, **fields: Any) -> MinorityStatement:
    """Add a minority statement; a published one has its moment."""
    stands = {
        "text": "⟪The shops will lose more than the street wins.⟫",
        "supporters": 3,
        "way": "paper",
        "token": uuid.uuid4(),
        "made_at": NOON,
        "published_at": NOON if fields.get("state") == "published" else None,
        **fields,
    }
    number = recommendation.minority_statements.count() + 1
    return MinorityStatement.objects.create(recommendation=recommendation, number=number, **stands)


def make_amendment_at(recommendation: Recommendation, state: str, **fields: Any) -> Amendment:
    """Add an amendment in any state; an adopted one has made a version, one that was not adopted says why."""
    if state == AmendmentState.ADOPTED:
        fields.setdefault("result", make_version(recommendation, text="⟪Close Bridge Street on weekdays.⟫"))
    if state == AmendmentState.NOT_ADOPTED:
        fields.setdefault("decision_reason", "⟪It was voted down⟫")
    return make_amendment(recommendation, state=state, **fields)


def fill_recommendation(assembly: Assembly, **fields: Any) -> Recommendation:
    """Make a recommendation with everything around it: a theme, versions, sources, comments, amendments."""
    member = make_members(assembly, 1)[0]
    stands = {"state": "under_amendment", "theme": make_theme(assembly), "table": "⟪4⟫", **fields}
    recommendation = make_recommendation(assembly, **stands)
    make_amendment(recommendation, proposed_by=member, way="online")
    make_version(recommendation, text="⟪Close Bridge Street from 6 to 20.⟫", note="⟪Longer⟫")
    make_amendment_at(recommendation, "not_adopted", table="⟪2⟫", votes_for=12, votes_against=30)
    make_comment(recommendation)
    make_comment(recommendation, settled_at=NOON, settlement="⟪It is said in version 2⟫")
    item = make_ready_item(assembly, "released_to_members")
    RecommendationSource.objects.create(recommendation=recommendation, item=item, note="⟪Page 3⟫")
    RecommendationSource.objects.create(recommendation=recommendation, session=make_session(assembly))
    return recommendation


def fill_words_on_recommendations(member: Person, mark: str) -> None:
    """Let a member propose and dissent, and name them in what is written about a recommendation."""
    open_one = make_recommendation(member.assembly, state="under_amendment", table=mark)
    make_amendment_at(
        open_one,
        "not_adopted",
        proposed_by=member,
        reason=f"{mark} lives there",
        text=f"Ask {mark} first.",
        decision_reason=mark,
    )
    settled = {"settled_at": NOON, "settlement": mark}
    make_comment(open_one, table=mark, text=f"{mark} is right", **settled)
    session = make_session(member.assembly)
    RecommendationSource.objects.create(recommendation=open_one, session=session, note=f"What {mark} said")
    voted = make_recommendation(member.assembly, state="adopted")
    make_statement(voted, written_by=member, names=mark, text=f"{mark} disagrees")

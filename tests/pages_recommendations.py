"""How the pages of recommendations, amendments and minority statements are reached."""

from typing import Any

from assembly.enums import Role
from assembly.models import Assembly, Person
from tests.factories import AppointmentFactory
from tests.factories_outcomes import make_amendment, make_recommendation, make_theme, make_version
from tests.factories_people import make_members
from tests.factories_recommendations import fill_recommendation, make_statement


def _filled(assembly: Assembly) -> dict[str, Any]:
    recommendation = fill_recommendation(assembly)
    make_recommendation(assembly, state="idea")
    make_recommendation(assembly, state="withdrawn")
    return {"number": recommendation.number}


def _amendment(assembly: Assembly) -> dict[str, Any]:
    """An amendment whose part of the text was changed meanwhile."""
    return {**_filled(assembly), "amendment": 1}


def _theme(assembly: Assembly) -> dict[str, Any]:
    make_recommendation(assembly, theme=make_theme(assembly))
    return {"pk": make_theme(assembly, "⟪Trees⟫").pk}


def _voted(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_recommendation(assembly, state="adopted").number}


def _statement(assembly: Assembly) -> dict[str, Any]:
    recommendation = make_recommendation(assembly, state="adopted")
    make_statement(recommendation, written_by=make_members(assembly, 1)[0], names="⟪Nora Vale⟫")
    return {"number": recommendation.number, "statement": 1}


def _own(assembly: Assembly) -> Person:
    """A member with an account."""
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    return make_members(assembly, 1, user=user)[0]


def _own_amendment(assembly: Assembly) -> dict[str, Any]:
    recommendation = make_recommendation(assembly, state="under_amendment")
    make_amendment(recommendation, proposed_by=_own(assembly), way="online")
    return {"number": recommendation.number, "amendment": 1}


def _own_statement(assembly: Assembly) -> dict[str, Any]:
    recommendation = make_recommendation(assembly, state="adopted")
    make_statement(recommendation, written_by=_own(assembly), way="online")
    return {"number": recommendation.number, "statement": 1}


EXAMPLES_RECOMMENDATIONS = {
    "recommendations": lambda assembly: _filled(assembly) and {},
    "recommendations_export": lambda assembly: _filled(assembly) and {},
    "recommendations_paper": lambda assembly: _filled(assembly) and {},
    "recommendations_freeze": lambda assembly: (
        _filled(assembly) and make_version(make_recommendation(assembly)) and {}
    ),
    "themes": lambda assembly: _theme(assembly) and {},
    "theme_edit": _theme,
    "theme_move": _theme,
    "theme_delete": _theme,
    "recommendation": _filled,
    "recommendation_edit": _filled,
    "recommendation_move": lambda assembly: {"number": make_recommendation(assembly).number},
    "recommendation_version": lambda assembly: {**_filled(assembly), "version": 2},
    "amendment_new": _filled,
    "amendment": _amendment,
    "amendment_decide": _amendment,
    "minority_statement_new": _voted,
    "minority_statement": _statement,
    "own_recommendations": lambda assembly: _filled(assembly) and {},
    "own_recommendations_paper": lambda assembly: _filled(assembly) and {},
    "own_recommendation": _filled,
    "own_amendment_new": _filled,
    "own_amendment": _own_amendment,
    "own_minority_new": _voted,
    "own_minority": _own_statement,
}
OWN_RECOMMENDATIONS = {
    "own_recommendations",
    "own_recommendations_paper",
    "own_recommendation",
    "own_amendment_new",
    "own_amendment",
    "own_minority_new",
    "own_minority",
}
"""Pages that members open of themselves, and nobody of the team."""

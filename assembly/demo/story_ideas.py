"""The first ideas of the assembly that is still learning: what three of its tables wrote down, and one draft."""

from dataclasses import dataclass
from datetime import timedelta

from assembly.demo.calendar import Calendar
from assembly.demo.story_homes_texts import Tokens
from assembly.models import Assembly, User
from assembly.outcomes.services.recommendations import add_recommendation, move_recommendation
from assembly.outcomes.services.themes import add_theme

SEED = 41
TRAFFIC, FAIRNESS = "Traffic and deliveries", "Costs and fairness"


@dataclass(frozen=True, slots=True)
class Idea:
    """What a table wrote down; `is_draft` where the staff has made sentences of it already."""

    theme: str
    table: str
    title: str
    text: str
    rationale: str = ""
    is_draft: bool = False


IDEAS = (
    Idea(
        TRAFFIC,
        "Table 3",
        "Parcels by cargo bike in the Old Town",
        "Let parcels for the Old Town be unloaded at its edge from 2028, and brought to the door by cargo bike.",
        "A third of the vans there carry fewer than ten parcels.",
        is_draft=True,
    ),
    Idea(
        TRAFFIC, "Table 1", "Slower at night on the ring road", "30 on the ring road between 22:00 and 6:00?"
    ),
    Idea(
        FAIRNESS,
        "Table 5",
        "Whoever earns little pays nothing",
        "No charge of any kind for households with little.",
    ),
    Idea("", "Table 2", "Measure at schools", "Put the next ten measuring stations at schools."),
)


def note_ideas(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Enter what the tables wrote on the third day."""
    mei, tokens, now = people["mei"], Tokens(SEED), calendar.at(2026, 6, 8, 14, 0)
    themes = {
        name: add_theme(assembly=assembly, name=name, introduction="", actor=mei, now=now)
        for name in (TRAFFIC, FAIRNESS)
    }
    for number, idea in enumerate(IDEAS, start=1):
        made = add_recommendation(
            assembly=assembly,
            words={
                "title": idea.title,
                "text": idea.text,
                "rationale": idea.rationale,
                "conditions": "",
                "cost_note": "",
            },
            theme=themes.get(idea.theme),
            table=idea.table,
            token=tokens.next(),
            actor=mei,
            now=now + timedelta(minutes=5 * number),
        )
        if idea.is_draft:
            drafted = now + timedelta(minutes=30)
            move_recommendation(recommendation=made, verb="draft", actor=mei, now=drafted)

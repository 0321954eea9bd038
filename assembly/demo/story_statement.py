"""The demonstration tells the public why its assemblies are held, who pays, and how to reach the team."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from assembly.services.public_statement import (
    StatementWords,
    publish_statement,
    save_statement_draft,
    statement_fingerprint,
)

_REACH = {
    "language": "en",
    "currency": "GBP",
    "phone": "01632 960 200",
    "post": "Citizens’ assembly team\nRiverbend City Hall\nMarket Square\nRiverbend RB1 1AA",
    "email": "assembly@riverbend.example",
}
AIR_FIRST = StatementWords(
    why=(
        "Riverbend’s air is better than it was, and still makes people ill. Each way to clean it costs somebody "
        "something.\n\nThe council does not want to decide this over people’s heads. So it asks fifty residents, drawn "
        "by lottery, to learn about it, to talk it over and to say what should be done."
    ),
    who_pays=(
        "The city pays for everything: rooms, food, travel, care for children and a fee for each member. The money was "
        "set aside before the first letter went out, and does not depend on what the assembly says."
    ),
    budget=None,
    oversight=(
        "An independent team runs the assembly. An advisory group of people from science, business and neighbourhood "
        "groups checks that the evidence is right and balanced. The council may not change what members read or what "
        "they recommend."
    ),
    **{**_REACH, "currency": ""},
)
AIR = StatementWords(
    why=AIR_FIRST.why,
    who_pays=AIR_FIRST.who_pays,
    budget=Decimal(186_000),
    oversight=AIR_FIRST.oversight,
    **_REACH,
)
HOMES = StatementWords(
    why=(
        "Many homes in Riverbend are cold and dear to heat. The council can help some people at once and others later. "
        "It asked residents, chosen by lottery, what is fair."
    ),
    who_pays="The city paid two thirds. A national fund for warm homes paid the rest, and had no say in the process.",
    budget=Decimal("142500.50"),
    oversight=(
        "The same independent team ran it. The council’s own auditors watched the lottery and the votes, and their "
        "report is public."
    ),
    **_REACH,
)


def tell_statement(air: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Publish two versions for clean air: the second with the budget."""
    told = ((AIR_FIRST, calendar.at(2026, 1, 12, 9, 30)), (AIR, calendar.at(2026, 3, 2, 9, 30)))
    publish_statements(air, told, actor=people["amara"])


def publish_statements(
    assembly: Assembly, told: Iterable[tuple[StatementWords, datetime]], *, actor: User
) -> None:
    """Publish one version after another, each at its moment."""
    for words, now in told:
        seen = statement_fingerprint(assembly.public_statements.first())
        draft = save_statement_draft(assembly=assembly, words=words, seen=seen, actor=actor, now=now)
        publish_statement(assembly=assembly, seen=statement_fingerprint(draft), actor=actor, now=now)

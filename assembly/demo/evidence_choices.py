"""What the story's evidence says about law, costs, studies and the harbour."""

from assembly.demo.evidence_paper import AGAINST, NEUTRAL, OPEN_LICENCE, Paper
from evidence.enums import ItemKind

LAW = """What the law says. A limit holds for nitrogen dioxide and for fine dust. Where the air is worse, the city \
has to make a plan. It may choose how.

What the city may do. It may close streets, set charges in a zone, plan buses, and lend money for new boilers. It \
may set rules for its own buildings and vehicles.

What the city may not do. It may not tax fuel. It may not forbid a boiler that the law of the land allows. It may \
ask ships to use power from the land, but cannot make them.

What others decide. The port belongs to the city but has a board of its own. The ring road belongs to the state."""
NOTHING = """[The speaker shows a balance with two sides.] On one side stands what a measure costs. On the other \
stands what it costs to do nothing: days in hospital, days off work, and lives that end early.

For Riverbend, studies put the cost of doing nothing between 40 and 110 million a year. That is a wide range. It \
depends mostly on what one year of life is held to be worth. No study can tell you that.

Who bears it? Those costs fall on patients, employers and health insurance. What a measure costs falls on drivers, \
owners and tenants. They are not the same people."""
STUDIES = """We read 46 studies on measures in European cities.

Charging zones: in 13 of 16 studies the air got better than elsewhere, by 5 to 30 in 100. Where buses were improved \
first, it was more.

Slower traffic: less noise and fewer accidents. For the air the studies disagree.

Stoves: a ban on days with bad air helped in 5 of 6 cities, where it was checked. Where nobody checked, it did not.

Power from the land for ships: good for those who live near the quay. For the city as a whole it is too small to be \
measured.

What the studies do not say: almost none looked at who paid. Only 7 looked at it at all. And most were made in the \
first two years."""

ABOUT_CHOICES = {
    "law": Paper(
        ItemKind.TEXT,
        "What the city may decide, and what not",
        asked=(4, 24),
        summary="The law sets limits for dirty air. How to keep them is for the city to choose. It may close "
        "streets, set charges and lend money. It may not tax fuel or forbid boilers that the law allows.",
        text=LAW,
        topics=("traffic", "heating", "harbour"),
        sessions=(1,),
        position=NEUTRAL,
        source="Written by the assembly’s team, checked by the city’s lawyers",
        licence=OPEN_LICENCE,
        came=(4, 27),
        fit=(4, 29),
        approved=(5, 2),
        released=(5, 4),
        published=(5, 10),
    ),
    "nothing": Paper(
        ItemKind.VIDEO,
        "What it costs to do nothing",
        asked=(5, 4),
        summary="Doing nothing costs money too: for hospitals, for employers, and in years of life. Studies say "
        "40 to 110 million a year for Riverbend. The range is wide, because it depends on what a year of "
        "life is worth.",
        witness="brandt",
        topics=("fairness",),
        sessions=(2,),
        position=NEUTRAL,
        link="https://media.example.org/what-it-costs-to-do-nothing",
        source="Prof. Ilse Brandt, recorded on 11 May, 14 minutes",
        came=(5, 12),
        fit=(5, 14),
        approved=(5, 15),
        released=(5, 18),
    ),
    "studies": Paper(
        ItemKind.PAPER,
        "What the studies say, and do not say",
        asked=(5, 11),
        summary="Of 46 studies, most find that charging zones help, more so where buses came first. A ban on "
        "stoves on bad days helps if somebody checks. On slower traffic studies disagree. Hardly any "
        "looked at who pays.",
        text=STUDIES,
        witness="maya",
        topics=("traffic", "heating", "harbour", "fairness"),
        sessions=(3,),
        position=NEUTRAL,
        source="University of Riverbend, review of 46 studies, 2026",
        licence=OPEN_LICENCE,
        is_pdf=True,
        came=(5, 25),
        fit=(5, 28),
        approved=(5, 29),
        released=(6, 1),
    ),
    "sharing": Paper(
        ItemKind.TEXT,
        "How three cities share the costs",
        asked=(5, 25),
        summary="",
        text="Northhaven pays for its measures out of the charge. Salt Quay raised the price of parking. Mill "
        "Town used its own budget, and closed a swimming bath. In each of them somebody asked whether it was"
        " fair, and each measured fairness in another way.",
        witness="brandt",
        topics=("fairness",),
        sessions=(5,),
        position=NEUTRAL,
        came=(6, 3),
        fit=(6, 5),
    ),
    "ships": Paper(
        ItemKind.PAPER,
        "Power from the land for ships",
        asked=(5, 20),
        witness="sorensen",
        topics=("harbour",),
        sessions=(5,),
        position=AGAINST,
        wanted=(6, 5),
    ),
}

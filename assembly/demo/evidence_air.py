"""What the story's evidence says about the air and what it does to people."""

from assembly.demo.evidence_paper import FOR, NEUTRAL, OPEN_LICENCE, Paper
from evidence.enums import ItemKind

STREETS = """For a year we measured the air at 40 places in Riverbend, day and night.

Nitrogen dioxide comes mostly from engines. At 9 of the 40 places it was above the limit of the law, which is 40 \
micrograms in a cubic metre. All nine lie on the ring road or in the Old Town.

Fine dust comes from many sources. In winter, 41 in 100 parts came from wood stoves, 24 from traffic, 15 from the \
harbour. The rest blew in from outside the city.

The worst hours are from 7 to 9 in the morning and, in winter, from 6 to 11 in the evening.

What we do not know: we had no station inside a home, and only two at the harbour. Our figures for the harbour may \
be wrong by a third in either direction."""
STREETS_FIRST = STREETS.replace("41 in 100", "51 in 100").replace("24 from traffic", "14 from traffic")
STREETS_EASY = """We measured the air in Riverbend.

The air is bad beside big roads. Cars and lorries make it bad.

In winter, smoke from stoves makes it bad too.

The air is worst in the morning, and on winter evenings.

Some things we do not know yet."""
ROAD = """I have lived on the third floor beside the ring road for eleven years. In July I keep the windows shut. It \
is hot then, but the noise and the dust are worse than the heat.

My son has asthma. He was in hospital four times before he was six. I do not know whether the road did that. The \
doctor says it did not help.

People ask why we do not move. The rent here is 640. Two streets further from the road it is 900.

I do not want the lorries to go past somebody else’s window. I want fewer of them, and cleaner ones. And I want \
somebody to measure in my kitchen."""
LUNGS = """Each year about 2,100 children are treated for asthma in our hospital. On days with dirty air, one in \
eight more come than on other days.

For adults we see more heart attacks on such days. The difference is small for one person. In a city of this size it \
is about 60 lives a year.

How sure are we? That dirty air harms lungs and hearts is as sure as anything in medicine. How much of it comes from \
traffic, stoves or the harbour we cannot tell from a patient.

Who is hit hardest? Children, old people, and those who are ill already. Many of them live where rents are low."""

ABOUT_AIR = {
    "streets": Paper(
        ItemKind.SLIDES,
        "What we breathe, street by street",
        asked=(4, 24),
        summary="For a year the university measured the air at 40 places. At nine of them it is worse than the "
        "law allows. Cars and lorries make most of it beside big roads. In winter, wood stoves make most "
        "of the fine dust. About the harbour little is known yet.",
        text=STREETS_FIRST,
        witness="maya",
        topics=("health", "traffic", "heating", "harbour"),
        sessions=(1,),
        position=NEUTRAL,
        source="University of Riverbend, Riverbend air survey, 2025",
        licence=OPEN_LICENCE,
        is_pdf=True,
        came=(4, 28),
        fit=(4, 30),
        approved=(5, 2),
        released=(5, 4),
        published=(5, 10),
    ),
    "road": Paper(
        ItemKind.TESTIMONY,
        "Living beside the ring road",
        asked=(4, 24),
        summary="Denise Okafor lives beside the ring road with her son, who has asthma. She keeps the windows "
        "shut in summer. She tells why she does not move, and that she wants fewer and cleaner lorries.",
        text=ROAD,
        witness="okafor",
        topics=("health", "traffic", "fairness"),
        sessions=(1,),
        position=FOR,
        came=(4, 29),
        fit=(4, 30),
        approved=(5, 2),
        released=(5, 4),
        published=(5, 10),
    ),
    "lungs": Paper(
        ItemKind.SLIDES,
        "Lungs, hearts and children",
        asked=(5, 4),
        summary="Dirty air harms lungs and hearts; that is very sure. On bad days more children with asthma come "
        "to the hospital. About 60 people a year die early. How much of it comes from traffic, stoves or "
        "ships no doctor can tell.",
        text=LUNGS,
        witness="achebe",
        topics=("health",),
        sessions=(2,),
        position=FOR,
        source="Riverbend General Hospital, 2019 to 2025",
        licence=OPEN_LICENCE,
        is_pdf=True,
        came=(5, 11),
        fit=(5, 13),
        approved=(5, 15),
        released=(5, 18),
        published=(5, 24),
    ),
    "app": Paper(
        ItemKind.LINK,
        "Riverbend’s air, hour by hour",
        asked=(5, 18),
        summary="A page that shows how clean the air is at this moment, street by street.",
        topics=("health",),
        sessions=(3,),
        position=NEUTRAL,
        link="https://air.example.org/riverbend",
        source="Clear Map Ltd",
        came=(5, 19),
        fit=(5, 20),
        approved=(5, 21),
        released=(5, 22),
        published=(5, 24),
    ),
}

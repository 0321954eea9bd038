"""What the story's evidence says about cars, lorries, buses and deliveries."""

from assembly.demo.evidence_paper import AGAINST, FOR, OPEN_LICENCE, Paper
from evidence.enums import ItemKind

SUPPLY = """Each day 1,900 lorries come into Riverbend. Six in ten bring food, medicine or parcels. The others bring \
building material, or drive through.

A lorry of the newest kind puts out a tenth of the nitrogen dioxide of one from 2008. About half of ours are new. A \
new one costs 120,000, an electric one 310,000. Most firms here own fewer than five.

If the city charged 20 for each trip of an old lorry, a small firm would pay about 5,000 for each lorry in a year. \
Some would buy newer ones, some would stop, some would ask more of shops.

What would help us: four years’ notice, a depot at the edge of the city, and delivery at night for quiet vehicles.

Our figures come from the members of our association. Firms that are not members may differ."""
ZONE = """Northhaven began its zone in 2021. Old diesel cars pay 9 a day, old lorries 40. People with a blue badge \
pay nothing.

After five years nitrogen dioxide in the zone is down by 29 in 100. Outside it is down by 12. So most of the change \
in the zone, but not all, is due to it.

What went wrong: in the first year the buses were not ready. Night workers had no other way to get to work. We then \
gave them a grant for a newer car, and ran four bus lines all night.

Shops lost 3 in 100 of their sales in the first year, and had them back after three.

What we would do otherwise: buses first, charges after."""
GAVE_UP = """Eastbridge had a zone for two years. I stood for election against it, and we ended it.

The air did get better: nitrogen dioxide fell by 9 in 100. But it fell by 7 in the towns around us too, where there \
was no zone.

The charge was 12.50 a day. One in three of those who paid earned less than 18,000 a year. They could not buy a \
newer car, so they paid every day.

The money was meant for buses. Most of it went into cameras and letters.

I would look at a scheme that pays people to give up an old car before it charges anybody."""
BUSES = """Today a bus comes every 15 minutes on our main lines. Where one comes every 6 minutes, people stop \
looking at the timetable, and one in five leaves the car at home.

For Riverbend that needs 46 more buses and 130 more drivers. It would cost 14 million a year. Fares would bring in 5 \
of it.

We run the buses, so we would gain from this. The figures were checked by the city’s engineers. They hold the number \
of riders to be somewhat too high."""
SHOPS = """We asked 210 shops in the Old Town. Seven in ten fear that they lose customers if cars are kept out. Four \
in ten would like wider pavements.

We counted too. Of the people who came in on a Saturday, 28 in 100 had come by car. Owners had guessed 55. Those who \
came by car spent more each time, but came less often.

What worries us most is deliveries. Two in three shops have no back door, and get goods between 8 and 11."""

ABOUT_TRAFFIC = {
    "supply": Paper(
        ItemKind.PAPER,
        "Keeping a city supplied",
        asked=(4, 24),
        summary="1,900 lorries come into the city each day, most with food, medicine or parcels. New ones are ten"
        " times cleaner and cost a lot. Small firms could not pay a charge at once. They ask for four "
        "years’ notice and a depot.",
        text=SUPPLY,
        witness="vandam",
        topics=("traffic",),
        sessions=(1,),
        position=AGAINST,
        source="Riverbend Hauliers’ Association, survey of members, 2025",
        is_pdf=True,
        came=(4, 29),
        fit=(5, 1),
        approved=(5, 2),
        released=(5, 4),
    ),
    "zone": Paper(
        ItemKind.TEXT,
        "A clean air zone after five years",
        asked=(5, 11),
        summary="Northhaven charges old cars and lorries since 2021. The air in the zone got better by 29 in 100,"
        " outside by 12. The buses came too late, and night workers needed help. Shops lost some sales at"
        " first.",
        text=ZONE,
        witness="vidal",
        topics=("traffic",),
        sessions=(3,),
        position=FOR,
        source="City of Northhaven, report on five years, 2026",
        licence=OPEN_LICENCE,
        came=(5, 25),
        fit=(5, 27),
        approved=(5, 29),
        released=(6, 1),
        published=(6, 7),
    ),
    "gave_up": Paper(
        ItemKind.TEXT,
        "Why we gave ours up",
        asked=(5, 11),
        summary="Eastbridge ended its zone after two years. The air had got a little better, and so had that of "
        "its neighbours. Many of those who paid earned little. Alan Pryce would pay people for old cars "
        "before charging anybody.",
        text=GAVE_UP,
        witness="pryce",
        topics=("traffic", "fairness"),
        sessions=(3,),
        position=AGAINST,
        source="Eastbridge Borough Council, final report on the zone, 2024",
        came=(5, 26),
        fit=(5, 28),
        approved=(5, 29),
        released=(6, 1),
    ),
    "buses": Paper(
        ItemKind.TEXT,
        "A bus every six minutes",
        asked=(5, 18),
        summary="More buses bring people out of their cars. For one every six minutes the city needs 46 more, for"
        " 14 million a year. The firm that runs them would gain. The city’s engineers think that fewer "
        "people would ride.",
        text=BUSES,
        witness="sheikh",
        topics=("traffic",),
        sessions=(4,),
        position=FOR,
        source="Riverbend Buses, with the city’s engineers, 2026",
        came=(5, 29),
        fit=(6, 2),
        approved=(6, 5),
        released=(6, 7),
    ),
    "shops": Paper(
        ItemKind.TEXT,
        "What the Old Town’s shops fear and hope",
        asked=(5, 18),
        summary="Seven in ten shops fear to lose customers if cars are kept out. On a Saturday about a quarter of"
        " the customers came by car. Most of all shops worry about deliveries, because many have no back "
        "door.",
        text=SHOPS,
        witness="frost",
        topics=("traffic",),
        sessions=(4,),
        position=AGAINST,
        source="Old Town Traders, survey and count, May 2026",
        came=(6, 3),
        fit=(6, 5),
        approved=(6, 8),
    ),
    "night": Paper(
        ItemKind.PAPER,
        "Deliveries at night",
        asked=(5, 25),
        summary="Quiet electric vans could bring goods at night, when streets are empty. That would save time and"
        " fuel.",
        text="With quiet vans we could deliver between 22 and 6. Streets are empty then. A trial in Mill Town "
        "saved 19 in 100 of the time, and as much fuel. Nobody complained.",
        witness="vandam",
        topics=("traffic",),
        sessions=(5,),
        position=AGAINST,
        came=(6, 3),
    ),
}

"""What the story's evidence says about the heating of homes."""

from assembly.demo.evidence_paper import AGAINST, NEUTRAL, OPEN_LICENCE, Paper
from evidence.enums import ItemKind

HEAT = """We looked at the bills of 300 rented flats. Heating with gas cost 1,150 in the last year on average. In \
flats where a heat pump was put in, it cost 980.

But rents rose. The owner may add part of the cost to the rent. In our 300 flats that was 38 a month. So a household \
saved 170 in a year, and paid 456 more.

Tenants do not decide about the boiler. They pay for it.

We are not against clean heating. We are against a rule that makes those pay who have no say. With a limit on what \
may be added to the rent, most of our members would be for it.

The flats are those of members who sent us their bills. They are not a sample of the city."""
PUMPS = """We tested 120 heat pumps in homes as they are, for three winters.

In homes with good insulation one unit of power gave 3.6 units of heat. In old homes it gave 2.4. Gas gives 0.9 for \
one unit of gas, but a unit of gas costs a third of a unit of power.

So in a well insulated home a heat pump is cheaper to run. In an old one it is about the same. It makes no smoke in \
either.

Noise is the complaint that we hear most. A pump that stands three metres from a window can be heard at night.

In streets with many old homes one warm pipe for all may be cheaper. We have tested that in one street only."""
STOVES = """I have heated with wood for thirty years, as most people on my road do. There is no gas pipe up here.

A good stove with dry wood makes little smoke. A bad stove with wet wood makes a lot. The sweep knows which is \
which: he is in every house once a year.

Before you forbid stoves, ask the sweep. And tell us what we are to heat with when the power fails, as it did for \
two days last winter."""

ABOUT_HEATING = {
    "heat": Paper(
        ItemKind.PAPER,
        "What cleaner heating costs a household",
        asked=(5, 4),
        summary="In 300 rented flats, heat pumps made bills smaller and rents higher. On balance tenants paid "
        "more. The tenants’ union is for clean heating if a limit is set on what owners may add to the "
        "rent.",
        text=HEAT,
        witness="castellane",
        topics=("heating", "fairness"),
        sessions=(2,),
        position=AGAINST,
        source="Riverbend Tenants’ Union, bills of 300 members, 2025",
        is_pdf=True,
        came=(5, 12),
        fit=(5, 14),
        approved=(5, 15),
        released=(5, 18),
    ),
    "pumps": Paper(
        ItemKind.PAPER,
        "Warm homes without smoke",
        asked=(5, 18),
        summary="Heat pumps were tested in 120 homes. In well insulated homes they cost less than gas, in old "
        "ones about the same. They make no smoke, and some noise. Streets with old homes may do better "
        "with one warm pipe for all.",
        text=PUMPS,
        witness="fischer",
        topics=("heating",),
        sessions=(4,),
        position=NEUTRAL,
        source="Heat Pump Test Centre, three winters, 2023 to 2026",
        licence=OPEN_LICENCE,
        is_pdf=True,
        came=(5, 28),
        fit=(6, 1),
        approved=(6, 5),
        released=(6, 7),
    ),
}

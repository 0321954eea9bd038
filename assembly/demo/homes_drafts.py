"""How the recommendations of the earlier assembly came about: earlier wordings, amendments, comments, dissent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amended:
    """A change that somebody proposed to the text of a recommendation, and what became of it by a show of hands."""

    number: int
    reason: str
    votes: tuple[int, int]
    table: str = ""
    text: str = ""
    """The text that was proposed and not adopted; "" where the amendment is what the recommendation says now."""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Dissenting:
    """A minority statement on the recommendation of a number, and how many stand behind it."""

    number: int
    supporters: int
    text: str


FIRST_WORDS = {
    1: "Insulate the loft of every home in Riverbend by 2030.",
    3: "Publish a map of heat loss by street.",
    7: "From 2026 let no home be rented out that has the lowest energy class.",
    12: "Build a heat network for the old town by 2031.",
    16: "Pay for heat where a boiler breaks in winter.",
    18: "Lend up to 10,000 without interest for insulation and heating.",
    21: "Train 100 people of Riverbend for insulation and heat pumps within three years.",
}
"""Number in the report → what the first version said."""
REWRITTEN = {
    3: "Says from where and how often",
    16: "Says how soon, and for whom",
    18: "As tables 2 and 5 asked",
}
"""Those that tables wrote anew, with the sentence that says what changed; the others were changed by amendments."""
AMENDMENTS = (
    Amended(1, "Most of the cost is in homes that have some already.", (31, 2), table="Table 1"),
    Amended(7, "Nobody can insulate 900 homes in a year.", (27, 5), table="Table 3"),
    Amended(12, "Say where the heat comes from: that was the point.", (29, 3)),
    Amended(21, "The firms said that they lack twice as many.", (33, 0), table="Table 4"),
    Amended(
        13,
        "Gas should stay possible where a heat pump does not fit.",
        (11, 21),
        text="Connect no new home to gas from 2027, except where no other heat is possible.",
        decision="New homes can be planned for other heat, so nobody knew a case.",
    ),
    Amended(
        8,
        "A register open to everybody goes too far.",
        (14, 18),
        table="Table 2",
        text="Keep a register of landlords, open to the council, with the energy class of each home that they let.",
        decision="Tenants need it before they sign, so it has to be public.",
    ),
)
COMMENTS = (
    (
        2,
        "Table 5",
        "Who knows which homes are the coldest?",
        "The witness from the hospital: the doctors do.",
    ),
    (16, "Table 1", "Two days, or it is no help.", "Taken up in version 2."),
    (18, "Table 2", "10,000 pays for no heat pump.", "Taken up in version 2."),
    (23, "Table 4", "Twenty years is four councils. Say how it can be changed.", "It says so now."),
)
"""Number, table, what it said of the first version, and what became of it."""
SOURCES = (
    (1, 2, "The ten homes"),
    (2, 1, ""),
    (5, 2, "Three of ten were done badly"),
    (12, 2, ""),
    (19, 1, ""),
)
"""Number, session on which it rests, note."""
DISSENT = (
    Dissenting(
        8,
        6,
        "A public register shows who owns what and how much it is worth. Small landlords will sell, and there will be "
        "fewer homes to rent. The duty to show the energy class is enough, if somebody checks it.",
    ),
    Dissenting(
        12,
        5,
        "48 million for the old town is 48 million that other quarters do not get. Nobody could tell us what the heat "
        "will cost in ten years. Begin with the lofts, and decide about the river once the first winter is known.",
    ),
)
TITLE = "Warm homes: what 36 people of Riverbend recommend"
FOREWORD = (
    "We were drawn by lottery, and most of us had never met. On four Saturdays we heard 14 people who know about homes "
    "and heat, visited ten homes, and wrote down what we would do. We do not agree on everything; where many of us "
    "disagree, they say why. We ask the council to answer each of our 24 recommendations."
)
METHOD = (
    "Tables wrote the drafts on the third day and read each other’s. Between the days everybody could propose changes. "
    "On the fourth day each text was voted on, on paper, one by one. A recommendation is adopted when more than half "
    "of those present vote for it."
)

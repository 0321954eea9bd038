"""What the earlier assembly of the demonstration, on warm homes, recommended: themes, texts and counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advised:
    """One recommendation and the count of the vote on it, with 34 of 36 members present."""

    theme: str
    title: str
    text: str
    rationale: str
    votes: tuple[int, int, int]
    """For, against, abstained; what is missing to 34 was blank."""
    conditions: str = ""
    cost_note: str = ""


INSULATION, RENTING, HEATING = "Insulating homes", "Renting", "Heating"
ADVICE, SKILLS = "Money and advice", "Skills and planning"
THEMES = {
    INSULATION: "Most of the town’s homes were built before 1960, and heat leaves them through roofs and walls.",
    RENTING: "Four in ten households rent. Who pays for the heating does not decide about the walls.",
    HEATING: "Gas heats most homes today. What follows it must work in terraces and in flats.",
    ADVICE: "Help exists, but those who need it most do not find it.",
    SKILLS: "The work needs people who can do it, and plans that last longer than a council.",
}
ADVISED = (
    Advised(
        INSULATION,
        "Insulate every loft by 2030",
        "Insulate the loft of every home in Riverbend that has less than ten centimetres, street by street, by 2030.",
        "A loft is the cheapest place to begin. Going street by street costs a third less than going house by house.",
        (33, 0, 1),
        "Nobody is made to take part.",
        "About 1,100 a home; 9,400 homes",
    ),
    Advised(
        INSULATION,
        "Begin with the coldest homes",
        "Begin with homes of the two lowest energy classes in which somebody over 65, under 5 or ill lives.",
        "Cold homes make people ill, and the witnesses from the hospital showed what one winter costs.",
        (32, 1, 1),
    ),
    Advised(
        INSULATION,
        "Show the heat that each street loses",
        "Publish a map of heat loss by street, taken from the air each second winter.",
        "People do what their neighbours do, once they can see it.",
        (27, 4, 3),
        "No single house may be recognised by those who do not live in it.",
        "60,000 each second year",
    ),
    Advised(
        INSULATION,
        "Keep old fronts, insulate inside",
        "Allow inner insulation in protected streets without a permit, and pay for advice on damp.",
        "The permit takes nine months today and most give up.",
        (29, 2, 3),
    ),
    Advised(
        INSULATION,
        "Check the work a year later",
        "Check each insulated home after one winter, and have faults mended by whoever made them.",
        "Three of the ten homes that we visited had been done badly.",
        (34, 0, 0),
    ),
    Advised(
        INSULATION,
        "Make draught-proofing free",
        "Give every household that asks a free visit that stops draughts at doors and windows.",
        "It takes two hours and lowers a bill by about a twelfth.",
        (30, 2, 2),
        "",
        "140 a visit",
    ),
    Advised(
        RENTING,
        "Let no home of the lowest class after 2028",
        "From 2028 let no home be rented out anew that has the lowest energy class.",
        "Tenants cannot insulate a wall that is not theirs.",
        (28, 4, 2),
        "A tenant who lives there may stay.",
    ),
    Advised(
        RENTING,
        "A register of landlords",
        "Keep a public register of landlords with the energy class of each home that they let.",
        "Nobody knows today how many rented homes are cold.",
        (25, 6, 3),
    ),
    Advised(
        RENTING,
        "Protect tenants while work is done",
        "Forbid a rise of rent for three years where public money paid for more than half of the work.",
        "Otherwise the help goes to whoever owns the house.",
        (31, 1, 2),
    ),
    Advised(
        RENTING,
        "Insulate the council’s own homes first",
        "Bring all homes that belong to the city to the third energy class by the end of 2027.",
        "The city can decide this alone, and should show that it can be done.",
        (33, 1, 0),
        "",
        "22 million, of which the fund pays 9",
    ),
    Advised(
        RENTING,
        "One person to call",
        "Give tenants one number to call about cold and damp, with an answer within five days.",
        "Five offices share the duty today, and each names another.",
        (34, 0, 0),
    ),
    Advised(
        HEATING,
        "Heat from the river",
        "Build a heat network from the river and the water works for the old town by 2031.",
        "The river is warm enough all winter; the water works throws away heat for 2,000 homes.",
        (26, 5, 3),
        "Only if a home’s bill does not rise.",
        "48 million over five years",
    ),
    Advised(
        HEATING,
        "No new gas in new homes",
        "Connect no new home to gas from 2027.",
        "Whoever builds with gas today will build again in fifteen years.",
        (27, 5, 2),
    ),
    Advised(
        HEATING,
        "Lend heat pumps for a winter",
        "Let 100 households try a heat pump for one winter, and publish what they say of it.",
        "Most of us knew nobody who has one.",
        (29, 3, 2),
    ),
    Advised(
        HEATING,
        "Quiet rules for heat pumps",
        "Allow a heat pump without a permit where it is quieter than 45 decibels at the neighbour’s window.",
        "The rule of today counts metres, not noise.",
        (30, 1, 3),
    ),
    Advised(
        HEATING,
        "A fund for broken boilers",
        "Pay for heat within two days where a boiler breaks in winter and nobody can pay for it.",
        "Every winter some 300 households stay cold for weeks.",
        (32, 1, 1),
        "",
        "About 350,000 a year",
    ),
    Advised(
        ADVICE,
        "A bus that gives advice",
        "Send a bus with two advisers to every quarter once a month.",
        "Those who need help most do not come to the town hall.",
        (28, 3, 3),
    ),
    Advised(
        ADVICE,
        "Loans without interest",
        "Lend up to 15,000 without interest for insulation and heating, paid back with the house when it is sold.",
        "People over 70 get no loan from a bank.",
        (27, 4, 3),
    ),
    Advised(
        ADVICE,
        "Letters that people understand",
        "Test every letter about heating help with ten people who have not seen it before.",
        "We read six of them and understood two.",
        (34, 0, 0),
    ),
    Advised(
        ADVICE,
        "Bills by the month",
        "Ask the energy companies to send bills by the month and to say what one degree less would save.",
        "A bill by the year comes when it is too late.",
        (31, 1, 2),
    ),
    Advised(
        SKILLS,
        "Train 200 people",
        "Train 200 people of Riverbend for insulation and heat pumps within three years, half of them without a job.",
        "The firms told us that they turn work away.",
        (33, 0, 1),
    ),
    Advised(
        SKILLS,
        "Ask who won last time",
        "When the city buys work, count the quality of work done before as much as the price.",
        "The cheapest offer was the dearest in two of three schools.",
        (29, 2, 3),
    ),
    Advised(
        SKILLS,
        "A plan for twenty years",
        "Make a plan for heat for twenty years, quarter by quarter, and change it only after asking people there.",
        "Nobody insulates for a council that may think otherwise in four years.",
        (30, 2, 2),
    ),
    Advised(
        SKILLS,
        "Come back in two years",
        "Call this assembly together again for one day in two years, to hear what was done.",
        "We would like to know whether it was worth it.",
        (34, 0, 0),
    ),
    Advised(
        SKILLS,
        "Build a museum of heat",
        "Turn the old gas works into a museum of heating.",
        "Children could learn there how the town was heated.",
        (12, 18, 4),
        "",
        "Not known",
    ),
)

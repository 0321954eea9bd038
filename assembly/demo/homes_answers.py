"""What the authority answered to the earlier assembly of the demonstration, and what it promised."""

from dataclasses import dataclass, field

COUNCIL, HOMES, ENERGY = "Riverbend City Council", "Riverbend Homes", "Regional Energy Agency"
Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Promised:
    """One commitment: what, who, by when; and the reports about it, as (day, verb, text, expected day)."""

    text: str
    owner: str
    due: Day
    budget: str = ""
    legal_route: str = ""
    milestones: tuple[tuple[str, Day], ...] = ()
    reports: tuple[tuple[Day, str, str, Day | None], ...] = ()
    proof: str = ""
    """Evidence that was supplied once it was delivered; confirmed by the team."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to the recommendation of a number in the report."""

    number: int
    decision: str
    text: str
    published: Day
    reasons: str = ""
    body: str = COUNCIL
    accepted_part: str = ""
    by_whom: str = ""
    consider_until: Day | None = None
    referred_to: str = ""
    promises: tuple[Promised, ...] = field(default=())


ANSWERED = (
    Answered(
        1,
        "accepted",
        "We will insulate every loft, street by street, and are done in 2030.",
        (2026, 2, 10),
        promises=(
            Promised(
                "Insulate the lofts of the first 600 homes in Northgate.",
                "Head of Housing",
                (2026, 5, 31),
                "660,000",
                milestones=(
                    ("Firms chosen", (2026, 3, 15)),
                    ("First street done", (2026, 4, 20)),
                ),
                reports=(
                    ((2026, 3, 12), "begin", "Two firms were chosen; work began in Alder Street.", None),
                    ((2026, 5, 28), "deliver", "All 612 lofts of Northgate are insulated.", None),
                ),
                proof="The certificates of 612 lofts, and photographs of ten chosen by lot.",
            ),
            Promised(
                "Publish the order of all streets until 2030.",
                "Head of Housing",
                (2026, 4, 30),
                reports=(
                    ((2026, 4, 22), "deliver", "The list is on the city’s pages and in the library.", None),
                ),
            ),
        ),
    ),
    Answered(
        2,
        "accepted",
        "We begin with the coldest homes in which somebody old, young or ill lives.",
        (2026, 2, 10),
        promises=(
            Promised(
                "Write to 1,900 households, with an offer of a visit.",
                "Director of Public Health",
                (2026, 4, 15),
                "45,000",
                reports=(
                    (
                        (2026, 4, 14),
                        "delay",
                        "The hospital’s list may not be used without consent; letters go out by the tenants’ offices.",
                        (2026, 7, 31),
                    ),
                ),
            ),
        ),
    ),
    Answered(
        3,
        "accepted_in_principle",
        "We want such a map and will make it once streets can be shown without single houses.",
        (2026, 3, 3),
        "The picture taken in 2024 shows single houses. The data protection office asks for another method.",
        promises=(
            Promised("Fly over the town in the first winter.", "City Surveyor", (2027, 2, 28), "58,000"),
        ),
    ),
    Answered(
        4,
        "accepted_in_part",
        "Inner insulation needs no permit in two of the three protected quarters.",
        (2026, 3, 3),
        "The Old Harbour is protected by national law, which the city cannot change.",
        accepted_part="No permit in Northgate and Millfield; advice on damp is paid for everywhere.",
        promises=(
            Promised(
                "Change the by-law on protected streets.",
                "City Solicitor",
                (2026, 6, 30),
                legal_route="By-law 14, second reading on 18 June",
                reports=(((2026, 5, 20), "begin", "The first reading was on 14 May.", None),),
            ),
        ),
    ),
    Answered(
        5,
        "accepted",
        "Each home is looked at again after one winter.",
        (2026, 3, 3),
        promises=(
            Promised(
                "Put the check after one winter into all contracts.",
                "Head of Purchasing",
                (2026, 4, 1),
                reports=(((2026, 3, 30), "deliver", "It stands in all nine contracts signed since.", None),),
                proof="The nine contracts, paragraph 11.",
            ),
        ),
    ),
    Answered(
        6,
        "already_under_way",
        "A charity has offered such visits since January; the city pays for 1,200 a year.",
        (2026, 2, 10),
        "It began in January 2026 and has made 310 visits.",
        by_whom="Warm Riverbend, a charity",
    ),
    Answered(
        7,
        "referred",
        "Who may let a home is decided for the whole region.",
        (2026, 3, 24),
        "The city has no power over what is let. We asked the agency to answer you.",
        referred_to=ENERGY,
    ),
    Answered(
        8,
        "not_accepted",
        "We will not keep a register of landlords.",
        (2026, 3, 24),
        "It would take nine posts, and the duty to tell the energy class has been in force since 2025. What would "
        "have to change: a national register, on which the parliament votes next year.",
    ),
    Answered(
        9,
        "accepted",
        "Rents may not rise for three years where public money paid for more than half.",
        (2026, 3, 24),
        promises=(
            Promised(
                "Write the rule into every grant.",
                "Head of Housing",
                (2026, 5, 1),
                reports=(((2026, 4, 29), "deliver", "It stands in the form since 27 April.", None),),
            ),
        ),
    ),
    Answered(
        10,
        "accepted_in_part",
        "Two thirds of the city’s homes reach the third class by the end of 2027, the rest by 2029.",
        (2026, 4, 14),
        "The fund pays 9 of the 22 million over four years, not two.",
        body=HOMES,
        accepted_part="1,450 of 2,180 homes by the end of 2027.",
        promises=(
            Promised(
                "Renovate the 420 homes of Millfield.",
                "Director of Riverbend Homes",
                (2026, 5, 31),
                "4.1 million",
                milestones=(("First 100 homes", (2026, 3, 31)), ("All 420 homes", (2026, 5, 31))),
            ),
        ),
    ),
    Answered(
        11,
        "accepted",
        "There is one number, and whoever calls has an answer within five days.",
        (2026, 2, 10),
        promises=(
            Promised(
                "Open the line.",
                "Head of Citizens’ Services",
                (2026, 4, 1),
                reports=(
                    (
                        (2026, 3, 31),
                        "deliver",
                        "The line is open on six days. Of 214 calls 201 were answered in time.",
                        None,
                    ),
                ),
                proof="The log of calls from April, without names.",
            ),
        ),
    ),
    Answered(
        13,
        "accepted",
        "No new home is connected to gas from January 2027.",
        (2026, 4, 14),
        promises=(
            Promised(
                "Change the rules for connections.",
                "City Solicitor",
                (2026, 12, 15),
                legal_route="By-law 22",
            ),
        ),
    ),
    Answered(
        14,
        "accepted_in_principle",
        "We will lend heat pumps, to as many as a sponsor pays for.",
        (2026, 4, 14),
        "The budget of 2026 is closed. We found money for 40, not for 100.",
        promises=(
            Promised("Lend 40 heat pumps for the winter.", "Head of Housing", (2026, 11, 1), "120,000"),
        ),
    ),
    Answered(
        15,
        "accepted_in_part",
        "A pump quieter than 45 decibels needs no permit, outside of the protected quarters.",
        (2026, 4, 14),
        "In the protected quarters the look of a house counts as well, by national law.",
        accepted_part="All of the town but the three protected quarters.",
    ),
    Answered(
        16,
        "accepted_in_principle",
        "Nobody should be cold for weeks. We pay for heaters at once, and for boilers after a check.",
        (2026, 5, 5),
        "A fund needs a decision of the whole council, which meets about money in the autumn.",
        promises=(
            Promised(
                "Lend heaters within two days, from the first frost.",
                "Head of Citizens’ Services",
                (2026, 10, 15),
            ),
        ),
    ),
    Answered(
        17,
        "already_under_way",
        "The library bus carries an adviser since March.",
        (2026, 5, 5),
        "It began in March 2026, on two days a week.",
        by_whom="The city library, with two advisers of the Regional Energy Agency",
    ),
    Answered(
        18,
        "under_further_consideration",
        "We will decide about loans without interest once the bank has answered.",
        (2026, 5, 5),
        "The city may not lend money itself. The regional bank was asked in April.",
        consider_until=(2026, 9, 30),
    ),
    Answered(
        19,
        "accepted",
        "Every letter is read by ten people before it goes out.",
        (2026, 2, 10),
        promises=(
            Promised(
                "Test the six letters that the assembly read.",
                "Head of Citizens’ Services",
                (2026, 5, 15),
                reports=(
                    (
                        (2026, 4, 30),
                        "deliver_in_part",
                        "Four of six were tested and changed; two wait for the new law.",
                        None,
                    ),
                ),
            ),
        ),
    ),
    Answered(
        20,
        "noted",
        "We have read what you say about bills.",
        (2026, 5, 5),
        "Energy companies are not bound by the city.",
    ),
    Answered(
        22,
        "not_accepted",
        "The price stays what counts most.",
        (2026, 5, 19),
        "The law on public purchases leaves the city no room below half a million, and 40 contracts would change.",
    ),
    Answered(
        23,
        "under_further_consideration",
        "A plan for twenty years is being prepared; its form is open.",
        (2026, 5, 19),
        "A new national law on heat plans is expected, and the city would rather make one plan than two.",
        consider_until=(2026, 12, 18),
    ),
)
"""21 of 24: three are late (numbers 12, 21 and 24), of which one has been given more time that has passed as well."""
LATE = (12, 21, 24)
EXPECTED = {12: (2026, 6, 30), 21: (2026, 7, 15)}
MORE_TIME = {12: ((2026, 6, 5), "The agency’s study of the river’s heat came two weeks late.")}
SUPPORTED = (
    Answered(
        1,
        "accepted",
        "We do the lofts of our 640 terraced homes when the firms are in the street.",
        (2026, 2, 10),
        body=HOMES,
    ),
    Answered(
        10,
        "accepted_in_principle",
        "The city pays its part of the fund as soon as the state has paid its own.",
        (2026, 4, 14),
        "The state has not said yet when it pays.",
    ),
    Answered(
        12,
        "already_under_way",
        "We measure the heat of the river, and the council has our figures.",
        (2026, 5, 28),
        "The study began in October 2025 and was finished in May.",
        body=ENERGY,
        by_whom="Regional Energy Agency, with the water works",
    ),
    Answered(
        17,
        "accepted",
        "Two of our advisers go with the bus.",
        (2026, 5, 5),
        body=ENERGY,
    ),
)
"""What bodies that support others answered."""
WAITING = Answered(
    24,
    "accepted",
    "We invite the assembly for one day in two years, and pay for it as before.",
    (2026, 6, 5),
    promises=(Promised("Say the day, and book the hall.", "Head of Citizens’ Services", (2026, 9, 30)),),
)
"""A draft that waits for whoever clears it; the day is that of the draft."""
SAID_BACK = 6
REVISED = (
    "A charity has offered such visits since January; the city pays for 1,200 a year. Whoever lives in Riverbend can "
    "ask for one, at 01632 960155. At present the wait is three weeks."
)
REVISED_NOTE = "Says who can ask for a visit, and how long one waits."

"""What the assembly on libraries recommended, with the count of each vote, and what became of it."""

from dataclasses import dataclass

from assembly.demo.homes_answers import COUNCIL, Answered, Promised

TRUST = "Riverbend Library Trust"
LATE = 3
"""The recommendation of which the answer came late."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation: theme, words, and for, against and abstained of 23 who were present; the rest was blank."""

    theme: str
    title: str
    text: str
    rationale: str
    votes: tuple[int, int, int]
    first: str = ""
    """What the first version said, where it was written anew or amended."""


PLACES, PEOPLE = "Places and hours", "For whom"
THEMES = {
    PLACES: "Five libraries stand within three miles. Most are closed when people who work are free.",
    PEOPLE: "Books are lent less, but seats, computers and warm rooms are used more each year.",
}
ADVICE = (
    Advice(
        PLACES,
        "Open the central library on Sundays",
        "Open the central library on Sundays from eleven to five, at first for two years.",
        "Sunday is the day on which most people who answered the survey would come.",
        (21, 1, 1),
        first="Open the central library on Sundays.",
    ),
    Advice(
        PLACES,
        "Keep all four branches",
        "Close no branch before 2028, and ask the people of its ward before anybody plans to.",
        "We saw who sits there on a wet afternoon. A bus to the centre is no answer for them.",
        (19, 3, 1),
    ),
    Advice(
        PLACES,
        "Bring back the mobile library",
        "Run a van with books and a computer through Hillside and Millfield, two days each week.",
        "The van stopped in 2019. Those who miss it cannot walk to a branch.",
        (17, 4, 2),
    ),
    Advice(
        PEOPLE,
        "No fines for children",
        "Take no fines for books that children bring back late, and forget those that are owed.",
        "Fines bring in less than it costs to collect them, and keep away those who need books most.",
        (22, 0, 1),
    ),
    Advice(
        PEOPLE,
        "A room for homework in each branch",
        "Set a room or a corner with ten seats aside for homework, from three to seven on school days.",
        "Four in ten pupils told us that they have no quiet place at home.",
        (20, 2, 1),
        first="Set a room aside for homework in each branch.",
    ),
    Advice(
        PEOPLE,
        "Members of the public on the board",
        "Give two of the nine seats on the board of the libraries to people who are drawn by lot for two years.",
        "It would keep alive what we began, and costs next to nothing.",
        (14, 7, 2),
    ),
    Advice(
        PEOPLE,
        "Charge for printing at cost",
        "Charge for prints what paper and ink cost, and use what comes in for new computers.",
        "Today ten prints are free, and some take them each day.",
        (9, 12, 2),
    ),
)
"""The last was not adopted."""
DISSENT = (
    6,
    3,
    (
        "A board decides about contracts and staff. People who sit there for two years cannot learn that in time, and "
        "nobody can vote them out. We would rather see the board meet in public."
    ),
)
"""Recommendation, how many stand behind it, and what they say."""
SESSION_NOTES = (
    (1, 1, "The survey that was shown on the first day."),
    (2, 2, "The visit to Millfield."),
    (3, 2, "The talk about those who cannot come."),
)
"""Recommendation, session, and what it rests on."""
COMMENT = (
    5,
    "Table 2",
    "A whole room is too much for Northgate. A corner would do.",
    "Taken up: room or corner.",
)
AMENDED = (1, "Table 3", "Two years are long enough to see whether people come.", (20, 2))
REWRITTEN = (5, "Says how many seats, and when")
ANSWERED = (
    Answered(
        1,
        "accepted",
        "The central library will be open on Sundays, for two years to begin with.",
        (2024, 7, 15),
        promises=(
            Promised(
                "Open the central library on Sundays from eleven to five.",
                "Head of the Library Service",
                (2024, 10, 6),
                "48,000",
                milestones=(("Staff found", (2024, 9, 15)),),
                reports=(
                    ((2024, 9, 12), "begin", "Four people work on Sundays; two of them are new.", None),
                    (
                        (2024, 10, 8),
                        "deliver",
                        "It was open on the first Sunday as promised. 412 people came.",
                        None,
                    ),
                ),
                proof="The counter at the door for the first Sunday, and the rota of the first month.",
            ),
        ),
    ),
    Answered(
        2,
        "accepted_in_part",
        "No branch closes before 2027. A ward is asked before anything is planned.",
        (2024, 7, 15),
        reasons="The budget of 2028 is not made yet, and this council cannot bind the next.",
        accepted_part="No branch closes before 2027, and people are asked first.",
        promises=(
            Promised(
                "Write into the plan of the libraries that a ward is asked before its branch is changed.",
                "Head of the Library Service",
                (2024, 12, 20),
                reports=(
                    (
                        (2024, 12, 12),
                        "deliver",
                        "The council has voted for it, without a voice against.",
                        None,
                    ),
                ),
                proof="Page 14 of the plan, and the minutes of the vote.",
            ),
        ),
    ),
    Answered(
        3,
        "accepted",
        "The trust runs a van again, with money from the council, on Tuesdays and Fridays.",
        (2024, 8, 20),
        body=TRUST,
        promises=(
            Promised(
                "Run the van through Hillside and Millfield on two days each week.",
                "Manager of the trust",
                (2025, 2, 28),
                "64,000 for four years",
                milestones=(("Van leased", (2024, 12, 31)),),
                reports=(
                    ((2024, 12, 18), "begin", "A van is leased until 2029, and a driver is found.", None),
                    ((2025, 2, 11), "deliver", "It has run for a week, with eleven stops.", None),
                ),
                proof="The timetable, and the loans of the first week.",
            ),
        ),
    ),
    Answered(
        4,
        "accepted",
        "Children will pay no fines, and what is owed is forgotten.",
        (2024, 7, 15),
        promises=(
            Promised(
                "End fines for children, and delete those that are owed.",
                "Head of the Library Service",
                (2024, 9, 1),
                reports=(((2024, 9, 3), "deliver", "2,140 fines of children were deleted.", None),),
                proof="The new rules, and a count from the system of loans on the day after.",
            ),
        ),
    ),
    Answered(
        5,
        "accepted_in_principle",
        "Each branch gets such a corner when it is painted next. Millfield and Harbour come first.",
        (2024, 7, 22),
        reasons="Rooms cannot be set aside in Northgate before its roof is mended.",
        promises=(
            Promised(
                "Set up corners for homework in Millfield and Harbour.",
                "Head of the Library Service",
                (2025, 1, 31),
                "12,500",
                reports=(
                    ((2024, 11, 20), "begin", "Harbour has ten seats and lamps since last week.", None),
                    (
                        (2025, 1, 24),
                        "deliver_in_part",
                        "Harbour is in use. In Millfield the lease of the upper floor was not renewed.",
                        None,
                    ),
                ),
                proof="Photographs of Harbour, and the letter about the lease in Millfield.",
            ),
        ),
    ),
    Answered(
        6,
        "not_accepted",
        "The board stays as it is. From now on it meets in public.",
        (2024, 7, 22),
        reasons="The law on public libraries says who may sit on such a board, and people drawn by lot are not among "
        "them. The minority of members saw another way, and that one we take.",
    ),
)
"""The answers; the bodies are the council and the trust of the libraries."""
BODIES = {
    COUNCIL: ("answers@council.riverbend.example", "Councillor Edda Winter"),
    TRUST: ("post@librarytrust.riverbend.example", "Marian Coe"),
}
LATE_REASON = "The council and the trust have to agree on who leases the van."

"""The three Saturdays of the assembly on libraries: programme, witnesses, papers, questions."""

from dataclasses import dataclass

from assembly.demo.story_days import Held, Said
from evidence.enums import Gender, OrganisationKind, ReleaseScope, Way, WitnessKind
from scheduling.enums import ItemKind, Phase, Position
from scheduling.enums_attendance import AbsenceReason, AbsenceWay, Presence

PUBLIC_SCOPES = (ReleaseScope.NAME, ReleaseScope.MATERIAL, ReleaseScope.ANSWERS)


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who is heard on one of the days, in the first half."""

    name: str
    organisation: str
    kind: WitnessKind
    organisation_kind: OrganisationKind
    gender: Gender
    position: Position
    expertise: str
    topic: str
    session: int
    at: str
    talk: str
    interests: str = ""
    way: Way = Way.EMAIL
    agrees: tuple[ReleaseScope, ...] = PUBLIC_SCOPES


@dataclass(frozen=True, slots=True)
class Saturday:
    """One day: when, what for, and what is on besides the talks, as (time, minutes, kind, title)."""

    on: tuple[int, int]
    title: str
    phase: Phase
    items: tuple[tuple[str, int, ItemKind, str], ...]


TOPICS = {
    "use": (
        "What libraries are used for",
        "Books, seats, computers, lessons, warm rooms: who comes, and for what.",
    ),
    "money": ("What libraries cost", "Buildings, staff and books, and what longer hours would cost."),
}
WITNESSES = {
    "sands": Heard(
        "Dr Judith Sands",
        "University of Riverbend",
        WitnessKind.EXPERT,
        OrganisationKind.UNIVERSITY,
        Gender.WOMAN,
        Position.NEUTRAL,
        "Counting who uses public places",
        "use",
        1,
        "10:10",
        "Who comes, and what for",
        "The city paid for the survey of 2023; I was free to publish it.",
    ),
    "bell": Heard(
        "Roger Bell",
        "Riverbend Taxpayers’ Forum",
        WitnessKind.STAKEHOLDER,
        OrganisationKind.CIVIL,
        Gender.MAN,
        Position.AGAINST,
        "Budgets of cities",
        "money",
        1,
        "11:00",
        "Three good ones rather than five poor ones",
        "I speak for a forum of 300 members, some of whom own shops beside the central library.",
    ),
    "quaye": Heard(
        "Efua Quaye",
        "Millfield branch",
        WitnessKind.LIVED,
        OrganisationKind.PUBLIC,
        Gender.WOMAN,
        Position.FOR,
        "Twelve years at the desk of a branch",
        "use",
        2,
        "10:10",
        "A wet afternoon in Millfield",
        "I work for the libraries, and my branch is one that may close.",
        Way.PHONE,
    ),
    "hale": Heard(
        "Victor Hale",
        "City of Northhaven",
        WitnessKind.AUTHORITY,
        OrganisationKind.PUBLIC,
        Gender.MAN,
        Position.NEUTRAL,
        "Longer hours with fewer staff",
        "money",
        2,
        "11:00",
        "What Sundays cost us",
    ),
}
TALK_MINUTES = 30
SATURDAYS = (
    Saturday(
        (3, 2),
        "Who uses libraries, and what they cost",
        Phase.LEARNING,
        (
            ("09:30", 30, ItemKind.BREAK, "Arrival, coffee and tea"),
            ("10:00", 10, ItemKind.PLENARY, "Welcome"),
            ("11:30", 60, ItemKind.TABLE_WORK, "What do you want to know?"),
            ("12:30", 60, ItemKind.BREAK, "Lunch"),
            ("13:30", 90, ItemKind.TABLE_WORK, "Five libraries on one map"),
            ("15:00", 60, ItemKind.PLENARY, "Questions to the witnesses"),
        ),
    ),
    Saturday(
        (3, 23),
        "A wet afternoon in Millfield",
        Phase.DELIBERATION,
        (
            ("09:30", 30, ItemKind.BREAK, "Arrival, coffee and tea"),
            ("10:00", 10, ItemKind.PLENARY, "What was answered since"),
            ("11:30", 60, ItemKind.TABLE_WORK, "What would you keep?"),
            ("12:30", 60, ItemKind.BREAK, "Lunch"),
            ("13:30", 150, ItemKind.TABLE_WORK, "Visits to Millfield and Harbour, and first drafts"),
        ),
    ),
    Saturday(
        (4, 13),
        "What we recommend",
        Phase.DECISION,
        (
            ("09:30", 30, ItemKind.BREAK, "Arrival, coffee and tea"),
            ("10:00", 150, ItemKind.TABLE_WORK, "The last changes"),
            ("12:30", 60, ItemKind.BREAK, "Lunch"),
            ("13:30", 30, ItemKind.PLENARY, "The texts, read aloud"),
            ("14:00", 90, ItemKind.PLENARY, "The vote"),
            ("15:30", 30, ItemKind.BREAK, "Cake, and thanks"),
        ),
    ),
)
HELD = (
    Held(said=(Said(5, reason=AbsenceReason.ILLNESS, how=AbsenceWay.PHONE, days=1),)),
    Held(otherwise={9: (Presence.PRESENT, Presence.PARTIAL)}),
    Held(said=(Said(14, reason=AbsenceReason.WORK, days=4),)),
)
"""How each day went: who said that they cannot come, and who was otherwise not there."""
MISSED = {1: 5, 3: 14}
"""Day → seat of the member who missed it, and caught up by phone."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper of a witness, for their day."""

    title: str
    summary: str
    text: str
    source: str
    is_pdf: bool = False


SHEETS = {
    "sands": Sheet(
        "Who comes, and what for",
        "In one week 9,100 people came to the five libraries. Four in ten borrowed something. Most came to sit, read, "
        "learn or use a computer.",
        "For one week we stood at the doors of all five libraries and asked every tenth visitor why they "
        "came.\n\n9,100 people came. Four in ten borrowed or returned something. Three in ten came to sit and read or "
        "work. Two in ten came for a computer. The others came to a lesson, to meet somebody, or to get warm.\n\nThose "
        "who came for a warm seat came most often, and stayed longest.\n\nOne week is not a year: in summer it may be "
        "otherwise.",
        "University of Riverbend, survey at the doors, one week",
        is_pdf=True,
    ),
    "bell": Sheet(
        "Three good ones rather than five poor ones",
        "Two branches cost 310,000 a year and are open for 20 hours a week. With that money the other three could open "
        "every day.",
        "Northgate and Millfield cost 310,000 a year together. Each is open for 20 hours a week, most of them while "
        "people are at work.\n\nWith the same money the other three could be open every day until eight.\n\nNobody is "
        "against libraries. A library that is closed is of no use to anybody.",
        "Riverbend Taxpayers’ Forum, from the city’s budget of 2023",
    ),
    "quaye": Sheet(
        "A wet afternoon in Millfield",
        "Who was in the Millfield branch between two and five on one rainy day: 64 people, half of them under 16.",
        "I wrote down who was in my branch on one rainy Tuesday between two and five.\n\n64 people came. 33 were under "
        "16. Most of them did homework, or waited until somebody was at home. Eleven were over 70. Nine wanted help "
        "with a form.\n\nSix borrowed a book. If you count books, it was a bad afternoon.",
        "Notes of one afternoon",
    ),
    "hale": Sheet(
        "What Sundays cost us",
        "Northhaven has opened its main library on Sundays since 2021. It costs 900 a Sunday, and 400 people come.",
        "We have opened our main library on Sundays since 2021, from eleven to five.\n\nIt costs us 900 each time: "
        "four people at a higher rate, and the heating. About 400 people come, and half of them never came on other "
        "days.\n\nIt took three months to find staff. Begin with that.",
        "City of Northhaven, figures of 2021 to 2023",
    ),
}
QUESTIONS = (
    (
        "use",
        "sands",
        3,
        Way.ONLINE,
        "Were people asked who never come?",
        (
            "No, we stood at the doors. A survey of the city in 2022 asked 1,000 people: 38 in 100 had not been in a "
            "library for a year, most of them because it is closed when they are free."
        ),
    ),
    (
        "money",
        "bell",
        None,
        Way.PAPER,
        "What would it cost to have the three you speak of within reach of everybody?",
        "We have not reckoned with buses. A taxi card for people over 75 in two wards would cost about 40,000.",
    ),
)
"""Topic, witness, seat (None: a table asks), way, question, answer."""

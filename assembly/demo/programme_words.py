"""What stands in the programme of the story's six session days, as its organisers would write it."""

from dataclasses import dataclass

from scheduling.enums import ItemKind, Part, Phase, Position

TALK, QUESTIONS, TABLES = ItemKind.TALK, ItemKind.QUESTIONS, ItemKind.TABLE_WORK
PLENARY, BREAK, INTERNAL = ItemKind.PLENARY, ItemKind.BREAK, ItemKind.INTERNAL
SPEAKS, LEADS, MENDS = Part.SPEAKER, Part.LEAD, Part.TECHNICIAN


@dataclass(frozen=True, slots=True)
class Planned:
    """One item: when, how long, what, in which room. people: (key, part) of `story_people.py`. at "": in the tray."""

    at: str
    minutes: int
    kind: ItemKind
    title: str
    room: str = "hall"
    people: tuple[tuple[str, Part], ...] = ()
    position: Position = Position.NONE
    about: str = ""
    material: str = ""
    staff: str = ""
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One session: month and day, where, and what happens. All begin at 9:30 and end at 16:00."""

    on: tuple[int, int]
    title: str
    phase: Phase
    venue: str
    items: tuple[Planned, ...]
    rooms: tuple[str, ...] = ()
    note: str = ""
    staff: str = ""


def talk(  # noqa: PLR0917 (a line of a programme)
    at: str, minutes: int, title: str, who: str, position: Position, about: str = ""
) -> Planned:
    """Return a talk by one person in the hall."""
    return Planned(at, minutes, TALK, title, people=((who, SPEAKS),), position=position, about=about)


def opening(title: str, about: str) -> tuple[Planned, ...]:
    """Return how each day begins: arrival, the facilitators among themselves, a plenary."""
    return (
        Planned(
            "09:30",
            30,
            BREAK,
            "Arrival, coffee and tea",
            about="Badges and tables for the day are at the entrance.",
        ),
        Planned(
            "09:35",
            20,
            INTERNAL,
            "Briefing of the facilitators",
            room="side",
            people=(("nadia", LEADS),),
            material="Table folders, pens, the list of needs",
        ),
        Planned("10:00", 30, PLENARY, title, people=(("nadia", LEADS),), about=about),
    )


def closing(title: str = "What we take home") -> tuple[Planned, ...]:
    """Return how each day ends."""
    return (Planned("15:40", 20, PLENARY, title, people=(("nadia", LEADS),)),)


def work(at: str, minutes: int, title: str, about: str = "", material: str = "") -> Planned:
    """Return work at the tables in the hall."""
    return Planned(at, minutes, TABLES, title, people=(("nadia", LEADS),), about=about, material=material)


def lunch(at: str = "12:30", minutes: int = 60) -> Planned:
    """Return lunch in the hall."""
    return Planned(
        at, minutes, BREAK, "Lunch", about="Hot food, also vegetarian, vegan, halal and without gluten."
    )


FOR, AGAINST, NEUTRAL = Position.FOR, Position.AGAINST, Position.NEUTRAL

DAYS = (
    Day(
        (5, 9),
        "Where the dirty air comes from",
        Phase.LEARNING,
        "corn",
        note="Bring nothing but your glasses. Lunch is there, and a room for children from 9:15.",
        staff="The caretaker opens at 8:15. Boxes with table folders are in the ticket office.",
        items=(
            *opening(
                "Welcome, and how we work",
                "Who is who, what we are asked, and the rules of talking together.",
            ),
            talk(
                "10:30",
                30,
                "What we breathe, street by street",
                "maya",
                NEUTRAL,
                "A year of measuring at 40 places in Riverbend: where the air is bad, at which hours, and why.",
            ),
            Planned("11:00", 20, BREAK, "Coffee and tea"),
            work("11:20", 40, "What surprised us?", "Each table collects three surprises and two questions."),
            Planned(
                "12:00",
                30,
                QUESTIONS,
                "Questions to the speaker",
                people=(("maya", SPEAKS), ("nadia", LEADS)),
            ),
            lunch(),
            talk(
                "13:30",
                20,
                "Living beside the ring road",
                "okafor",
                FOR,
                "What it is like to keep the windows shut in July, told by somebody who does.",
            ),
            talk(
                "13:50",
                20,
                "Keeping a city supplied",
                "vandam",
                AGAINST,
                "Why 1,900 lorries come in each day, and what would happen if fewer did.",
            ),
            work("14:10", 40, "Whose air, whose work?", "Two sides of one street: what each of them needs."),
            Planned("14:50", 15, BREAK, "Coffee and tea"),
            work(
                "15:05",
                35,
                "What we want to know next",
                "Questions for the next two days.",
                "Cards in two colours",
            ),
            *closing(),
        ),
    ),
    Day(
        (5, 23),
        "What it does to us, and what it costs",
        Phase.LEARNING,
        "corn",
        note="We end at four. Whoever missed the first day can watch it at 8:45 in the Weighing Room.",
        items=(
            *opening(
                "Your questions from the first day", "What we have found answers to, and what nobody knows."
            ),
            talk(
                "10:30",
                30,
                "Lungs, hearts and children",
                "achebe",
                FOR,
                "What doctors see in Riverbend’s hospital, and how sure they can be of the reason.",
            ),
            Planned("11:00", 20, BREAK, "Coffee and tea"),
            work(
                "11:20", 40, "Who is hit hardest?", "With a map of the city’s wards on each table.", "Maps A2"
            ),
            Planned(
                "12:00",
                30,
                QUESTIONS,
                "Questions to the doctor",
                people=(("achebe", SPEAKS), ("nadia", LEADS)),
            ),
            lunch(),
            talk(
                "13:30",
                20,
                "What cleaner heating costs a household",
                "castellane",
                AGAINST,
                "Bills, rents and who decides about the boiler: figures from 300 flats.",
            ),
            talk(
                "13:50",
                20,
                "What it costs to do nothing",
                "brandt",
                NEUTRAL,
                "How such sums are made, and their limits.",
            ),
            work("14:10", 40, "What is fair?", "Three households, one budget: how would you share it?"),
            Planned("14:50", 15, BREAK, "Coffee and tea"),
            work("15:05", 35, "Values that matter to us", "Each table writes three; the wall collects them."),
            *closing(),
        ),
    ),
    Day(
        (6, 6),
        "What other cities have tried",
        Phase.LEARNING,
        "college",
        rooms=("aula", "seminar", "library"),
        note="This time at Riverside College, with step-free access from Quay Street. Tram 2 stops at the door.",
        items=(
            *opening("Where we stand at half-time", "What we know, what we value, what is still open."),
            talk(
                "10:30",
                25,
                "A clean air zone after five years",
                "vidal",
                FOR,
                "Northhaven: what worked, what was mended.",
            ),
            talk(
                "10:55",
                25,
                "Why we gave ours up",
                "pryce",
                AGAINST,
                "Eastbridge: two years, one election, and the figures.",
            ),
            Planned("11:20", 20, BREAK, "Coffee and tea"),
            work(
                "11:40",
                50,
                "What would that mean here?",
                "Each table takes one measure and tries it on Riverbend.",
            ),
            lunch(),
            talk("13:30", 30, "What the studies say, and do not say", "maya", NEUTRAL),
            work(
                "14:00",
                50,
                "Ten measures, sorted",
                "Which would help most, which would be fair?",
                "Card sets",
            ),
            Planned("14:50", 15, BREAK, "Coffee and tea"),
            Planned(
                "15:05",
                35,
                QUESTIONS,
                "All three answer",
                people=(("vidal", SPEAKS), ("pryce", SPEAKS), ("maya", SPEAKS), ("nadia", LEADS)),
            ),
            *closing("The end of learning"),
        ),
    ),
    Day(
        (6, 20),
        "Streets, harbour, homes",
        Phase.DELIBERATION,
        "college",
        rooms=("aula", "seminar", "library"),
        note="Again at Riverside College. From today on we write down what we think.",
        staff="The seminar room and the library lie side by side; the door between them stays open.",
        items=(
            *opening(
                "From knowing to proposing", "How a recommendation is written: what, who, by when, why."
            ),
            Planned(
                "10:30",
                40,
                QUESTIONS,
                "Station: streets and buses",
                people=(("sheikh", SPEAKS),),
                position=FOR,
                about="A third of the members at a time; the other two stations follow after coffee.",
                expected=15,
            ),
            Planned(
                "10:30",
                40,
                QUESTIONS,
                "Station: shops in the Old Town",
                room="seminar",
                people=(("frost", SPEAKS), ("sefu", MENDS)),
                position=AGAINST,
                expected=15,
            ),
            Planned(
                "10:30",
                40,
                QUESTIONS,
                "Station: warm homes",
                room="library",
                people=(("fischer", SPEAKS), ("sefu", MENDS)),
                position=NEUTRAL,
                expected=15,
            ),
            Planned("11:10", 20, BREAK, "Coffee and tea"),
            work(
                "11:30",
                60,
                "First ideas",
                "Each table writes at most five, each on a card of its own.",
                "Idea cards",
            ),
            lunch(),
            work("13:30", 50, "Ideas change tables", "Every table improves what another one has written."),
            Planned("14:20", 20, BREAK, "Coffee and tea"),
            work(
                "14:40",
                60,
                "Which ideas go on?",
                "Dots for what to work on further; nothing is thrown away.",
                "Dots",
            ),
            *closing(),
        ),
    ),
    Day(
        (7, 4),
        "Who pays, who gains",
        Phase.DELIBERATION,
        "corn",
        note="Back at the Corn Exchange. Drafts from the last session lie on the tables.",
        items=(
            *opening(
                "The drafts as they stand", "Twelve drafts, and what the council’s officers say about them."
            ),
            talk("10:30", 30, "What each draft would cost", "brandt", NEUTRAL),
            Planned("11:00", 20, BREAK, "Coffee and tea"),
            work("11:20", 70, "Mending the drafts", "Costs, conditions, who is left out."),
            lunch(),
            talk(
                "13:30",
                20,
                "The harbour in ten years",
                "sorensen",
                AGAINST,
                "Power from the land for ships: what it takes, and who would have to pay first.",
            ),
            work("13:50", 60, "Amendments", "Tables propose changes to drafts of others."),
            Planned("14:50", 15, BREAK, "Coffee and tea"),
            work("15:05", 35, "What we agree on, and what not"),
            *closing(),
        ),
    ),
    Day(
        (7, 18),
        "Our recommendations",
        Phase.DECISION,
        "corn",
        note="",
        items=(
            *opening("How we decide", "What is voted on, how, and what happens with reasons of a minority."),
            Planned("10:30", 60, PLENARY, "The final wording", people=(("nadia", LEADS),)),
            work("11:30", 60, "Reasons for and against, for the report"),
            Planned("12:30", 60, BREAK, "Lunch"),
            Planned(
                "", 45, PLENARY, "The vote", people=(("nadia", LEADS),), material="Ballot papers, two boxes"
            ),
            Planned("", 30, PLENARY, "The count is read out", people=(("nadia", LEADS),)),
            Planned("", 30, PLENARY, "Handing over to the mayor"),
            Planned("", 20, BREAK, "Coffee and cake"),
        ),
    ),
)

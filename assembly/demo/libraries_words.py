"""The words of the finished assembly of the demonstration, on the city's libraries: what was asked, said and noted."""

from dataclasses import replace
from decimal import Decimal

from assembly.evaluation.services.learning import SummaryWords
from assembly.services.public_statement import StatementWords
from assembly.services.remit import RemitWords

QUESTION = "What should Riverbend’s libraries be for, and which of them should be open when?"
REMIT = RemitWords(
    question=QUESTION,
    in_scope="The central library, the four branches, their hours, rooms and stock, and the mobile library.",
    out_of_scope="School libraries, and the sale of the building in Church Walk, which was decided in 2022.",
    response_promise="The council answers every recommendation in public and in writing within three months, and "
    "reports on what it promised until it is done.",
    response_months=3,
)
STATEMENT = StatementWords(
    why=(
        "Fewer people borrow books, and more come to read, learn and keep warm. The money is enough for all five "
        "libraries as they are today, or for fewer with longer hours.\n\nThe council asked 24 residents, drawn by "
        "lottery, what the libraries should be for, before it set the next four budgets."
    ),
    who_pays="The city paid for everything, out of the budget of the libraries: rooms, food, travel and a fee.",
    budget=None,
    oversight=(
        "An independent team ran it. A librarian from another city and a teacher checked that what members read was "
        "right and balanced."
    ),
    language="en",
    currency="",
    phone="01632 960 200",
    post="Citizens’ assembly team\nRiverbend City Hall\nMarket Square\nRiverbend RB1 1AA",
    email="assembly@riverbend.example",
)
WITH_BUDGET = replace(STATEMENT, budget=Decimal(31_400), currency="GBP")
"""The same, once it is known what it cost."""
PROMISED: tuple[tuple[str, str, str, tuple[int, int, int]], ...] = (
    (
        "How the members were drawn",
        "draw",
        "The draw step by step, with files by which anybody can check it.",
        (2024, 1, 31),
    ),
    ("The programme", "programme", "When the assembly meets, and what is on in each session.", (2024, 2, 16)),
    ("What members read", "evidence", "The papers that members get.", (2024, 3, 15)),
    (
        "The report",
        "report",
        "All recommendations, with how members voted on each.",
        (2024, 5, 10),
    ),
    (
        "The council’s answers",
        "answers",
        "What the council does about each recommendation, and why.",
        (2024, 7, 31),
    ),
    ("What it cost", "", "What was spent, and on what.", (2024, 6, 28)),
)
"""What was promised to the public: title, kind, what it will be, and the day."""
COST = "What it cost"
COST_NOTE = (
    "31,400 pounds: a page in the report on the city’s budget, also on the notice board of each library."
)
REGISTRATION = {
    "introduction": "Twenty-four people, drawn by lottery so that together they are like the city, will say what "
    "Riverbend’s libraries should be for. You need not be a reader. You are paid for your time.",
    "eligibility": "I live in Riverbend and am 16 or older.",
    "dates": "three Saturdays, from half past nine to four",
    "consent": "I would like to take part in the lottery for the Citizens’ Assembly on Libraries, and agree that my "
    "answers are used for it.",
    "other_ways": "Call 01632 960100 on weekdays from 9 to 5, or send back the card that came with your letter.",
    "thanks": "The lottery comes after New Year. You hear from us either way, by letter if you gave no e-mail address.",
}
LETTER = {
    "subject": "You are invited to the Citizens’ Assembly on Libraries",
    "body": "Dear residents,\n\ntwenty-four people, drawn by lottery so that together they are like the city, will say "
    "what Riverbend’s libraries should be for, and which should be open when. Your address was drawn by lot from all "
    "addresses in the city.\n\nAnybody who lives with you and is 16 or older can take part in the lottery. It "
    "meets on three Saturdays; you are paid for your time, and travel and care are paid for.\n\nPlease answer by "
    "%(day)s: on the web, by calling 01632 960100, or with the card in this envelope.",
    "sender_name": "Riverbend City Council",
    "sender_lines": "Libraries Assembly\n1 Bridge Street\nRiverbend RB1 1AA\n01632 960100",
    "language": "en",
}
TITLE = "Open, warm and ours"
FOREWORD = (
    "We were drawn by lot, and some of us had not been in a library since school. Now we have been in all five. We ask "
    "the council to keep them open, and to let people in when people have time."
)
METHOD = (
    "24 members met on three Saturdays. They heard four witnesses, read four papers, visited two branches, and "
    "voted on paper, each text by itself. A text was adopted if more than half of those present were for it."
)
SUMMARY = SummaryWords(
    did="We asked 24 people drawn by lottery what five libraries should be for. They met on three Saturdays, visited "
    "two branches and wrote seven recommendations, of which six were adopted.",
    learnt="A small assembly on one clear question can work in three days. Visits changed more minds than papers. Two "
    "bodies that share a service have to agree on who answers before the report comes.",
    advice="Give every member the budget on one page on the first day. Ask the people at the desk, not only those who "
    "lead. Write into the remit what happens when an answer is late.",
)
LEARNT: tuple[tuple[object, ...], ...] = (
    ("pool", "worked", "organiser", "team", (2024, 1, 9), True,
     "A card in each library book that was lent that month brought us nobody. The letters did."),
    ("panel", "surprise", "organiser", "team", (2024, 2, 5), True,
     "Nobody gave up a seat after the first day. Three short days seem to fit into most lives."),
    ("sessions", "worked", "member", "paper", (2024, 3, 23), True,
     "We went to Millfield on a wet afternoon and saw who was there. After that nobody spoke of closing it."),
    ("sessions", "did_not_work", "member", "phone", (2024, 4, 15), True,
     "The last afternoon was too full. We voted on the seventh text when half of us were tired."),
    ("evidence", "would_do_differently", "organiser", "team", (2024, 4, 22), True,
     "We should have asked for the costs of each branch in the same form. Members had to compare apples with pears."),
    ("responses", "did_not_work", "official", "person", (2024, 8, 21), True,
     "The trust and the council each thought that the other would write about the van. That cost three weeks."),
    ("whole", "cost", "organiser", "team", (2025, 2, 3), True,
     "31,400 pounds for 24 seats and three days. Fees and care were a third of it."),
    ("whole", "would_do_differently", "organiser", "team", (2025, 2, 3), False,
     "Book the hall for the evening as well: we were asked to leave while members still talked."),
)  # fmt: skip
"""Part of the work, kind, who said it, how it came, when, whether everybody may read it, and the words."""
REMARK = "One answer came three weeks late: the council and the trust had to agree first on who buys the van."
FOLLOW_UPS = (
    {
        "matter": "Hours and stock of the libraries, from 2025 on",
        "who": "Library Service of Riverbend City Council",
        "contact": "At the desk of every library, by phone on 01632 960 200, or by letter to the city hall",
        "note": "",
    },
    {
        "matter": "The van of the mobile library, once its lease ends in 2029",
        "who": "Riverbend Library Trust",
        "contact": "By letter to the central library, or at the yearly meeting, which is open to everybody",
        "note": "",
    },
)
REPLACED_BECAUSE = "The questions of members and the addresses of letters have been erased since."

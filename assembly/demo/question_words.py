"""What the story's members ask and are answered, and what the public sends to the call."""

from dataclasses import dataclass

from evidence.enums import Way

Moment = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Put:
    """A question: by which seat or table, when, and what became of it. answers: when, and in which words.

    ends: "accept", "reopen" or "" after the last answer. A question of `into` is put together with that one.
    """

    text: str
    at: Moment
    session: int
    topic: str
    seat: int | None = None
    table: str = ""
    way: Way = Way.ONLINE
    wording: str = ""
    witness: str = ""
    given: Moment | None = None
    due: tuple[int, int] | None = None
    answers: tuple[tuple[Moment, str], ...] = ()
    ends: str = ""
    reason: str = ""
    published: Moment | None = None
    into: str = ""
    aside: str = ""


QUESTIONS = {
    "kitchen": Put(
        "Has anyone ever measured inside a flat?? My kitchen is on the ring road.",
        (5, 10, 19, 0),
        1,
        "health",
        seat=13,
        wording="Was the air measured inside homes as well, for instance in kitchens beside the ring road?",
        witness="maya",
        given=(5, 12, 9, 0),
        due=(5, 20),
        answers=(
            (
                (5, 15, 11, 0),
                (
                    "No, all 40 places are outdoors. In other cities the air inside was about two thirds as dirty"
                    " as in the street, with windows closed. Gas cookers add to it. We can lend ten small meters "
                    "to members who wish to measure at home."
                ),
            ),
        ),
        ends="accept",
        published=(5, 21, 9, 0),
    ),
    "inside": Put(
        "Indoor air: any figures?",
        (5, 9, 14, 50),
        1,
        "health",
        table="Table 2",
        way=Way.PAPER,
        into="kitchen",
    ),
    "harbour": Put(
        "Why only two stations at the harbour, if it is so big?",
        (5, 9, 14, 52),
        1,
        "harbour",
        table="Table 4",
        way=Way.PAPER,
        wording="Why are there only two measuring stations at the harbour?",
        witness="maya",
        given=(5, 12, 9, 5),
        due=(5, 20),
        answers=(
            (
                (5, 15, 11, 30),
                "The port let us put up two. A third place was refused because of cranes. We have asked again.",
            ),
        ),
        ends="accept",
        published=(5, 21, 9, 5),
    ),
    "lorries": Put(
        "How many of the 1,900 lorries only drive through?",
        (5, 9, 14, 55),
        1,
        "traffic",
        table="Table 5",
        way=Way.PAPER,
        witness="vandam",
        given=(5, 12, 9, 10),
        due=(5, 22),
        answers=(
            (
                (5, 19, 16, 0),
                "About 400 by day, by the state’s count of 2023. At night nobody counts.",
            ),
        ),
        ends="reopen",
        reason="We asked because of the nights. Is there really no figure, not even from one week?",
    ),
    "sixty": Put(
        "How do you get to 60 deaths a year? Does anyone count them?",
        (5, 24, 10, 0),
        2,
        "health",
        seat=29,
        witness="achebe",
        given=(5, 26, 9, 0),
        due=(6, 5),
        answers=(
            (
                (6, 1, 8, 0),
                (
                    "Nobody counts them one by one. Large studies show how many more people die where the air is "
                    "worse. We apply that to Riverbend’s people and air. The true number may lie between 35 and "
                    "90."
                ),
            ),
        ),
        ends="accept",
        published=(6, 8, 10, 0),
    ),
    "rents": Put(
        "What would a limit on rents look like, and does any city have one?",
        (5, 23, 14, 50),
        2,
        "heating",
        table="Table 1",
        way=Way.PAPER,
        witness="castellane",
        given=(5, 26, 9, 5),
        due=(6, 5),
        answers=(
            (
                (6, 4, 15, 0),
                (
                    "Two cities that we know of. There an owner may add at most half of what the tenant saves on "
                    "the bill. We would take that as a beginning."
                ),
            ),
        ),
    ),
    "pensioners": Put(
        "My mother has a pension of 900. Who pays for her boiler?",
        (5, 27, 9, 30),
        2,
        "fairness",
        seat=16,
        way=Way.PHONE,
        wording="Who would pay for a new boiler of somebody with a small pension?",
        witness="fischer",
        given=(5, 28, 9, 0),
        due=(6, 5),
    ),
    "night_workers": Put(
        "How many night workers took the grant in Northhaven, and what did it cost?",
        (6, 6, 14, 40),
        3,
        "traffic",
        table="Table 3",
        way=Way.PAPER,
        witness="vidal",
        given=(6, 8, 9, 0),
        due=(6, 18),
    ),
    "cameras": Put(
        "What did the cameras cost, per year?",
        (6, 6, 14, 42),
        3,
        "fairness",
        table="Table 6",
        way=Way.PAPER,
        witness="pryce",
        given=(6, 8, 9, 5),
        due=(6, 18),
    ),
    "crossing": Put(
        "Can the river crossing be moved after all?",
        (5, 10, 21, 0),
        1,
        "traffic",
        seat=33,
        aside="The route of the crossing was decided in 2024 and is not part of our question. What drives over it"
        " is.",
    ),
    "speed": Put(
        "Does 30 instead of 50 help the air or not? The studies seem to say both.",
        (6, 7, 11, 0),
        3,
        "traffic",
        seat=13,
        witness="maya",
        given=(6, 8, 9, 10),
        due=(6, 18),
    ),
    "slow": Put(
        "Do slower cars make cleaner air?",
        (6, 7, 17, 0),
        3,
        "traffic",
        seat=12,
        into="speed",
    ),
    "stoves": Put(
        "Could the sweep check the stoves, and who would pay for that?",
        (6, 8, 12, 0),
        3,
        "heating",
        seat=40,
        way=Way.PHONE,
    ),
}
"""The questions by what the story calls them."""


@dataclass(frozen=True, slots=True)
class Came:
    """What somebody sent to the call: when, by which way, and what was decided."""

    title: str
    text: str
    name: str
    at: Moment
    interests: str
    topic: str = ""
    organisation: str = ""
    way: Way = Way.ONLINE
    may_name: bool = True
    email: str = ""
    verb: str = ""
    decided: Moment | None = None
    reason: str = ""


CALL_TITLE = "What should members know about Riverbend’s air?"
CALL_TEXT = """Fifty people who were drawn by lot are working out how Riverbend should clean up its air. They hear \
experts, officials and people whose lives it touches. You can help them, too.

Tell them what you have seen, measured, tried or read. A page is enough. Say where figures come from.

Somebody of the team reads everything. What is taken up is checked by the advisory group, put into plain words, and \
shown to all members. If yours is not taken up, you are told why."""
CAME = (
    Came(
        "Ask the chimney sweep",
        "",
        "Ottilie Brand",
        (5, 26, 20, 0),
        "I heat with wood and own my house.",
        "heating",
        verb="take_up",
        decided=(6, 2, 11, 0),
        email="brand@example.org",
    ),
    Came(
        "The lottery of parking permits",
        "On our street there are 90 permits and 60 places. People drive round and round. Sell only as many as "
        "there are places, and half of the evening traffic is gone. I counted for two weeks, "
        "and can send you the list.",
        "Femi Adebayo",
        (5, 30, 18, 0),
        "I have a permit, and no place.",
        "traffic",
        may_name=False,
        email="adebayo@example.org",
    ),
    Came(
        "Clean air in every room",
        "Our new filter catches 99 in 100 parts of fine dust. A set for a flat costs 899. For members of the "
        "assembly we offer a tenth off.",
        "Rex Calloway",
        (6, 1, 9, 0),
        "I sell air filters.",
        "health",
        organisation="AirPure Filters Ltd",
        email="calloway@example.org",
        verb="turn_down",
        decided=(6, 2, 11, 30),
        reason="It offers a product for sale. What filters can do was part of the second session.",
    ),
    Came(
        "A letter from the allotments",
        "We burn nothing since 2019 and compost instead. It took a shredder, and a neighbour who likes to "
        "explain. The smoke on Sundays is gone. Other allotments could do the same if the city lent the machine.",
        "Hedwig Stone",
        (6, 3, 10, 0),
        "None.",
        "fairness",
        organisation="Allotments on the Hill",
        way=Way.PAPER,
    ),
    Came(
        "What the port does not say",
        "I work there and know which ships run their engines all night.",
        "A docker",
        (6, 4, 23, 0),
        "I work at the port.",
        "harbour",
        may_name=False,
        verb="withdraw",
        decided=(6, 5, 7, 0),
    ),
)

"""The first days of the panel: members say what they agree to, what they need, and how to reach them."""

from dataclasses import dataclass
from datetime import date

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from sortition.models import Respondent
from sortition.selectors.membership import drawn_people
from sortition.services.membership_consents import record_consents
from sortition.services.membership_contacts import set_contact_preference, set_emergency_contact
from sortition.services.membership_needs import declare_need, move_need

YES = {"take_part": True, "pictures": True, "name": True, "contact_after": True, "research": True}


@dataclass(frozen=True, slots=True)
class Told:
    """A need as somebody told it: what, who sees to it, by when, and how far it has come."""

    kind: str
    words: str
    owner: str = ""
    due: tuple[int, int, int] | None = (2026, 6, 6)
    moves: tuple[str, ...] = ()
    reason: str = ""


NEEDS = (
    Told("access", "A place near the door, and no stairs on the way to it", "mei", moves=("arrange",)),
    Told("care", "Childcare for two children, three and six years old, on every session day", "mei"),
    Told(
        "language",
        "An interpreter for Polish at the table, also for the calls before",
        "mei",
        due=(2026, 4, 19),
    ),
    Told("diet", "No gluten", "mei", moves=("arrange", "confirm")),
    Told(
        "digital",
        "The evidence on paper: there is no computer at home",
        "amara",
        moves=("arrange", "confirm"),
    ),
    Told("diet", "Vegan", ""),
    Told("access", "Large print for everything that is handed out", "jonas", moves=("arrange",)),
    Told("other", "Somebody to walk along from the station", "", due=None),
    Told(
        "digital",
        "A tablet on loan until the first session",
        "jonas",
        due=(2026, 4, 24),
        moves=("leave_unmet",),
        reason="Not needed any more: the daughter lends hers.",
    ),
)


def welcome_members(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Enter what the first callers of the panel said, and how far their needs have come."""
    members = list(drawn_people(assembly).order_by("pk"))
    for number, (member, told) in enumerate(zip(members, NEEDS, strict=False)):
        _call(member, number, actor=people["amara"], calendar=calendar)
        _enter(member, told, people, calendar)
    _change_mind(members[0], actor=people["jonas"], calendar=calendar)


def _call(member: Respondent, number: int, *, actor: User, calendar: Calendar) -> None:
    """Ask on the phone for consents, for the best way to reach them, and whom one may call for them."""
    now = calendar.at(2026, 4, 17, 15, 5 * number)
    said = {**YES, "pictures": number % 3 != 2, "name": number % 4 != 1}
    record_consents(
        respondent=member,
        said=said,
        said_on=calendar.day(2026, 4, 17),
        channel="phone",
        actor=actor,
        now=now,
    )
    set_contact_preference(
        respondent=member,
        channel="phone" if member.phone else "post",
        language="Polish" if NEEDS[number].kind == "language" else "",
        best_time=("On weekdays after 17:00", "In the morning", "")[number % 3],
        seen="",
        actor=actor,
        now=now,
    )
    if number % 2 == 0:
        set_emergency_contact(
            respondent=member,
            name=f"{('Edith', 'Tomasz', 'Lena', 'Arun', 'Joan')[number // 2]} {member.last_name}",
            relation=("sister", "husband", "daughter", "neighbour", "mother")[number // 2],
            phone=f"01632 9604{number:02d}",
            seen="",
            actor=actor,
            now=now,
        )


def _enter(member: Respondent, told: Told, people: dict[str, User], calendar: Calendar) -> None:
    need = declare_need(
        respondent=member,
        kind=told.kind,
        words=told.words,
        channel="phone",
        owner=people[told.owner] if told.owner else None,
        due_on=_day(calendar, told.due),
        actor=people["amara"],
        now=calendar.at(2026, 4, 17, 16, 0),
    )
    for hour, verb in enumerate(told.moves):
        move_need(
            need=need,
            verb=verb,
            reason=told.reason,
            actor=people["mei"],
            now=calendar.at(2026, 4, 18, 9 + hour, 0),
        )


def _change_mind(member: Respondent, *, actor: User, calendar: Calendar) -> None:
    """Take a consent back by letter."""
    record_consents(
        respondent=member,
        said={"pictures": False},
        said_on=calendar.day(2026, 4, 18),
        channel="post",
        actor=actor,
        now=calendar.at(2026, 4, 19, 10, 0),
    )


def _day(calendar: Calendar, parts: tuple[int, int, int] | None) -> date | None:
    return calendar.day(*parts) if parts else None

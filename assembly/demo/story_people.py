"""Who stands in the programme beside the members: staff, facilitators, witnesses, and when they are free."""

from dataclasses import replace
from datetime import datetime

from assembly.demo.calendar import Calendar
from assembly.enums import PersonKind
from assembly.models import Assembly, Person, User
from assembly.services.people import PersonFacts, add_person, person_of_account
from assembly.services.people_edit import change_person
from scheduling.enums import Openness
from scheduling.services.duties import add_person_times

STAFF, FACILITATOR, WITNESS = PersonKind.STAFF, PersonKind.FACILITATOR, PersonKind.WITNESS
BY_ACCOUNT = {
    "mei": (STAFF, ""),
    "leo": (FACILITATOR, ""),
    "maya": (WITNESS, "University of Riverbend"),
}
BY_NAME = {
    "nadia": (FACILITATOR, "Nadia Rahimi", "Common Ground"),
    "bea": (FACILITATOR, "Bea Lindholm", "Common Ground"),
    "yusuf": (FACILITATOR, "Yusuf Kaya", "Common Ground"),
    "carys": (FACILITATOR, "Carys Morgan", "Common Ground"),
    "dele": (FACILITATOR, "Dele Akande", ""),
    "petra": (FACILITATOR, "Petra Novak", ""),
    "elsie": (FACILITATOR, "Elsie Hart", ""),
    "sefu": (STAFF, "Sefu Banda", "Old Corn Exchange"),
    "agata": (STAFF, "Agata Lis", "Interpreter for Polish"),
    "okafor": (WITNESS, "Denise Okafor", "Harbourside Residents"),
    "vandam": (WITNESS, "Piet van Dam", "Riverbend Hauliers’ Association"),
    "achebe": (WITNESS, "Dr Samuel Achebe", "Riverbend General Hospital"),
    "castellane": (WITNESS, "Ruth Castellane", "Riverbend Tenants’ Union"),
    "brandt": (WITNESS, "Prof. Ilse Brandt", "Institute for Public Finance"),
    "vidal": (WITNESS, "Marta Vidal", "City of Northhaven"),
    "pryce": (WITNESS, "Alan Pryce", "Eastbridge Borough Council"),
    "sheikh": (WITNESS, "Imran Sheikh", "Riverbend Buses"),
    "frost": (WITNESS, "Colin Frost", "Old Town Traders"),
    "fischer": (WITNESS, "Dr Lena Fischer", "Heat Pump Test Centre"),
    "sorensen": (WITNESS, "Hana Sørensen", "Port of Riverbend, harbour master"),
}
AT_TABLES = ("leo", "bea", "yusuf", "carys", "dele", "petra", "elsie")
"""Facilitators of tables; six work on a day, and the seventh can step in."""


def invite_speakers_and_staff(
    assembly: Assembly, accounts: dict[str, User], *, actor: User, calendar: Calendar
) -> dict[str, Person]:
    """Enter everybody who works or is heard, and two who are not always free; return them by their keys."""
    now = calendar.at(2026, 4, 22, 9, 0)
    people = {
        key: _of_account(assembly, accounts[key], *row, actor=actor, now=now)
        for key, row in BY_ACCOUNT.items()
    }
    for key, (kind, name, organisation) in BY_NAME.items():
        facts = PersonFacts(name=name, organisation=organisation, email=_address(name))
        people[key] = add_person(assembly=assembly, kind=kind, facts=facts, actor=actor, now=now)
    for key, day, hours, note in (
        ("sorensen", (7, 4), (8, 0, 11, 30), "A ship is piloted in"),
        ("carys", (6, 20), (8, 0, 18, 0), "At a wedding"),
    ):
        span = (calendar.at(2026, *day, *hours[:2]), calendar.at(2026, *day, *hours[2:]))
        add_person_times(
            person=people[key], openness=Openness.TAKEN, spans=[span], note=note, actor=actor, now=now
        )
    return people


def _of_account(
    assembly: Assembly, user: User, kind: PersonKind, organisation: str, *, actor: User, now: datetime
) -> Person:
    person = person_of_account(assembly=assembly, user=user, kind=kind, actor=actor, now=now)
    facts = PersonFacts(name=person.name, email=person.email)
    return change_person(
        person=person, kind=kind, facts=replace(facts, organisation=organisation), actor=actor, now=now
    )


def _address(name: str) -> str:
    """Return an address that leads nowhere: the last word of a name at the domain that is kept for examples."""
    plain = name.rsplit(maxsplit=1)[-1].lower().replace("ø", "o")
    return f"{plain}@example.org"

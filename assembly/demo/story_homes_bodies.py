"""Who answers: three bodies with their officials, the plan, and who was asked about what."""

from dataclasses import dataclass
from datetime import datetime

from assembly.demo.homes_answers import ANSWERED, COUNCIL, ENERGY, HOMES, SUPPORTED
from assembly.demo.story_homes_texts import Drafts
from assembly.enums import Role
from assembly.models import Assembly, User
from assembly.outcomes.enums_responses import BodyPart, DuePreset, DueUnit, PublishMode
from assembly.outcomes.models import Body, FormalResponse, Official, ResponsePlan
from assembly.outcomes.services.ask_bodies import ask_body
from assembly.outcomes.services.bodies import add_body
from assembly.outcomes.services.officials import change_official, invite_official, name_official
from assembly.outcomes.services.response_plan import save_plan
from assembly.services.team import give_role
from scheduling.selectors.seen import seen_of

BODIES = {
    COUNCIL: ("answers@council.riverbend.example", "Councillor Edda Winter"),
    HOMES: ("office@homes.riverbend.example", "Tom Achterberg"),
    ENERGY: ("post@energy.riverbend.example", "Dr Ruth Lang"),
}
"""Name → address of its office, and who heads it."""
ELSEWHERE = {HOMES: ("Nils Aydin", "Planning of works"), ENERGY: ("Ada Ferreira", "Public relations")}
"""Who answers for a body alone."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes for a body and who clears; the same person where nobody else answers for it."""

    body: Body
    drafts: Official
    clears: Official


def seat_officials(assembly: Assembly, people: dict[str, User], *, now: datetime) -> dict[str, Desk]:
    """Enter the bodies, and give their officials accounts."""
    amara, desks = people["amara"], {}
    for name, (email, head) in BODIES.items():
        facts = {"name": name, "email": email, "head_name": head}
        body = add_body(assembly=assembly, facts=facts, actor=amara, now=now)
        if name == COUNCIL:
            desks[name] = council_desk(assembly, body, people, now)
            continue
        desks[name] = trusted_desk(assembly, body, *ELSEWHERE[name], actor=amara, now=now)
    return desks


def trusted_desk(
    assembly: Assembly, body: Body, who: str, office: str, *, actor: User, now: datetime
) -> Desk:
    """Invite somebody who answers for a body alone."""
    first, last = who.lower().split()
    address = f"{first}.{last}@{body.email.partition('@')[2]}"
    official, _invited = invite_official(
        body=body, name=who, email=address, office=office, is_approver=False, actor=actor, now=now
    )
    give_role(assembly=assembly, user=official.user, role=Role.RESPONSE_APPROVER, actor=actor, now=now)
    official = change_official(
        official=official, office=office, is_approver=True, seen=seen_of(official), actor=actor, now=now
    )
    return Desk(body, official, official)


def council_desk(assembly: Assembly, body: Body, people: dict[str, User], now: datetime) -> Desk:
    """Let Oskar draft for the council, and Paula clear."""
    amara = people["amara"]
    give_role(assembly=assembly, user=people["oskar"], role=Role.OFFICIAL, actor=amara, now=now)
    give_role(assembly=assembly, user=people["paula"], role=Role.RESPONSE_APPROVER, actor=amara, now=now)
    oskar, paula = (
        name_official(
            body=body,
            user=people[key],
            office=office,
            is_approver=key == "paula",
            actor=amara,
            now=now,
        )
        for key, office in (("oskar", "Streets and Housing"), ("paula", "Office of the mayor"))
    )
    return Desk(body, oskar, paula)


def plan_answers(assembly: Assembly, council: Body, *, months: int = 6, actor: User, now: datetime) -> None:
    """Say that answers come one by one, and who is written to when one is late by a month."""
    plan = ResponsePlan.objects.get(assembly=assembly)
    facts = {
        "preset": DuePreset.OWN,
        "amount": months,
        "unit": DueUnit.MONTHS,
        "mode": PublishMode.ONE_BY_ONE,
        "authority": council,
    }
    save_plan(assembly=assembly, facts=facts, seen=seen_of(plan), moves_due_days=False, actor=actor, now=now)


def ask_all(
    drafts: Drafts, desks: dict[str, Desk], *, actor: User, now: datetime
) -> dict[tuple[int, str], FormalResponse]:
    """Ask the council about everything but what the homes' own company leads, and others for support."""
    leads = {answered.number: answered.body for answered in ANSWERED}
    asked = {}
    for number, recommendation in list(drafts.items())[:-1]:
        wanted = [(leads.get(number, COUNCIL), BodyPart.LEAD)]
        wanted += [(each.body, BodyPart.SUPPORTING) for each in SUPPORTED if each.number == number]
        for body, part in wanted:
            asked[number, body] = ask_body(
                recommendation=recommendation, body=desks[body].body, part=part, actor=actor, now=now
            )
    return asked

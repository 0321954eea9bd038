"""Tell of requests for information: one that waits for its answer, and one that was answered with a pack."""

import uuid
from datetime import date

from assembly.demo.calendar import Calendar
from assembly.evaluation.models import DisclosureRequest
from assembly.evaluation.services.close_out import add_follow_up
from assembly.evaluation.services.disclosure_packs import ask_for_pack, build_pack
from assembly.evaluation.services.disclosures import Asked, receive_request, settle_request
from assembly.evaluation.working_days import working_day_after
from assembly.models import Assembly, User

SITE = "https://take-part.riverbend.example/"
_TOKENS = uuid.UUID("6d1f0c1e-6f0c-5c5e-9a55-0c8f2b6f3f10")


def tell_closing(air: Assembly, homes: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Let one letter come to each assembly; that about warm homes has been answered."""
    amara = people["amara"]
    came = calendar.day(2026, 6, 4)
    _receive(
        air,
        "How much was spent on the first three sessions, and how many members came to each?",
        came,
        actor=amara,
        calendar=calendar,
    )
    request = _receive(
        homes,
        "How was the panel drawn, and how did members vote on each recommendation?",
        came,
        actor=people["jonas"],
        calendar=calendar,
    )
    now = calendar.at(2026, 6, 8, 18, 40)
    pack = ask_for_pack(request=request, site=SITE, actor=people["jonas"], now=now)
    build_pack(pack.pk, clock=lambda: now)
    settle_request(
        request=request,
        verb="answer",
        settled_on=calendar.day(2026, 6, 8),
        reason="Sent by e-mail, and the summary by post.",
        actor=people["jonas"],
        now=calendar.at(2026, 6, 8, 18, 50),
    )
    add_follow_up(
        assembly=homes,
        fields={
            "matter": "Questions about the insulation fund once the assembly is closed",
            "who": "Housing Office of Riverbend City Council",
            "contact": "By phone on weekdays from nine to four, or at the counter of the town hall",
            "by_when": calendar.day(2027, 6, 1),
            "note": "",
        },
        actor=people["jonas"],
        now=calendar.at(2026, 6, 8, 18, 55),
    )


def _receive(
    assembly: Assembly, subject: str, came: date, *, actor: User, calendar: Calendar
) -> DisclosureRequest:
    asked = Asked(
        asked_on=came,
        asked_by="",
        way="paper",
        subject=subject,
        period_from=None,
        period_to=None,
        due_on=working_day_after(came),
    )
    token = uuid.uuid5(_TOKENS, assembly.slug)
    now = calendar.at(2026, 6, 8, 18, 30)
    return receive_request(assembly=assembly, asked=asked, token=token, actor=actor, now=now)

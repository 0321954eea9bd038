"""What witnesses and the advisory group see of evidence on their own page."""

from datetime import datetime
from typing import Any

from assembly.enums import Role
from assembly.models import Assembly, User
from assembly.own_cards import OwnCard, register_own_card
from evidence.selectors.appearances import coming_appearances
from evidence.selectors.balance import ledger_of
from evidence.selectors.witnesses import witness_of
from evidence.services.witness_moves import can_answer


def _appearances(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:
    if not user.has_perm("assembly.give_evidence", assembly):
        return None
    witness = witness_of(assembly, user)
    person = witness.person if witness else None
    context = {
        "witness": witness,
        "is_asked": witness is not None and can_answer(witness),
        "lacks_interests": witness is not None and witness.interests_at is None,
        "coming": coming_appearances(assembly, person, now)[:1] if person else [],
    }
    return "evidence/own_card_witness.html", context


def _balance(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]]:  # noqa: ARG001
    ledger = ledger_of(assembly, "")
    lacking = [topic.title for topic in ledger.topics if topic.gaps]
    return "evidence/own_card_balance.html", {"lacks": len(ledger.whole.gaps), "lacking": lacking}


register_own_card(OwnCard("evidence.appearances", 12, _appearances))
register_own_card(OwnCard("evidence.balance", 30, _balance, (Role.ADVISORY_GROUP,)))

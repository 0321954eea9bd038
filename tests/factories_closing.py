"""Makers of requests for information, their packs, open matters and close-out certificates."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from assembly.evaluation.models import CloseOutCertificate, DisclosurePack, DisclosureRequest, FollowUp
from assembly.evaluation.services.close_out import add_follow_up, issue_close_out
from assembly.evaluation.services.disclosure_packs import ask_for_pack, build_pack
from assembly.evaluation.services.disclosures import Asked, receive_request, settle_request
from assembly.models import Assembly
from tests.factories import NOON, StateEntryFactory, UserFactory

SITE = "https://assembly.example/"


def make_asked(**fields: Any) -> Asked:
    """Return what a letter asks."""
    day = NOON.date()
    stands = {
        "asked_on": day,
        "asked_by": "⟪Greta Moss⟫",
        "way": "paper",
        "subject": "⟪How was the money spent?⟫",
        "period_from": None,
        "period_to": None,
        "due_on": day + timedelta(days=28),
    }
    return Asked(**{**stands, **fields})


def make_request(assembly: Assembly, state: str = "received", **fields: Any) -> DisclosureRequest:
    """Enter a request, and bring it to a state."""
    own = {"actor": UserFactory(), "now": NOON}
    request = receive_request(assembly=assembly, asked=make_asked(**fields), token=uuid.uuid4(), **own)
    verbs = {"received": "", "answered": "answer", "withdrawn": "withdraw", "refused": "refuse"}
    if verb := verbs[state]:
        day = request.asked_on
        request = settle_request(request=request, verb=verb, settled_on=day, reason="⟪Asked twice⟫", **own)
    return request


def ask_pack(request: DisclosureRequest, now: datetime = NOON) -> DisclosurePack:
    """Queue a pack."""
    return ask_for_pack(request=request, site=SITE, actor=UserFactory(), now=now)


def make_ready_pack(request: DisclosureRequest, now: datetime = NOON) -> DisclosurePack:
    """Have a pack built as the worker would."""
    pack = ask_pack(request, now)
    assert build_pack(pack.pk, clock=lambda: now)
    pack.refresh_from_db()
    assert pack.state == "ready", pack.problem
    return pack


def make_follow_up(assembly: Assembly, **fields: Any) -> FollowUp:
    """Enter an open matter."""
    stands = {
        "matter": "⟪The bus lane is still to be built⟫",
        "who": "⟪Roads Office of the City⟫",
        "contact": "⟪By phone on weekdays, 0117 4960100⟫",
        "by_when": NOON.date() + timedelta(days=365),
        "note": "",
        **fields,
    }
    return add_follow_up(assembly=assembly, fields=stands, actor=UserFactory(), now=NOON)


def close(assembly: Assembly) -> Assembly:
    """Let an assembly be closed."""
    Assembly.objects.filter(pk=assembly.pk).update(state="closed", paused_from="")
    if not assembly.state_entries.filter(state="closed").exists():
        StateEntryFactory(assembly=assembly, state="closed")
    return Assembly.objects.get(pk=assembly.pk)


def make_certificate(assembly: Assembly, now: datetime = NOON, **fields: Any) -> CloseOutCertificate:
    """Issue a certificate, of an assembly that is closed for the moment of it."""
    stood = assembly.state
    closed = close(assembly)
    if not closed.follow_ups.exists():
        make_follow_up(closed)
    before = closed.close_out_certificates.order_by("-number").first()
    own = {"seen": before.number, "reason": "⟪A day was wrong⟫"} if before else {"seen": 0, "reason": ""}
    issued = issue_close_out(assembly=closed, actor=UserFactory(), now=now, **{**own, **fields})
    Assembly.objects.filter(pk=assembly.pk).update(state=stood)
    return issued

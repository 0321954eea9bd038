"""Facts of the close-out certificate about data: what was erased, what is held until when, what is kept for good."""

from collections import defaultdict
from datetime import date, datetime

from django.utils import timezone

from assembly.evaluation.closing_sources import Facts
from assembly.models import Assembly, AuditEvent
from assembly.services.retention import clocks_of

_COUNTED = (
    "people",
    "rows",
    "receipts",
    "incidents",
    "notes",
    "questions",
    "requests",
    "addresses",
    "imports",
)
"""Under which of these names an entry says how many were erased."""
KEPT = (
    ("remit", ""),
    ("draw", "public_draws"),
    ("programme", "public_programme"),
    ("evidence", "public_evidence"),
    ("votes", "public_votes"),
    ("report", "public_report"),
    ("answers", "public_register"),
    ("certificate", "public_close_out"),
)
"""What is kept for good, and the public page on which it is; "" where the team keeps it."""


def erased_facts(assembly: Assembly, now: datetime) -> Facts:
    """Return what was erased: by kind, how many, the first day and the last."""
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    events = AuditEvent.objects.filter(assembly=assembly, at__lte=now, type__contains="erased").exclude(
        type="record.details_erased"
    )
    for event in events.select_related("kept").order_by("number"):
        details = event.details
        n = next((details[name] for name in _COUNTED if isinstance(details.get(name), int)), 1)
        kind = f"{event.type}:{details.get('kind', '')}" if event.type == "privacy.erased" else event.type
        found[kind].append((timezone.localdate(event.at), n))
    return [
        {
            "kind": kind,
            "n": sum(n for _day, n in rows),
            "first": min(day for day, _n in rows).isoformat(),
            "last": max(day for day, _n in rows).isoformat(),
        }
        for kind, rows in sorted(found.items())
    ]


def held_facts(assembly: Assembly, now: datetime) -> Facts:
    """Return each class of personal data of which something is held, until when, and whether it should be gone."""
    today = timezone.localdate(now)
    return [
        {
            "class": clock.retention.key,
            "n": clock.waiting,
            "months": clock.months,
            "until": clock.due.isoformat() if clock.due else "",
            "is_overdue": bool(clock.due and clock.due <= today),
        }
        for clock in clocks_of(assembly)
        if clock.waiting
    ]


def kept_facts(assembly: Assembly, now: datetime) -> Facts:
    """Return what is kept for good and where, and the end of the chain of the record."""
    last = AuditEvent.objects.filter(assembly=assembly, at__lte=now).order_by("-number").first()
    chain = [{"kind": "record", "n": last.number, "sha256": last.digest}] if last else []
    return [*({"kind": kind, "url_name": url_name} for kind, url_name in KEPT), *chain]

"""The card “Your reading” on the page of those who take part: what to read for the next session."""

from datetime import datetime
from typing import Any

from assembly.models import Assembly, User
from assembly.own_cards import OwnCard, register_own_card
from assembly.selectors import person_of
from evidence.models import PackDelivery, PackFile
from evidence.selectors.packs import issued, latest_versions

_MOST = 6


def _reading(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:
    if not user.has_perm("assembly.read_evidence", assembly):
        return None
    coming = [each for each in latest_versions(assembly) if each.pack.session.ends_at > now]
    if not coming:
        return None
    content = issued(coming[0], now)
    person = person_of(assembly, user)
    delivery = PackDelivery.objects.filter(version=coming[0], person=person).first() if person else None
    readable = [entry for entry in content.entries if entry.is_readable]
    context = {
        "content": content,
        "session": coming[0].pack.session,
        "entries": readable[:_MOST],
        "more": max(len(readable) - _MOST, 0),
        "delivery": delivery,
        "is_new": delivery is None or delivery.opened_at is None,
        "files": list(PackFile.objects.filter(version=coming[0], built_at__isnull=False))
        if content.is_whole
        else [],
    }
    return "evidence/own_reading_card.html", context


register_own_card(OwnCard("evidence.reading", 20, _reading))

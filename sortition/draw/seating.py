"""Refuse panels that break a quota or a cap before they are frozen: afterwards only an auditor could see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sortition.draw.commitments import Opening
from sortition.draw.errors import DrawError
from sortition.draw.frozen import Frozen


def check_panels(frozen: Frozen, openings: Iterable[Opening]) -> None:
    """Check every panel against the quotas and caps.

    Raises:
        DrawError: panel_breaks_a_quota, panel_breaks_a_cap.
    """
    known = {opening.pseudonym: opening for opening in openings}
    for number, panel in enumerate(frozen.panels):
        members = [known[pseudonym] for pseudonym in panel]
        for quota in frozen.quotas:
            count = sum(member.values[quota.category] == quota.value for member in members)
            if not quota.minimum <= count <= quota.maximum:
                where = {"field": f"panels[{number}]", "category": quota.category, "value": quota.value}
                raise DrawError("panel_breaks_a_quota", where)
        for cap in frozen.caps:
            groups = Counter(member.groups[cap.column] for member in members if cap.column in member.groups)
            if any(count > cap.maximum for count in groups.values()):
                where = {"field": f"panels[{number}]", "column": cap.column}
                raise DrawError("panel_breaks_a_cap", where)

"""Check a lottery from its explicit panels; imports no solver."""

from __future__ import annotations

from sortition.lottery.instance import Instance
from sortition.lottery.results import Certificate, Selection


def check_certificate(instance: Instance, selection: Selection) -> Certificate:
    """Check every claim of a selection anew."""
    raise NotImplementedError

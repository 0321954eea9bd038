"""The mailing list of a wave, for a printer who sets the letters."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from sortition.models import InvitationWave
from sortition.wave_codes import code_of, shown_code


def mailing_rows(wave: InvitationWave, link_base: str) -> Iterator[list[Any]]:
    """Yield a row of headings, then one for each letter: number, address, area, code, link."""
    yield [_("Letter"), _("Address"), _("Area"), _("Code"), _("Link")]
    for each in wave.invited.exclude(lines="").order_by("number").iterator(chunk_size=2_000):
        code = code_of(wave.token, each.number)
        link = f"{link_base}{code}/" if link_base else ""
        yield [f"{wave.number}-{each.number}", each.lines, each.area, shown_code(code), link]

"""Files about addresses: the mailing list of a wave for a printer, and the rows that no letter can go to."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assembly.typed_codes import shown_code
from sortition.models import AddressFile, InvitationWave
from sortition.reading.addresses import ReadAddresses
from sortition.selectors.waves_plan import table_of
from sortition.wave_codes import code_of


def mailing_rows(wave: InvitationWave, link_base: str) -> Iterator[list[Any]]:
    """Yield a row of headings, then one for each letter: number, address, area, code, link."""
    yield [_("Letter"), _("Address"), _("Area"), _("Code"), _("Link")]
    for each in wave.invited.exclude(lines="").order_by("number").iterator(chunk_size=2_000):
        code = code_of(wave.token, each.number)
        link = f"{link_base}{code}/" if link_base else ""
        yield [f"{wave.number}-{each.number}", each.lines, each.area, shown_code(code), link]


def rejected_address_rows(source: AddressFile, read: ReadAddresses) -> Iterator[list[str]]:
    """Yield the rejected rows as they stood in the file, each with its reason in front, to be put right.

    Raises:
        WaveRefused: the file is erased.
    """
    table, reasons = table_of(source), dict(read.rejected)
    yield [_("Reason"), *table.columns]
    for number, cells in table.records:
        if number in reasons:
            yield [reasons[number], *cells]

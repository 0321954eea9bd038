"""What a wave would be, before it is drawn: who can be invited, and how many letters each stratum gets."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from assembly.models import Assembly
from sortition.enums import WaveState
from sortition.errors import WaveRefused
from sortition.models import AddressFile, InvitedAddress
from sortition.reading.addresses import ReadAddresses, read_addresses
from sortition.reading.files import read_file
from sortition.reading.table import Table
from sortition.sampling import SampleImpossible, allocate


@dataclass(frozen=True, slots=True)
class WavePlan:
    """The file as read and the letters of each stratum: (name, addresses that can be invited, letters)."""

    read: ReadAddresses
    invited: frozenset[str]
    strata: tuple[tuple[str, int, int], ...]

    @property
    def available(self) -> int:
        """How many addresses can be invited."""
        return sum(addresses for _name, addresses, _letters in self.strata)

    @property
    def invited_before(self) -> int:
        """How many addresses of the file an earlier wave has invited."""
        return sum(row.key in self.invited for row in self.read.rows)


def table_of(source: AddressFile) -> Table:
    """Read a kept file as a table.

    Raises:
        WaveRefused: its time was over and it is erased.
    """
    if not source.file:
        raise WaveRefused(_("This file is no longer kept. Upload it again."), code="file_erased")
    with source.file.open("rb") as file:
        return read_file(file.read())


def read_address_file(source: AddressFile) -> ReadAddresses:
    """Read a kept file as its columns were matched.

    Raises:
        WaveRefused: it is erased.
    """
    table = table_of(source)
    return read_addresses(table.columns, table.records, source.columns, resident=_("The residents"))


def invited_keys(assembly: Assembly) -> frozenset[str]:
    """Return the addresses that a wave has invited; one that was cancelled before the post has invited nobody."""
    letters = InvitedAddress.objects.filter(wave__assembly=assembly).exclude(wave__state=WaveState.CANCELLED)
    return frozenset(letters.exclude(address_key="").values_list("address_key", flat=True))


def plan_of(source: AddressFile) -> WavePlan:
    """Read a file and count whom a wave can invite, without any letter yet.

    Raises:
        WaveRefused: the file is erased.
    """
    read, invited = read_address_file(source), invited_keys(source.assembly)
    counts = Counter(row.stratum for row in read.rows if row.key not in invited and row.weight > 0)
    return WavePlan(read, invited, tuple((name, counts[name], 0) for name in sorted(counts)))


def share_out(
    plan: WavePlan, letters: int, *, favoured: Collection[str] = (), favoured_share: Fraction = Fraction(0)
) -> WavePlan:
    """Return the plan with `letters` shared out between its strata.

    Raises:
        WaveRefused: there are not so many addresses.
    """
    counts = {name: addresses for name, addresses, _letters in plan.strata}
    wanted = [name for name in favoured if name in counts]
    try:
        sizes = allocate(counts, letters, favoured=wanted, favoured_share=favoured_share)
    except SampleImpossible as refused:
        raise WaveRefused(
            _("There are %(available)d addresses that can still be invited, fewer than %(wanted)d letters.")
            % refused.params,
            code=refused.code,
        ) from None
    return replace(plan, strata=tuple((name, count, sizes[name]) for name, count in counts.items()))


def plan_wave(
    source: AddressFile,
    letters: int,
    *,
    favoured: Collection[str] = (),
    favoured_share: Fraction = Fraction(0),
) -> WavePlan:
    """Read a file and share `letters` out between its strata.

    Raises:
        WaveRefused: there are not so many addresses, or the file is erased.
    """
    return share_out(plan_of(source), letters, favoured=favoured, favoured_share=favoured_share)

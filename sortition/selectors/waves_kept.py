"""How much is kept about people who were invited, and since when."""

from datetime import date

from django.db.models import Max, Q
from django.utils import timezone

from assembly.models import Assembly
from sortition.models import AddressFile, InvitationWave, InvitedAddress, WaveLetters


def last_wave_day(assembly: Assembly) -> date | None:
    """Return the day of the last upload, draw or posting; None where there was none."""
    waves = InvitationWave.objects.filter(assembly=assembly).aggregate(
        drawn=Max("created_at"), posted=Max("posted_on")
    )
    uploaded = AddressFile.objects.filter(assembly=assembly).aggregate(last=Max("created_at"))["last"]
    days = [timezone.localdate(moment) for moment in (waves["drawn"], uploaded) if moment]
    return max([*days, *([waves["posted"]] if waves["posted"] else [])], default=None)


def addresses_kept(assembly: Assembly) -> int:
    """Return how many invited addresses and files of addresses are still kept."""
    letters = InvitedAddress.objects.filter(wave__assembly=assembly).exclude(lines="", address_key="")
    printed = WaveLetters.objects.filter(wave__assembly=assembly)
    files = AddressFile.objects.filter(Q(assembly=assembly) & ~Q(file=""))
    return letters.count() + printed.count() + files.count()

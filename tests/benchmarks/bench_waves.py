"""Draw 12,500 of 100,000 addresses and print the letters as a worker would, with the progress that its page shows."""

import os
import random
import tempfile
import time
from fractions import Fraction

ADDRESSES, LETTERS = 100_000, 12_500
MOST_SECONDS = 300


def address_file() -> bytes:
    """Return a file of different addresses in twenty wards, each with a weight of 1 to 3."""
    chance = random.Random(1)
    rows = (
        f"Household {each},{each} Weir Lane,Riverbend,RB{each % 40} 1AA,"
        f"Ward {chance.randrange(20)},{chance.randint(1, 3)}"
        for each in range(ADDRESSES)
    )
    return ("Name,Street,Town,Postcode,Ward,Weight\n" + "\n".join(rows) + "\n").encode()


def measure() -> None:
    """Draw and print one wave in a fresh database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from assembly.enums import Role
    from sortition.models import InvitationWave
    from sortition.reading.files import read_file
    from sortition.services.waves import draw_wave, keep_address_file
    from sortition.services.waves_print import print_wave, want_letters
    from tests.factories import AppointmentFactory, AssemblyFactory

    call_command("migrate", verbosity=0)
    assembly = AssemblyFactory()
    actor = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    begun, now, data = time.monotonic(), timezone.now(), address_file()
    source = keep_address_file(
        assembly=assembly, file_name="a.csv", data=data, table=read_file(data), actor=actor, now=now
    )
    kept = time.monotonic()
    wave = draw_wave(
        source=source,
        letters=LETTERS,
        favoured=["Ward 1", "Ward 2"],
        favoured_share=Fraction(1, 5),
        actor=actor,
        now=now,
        chance=random.Random(2),
    )
    drawn = time.monotonic()
    want_letters(
        wave=wave,
        subject="You are invited",
        body="Dear residents,\n\n" + "Your address was drawn by lot from all addresses of the city. " * 20,
        sender_name="City of Riverbend",
        sender_lines="1 Bridge Street\nRiverbend RB1 1AA",
        language="en",
        answer_by=None,
        link_base="https://assembly.example.org/r/abc234/",
        actor=actor,
        now=now,
    )
    seen: list[int] = []

    def clock() -> object:
        """Tell the time, and note the progress that stands in the row: it is asked for at every beat."""
        done = InvitationWave.objects.values_list("print_done", flat=True).get(pk=wave.pk)
        if not seen or done > seen[-1]:
            seen.append(done)
        return timezone.now()

    print_wave(wave.pk, clock=clock)  # type: ignore[arg-type]
    printed = time.monotonic()
    wave.refresh_from_db()
    verdict = "" if printed - begun < MOST_SECONDS else f"   more than {MOST_SECONDS} s"
    print(f"  file of {ADDRESSES:,} addresses kept in {kept - begun:5.1f} s")
    print(f"  {LETTERS:,} drawn in                   {drawn - kept:5.1f} s")
    print(f"  {wave.printed.pages:,} pages printed in           {printed - drawn:5.1f} s, {wave.state}")
    print(f"  progress seen {len(seen)} times, from {seen[1]:,} to {seen[-1]:,} letters")
    print(f"  altogether                      {printed - begun:5.1f} s{verdict}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assembly.project.settings_test")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        measure()

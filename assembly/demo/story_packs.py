"""Issue the packs of four sessions, print them, post them to who reads on paper; members open them and keep notes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.urls import reverse

from assembly.demo.diary import Diary
from assembly.demo.story_items import Shelf
from assembly.models import Person
from evidence.enums import PackPrint, PackWay
from evidence.models import EvidenceItem, PackFile, PackVersion
from evidence.selectors.packs import checked_entries, latest_version, pack_of
from evidence.services.deliveries import note_deliveries
from evidence.services.packs import PackWords, make_pack, remove_entry
from evidence.services.packs_build import build_file
from evidence.services.packs_issue import issue_pack
from evidence.services.reading import keep_note, note_opened, save_reading_wish
from scheduling.models import Session
from scheduling.selectors.sessions import members_at

SITE = "https://take-part.riverbend.example"
GRACE = 13
PRESENT = (6, 8)
"""The last day that is told."""


@dataclass(frozen=True, slots=True)
class Issued:
    """One version of a session's pack: when, what changed, and how many members opened it on their own."""

    session: int
    at: tuple[int, int, int, int]
    opened: int
    note: str = ""
    intro: str = ""


INTRO = "Read as much as you like. The summaries are enough to follow the day; nobody is asked what they have read."
ISSUED = (
    Issued(1, (5, 4, 16, 0), 31, intro=INTRO),
    Issued(
        1, (5, 12, 14, 0), 12, note="The figures about fine dust in winter are corrected in the first paper."
    ),
    Issued(
        2,
        (5, 18, 16, 0),
        36,
        intro="What dirty air does to people, and what it costs to have it and to end it.",
    ),
    Issued(
        3,
        (6, 1, 16, 0),
        33,
        intro="Two cities that tried the same and judged it differently, and what studies say.",
    ),
    Issued(
        4, (6, 8, 9, 0), 9, intro="For the three stations of the day. One more paper follows on the 17th."
    ),
)
WISHES = {
    5: (PackWay.PAPER, PackPrint.NORMAL),
    16: (PackWay.BOTH, PackPrint.NORMAL),
    24: (PackWay.PAPER, PackPrint.LARGE),
    38: (PackWay.PAPER, PackPrint.NORMAL),
    45: (PackWay.BOTH, PackPrint.LARGE),
}
"""Seat → how its member wishes to read."""
NOTES = (
    ((5, 5, 20, 15), "streets", "Only two stations at the harbour! Ask why. And what about my street?"),
    ((5, 20, 21, 0), "heat", "Saved 170, paid 456 more. So the rule about rents matters more than the pump."),
    ((6, 3, 20, 40), "zone", "Buses first, charges after. Remember this for the fourth day."),
    ((6, 3, 20, 55), "gave_up", "Fell 9 here and 7 next door – so the zone did little? Or was it too short?"),
)


class Readers:
    """Members as readers, and the packs they get."""

    def __init__(self, shelf: Shelf) -> None:
        """Begin with what stands on the shelf."""
        self.shelf, self.accounts = shelf, shelf.accounts

    def on_seat(self, number: int) -> Person:
        """Return who sits on a seat."""
        members = Person.objects.members().here()
        return members.get(assembly=self.shelf.directory.assembly, seat_number=number)

    def say_wishes(self, now: datetime) -> None:
        """Enter how members wish to read, as they told Mei on the phone."""
        for seat, (way, size) in WISHES.items():
            save_reading_wish(
                person=self.on_seat(seat), way=way, size_of_print=size, actor=self.accounts["mei"], now=now
            )

    def issue(self, issued: Issued, now: datetime) -> None:
        """Put a pack together where there is none, issue it, and build its files as a worker does."""
        session, mei = self._session(issued), self.accounts["mei"]
        words = PackWords(f"Reading for day {session.number}: {session.title}", issued.intro, "en")
        pack = make_pack(session=session, words=words, actor=mei, now=now - timedelta(hours=1))
        for checked in checked_entries(pack, now):
            if checked.faults:
                # One more paper comes later: this version goes out without it.
                pack = remove_entry(
                    pack=pack, entry=checked.entry.pk, revision=pack.revision, actor=mei, now=now
                )
        page = SITE + reverse("own_pack", args=[session.assembly.slug, session.number])
        version = issue_pack(
            pack=pack, note=issued.note, revision=pack.revision, page_url=page, actor=mei, now=now
        )
        for file in PackFile.objects.filter(version=version).order_by("pk"):
            build_file(file.pk, page_url=page, clock=lambda: now + timedelta(minutes=1))

    def post(self, issued: Issued, now: datetime) -> None:
        """Post a version to who reads on paper."""
        self._deliver(issued, list(WISHES), "posted", now)

    def come_back(self, issued: Issued, seat: int, now: datetime) -> None:
        """Note that the post could not deliver one, and that it was handed over at the session instead."""
        self._deliver(issued, [seat], "returned", now)
        self._deliver(issued, [seat], "handed", self._session(issued).starts_at)

    def open(self, issued: Issued, now: datetime) -> None:
        """Let members open a version, one after another, Grace among the first."""
        version = self._version(issued)
        readers = [
            person
            for person in members_at(version.pack.session).order_by("seat_number")
            if WISHES.get(person.seat_number or 0, (PackWay.ONLINE,))[0] != PackWay.PAPER
        ]
        readers.sort(key=lambda person: (person.seat_number != GRACE, (person.seat_number or 0) * 7 % 50))
        for minute, person in enumerate(readers[: issued.opened]):
            note_opened(version=version, person=person, now=now + timedelta(minutes=11 * minute))

    def write_note(self, key: str, text: str, now: datetime) -> None:
        """Let Grace write something down for herself."""
        item: EvidenceItem = self.shelf.items[key]
        keep_note(person=self.on_seat(GRACE), item=item, text=text, actor=self.accounts["grace"], now=now)

    def _deliver(self, issued: Issued, seats: Collection[int], verb: str, now: datetime) -> None:
        people = [self.on_seat(seat).pk for seat in seats]
        note_deliveries(
            version=self._version(issued), people=people, verb=verb, actor=self.accounts["mei"], now=now
        )

    def _session(self, issued: Issued) -> Session:
        return self.shelf.sessions[issued.session - 1]

    def _version(self, issued: Issued) -> PackVersion:
        pack = pack_of(self._session(issued))
        version = latest_version(pack) if pack else None
        if version is None:
            message = f"No pack of session {issued.session} is issued yet."
            raise LookupError(message)
        return version


def note_packs(diary: Diary, readers: Readers, issued: Sequence[Issued] = ISSUED) -> None:
    """Note in the diary what is issued, posted, opened, and written down."""
    diary.note((5, 2, 17, 0), readers.say_wishes)
    for each in issued:
        month, day, hour, _minute = each.at
        diary.note(each.at, partial(readers.issue, each))
        diary.note((month, day, hour, 30), partial(readers.open, each))
        if (month, day) < PRESENT:
            diary.note((month, day + 1, 11, 0), partial(readers.post, each))
    diary.note((5, 22, 9, 0), partial(readers.come_back, issued[2], 38))
    for moment, key, text in NOTES:
        diary.note(moment, partial(readers.write_note, key, text))

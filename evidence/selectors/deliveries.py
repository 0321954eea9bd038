"""Who gets a pack how, who got it, and who has not been reached."""

from dataclasses import dataclass

from assembly.models import Person
from assembly.postal_addresses import addresses_of
from evidence.enums import PackPrint, PackWay
from evidence.models import PackDelivery, PackVersion, ReadingWish
from scheduling.selectors.sessions import members_at

SHOWN = ("all", "paper", "to_send", "unreached")


@dataclass(frozen=True, slots=True)
class Reader:
    """A member with how they read, and what became of one version."""

    person: Person
    way: str
    size_of_print: str
    is_said: bool
    """Whether they said it; else it follows from whether they have an account."""
    delivery: PackDelivery | None
    old: int | None
    """The number of the last version before this one that they have on paper."""
    address: tuple[str, ...] = ()

    @property
    def wants_paper(self) -> bool:
        """Whether it is printed for them."""
        return self.way != PackWay.ONLINE

    @property
    def has_paper(self) -> bool:
        """Whether it went out to them and did not come back."""
        row = self.delivery
        return bool(row and (row.posted_at or row.handed_at) and not row.returned_at)

    @property
    def is_to_send(self) -> bool:
        """Whether their paper copy still has to go out."""
        return self.wants_paper and not self.has_paper

    @property
    def has_old(self) -> bool:
        """Whether what they have on paper is no longer what was issued."""
        return self.old is not None and not self.has_paper

    @property
    def is_reached(self) -> bool:
        """Whether they opened it, or have it on paper."""
        return self.has_paper or bool(self.delivery and self.delivery.opened_at)

    @property
    def way_label(self) -> str:
        """Return how, in words."""
        return str(PackWay(self.way).label)

    @property
    def print_label(self) -> str:
        """Return in which print, in words."""
        return str(PackPrint(self.size_of_print).label)


def way_of(person: Person, wish: ReadingWish | None) -> tuple[str, str]:
    """Return how somebody gets packs and in which print: as they said, else on paper where they have no account."""
    if wish is not None:
        return wish.way, wish.size_of_print
    return (PackWay.ONLINE if person.user_id else PackWay.PAPER), PackPrint.NORMAL


def readers_of(version: PackVersion) -> list[Reader]:
    """Return the members who are expected at the session of a pack, by their seats."""
    people = list(members_at(version.pack.session))
    wishes = {wish.person_id: wish for wish in ReadingWish.objects.filter(person__in=people)}
    rows = PackDelivery.objects.filter(version__pack=version.pack_id, person__in=people)
    own: dict[int, PackDelivery] = {}
    old: dict[int, int] = {}
    for row in rows.select_related("version").defer("version__content").order_by("version__number"):
        if row.version_id == version.pk:
            own[row.person_id] = row
        elif row.version.number < version.number and (row.posted_at or row.handed_at) and not row.returned_at:
            old[row.person_id] = row.version.number
    addresses = addresses_of(people)
    return [
        Reader(
            person,
            *way_of(person, wishes.get(person.pk)),
            is_said=person.pk in wishes,
            delivery=own.get(person.pk),
            old=old.get(person.pk),
            address=addresses.get(person.pk, ()),
        )
        for person in people
    ]


def shown_readers(readers: list[Reader], shown: str) -> list[Reader]:
    """Return those of a list that its tab shows."""
    tests = {
        "paper": lambda reader: reader.wants_paper,
        "to_send": lambda reader: reader.is_to_send,
        "unreached": lambda reader: not reader.is_reached,
    }
    test = tests.get(shown)
    return [reader for reader in readers if test is None or test(reader)]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many a version reached."""

    expected: int
    opened: int
    on_paper: int
    to_send: int
    unreached: int
    old: int


def reach_of(readers: list[Reader]) -> Reach:
    """Return the counts of a version."""
    return Reach(
        expected=len(readers),
        opened=sum(bool(reader.delivery and reader.delivery.opened_at) for reader in readers),
        on_paper=sum(reader.has_paper for reader in readers),
        to_send=sum(reader.is_to_send for reader in readers),
        unreached=sum(not reader.is_reached for reader in readers),
        old=sum(reader.has_old for reader in readers),
    )

"""The balance ledger: voices of the whole assembly, of each topic and of each session."""

from collections import defaultdict
from dataclasses import dataclass

from assembly.enums import PersonKind
from assembly.models import Assembly
from evidence.balance import Gap, Tally, Voice, gaps, tally
from evidence.balance_words import VALUE_NAMES, gap_words
from evidence.enums import COMING, WitnessState
from evidence.models import Topic, Witness
from scheduling.enums import Part
from scheduling.models import Session, Slot

COUNTED = (*COMING, WitnessState.INVITED)


@dataclass(frozen=True, slots=True)
class Account:
    """The ledger of one scope. without_file: speakers of a session of whom there is no file, so nothing is known."""

    kind: str
    key: int
    title: str
    coming: Tally
    invited: Tally
    without_file: int = 0

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return what lacks among those who come."""
        return gaps(self.coming)

    @property
    def sentences(self) -> list[str]:
        """Return what lacks, in words."""
        return [gap_words(gap, self.title) for gap in self.gaps]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many of those who come stand where."""
        said = ("for", "neutral", "against")
        return {
            **{value: self.coming.of("position", value) for value in said},
            "unsaid": self.coming.of("position", ""),
        }

    def rows(self, dimension: str) -> list[tuple[str, int, int]]:
        """Return (name of the value, how many come, how many are invited) of a dimension."""
        names = VALUE_NAMES[dimension]
        return [
            (str(label), self.coming.of(dimension, value), self.invited.of(dimension, value))
            for value, label in names.items()
        ]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole assembly, then topics in their order, then sessions by date."""

    whole: Account
    topics: tuple[Account, ...]
    sessions: tuple[Account, ...]

    @property
    def accounts(self) -> list[Account]:
        """Return all of them."""
        return [self.whole, *self.topics, *self.sessions]


def ledger_of(assembly: Assembly, title: str) -> Ledger:
    """Count who comes and who is invited; `title` is what the whole assembly is called. Five queries, however many."""
    found = Witness.objects.filter(assembly=assembly, state__in=COUNTED).prefetch_related("topics")
    witnesses = list(found)
    by_topic: dict[int, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        for topic in witness.topics.all():
            by_topic[topic.pk].append(witness)
    by_session, strangers = _by_session(assembly, witnesses)
    return Ledger(
        whole=_account("assembly", 0, title, witnesses),
        topics=tuple(
            _account("topic", topic.pk, topic.title, by_topic[topic.pk])
            for topic in Topic.objects.filter(assembly=assembly)
        ),
        sessions=tuple(
            _account(
                "session",
                session.number,
                f"{session}: {session.title}",
                by_session[session.pk],
                strangers[session.pk],
            )
            for session in Session.objects.filter(assembly=assembly)
        ),
    )


def _by_session(
    assembly: Assembly, witnesses: list[Witness]
) -> tuple[dict[int, list[Witness]], dict[int, int]]:
    """Put witnesses to the sessions in which they speak, and count speakers without a file; each once a session."""
    files = {witness.person_id: witness for witness in witnesses if witness.person_id}
    slots = Slot.objects.filter(
        item__session__assembly=assembly, part=Part.SPEAKER, person__kind=PersonKind.WITNESS
    )
    spoken = sorted(set(slots.values_list("item__session", "person", "person__witness")), key=str)
    by_session: dict[int, list[Witness]] = defaultdict(list)
    strangers: dict[int, int] = defaultdict(int)
    for session, person, file in spoken:
        if person in files:
            by_session[session].append(files[person])
        elif file is None:
            strangers[session] += 1
    return by_session, strangers


def _account(kind: str, key: int, title: str, witnesses: list[Witness], without_file: int = 0) -> Account:
    return Account(
        kind,
        key,
        title,
        tally(voice_of(each) for each in witnesses if each.state in COMING),
        tally(voice_of(each) for each in witnesses if each.state == WitnessState.INVITED),
        without_file,
    )


def voice_of(witness: Witness) -> Voice:
    """Return what a witness says of themselves."""
    return Voice(witness.position, witness.kind, witness.organisation_kind, witness.gender)

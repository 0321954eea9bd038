"""The witnesses' files: topics, those of the programme taken over, interests and agreements, proposals."""

import random
import uuid
from collections.abc import Mapping
from datetime import datetime

from assembly.demo.diary import Diary, Moment
from assembly.demo.witness_words import (
    BY_ADVISORY,
    BY_MEMBER,
    BY_PUBLIC,
    NONE,
    SPEAKERS,
    TOPICS,
    Proposed,
    Speaker,
)
from assembly.models import Assembly, Person, User
from evidence.enums import ProposedBy, Way
from evidence.models import Topic, Witness
from evidence.services.releases import agree_release
from evidence.services.topics import add_topic
from evidence.services.witness_moves import answer_invitation, decide_witness, invite_witness, step_witness
from evidence.services.witnesses import (
    Proposer,
    change_witness,
    declare_interests,
    propose_witness,
    take_over_person,
)

SEED = 41


class Directory:
    """The files that the story keeps, by the keys of its people, and the topics by theirs."""

    def __init__(self, assembly: Assembly, accounts: Mapping[str, User]) -> None:
        """Begin with nothing."""
        self.assembly, self.accounts = assembly, accounts
        self.topics: dict[str, Topic] = {}
        self.witnesses: dict[str, Witness] = {}
        self._source = random.Random(SEED)  # noqa: S311 (tokens of invented forms)

    def token(self) -> uuid.UUID:
        """Return what a form would have made."""
        return uuid.UUID(int=self._source.getrandbits(128), version=4)

    def name_topics(self, now: datetime) -> None:
        """Divide the assembly's question into topics."""
        for key, (title, about) in TOPICS.items():
            self.topics[key] = add_topic(
                assembly=self.assembly, title=title, description=about, actor=self.accounts["amara"], now=now
            )

    def take_over(self, people: Mapping[str, Person], now: datetime) -> None:
        """Make files of those who stand in the programme, and invite them."""
        amara = self.accounts["amara"]
        for key, speaker in SPEAKERS.items():
            witness = take_over_person(
                assembly=self.assembly,
                person=people[key],
                kind=speaker.kind,
                token=self.token(),
                actor=amara,
                now=now,
            )
            names = ("organisation_kind", "gender", "position", "expertise")
            change_witness(
                witness=witness,
                fields={name: getattr(speaker, name) for name in names},
                topics=[self.topics[topic] for topic in speaker.topics],
                actor=amara,
                now=now,
            )
            self.witnesses[key] = invite_witness(witness=witness, seen="shortlisted", actor=amara, now=now)

    def answer(self, key: str, speaker: Speaker, now: datetime) -> None:
        """Let a witness accept, and say what may be made public."""
        actor = self._hand(key)
        witness = self.witnesses[key]
        self.witnesses[key] = answer_invitation(
            witness=witness, verb="accept", way=speaker.way, seen=witness.state, actor=actor, now=now
        )
        for scope in speaker.agrees:
            agree_release(witness=self.witnesses[key], scope=scope, way=speaker.way, actor=actor, now=now)

    def declare(self, key: str, speaker: Speaker, now: datetime) -> None:
        """Let a witness declare interests, or that there are none."""
        has_none = speaker.interests == NONE
        declare_interests(
            witness=self.witnesses[key],
            interests="" if has_none else speaker.interests,
            has_none=has_none,
            way=speaker.way,
            actor=self._hand(key),
            now=now,
        )

    def step(self, key: str, verb: str, now: datetime) -> None:
        """Note that a witness was briefed, heard or followed up."""
        witness = self.witnesses[key]
        self.witnesses[key] = step_witness(
            witness=witness, verb=verb, seen=witness.state, actor=self.accounts["mei"], now=now
        )

    def propose(
        self, key: str, proposed: Proposed, proposer: Proposer, actor: User | None, now: datetime
    ) -> None:
        """Keep a proposal."""
        names = (
            "name",
            "organisation",
            "kind",
            "organisation_kind",
            "position",
            "gender",
            "expertise",
            "why",
        )
        self.witnesses[key] = propose_witness(
            assembly=self.assembly,
            fields={name: getattr(proposed, name) for name in names},
            topics=[self.topics[topic] for topic in proposed.topics],
            proposer=proposer,
            way=Way.ONLINE,
            token=self.token(),
            actor=actor,
            now=now,
        )

    def decide(self, key: str, proposed: Proposed, now: datetime) -> None:
        """Shortlist or turn down who was proposed; whoever is shortlisted is invited."""
        amara, witness = self.accounts["amara"], self.witnesses[key]
        witness = decide_witness(
            witness=witness,
            verb=proposed.verb,
            reason=proposed.reason,
            seen=witness.state,
            actor=amara,
            now=now,
        )
        if proposed.verb == "shortlist":
            witness = invite_witness(witness=witness, seen=witness.state, actor=amara, now=now)
        self.witnesses[key] = witness

    def decline(self, key: str, now: datetime) -> None:
        """Note that somebody who was invited declines."""
        witness = self.witnesses[key]
        self.witnesses[key] = answer_invitation(
            witness=witness,
            verb="decline",
            way=Way.EMAIL,
            seen=witness.state,
            actor=self.accounts["mei"],
            now=now,
        )

    def _hand(self, key: str) -> User:
        """Return who enters what a witness says: they themselves where they have an account."""
        return self.accounts[key] if SPEAKERS[key].way == Way.ONLINE else self.accounts["mei"]


def note_witnesses(
    diary: Diary, directory: Directory, people: Mapping[str, Person], *, grace: Person, advisor: Person
) -> None:
    """Note in the diary how the files come about and move on."""
    diary.note((4, 24, 9, 0), directory.name_topics)
    diary.note((4, 24, 10, 0), lambda now: directory.take_over(people, now))
    for minute, (key, speaker) in enumerate(SPEAKERS.items()):
        _note_speaker(diary, directory, key, speaker, minute)
    by_member = Proposer(ProposedBy.MEMBER, person=grace)
    by_advisory = Proposer(ProposedBy.ADVISORY, person=advisor)
    _note_proposed(diary, directory, "zielinski", BY_MEMBER, by_member, directory.accounts["grace"])
    _note_proposed(diary, directory, "lowe", BY_ADVISORY, by_advisory, directory.accounts["elif"])
    diary.note((5, 20, 16, 0), lambda now: directory.decline("lowe", now))
    for number, (proposed, name, contact) in enumerate(BY_PUBLIC):
        proposer = Proposer(ProposedBy.PUBLIC, name=name, contact=contact)
        _note_proposed(diary, directory, f"public{number}", proposed, proposer, None)


def _note_speaker(diary: Diary, directory: Directory, key: str, speaker: Speaker, minute: int) -> None:
    diary.note((4, 27, 11, minute), lambda now: directory.answer(key, speaker, now))
    if speaker.interests:
        diary.note((4, 29, 14, minute), lambda now: directory.declare(key, speaker, now))
    if speaker.briefed:
        briefed: Moment = (*_briefed_on(speaker), 16, minute)
        diary.note(briefed, lambda now: directory.step(key, "brief", now))
    if speaker.heard:
        diary.note((*speaker.heard, 16, 30), lambda now: directory.step(key, "hear", now))
    if speaker.follows:
        diary.note((6, 2, 15, minute), lambda now: directory.step(key, "follow_up", now))


def _briefed_on(speaker: Speaker) -> tuple[int, int]:
    """Return the day of the briefing: the Thursday before they are heard, for those of the fourth day in June."""
    return {(5, 9): (5, 7), (5, 23): (5, 21), (6, 6): (6, 4)}.get(speaker.heard or (0, 0), (6, 8))


def _note_proposed(  # noqa: PLR0917 (a line of the diary)
    diary: Diary, directory: Directory, key: str, proposed: Proposed, proposer: Proposer, actor: User | None
) -> None:
    diary.note((*proposed.on, 20, 10), lambda now: directory.propose(key, proposed, proposer, actor, now))
    if proposed.verb:
        diary.note((*proposed.decided, 10, 0), lambda now: directory.decide(key, proposed, now))

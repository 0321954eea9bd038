"""Who was heard on libraries, what they wrote, how it was looked at and issued, and what members asked."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse

from assembly.demo.diary import Diary
from assembly.demo.evidence_pdf import paper_pdf
from assembly.demo.libraries_days import QUESTIONS, SHEETS, TOPICS, WITNESSES, Heard, Sheet
from assembly.demo.story_homes_texts import Tokens
from assembly.demo.story_packs import SITE
from assembly.models import Assembly, Person, User
from evidence.enums import ItemKind, PackPrint, PackWay, ProposedBy, Verdict, Way
from evidence.models import EvidenceItem, EvidenceVersion, PackFile, Question, StoredFile, Topic, Witness
from evidence.selectors.packs import latest_version, pack_of
from evidence.selectors.questions import marks_of
from evidence.services.deliveries import note_deliveries
from evidence.services.files import keep_file
from evidence.services.item_moves import move_item, submit_version
from evidence.services.item_reviews import add_review
from evidence.services.items import Facts, Words, request_item
from evidence.services.packs import PackWords, make_pack
from evidence.services.packs_build import build_file
from evidence.services.packs_issue import issue_pack
from evidence.services.question_answers import (
    accept_answer,
    answer_question,
    assign_question,
    publish_question,
)
from evidence.services.questions import Asked, ask_question, enter_questions
from evidence.services.reading import note_opened, save_reading_wish
from evidence.services.releases import agree_release
from evidence.services.topics import add_topic
from evidence.services.witness_moves import answer_invitation, decide_witness, invite_witness, step_witness
from evidence.services.witnesses import Proposer, declare_interests, propose_witness
from evidence.uploads.gate import checked_file
from scheduling.models import Session
from scheduling.selectors.sessions import members_at

ON_PAPER = {7: PackPrint.NORMAL, 15: PackPrint.LARGE, 22: PackPrint.NORMAL}
"""Seat → how large the pack is printed that its member gets by post."""
WHY = "Knows it at first hand, and is heard beside somebody who sees it otherwise."
INTRO = "Two short papers for the day. The summaries are enough to follow it."


class Desk:
    """What the team keeps of the evidence, by the keys of the story."""

    def __init__(self, assembly: Assembly, people: dict[str, User], tokens: Tokens) -> None:
        """Begin with nothing."""
        self.assembly, self.people, self.tokens = assembly, people, tokens
        self.sessions: Sequence[Session] = ()
        self.topics: dict[str, Topic] = {}
        self.witnesses: dict[str, Witness] = {}
        self.items: dict[str, EvidenceItem] = {}
        self.questions: dict[str, Question] = {}

    def invite(self, now: datetime) -> dict[str, Person]:
        """Name the topics, choose four witnesses and invite them; they accept on the next day."""
        amara = self.people["amara"]
        for key, (title, about) in TOPICS.items():
            self.topics[key] = add_topic(
                assembly=self.assembly, title=title, description=about, actor=amara, now=now
            )
        for minute, (key, heard) in enumerate(WITNESSES.items(), start=1):
            self.witnesses[key] = self._propose(heard, now + timedelta(minutes=minute))
        for minute, key in enumerate(WITNESSES):
            self._accept(key, now + timedelta(days=1, minutes=minute))
        return {key: witness.person for key, witness in self.witnesses.items() if witness.person}

    def _propose(self, heard: Heard, now: datetime) -> Witness:
        amara = self.people["amara"]
        names = ("name", "organisation", "kind", "organisation_kind", "position", "gender", "expertise")
        witness = propose_witness(
            assembly=self.assembly,
            fields={name: getattr(heard, name) for name in names},
            topics=[self.topics[heard.topic]],
            proposer=Proposer(ProposedBy.ORGANISER),
            way=Way.ONLINE,
            token=self.tokens.next(),
            actor=amara,
            now=now,
        )
        witness = decide_witness(
            witness=witness, verb="shortlist", reason=WHY, seen=witness.state, actor=amara, now=now
        )
        return invite_witness(witness=witness, seen=witness.state, actor=amara, now=now)

    def _accept(self, key: str, now: datetime) -> None:
        mei, heard, witness = self.people["mei"], WITNESSES[key], self.witnesses[key]
        witness = answer_invitation(
            witness=witness, verb="accept", way=heard.way, seen=witness.state, actor=mei, now=now
        )
        for scope in heard.agrees:
            agree_release(witness=witness, scope=scope, way=heard.way, actor=mei, now=now)
        declare_interests(
            witness=witness,
            interests=heard.interests,
            has_none=not heard.interests,
            way=heard.way,
            actor=mei,
            now=now,
        )
        witness.refresh_from_db()
        self.witnesses[key] = witness

    def step(self, key: str, verb: str, now: datetime) -> None:
        """Note that a witness was briefed, heard or thanked."""
        witness = self.witnesses[key]
        self.witnesses[key] = step_witness(
            witness=witness, verb=verb, seen=witness.state, actor=self.people["mei"], now=now
        )

    def request(self, key: str, now: datetime) -> None:
        """Ask a witness for a paper."""
        heard, sheet = WITNESSES[key], SHEETS[key]
        facts = Facts(
            kind=ItemKind.PAPER if sheet.is_pdf else ItemKind.TEXT,
            witness=self.witnesses[key],
            topics=[self.topics[heard.topic]],
            sessions=[self.sessions[heard.session - 1]],
            position=heard.position,
            wanted_by=(now + timedelta(days=7)).date(),
        )
        self.items[key] = request_item(
            assembly=self.assembly,
            facts=facts,
            words=Words(title=sheet.title),
            actor=self.people["mei"],
            now=now,
        )

    @transaction.atomic
    def submit(self, key: str, now: datetime) -> None:
        """Enter what came, and give it to the reviewers."""
        sheet = SHEETS[key]
        words = Words(
            title=sheet.title,
            summary=sheet.summary,
            text="" if sheet.is_pdf else sheet.text,
            file=self._file(sheet, now) if sheet.is_pdf else None,
            source=sheet.source,
            licence="CC BY 4.0",
        )
        submit_version(item=self.items[key], words=words, revision=1, actor=self.people["mei"], now=now)
        self._move(key, "review", now)

    def _file(self, sheet: Sheet, now: datetime) -> StoredFile:
        content = io.BytesIO(paper_pdf(sheet.title, sheet.source, sheet.text))
        checked = checked_file(content, f"{sheet.title}.pdf")
        return keep_file(assembly=self.assembly, checked=checked, actor=self.people["mei"], now=now)

    def review(self, key: str, now: datetime) -> None:
        """Let the advisory group find it fit, then approve it."""
        draft = EvidenceVersion.objects.get(item=self.items[key], released_at=None)
        add_review(
            item=self.items[key],
            verdict=Verdict.FIT,
            comment="",
            revision=draft.revision,
            way=Way.ONLINE,
            actor=self.people["elif"],
            now=now,
        )
        self._move(key, "pass_review", now + timedelta(hours=1))
        self._move(key, "approve", now + timedelta(hours=2), actor="amara")

    def show(self, key: str, verb: str, now: datetime) -> None:
        """Release a paper to the members, or publish it."""
        self._move(key, verb, now, actor="amara")

    def _move(self, key: str, verb: str, now: datetime, actor: str = "mei") -> None:
        self.items[key] = move_item(item=self.items[key], verb=verb, actor=self.people[actor], now=now)

    def say_wishes(self, now: datetime) -> None:
        """Enter who reads on paper."""
        for seat, size in ON_PAPER.items():
            save_reading_wish(
                person=self.on_seat(seat),
                way=PackWay.PAPER,
                size_of_print=size,
                actor=self.people["mei"],
                now=now,
            )

    def on_seat(self, number: int) -> Person:
        """Return who sits on a seat."""
        return Person.objects.members().here().get(assembly=self.assembly, seat_number=number)

    def issue(self, session: Session, now: datetime) -> None:
        """Put a pack together, issue it, build its files, let members open it, and post it to who reads on paper."""
        mei = self.people["mei"]
        words = PackWords(f"Reading for day {session.number}: {session.title}", INTRO, "en")
        pack = make_pack(session=session, words=words, actor=mei, now=now - timedelta(hours=1))
        page = SITE + reverse("own_pack", args=[self.assembly.slug, session.number])
        version = issue_pack(pack=pack, note="", revision=pack.revision, page_url=page, actor=mei, now=now)
        for file in PackFile.objects.filter(version=version).order_by("pk"):
            build_file(file.pk, page_url=page, clock=lambda: now + timedelta(minutes=1))
        readers = members_at(session).exclude(seat_number__in=ON_PAPER).order_by("seat_number")
        for minute, person in enumerate(readers[:18]):
            note_opened(version=version, person=person, now=now + timedelta(minutes=20 * minute))

    def post(self, session: Session, now: datetime) -> None:
        """Post the pack to those who read on paper; each says at the door that it came."""
        pack = pack_of(session)
        version = latest_version(pack) if pack else None
        keys = [self.on_seat(seat).pk for seat in ON_PAPER]
        if version is not None:
            note_deliveries(version=version, people=keys, verb="posted", actor=self.people["mei"], now=now)

    def ask(self, place: int, now: datetime) -> None:
        """Take a question of a member or a table, and give it to its witness."""
        topic, key, seat, way, text, _answer = QUESTIONS[place]
        mei, session = self.people["mei"], self.sessions[WITNESSES[key].session - 1]
        asked = Asked(
            text=text,
            token=self.tokens.next(),
            asked_by=self.on_seat(seat) if seat else None,
            table="" if seat else "Table 2",
            session=session,
            topic=self.topics[topic],
        )
        if way == Way.ONLINE:
            question = ask_question(assembly=self.assembly, asked=asked, now=now)
        else:
            (question,) = enter_questions(
                assembly=self.assembly, asked=[asked], way=way, actor=self.people["leo"], now=now
            )
        self.questions[key] = assign_question(
            question=question,
            witness=self.witnesses[key],
            due_on=(now + timedelta(days=7)).date(),
            seen=marks_of(question),
            actor=mei,
            now=now + timedelta(hours=2),
        )

    def answer(self, place: int, now: datetime) -> None:
        """Enter the answer; whoever asked is content, and the two are published."""
        _topic, key, seat, _way, _text, answer = QUESTIONS[place]
        mei = self.people["mei"]
        question = answer_question(
            question=self.questions[key], text=answer, way=Way.EMAIL, actor=mei, now=now
        )
        question = accept_answer(
            question=question,
            by=self.on_seat(seat) if seat else None,
            actor=None if seat else self.people["leo"],
            now=now + timedelta(hours=1),
        )
        question.refresh_from_db()
        publish_question(question=question, seen=marks_of(question), actor=mei, now=now + timedelta(hours=2))


def note_evidence(diary: Diary, desk: Desk) -> None:
    """Note in the diary how papers come about, are shown and read, and what is asked."""
    at = diary.calendar.at
    diary.note_at(at(2024, 2, 20, 9, 0), desk.say_wishes)
    for minute, (key, heard) in enumerate(WITNESSES.items()):
        session = desk.sessions[heard.session - 1]
        diary.note_at(at(2024, 2, 12, 11, minute), partial(desk.request, key))
        diary.note_at(at(2024, 2, 19, 10, minute), partial(desk.submit, key))
        diary.note_at(at(2024, 2, 21, 9 + 3 * minute, 0), partial(desk.review, key))
        diary.note_at(
            session.starts_at - timedelta(days=8, minutes=9 - minute), partial(desk.show, key, "release")
        )
        diary.note_at(session.starts_at - timedelta(days=2, minutes=minute), partial(desk.step, key, "brief"))
        heard_at = session.starts_at + timedelta(hours=4, minutes=20 + minute)
        diary.note_at(heard_at, partial(desk.step, key, "hear"))
        diary.note_at(session.ends_at + timedelta(days=2, minutes=minute), partial(desk.show, key, "publish"))
        diary.note_at(
            session.ends_at + timedelta(days=10, minutes=minute), partial(desk.step, key, "follow_up")
        )
    for session in desk.sessions[:2]:
        diary.note_at(session.starts_at - timedelta(days=7), partial(desk.issue, session))
        diary.note_at(session.starts_at - timedelta(days=6), partial(desk.post, session))
    for place in range(len(QUESTIONS)):
        diary.note_at(at(2024, 3, 5, 9 + 4 * place, 0), partial(desk.ask, place))
        diary.note_at(at(2024, 3, 12, 9 + 4 * place, 0), partial(desk.answer, place))

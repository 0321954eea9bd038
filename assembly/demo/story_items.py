"""Ask for evidence, review it, put it into plain words, release, publish, correct and withdraw it."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from assembly.demo.diary import Diary
from assembly.demo.evidence_air import STREETS, STREETS_EASY
from assembly.demo.evidence_choices import NOTHING
from assembly.demo.evidence_paper import Date, Paper
from assembly.demo.evidence_pdf import paper_pdf
from assembly.demo.evidence_words import (
    CORRECTION,
    NIGHT_OBJECTION,
    OBJECTION,
    OBJECTION_SETTLED,
    ON_PAPER,
    PAPERS,
    WITHDRAWN,
)
from assembly.demo.story_witnesses import Directory
from assembly.models import User
from evidence.enums import FormatKind, Verdict, Way
from evidence.models import EvidenceItem, EvidenceVersion, Review, StoredFile
from evidence.services.files import keep_file
from evidence.services.item_formats import add_format
from evidence.services.item_moves import move_item, submit_version
from evidence.services.item_reviews import add_review, settle_review
from evidence.services.items import Facts, Words, plan_moments, request_item, save_draft
from evidence.uploads.gate import checked_file
from scheduling.models import Session
from scheduling.selectors.seen import seen_of


class Shelf:
    """The items that the story keeps, by their keys."""

    def __init__(self, directory: Directory, sessions: Sequence[Session]) -> None:
        """Begin with nothing."""
        self.directory, self.sessions = directory, sessions
        self.accounts: Mapping[str, User] = directory.accounts
        self.items: dict[str, EvidenceItem] = {}
        self.objections: dict[str, Review] = {}

    def request(self, key: str, wanted: Callable[[Date], datetime], now: datetime) -> None:
        """Ask for an item."""
        paper = PAPERS[key]
        self.items[key] = request_item(
            assembly=self.directory.assembly,
            facts=Facts(
                kind=paper.kind,
                witness=self.directory.witnesses.get(paper.witness),
                topics=[self.directory.topics[topic] for topic in paper.topics],
                sessions=[self.sessions[number - 1] for number in paper.sessions],
                position=paper.position,
                wanted_by=wanted(paper.wanted).date() if paper.wanted else None,
            ),
            words=Words(title=paper.title),
            actor=self.accounts["mei"],
            now=now,
        )

    @transaction.atomic
    def submit(self, key: str, now: datetime) -> None:
        """Enter what came, and give it to the reviewers."""
        paper, mei = PAPERS[key], self.accounts["mei"]
        file = self._file(paper, paper.text, now) if paper.is_pdf else None
        submit_version(
            item=self.items[key],
            words=self._words(paper, text="" if paper.is_pdf else paper.text, file=file),
            revision=1,
            actor=mei,
            now=now,
        )
        self.move(key, "review", now + timedelta(minutes=5), actor="mei")

    def find(  # noqa: PLR0917 (a line of the diary)
        self, key: str, verdict: Verdict, comment: str, now: datetime, name: str = "", way: Way = Way.ONLINE
    ) -> None:
        """Keep a finding of Elif's, or of somebody whose paper Mei enters."""
        review = add_review(
            item=self.items[key],
            verdict=verdict,
            comment=comment,
            revision=self._draft(key).revision,
            way=way,
            reviewer_name=name,
            actor=self.accounts["mei" if name else "elif"],
            now=now,
        )
        if verdict != Verdict.FIT:
            self.objections[key] = review

    def rewrite(self, key: str, now: datetime) -> None:
        """Do what a reviewer asked for, and say so."""
        draft, mei = self._draft(key), self.accounts["mei"]
        words = replace(Words.of(draft), summary=PAPERS[key].summary)
        save_draft(item=self.items[key], words=words, revision=draft.revision, actor=mei, now=now)
        settle_review(review=self.objections[key], how=OBJECTION_SETTLED, actor=mei, now=now)

    def move(self, key: str, verb: str, now: datetime, actor: str = "amara", reason: str = "") -> None:
        """Move an item."""
        self.items[key] = move_item(
            item=self.items[key], verb=verb, actor=self.accounts[actor], now=now, reason=reason
        )

    def plan(self, key: str, now: datetime, **moments: datetime | None) -> None:
        """Say when the clock releases and publishes an item."""
        item = self.items[key]
        item.refresh_from_db()
        planned = {"embargo_until": None, "release_at": None, "publish_at": None, **moments}
        amara = self.accounts["amara"]
        self.items[key] = plan_moments(item=item, moments=planned, seen=seen_of(item), actor=amara, now=now)

    @transaction.atomic
    def correct(self, key: str, text: str, note: str, now: datetime) -> None:
        """Write a correction of what members read, beside it."""
        file = self._file(PAPERS[key], text, now)
        words = self._words(PAPERS[key], file=file, note=note)
        save_draft(item=self.items[key], words=words, revision=0, actor=self.accounts["mei"], now=now)

    @transaction.atomic
    def add_forms(self, key: str, easy: str, text: str, now: datetime) -> None:
        """Put large print and easy read beside the version that is being written."""
        large = self._file(PAPERS[key], text, now, is_large=True)
        for kind, words, file in ((FormatKind.LARGE_PRINT, "", large), (FormatKind.EASY_READ, easy, None)):
            self._add_form(key, kind, words, file, now)

    def add_transcript(self, key: str, text: str, now: datetime) -> None:
        """Put what is said in a film beside it."""
        self._add_form(key, FormatKind.TRANSCRIPT, text, None, now)

    def _add_form(
        self, key: str, kind: FormatKind, text: str, file: StoredFile | None, now: datetime
    ) -> None:
        add_format(
            version=self._draft(key),
            kind=kind,
            language="en",
            text=text,
            link="",
            file=file,
            actor=self.accounts["mei"],
            now=now,
        )

    def _draft(self, key: str) -> EvidenceVersion:
        return EvidenceVersion.objects.get(item=self.items[key], released_at=None)

    def _words(
        self, paper: Paper, *, text: str = "", file: StoredFile | None = None, note: str = ""
    ) -> Words:
        return Words(
            title=paper.title,
            summary=paper.summary,
            text=text,
            link=paper.link,
            file=file,
            source=paper.source,
            licence=paper.licence,
            note=note,
        )

    def _file(self, paper: Paper, text: str, now: datetime, *, is_large: bool = False) -> StoredFile:
        """Bring a paper in through the gate, as any file."""
        content = paper_pdf(paper.title, paper.source, text, is_large=is_large)
        size = " (large print)" if is_large else ""
        checked = checked_file(io.BytesIO(content), f"{paper.title}{size}.pdf")
        return keep_file(
            assembly=self.directory.assembly, checked=checked, actor=self.accounts["mei"], now=now
        )


def note_items(diary: Diary, shelf: Shelf) -> None:
    """Note in the diary how each item comes about, and what befalls some of them."""
    for minute, key in enumerate(PAPERS):
        _note_path(diary, shelf, key, minute)
    _note_correction(diary, shelf)
    diary.note((5, 12, 11, 0), lambda now: shelf.add_transcript("nothing", NOTHING, now))
    diary.note((5, 26, 20, 0), lambda now: shelf.find("studies", Verdict.CHANGE, OBJECTION, now))
    diary.note((5, 27, 11, 0), lambda now: shelf.rewrite("studies", now))
    name, comment = ON_PAPER
    diary.note((5, 28, 12, 0), lambda now: shelf.find("studies", Verdict.FIT, comment, now, name, Way.PAPER))
    diary.note((5, 27, 15, 0), lambda now: shelf.move("app", "withdraw", now, reason=WITHDRAWN))
    diary.note((6, 5, 19, 0), lambda now: shelf.find("night", Verdict.CHANGE, NIGHT_OBJECTION, now))
    moments = {"release_at": diary.calendar.at(2026, 6, 17, 12, 0)}
    diary.note((6, 8, 13, 0), lambda now: shelf.plan("shops", now, **moments))


def _note_path(diary: Diary, shelf: Shelf, key: str, minute: int) -> None:
    """Note the way of one item, as far as it got."""
    paper = PAPERS[key]

    def wanted(day: Date) -> datetime:
        return diary.calendar.at(2026, *day, 12, 0)

    diary.note((*paper.asked, 15, minute), lambda now: shelf.request(key, wanted, now))
    if paper.came:
        diary.note((*paper.came, 10, minute), lambda now: shelf.submit(key, now))
    if paper.fit:
        diary.note((*paper.fit, 18, minute), lambda now: shelf.find(key, Verdict.FIT, "", now))
        diary.note((*paper.fit, 19, minute), lambda now: shelf.move(key, "pass_review", now, actor="mei"))
    if paper.approved:
        diary.note((*paper.approved, 9, minute), lambda now: shelf.move(key, "approve", now))
    if paper.released:
        diary.note((*paper.released, 12, minute), lambda now: shelf.move(key, "release", now))
    if paper.published:
        diary.note((*paper.published, 12, minute), lambda now: shelf.move(key, "publish", now))


def _note_correction(diary: Diary, shelf: Shelf) -> None:
    """Note how Maya's figures are put right after the first session, and in which other forms they are at hand."""
    diary.note(
        (4, 28, 11, 0), lambda now: shelf.add_forms("streets", STREETS_EASY, PAPERS["streets"].text, now)
    )
    diary.note((5, 11, 10, 0), lambda now: shelf.correct("streets", STREETS, CORRECTION, now))
    diary.note((5, 11, 10, 20), lambda now: shelf.add_forms("streets", STREETS_EASY, STREETS, now))
    diary.note((5, 11, 18, 0), lambda now: shelf.find("streets", Verdict.FIT, "", now))
    diary.note((5, 12, 9, 0), lambda now: shelf.move("streets", "correct", now))

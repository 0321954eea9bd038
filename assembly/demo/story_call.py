"""Open the call for submissions to everybody, and decide about some of what comes."""

from datetime import datetime
from functools import partial

from assembly.demo.diary import Diary
from assembly.demo.evidence_heating import STOVES
from assembly.demo.question_words import CALL_TEXT, CALL_TITLE, CAME, Came
from assembly.demo.story_items import Shelf
from evidence.enums import Way
from evidence.models import Call, Submission
from evidence.services.calls import open_call, save_call
from evidence.services.submissions import (
    Sent,
    enter_submission,
    send_submission,
    take_submission_up,
    turn_submission_down,
    withdraw_submission,
)


class OpenCall:
    """The call and what came to it, in the order in which it came."""

    def __init__(self, shelf: Shelf) -> None:
        """Begin with nothing."""
        self.shelf, self.directory, self.accounts = shelf, shelf.directory, shelf.accounts
        self.submissions: dict[str, Submission] = {}

    def open(self, closes_at: datetime, now: datetime) -> None:
        """Write the call and open it."""
        amara = self.accounts["amara"]
        call = save_call(
            assembly=self.directory.assembly,
            title=CALL_TITLE,
            text=CALL_TEXT,
            closes_at=closes_at,
            takes_files=True,
            actor=amara,
            now=now,
        )
        open_call(call=call, actor=amara, now=now)

    def take(self, came: Came, now: datetime) -> None:
        """Take in what somebody sends, or Mei enters what came by post."""
        sent = Sent(
            title=came.title,
            text=came.text or STOVES,
            name=came.name,
            interests=came.interests,
            organisation=came.organisation,
            email=came.email,
            may_name=came.may_name,
            topic=self.directory.topics[came.topic],
        )
        call, token = Call.objects.get(assembly=self.directory.assembly), self.directory.token()
        if came.way == Way.ONLINE:
            submission = send_submission(call=call, sent=sent, token=token, now=now)
        else:
            mei = self.accounts["mei"]
            submission = enter_submission(call=call, sent=sent, way=came.way, token=token, actor=mei, now=now)
        self.submissions[came.title] = submission

    def decide(self, came: Came, now: datetime) -> None:
        """Take it up, turn it down, or let its author take it back."""
        submission, amara = self.submissions[came.title], self.accounts["amara"]
        if came.verb == "take_up":
            taken = take_submission_up(submission=submission, actor=amara, now=now)
            if taken.item is not None:
                self.shelf.items["stoves"] = taken.item
                self.shelf.move("stoves", "review", now, actor="mei")
        elif came.verb == "turn_down":
            turn_submission_down(submission=submission, reason=came.reason, actor=amara, now=now)
        else:
            withdraw_submission(submission=submission, actor=None, now=now)


def note_call(diary: Diary, call: OpenCall) -> None:
    """Note in the diary how the call is opened, what comes, and what is decided."""
    closes_at = diary.calendar.at(2026, 6, 28, 20, 0)
    diary.note((5, 25, 9, 0), lambda now: call.open(closes_at, now))
    for came in CAME:
        diary.note(came.at, partial(call.take, came))
        if came.decided:
            diary.note(came.decided, partial(call.decide, came))

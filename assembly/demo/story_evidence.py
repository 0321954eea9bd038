"""Open the diary of the evidence: witnesses, items, packs, questions, the call."""

from collections.abc import Mapping, Sequence

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.story_call import OpenCall, note_call
from assembly.demo.story_items import Shelf, note_items
from assembly.demo.story_packs import GRACE, Readers, note_packs
from assembly.demo.story_questions import Asking, note_questions
from assembly.demo.story_witnesses import Directory, note_witnesses
from assembly.enums import PersonKind
from assembly.models import Assembly, Person, User
from assembly.services.people import person_of_account
from scheduling.models import Session


def open_diary(
    assembly: Assembly,
    sessions: Sequence[Session],
    speakers: Mapping[str, Person],
    accounts: Mapping[str, User],
    calendar: Calendar,
) -> Diary:
    """Return the diary with all that is to be told of the evidence until the story's present."""
    diary, directory = Diary(calendar), Directory(assembly, accounts)
    shelf = Shelf(directory, sessions)
    readers = Readers(shelf)
    elif_ = person_of_account(
        assembly=assembly,
        user=accounts["elif"],
        kind=PersonKind.GUEST,
        actor=accounts["amara"],
        now=calendar.at(2026, 4, 24, 8, 0),
    )
    note_witnesses(diary, directory, speakers, grace=readers.on_seat(GRACE), advisor=elif_)
    note_items(diary, shelf)
    note_packs(diary, readers)
    note_questions(diary, Asking(shelf, readers))
    note_call(diary, OpenCall(shelf))
    return diary

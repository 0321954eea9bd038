"""Two at the same moment, about a question, a submission, a file, an item or a pack: one after the other."""

import uuid
from datetime import timedelta

import pytest

from assembly.models import AuditEvent, Mailing
from evidence.enums import Way
from evidence.models import EvidenceItem, PackVersion, Question, StoredFile
from evidence.selectors.questions import marks_of
from evidence.services.calls import close_call, close_due_calls
from evidence.services.files import kept_file, remove_stray_files
from evidence.services.items import Facts, Words, request_item
from evidence.services.pack_notices import write_pack_notices
from evidence.services.packs_issue import issue_pack
from evidence.services.question_answers import (
    accept_answer,
    answer_question,
    assign_question,
    reopen_question,
)
from evidence.services.questions import merge_question, part_question
from evidence.services.submissions import (
    Sent,
    send_submission,
    take_submission_up,
    turn_submission_down,
    withdraw_submission,
)
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_calls import make_answered, make_call, make_submission
from tests.factories_evidence import make_item, make_pack, make_question, make_stored_file, make_witness
from tests.factories_packs import make_issued, make_reader
from tests.waiting import one_behind_the_other

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
SENT = Sent(title="⟪Air⟫", text="⟪We measured.⟫", name="⟪Orla Finch⟫", interests="⟪none⟫")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def who():
    return {"actor": UserFactory(), "now": NOON}


def merging(question, into):
    said = who()
    return lambda: merge_question(question=question, into=into, **said).state


def assigning(question):
    said = who() | {"witness": make_witness(question.assembly, state="accepted"), "due_on": NOON.date()}
    seen = marks_of(question)
    return lambda: assign_question(question=question, seen=seen, **said).state


def answering(question, text):
    said = who()
    return lambda: answer_question(question=question, text=text, way=Way.PHONE, **said).state


@pytest.mark.parametrize(
    ("first", "outcomes"),
    [("merge", ["merged", "changed_meanwhile"]), ("assign", ["illegal_move", "assigned"])],
)
def test_a_question_is_put_together_with_another_while_it_is_given_to_a_witness(first, outcomes):
    assembly = AssemblyFactory()
    question, main = make_question(assembly), make_question(assembly)
    merge, assign = merging(question, main), assigning(question)
    if first == "merge":
        assert one_behind_the_other(assembly, [merge, assign]) == outcomes
    else:
        assert one_behind_the_other(assembly, [assign, merge]) == outcomes[::-1]
    question.refresh_from_db()
    assert (question.witness is None, question.merged_into == main) == (first == "merge",) * 2


def test_of_two_who_put_two_questions_into_each_other_the_second_is_refused():
    assembly = AssemblyFactory()
    one, other = make_question(assembly), make_question(assembly)
    assert one_behind_the_other(assembly, [merging(one, other), merging(other, one)]) == [
        "merged",
        "not_a_main",
    ]
    assert Question.objects.get(state="asked") == other


def test_a_part_stands_for_itself_again_while_its_main_question_becomes_a_part():
    """Neither waits for the other crosswise: parts are locked before the record."""
    assembly = AssemblyFactory()
    main, new = make_question(assembly), make_question(assembly)
    part = make_question(assembly, state="merged", merged_into=main)
    said = who()
    parting = lambda: part_question(question=part, **said).state  # noqa: E731
    assert one_behind_the_other(assembly, [parting, merging(main, new)]) == ["asked", "merged"]
    part.refresh_from_db()
    assert part.merged_into is None


def test_of_two_who_enter_an_answer_the_second_is_told_that_there_is_one():
    question = make_question(AssemblyFactory(), state="assigned")
    calls = [answering(question, text) for text in ("⟪First⟫", "⟪Second⟫")]
    assert one_behind_the_other(question.assembly, calls) == ["answered", "illegal_move"]
    assert [each.text for each in question.answers.all()] == ["⟪First⟫"]


def test_an_answer_is_accepted_while_another_asks_again():
    question = make_answered(AssemblyFactory())
    said = who() | {"question": question, "by": None}
    accept = lambda: accept_answer(**said).state  # noqa: E731
    reopen = lambda: reopen_question(reason="⟪And who paid?⟫", **said).state  # noqa: E731
    assert one_behind_the_other(question.assembly, [reopen, accept]) == ["reopened", "illegal_move"]
    again = make_answered(question.assembly)
    said["question"] = again
    assert one_behind_the_other(question.assembly, [accept, reopen]) == ["accepted", "reopened"]


def test_a_question_is_asked_again_while_its_witness_answers():
    """What is with the witness cannot be asked again; once it is answered it can."""
    question = make_question(AssemblyFactory(), state="assigned")
    said = who() | {"question": question, "by": None, "reason": "⟪And who paid?⟫"}
    reopen = lambda: reopen_question(**said).state  # noqa: E731
    calls = [answering(question, "⟪The town⟫"), reopen]
    assert one_behind_the_other(question.assembly, calls) == ["answered", "reopened"]


def test_of_two_who_decide_about_a_submission_the_second_is_told():
    call = make_call(AssemblyFactory())
    one, two, three = (make_submission(call) for _each in range(3))
    said = who()
    take = lambda each: lambda: take_submission_up(submission=each, seen="received", **said).state  # noqa: E731
    turn = lambda: turn_submission_down(submission=two, reason="⟪Late⟫", seen="received", **said).state  # noqa: E731
    back = lambda: withdraw_submission(submission=three, actor=None, now=NOON).state  # noqa: E731
    home = call.assembly
    assert one_behind_the_other(home, [take(one), take(one)]) == ["taken_up", "changed_meanwhile"]
    assert one_behind_the_other(home, [turn, take(two)]) == ["not_taken_up", "changed_meanwhile"]
    assert one_behind_the_other(home, [take(three), back]) == ["taken_up", "illegal_move"]
    assert EvidenceItem.objects.count() == 2


@pytest.mark.parametrize("closing", ["hand", "clock"])
def test_what_is_sent_while_the_call_is_closed_is_in_before_it_or_refused(closing):
    last = NOON + timedelta(minutes=1)
    call = make_call(AssemblyFactory(), closes_at=last)
    said = {"call": call, "actor": UserFactory(), "now": NOON}
    close = (lambda: close_call(**said).state) if closing == "hand" else lambda: close_due_calls(last)
    send = lambda: send_submission(call=call, sent=SENT, token=uuid.uuid4(), now=NOON).number  # noqa: E731
    first, _closed, last_sent = one_behind_the_other(call.assembly, [send, close, send])
    # Of two who wait for the same row the database may let the later one go first.
    is_in = last_sent == 2
    assert (first, last_sent) == (1, 2 if is_in else "closed")
    receive, closed = "submission.receive", "call.close"
    events = AuditEvent.objects.filter(assembly=call.assembly, type__in=[receive, closed]).order_by("number")
    assert [event.type for event in events] == [*[receive] * (1 + is_in), closed]


def test_a_form_that_takes_a_file_while_it_is_removed_waits_and_is_told():
    """The other way round there is nothing to meet: the file that was taken is no stray one for another day."""
    item, actor = make_item(AssemblyFactory(), state="requested"), UserFactory()
    stray = make_stored_file(item.assembly)
    StoredFile.objects.update(added_by=actor)

    def take():
        return kept_file(assembly=item.assembly, pk=stray.pk, actor=actor, now=NOON + DAY)

    assert one_behind_the_other(item.assembly, [lambda: remove_stray_files(NOON + DAY), take]) == [1, None]


def test_a_double_click_makes_one_item_one_version_and_one_mailing():
    assembly = AssemblyFactory()
    make_reader(assembly)
    said, token = who(), uuid.uuid4()

    def ask():
        facts, words = Facts("text"), Words("⟪Air⟫")
        return request_item(assembly=assembly, facts=facts, words=words, token=token, **said).number

    assert one_behind_the_other(assembly, [ask, ask]) == [1, 1]
    pack = make_pack(assembly, is_issued=False)
    form = {"pack": pack, "note": "", "revision": 1, "after": 0, "page_url": "https://x.example/"}
    issue = lambda: issue_pack(**form, **said).number  # noqa: E731
    assert one_behind_the_other(assembly, [issue, issue]) == [1, 1]
    version = make_issued(assembly)
    write = lambda: write_pack_notices(version=version, page_url="https://x.example/", **said).number  # noqa: E731
    assert one_behind_the_other(assembly, [write, write]) == [1, "nobody_left"]
    assert (PackVersion.objects.count(), Mailing.objects.count()) == (2, 1)

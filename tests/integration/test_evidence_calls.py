"""The call for submissions: open and closed, sent in once, decided with reasons, taken back, erased."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assembly.enums import Role
from assembly.errors import IllegalMove, ReasonMissing
from assembly.models import AuditEvent
from assembly.record import sentence_of
from evidence.errors import SubmissionRefused
from evidence.models import Call, EvidenceItem, StoredFile, Submission
from evidence.services.calls import close_due_calls, open_call, save_call
from evidence.services.submissions import (
    Sent,
    enter_submission,
    send_submission,
    take_submission_up,
    turn_submission_down,
    withdraw_submission,
)
from evidence.services.submissions_erasure import erase_submissions
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_calls import make_call, make_submission
from tests.factories_evidence import make_stored_file, make_topic
from tests.hostile_files import pdf

pytestmark = pytest.mark.django_db

SENT = Sent(title="⟪Air⟫", text="⟪We measured.⟫", name="⟪Orla Finch⟫", interests="⟪none⟫")


def refused(code, service, **options):
    with pytest.raises(SubmissionRefused) as caught:
        service(**options)
    assert caught.value.code == code


def who():
    return {"actor": UserFactory(), "now": NOON}


@pytest.fixture
def public(assembly):
    """An assembly that the public knows of."""
    type(assembly).objects.filter(pk=assembly.pk).update(state="learning")
    assembly.refresh_from_db()
    return assembly


def form(**fields):
    stands = {
        "token": uuid.uuid4(),
        "title": "⟪The air at our school⟫",
        "text": "⟪We measured.⟫",
        "name": "⟪Orla Finch⟫",
        "email": "orla@finch.example",
        "interests": "⟪none⟫",
    }
    return {**stands, **fields}


def test_a_call_closes_by_itself_after_its_last_day_and_once(assembly):
    call = make_call(assembly, closes_at=NOON + timedelta(days=1))
    assert close_due_calls(NOON) == 0
    late = NOON + timedelta(days=1)
    refused("closed", send_submission, call=call, sent=SENT, token=uuid.uuid4(), now=late)
    assert [close_due_calls(late), close_due_calls(late)] == [1, 0]
    event = AuditEvent.objects.get(type="call.close")
    assert sentence_of(event) == "The system closed the call for submissions"
    call.refresh_from_db()
    refused("over", open_call, call=call, actor=UserFactory(), now=late)


def test_a_call_that_was_opened_is_not_given_a_day_in_the_past(assembly):
    make_call(assembly)
    words = {"title": "⟪T⟫", "text": "⟪x⟫", "takes_files": True}
    refused("over", save_call, assembly=assembly, closes_at=NOON, **words, **who())


def test_the_same_form_sent_twice_is_one_submission(assembly):
    call, token = make_call(assembly), uuid.uuid4()
    first = send_submission(call=call, sent=SENT, token=token, now=NOON)
    assert send_submission(call=call, sent=SENT, token=token, now=NOON) == first
    assert Submission.objects.count() == 1


def test_a_letter_that_came_in_time_is_entered_after_the_call_has_closed(assembly):
    call = make_call(assembly, state="closed")
    kept = enter_submission(call=call, sent=SENT, way="paper", token=uuid.uuid4(), **who())
    assert (kept.number, kept.way) == (1, "paper")


def test_no_letter_is_entered_to_a_call_that_is_not_written(assembly):
    call = make_call(assembly, state="draft")
    refused("not_open", enter_submission, call=call, sent=SENT, way="paper", token=uuid.uuid4(), **who())


@pytest.mark.parametrize(
    ("may_name", "source"), [(True, "⟪Orla Finch⟫, ⟪Parents of Hill School⟫"), (False, "")]
)
def test_what_is_taken_up_is_an_item_that_waits_for_review(assembly, may_name, source):
    topic = make_topic(assembly)
    submission = make_submission(make_call(assembly), may_name=may_name, topic=topic)
    taken = take_submission_up(submission=submission, **who())
    item = EvidenceItem.objects.get()
    version = item.versions.get()
    assert (taken.state, taken.item, item.state, list(item.topics.all())) == (
        "taken_up",
        item,
        "submitted",
        [topic],
    )
    assert (version.title, version.text, version.source) == (submission.title, submission.text, source)
    with pytest.raises(IllegalMove):
        take_submission_up(submission=submission, **who())
    with pytest.raises(IllegalMove):
        withdraw_submission(submission=submission, actor=None, now=NOON)


def test_what_is_not_taken_up_says_why(assembly):
    submission = make_submission(make_call(assembly))
    with pytest.raises(ReasonMissing):
        turn_submission_down(submission=submission, reason=" ", **who())
    assert (
        turn_submission_down(submission=submission, reason="⟪Another town⟫", **who()).reason
        == "⟪Another town⟫"
    )


@pytest.mark.django_db(transaction=True)
def test_what_its_author_takes_back_is_erased_with_its_file(assembly, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    stored = make_stored_file(assembly)
    submission = make_submission(make_call(assembly), file=stored)
    gone = withdraw_submission(submission=submission, actor=None, now=NOON)
    assert (gone.state, gone.name, gone.text, gone.email, gone.file) == ("withdrawn", "", "", "", None)
    assert not StoredFile.objects.exists()
    assert not stored.file.storage.exists(stored.file.name)
    told = [sentence_of(event) for event in AuditEvent.objects.filter(type="submission.withdraw")]
    assert told == ["The author of submission 1 took it back"]


def test_an_author_is_erased_and_what_became_evidence_stays(assembly, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    call = make_call(assembly)
    taken = make_submission(call, state="taken_up", file=make_stored_file(assembly))
    down = make_submission(call, state="not_taken_up")
    said = {"assembly": assembly, "actor": UserFactory(), "now": NOON, "reason": "⟪Asked⟫"}
    assert erase_submissions(pks=[taken.pk, down.pk], **said) == 2
    assert erase_submissions(pks=[taken.pk, down.pk], **said) == 0
    found = list(Submission.objects.values_list("name", "title", "text", "reason", "item"))
    assert found == [("", "", "", "", taken.item.pk), ("", "", "", "–", None)]
    assert StoredFile.objects.count() == 1
    refused("erased", take_submission_up, submission=down, **who())


def test_somebody_sends_text_and_file_and_follows_what_becomes_of_it(public):
    call = make_call(public)
    client, address = Client(), reverse("public_call", args=[public.slug])
    assert "⟪What do you know" in client.get(address).content.decode()
    assert client.post(address, form(text="")).status_code == 422
    file = SimpleUploadedFile("../⟪air⟫.pdf", pdf(), "application/pdf")
    answer = client.post(address, form(file=file, topic=make_topic(public).pk))
    submission = Submission.objects.get()
    receipt = reverse("public_submission", args=[submission.token])
    assert answer["Location"] == receipt
    assert (submission.file.content_type, submission.entered_by, submission.call) == (
        "application/pdf",
        None,
        call,
    )
    page = client.get(receipt)
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert "Thank you. It is with the team." in page.content.decode()
    turn_submission_down(submission=submission, reason="⟪Another town⟫", **who())
    assert "⟪Another town⟫" in client.get(receipt).content.decode()


def test_a_receipt_is_found_by_its_secret_alone(public):
    make_submission(make_call(public))
    page = Client().get(reverse("public_submission", args=[uuid.uuid4()]))
    assert (page.status_code, page["X-Robots-Tag"]) == (404, "noindex, nofollow, noarchive")
    assert "This link does not work" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_whoever_has_the_link_takes_it_back_without_a_cookie(public, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    submission = make_submission(make_call(public))
    address = reverse("public_submission", args=[submission.token])
    page = Client(enforce_csrf_checks=True).post(address)
    assert "It was taken back" in page.content.decode()
    assert Client().post(address).status_code == 409


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("closed", 200)])
def test_a_call_that_is_not_open_takes_nothing(public, state, status):
    make_call(public, state=state)
    address = reverse("public_call", args=[public.slug])
    assert Client().get(address).status_code == status
    assert Client().post(address, form()).status_code == {200: 409, 404: 404}[status]
    assert not Submission.objects.exists()


def test_a_programme_gets_an_answer_and_nothing_is_kept(public):
    make_call(public)
    answer = Client().post(reverse("public_call", args=[public.slug]), form(homepage="https://x.example"))
    assert answer.status_code == 302
    assert not Submission.objects.exists()


def test_very_much_from_one_connection_waits(public):
    make_call(public)
    address = reverse("public_call", args=[public.slug])
    statuses = [Client().post(address, form(title="")).status_code for _each in range(31)]
    assert statuses == [422] * 30 + [429]


def test_what_is_no_document_is_refused_beside_the_field(public):
    make_call(public)
    file = SimpleUploadedFile("air.pdf", b"MZ\x90\x00" * 20, "application/pdf")
    page = Client().post(reverse("public_call", args=[public.slug]), form(file=file))
    assert page.status_code == 422
    assert not StoredFile.objects.exists()


def test_where_files_are_not_taken_none_is_asked_for_or_kept(public):
    make_call(public, takes_files=False)
    address = reverse("public_call", args=[public.slug])
    assert 'type="file"' not in Client().get(address).content.decode()
    Client().post(address, form(file=SimpleUploadedFile("a.pdf", pdf())))
    assert Submission.objects.get().file is None


def test_an_organiser_writes_opens_and_closes_the_call_and_decides(public, organiser, client_of):
    client = client_of(organiser)
    page, words = (
        reverse(name, args=[public.slug]) for name in ("call_for_evidence", "call_for_evidence_edit")
    )
    assert client.post(page, {"act": "open"})["Location"] == words
    assert (
        "There is no call yet" in client.get(reverse("submission_new", args=[public.slug])).content.decode()
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    client.post(words, {"title": "⟪Air⟫", "text": "⟪Tell us⟫", "closes_on": tomorrow, "takes_files": "on"})
    client.post(page, {"act": "open"})
    call = Call.objects.get()
    assert (call.state, timezone.localdate(call.closes_at)) == ("open", tomorrow + timedelta(days=1))
    client.post(reverse("submission_new", args=[public.slug]), form(way="paper"))
    one = reverse("submission", args=[public.slug, 1])
    assert "orla@finch.example" in client.get(one).content.decode()
    assert client.post(one, {"act": "turn_down", "reason": ""}).status_code == 422
    client.post(one, {"act": "turn_down", "reason": "⟪Another town⟫"})
    late = client.post(one, {"act": "take_up", "seen": "received"}, follow=True)
    assert "Somebody has decided about this submission meanwhile" in late.content.decode()
    assert 'name="seen" value="not_taken_up"' in late.content.decode()
    client.post(one, {"act": "take_up", "seen": "not_taken_up"})
    client.post(page, {"act": "close"})
    assert (Submission.objects.get().state, Call.objects.get().state) == ("taken_up", "closed")


def test_authors_are_for_the_team(public, observer, client_of):
    submission = make_submission(make_call(public))
    for name, arguments in (("call_for_evidence", []), ("submission", [submission.number])):
        address = reverse(name, args=[public.slug, *arguments])
        assert client_of(observer).get(address).status_code == 403
    advisor = AppointmentFactory(assembly=public, role=Role.ADVISORY_GROUP).user
    assert client_of(advisor).get(reverse("call_for_evidence", args=[public.slug])).status_code == 403


def test_a_file_is_a_download_and_where_there_is_none_one_is_led_back(public, organiser, client_of):
    call = make_call(public)
    make_submission(call, file=make_stored_file(public))
    make_submission(call)
    client = client_of(organiser)
    served = client.get(reverse("submission_file", args=[public.slug, 1]))
    assert served["Content-Disposition"].startswith("attachment")
    assert b"".join(served.streaming_content).startswith(b"%PDF")
    back = client.get(reverse("submission_file", args=[public.slug, 2]))
    assert back["Location"] == reverse("submission", args=[public.slug, 2])


def test_the_list_costs_as_many_queries_for_three_as_for_one(
    public, organiser, client_of, django_assert_max_num_queries
):
    call, client = make_call(public), client_of(organiser)
    address = reverse("call_for_evidence", args=[public.slug])
    make_submission(call)
    client.get(address)
    with django_assert_max_num_queries(100) as one:
        client.get(address)
    for _each in range(2):
        make_submission(call)
    with django_assert_max_num_queries(len(one)):
        client.get(address)

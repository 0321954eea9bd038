"""Letters of a mailing: who gets one, the merged file, the post."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assembly.enums import MailingChannel
from assembly.errors import MailingRefused
from assembly.models import AuditEvent, Mailing, OutboxMessage
from assembly.services.mailings import approve_mailing, decide_message, write_mailing
from assembly.services.mailings_letters import letters_to_print, note_letters_printed, post_letters
from assembly.services.mailings_send import continue_sending, send_mailing
from sortition.services.respondents_erasure import erase_respondents
from tests.factories import NOON
from tests.factories_messages import make_template
from tests.factories_pool import RespondentFactory

pytestmark = pytest.mark.django_db
SENDER = "1 Town Square\nRiverbend"


@pytest.fixture
def people(assembly):
    """One with both addresses, one with a postal address alone, one with neither."""
    assembly.commissioning_authority = "Riverbend Council"
    assembly.save()
    return [
        RespondentFactory(
            assembly=assembly,
            reference="a",
            first_name="Ada",
            last_name="Stone",
            email="ada@x.example",
            address="1 Mill Lane, Riverbend",
            postcode="RB1 2AB",
        ),
        RespondentFactory(
            assembly=assembly,
            reference="b",
            first_name="Ben",
            last_name="Wood",
            email="",
            address="2 Mill Lane",
        ),
        RespondentFactory(assembly=assembly, reference="c", first_name="Cy", last_name="Reed", email=""),
    ]


def written(assembly, organiser, channel, body="Dear {{ first_name }},\r\n\r\nPlease come."):
    template = make_template(assembly, body)
    template.subject = "Your place"
    template.save()
    return write_mailing(template=template, part="pool", channel=channel, actor=organiser, now=NOON)


def approved(assembly, organiser, channel="letter"):
    mailing = written(assembly, organiser, channel)
    return approve_mailing(mailing=mailing, actor=organiser, now=NOON)


@pytest.mark.parametrize(
    ("channel", "ways"),
    [
        ("email", ["email", "none", "none"]),
        ("letter", ["letter", "letter", "none"]),
        ("preferred", ["email", "letter", "none"]),
    ],
)
def test_each_person_is_reached_by_the_first_way_they_have(channel, ways, assembly, organiser, people):
    mailing = written(assembly, organiser, channel)
    assert list(mailing.messages.values_list("channel", flat=True)) == ways
    assert mailing.unreached == ways.count("none")
    assert mailing.messages.exclude(channel="email").exclude(email="").count() == 0
    assert mailing.messages.exclude(channel="letter").exclude(address="").count() == 0


def test_who_cannot_be_reached_is_counted_and_named(assembly, organiser, people, client_of):
    written(assembly, organiser, "preferred")
    page = client_of(organiser).get(reverse("mailing", args=[assembly.slug, 1])).content.decode()
    assert "1 person has no address for this way" in page
    assert "Cy Reed</a></li>" in page


def test_letters_wait_for_people_not_for_workers(assembly, organiser, people, queued):
    mailing = approved(assembly, organiser)
    assert (queued(), send_mailing(mailing.pk, clock=lambda: NOON)) == ([], 0)
    assert continue_sending(NOON + timedelta(hours=1)) == 0
    assert list(mailing.messages.values_list("state", flat=True)) == ["pending", "pending", "unreached"]


def test_from_one_file_of_all_letters_to_the_post(assembly, organiser, people, client_of):
    """The window shows each address; the download and the post stand in the record."""
    client = client_of(organiser)
    approved(assembly, organiser)
    mailing_page = reverse("mailing", args=[assembly.slug, 1])
    letters, posted = (
        reverse(name, args=[assembly.slug, 1]) for name in ("mailing_letters", "mailing_posted")
    )
    today = timezone.localdate()
    assert client.post(posted, {"posted_on": today}).status_code == 422
    file = client.post(letters, {"sender": SENDER})
    texts = [page.extract_text() for page in PdfReader(BytesIO(file.content)).pages]
    assert ["1 Mill Lane\nRiverbend\nRB1 2AB" in texts[0], "2 Mill Lane" in texts[1]] == [True, True]
    assert ["Dear Ada," in texts[0], "1-2" in texts[1], "Your place" in texts[1]] == [True, True, True]
    assert "2 letters are printed" in client.get(mailing_page).content.decode()
    assert client.post(posted, {"posted_on": today + timedelta(days=1)}).status_code == 422
    client.post(posted, {"posted_on": today})
    assert list(OutboxMessage.objects.values_list("state", flat=True)) == ["sent", "sent", "unreached"]
    page = client.get(mailing_page).content.decode()
    assert ("Posted" in page, "Mark as posted" in page) == (True, False)
    events = {
        each.type: each.details for each in AuditEvent.objects.filter(type__startswith="mailing.letters")
    }
    assert events["mailing.letters_printed"] == {
        "number": 1,
        "letters": 2,
        "misprints": 0,
        "purpose": "⟪Tests⟫",
    }
    assert events["mailing.letters_posted"]["letters"] == 2
    assert client.post(letters, {"sender": SENDER}).status_code == 302


def test_a_letter_that_cannot_be_printed_fails_alone_and_is_settled_by_hand(
    assembly, organiser, people, client_of
):
    approved(assembly, organiser)
    OutboxMessage.objects.filter(number=1).update(address="x" * 200)
    file = client_of(organiser).post(reverse("mailing_letters", args=[assembly.slug, 1]), {"sender": SENDER})
    assert len(PdfReader(BytesIO(file.content)).pages) == 1
    first = OutboxMessage.objects.get(number=1)
    assert (first.state, first.error[:24]) == ("failed", "The address does not fit")
    decide_message(message=first, verb="settle", actor=organiser, now=NOON)
    assert OutboxMessage.objects.get(number=1).state == "sent"


def test_only_what_was_printed_is_posted(assembly, organiser, people):
    """A letter that somebody sends back to be printed again is not in the envelope yet."""
    mailing = approved(assembly, organiser)
    first, second = letters_to_print(mailing, NOON)
    said = {"sender_lines": SENDER, "purpose": "x", "actor": organiser, "now": NOON}
    note_letters_printed(mailing=mailing, printed=[first.pk], misprints={second.pk: "no"}, **said)
    decide_message(message=second, verb="retry", actor=organiser, now=NOON)
    day = timezone.localdate(NOON)
    assert post_letters(mailing=mailing, posted_on=day, actor=organiser, now=NOON) == 1
    assert list(OutboxMessage.objects.values_list("state", flat=True)) == ["sent", "pending", "unreached"]
    with pytest.raises(MailingRefused):
        post_letters(mailing=mailing, posted_on=day, actor=organiser, now=NOON)


def test_letters_of_erased_people_are_not_printed_and_hold_no_address(
    assembly, organiser, people, settings, tmp_path
):
    settings.ERASURE_LEDGER = tmp_path / "ledger.jsonl"
    mailing = approved(assembly, organiser)
    found = list(letters_to_print(mailing, NOON).values_list("pk", flat=True))
    erase_respondents(pks=[people[0].pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    message = mailing.messages.get(number=1)
    assert (message.name, message.address, message.subject, message.body) == ("", "", "", "")
    said = {"sender_lines": SENDER, "purpose": "x", "actor": organiser, "now": NOON}
    with pytest.raises(MailingRefused, match="changed meanwhile"):
        note_letters_printed(mailing=mailing, printed=found, misprints={}, **said)
    assert [each.name for each in letters_to_print(mailing, NOON)] == ["Ben Wood"]
    assert mailing.messages.get(number=1).state == "cancelled"


def test_letters_before_approval_are_not_printed(assembly, organiser, people, client_of):
    written(assembly, organiser, MailingChannel.LETTER)
    answer = client_of(organiser).post(
        reverse("mailing_letters", args=[assembly.slug, 1]), {"sender": SENDER}
    )
    assert (answer.status_code, Mailing.objects.get().sender_lines) == (302, "")

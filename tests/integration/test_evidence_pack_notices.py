"""That a pack is out: drafts to those who read on a screen, letters and labels for those who read on paper."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assembly.audiences import audience_of
from assembly.enums import Role
from assembly.errors import MailingRefused
from assembly.models import AuditEvent, MessageTemplate, OutboxMessage
from assembly.services.mailings import approve_mailing, cancel_mailing
from evidence.models import PackNotice, PackVersion
from evidence.services.pack_notices import write_pack_notices
from scheduling.models import Venue
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_evidence import make_pack
from tests.factories_packs import issue_again, make_delivery, make_issued, make_reader, make_wish
from tests.factories_people import make_members, member_of
from tests.factories_pool import RespondentFactory
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db
PAGE = "https://riverbend.example/pack/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def write(version, actor=None):
    return write_pack_notices(version=version, page_url=PAGE, actor=actor or UserFactory(), now=NOON)


def at(name, version):
    return reverse(name, args=[version.pack.assembly.slug, version.pack.session.number])


def on_paper(assembly, *, seat=30, first_name="Grace"):
    """A member with an address and no account, named so that the font has every letter."""
    stands = {"first_name": first_name, "last_name": "Hill", "address": "2 Mill Lane, Riverbend"}
    respondent = RespondentFactory(assembly=assembly, **stands)
    return member_of(respondent, name=str(respondent), seat_number=seat)


def plain_session(assembly):
    """Give everything names that the font has, which has no marks of test data."""
    type(assembly).objects.update(name="Clean Air", commissioning_authority="Riverbend Council")
    assembly.refresh_from_db()
    session = make_session(assembly, title="The air")
    Venue.objects.update(name="Town Hall", address="1 Bridge Street")
    return session


def text_of(answer):
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_who_reads_on_a_screen_gets_a_draft_in_their_language_and_who_reads_on_paper_none(assembly):
    _user, english = make_reader(assembly)
    _other, french = make_reader(assembly, language="fr")
    _third, letter = make_reader(assembly)
    make_wish(letter)
    make_members(assembly, 1)
    version = make_issued(assembly)
    mailing = write(version)
    sent = {each.email: each for each in mailing.messages.all()}
    assert sorted(sent) == sorted([english.email, french.email])
    assert {each.state for each in sent.values()} == {"draft"}
    body = sent[english.email].body
    assert all(each in body for each in (PAGE, version.content["title"], "This is its first version."))
    assert "C’est sa première version." in sent[french.email].body
    assert set(PackNotice.objects.values_list("person", "mailing")) == {
        (english.pk, mailing.pk),
        (french.pk, mailing.pk),
    }


def test_nobody_is_told_twice_of_a_version_unless_the_first_message_was_stopped(assembly):
    make_reader(assembly)
    version, staff = make_issued(assembly), UserFactory()
    first = write(version)
    with pytest.raises(MailingRefused) as caught:
        write(version)
    assert caught.value.code == "nobody_left"
    cancel_mailing(mailing=first, actor=staff, now=NOON)
    second = write(version)
    approve_mailing(mailing=second, actor=staff, now=NOON)
    third = write(issue_again(version.pack, note="⟪One paper more⟫"))
    assert "What is new in it: ⟪One paper more⟫" in third.messages.get().body
    assert MessageTemplate.objects.filter(audience="packs").count() == 1
    assert list(audience_of("packs").recipients(assembly, "")) == []


def test_issuing_writes_the_drafts_where_that_is_ticked(assembly, organiser, client_of):
    make_reader(assembly)
    pack = make_pack(assembly, is_issued=False)
    client, address = client_of(organiser), reverse("pack_issue", args=[assembly.slug, pack.session.number])
    assert re.search(r'name="tell"[^>]*checked', client.get(address).content.decode())
    form = {"revision": 1, "after": 0, "tell": "on"}
    pages = [client.post(address, form, follow=True).content.decode() for _click in range(2)]
    assert "The messages to members are written" in pages[0]
    assert (PackVersion.objects.count(), OutboxMessage.objects.count()) == (1, 1)
    client.post(address, {"revision": 1, "after": 1, "note": "⟪n⟫"})
    assert (PackVersion.objects.count(), OutboxMessage.objects.count()) == (2, 1)
    page = client.get(reverse("pack_deliveries", args=[assembly.slug, pack.session.number]))
    assert "One person who reads on a screen was not written to" in page.content.decode()


def test_the_team_writes_the_messages_from_the_list_of_deliveries(
    assembly, organiser, session_staff, outsider, client_of
):
    make_reader(assembly)
    version = make_issued(assembly)
    address = at("pack_notices", version)
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    assert [client_of(each).post(address).status_code for each in (member, outsider)] == [403, 404]
    answer = client_of(session_staff).post(address, follow=True)
    assert "An organiser reviews and sends them" in answer.content.decode()
    again = client_of(organiser).post(address, follow=True)
    assert "Nobody is left to write to" in again.content.decode()
    assert OutboxMessage.objects.count() == 1


def test_letters_lie_on_the_copies_that_still_have_to_go_out(assembly, session_staff, client_of):
    version = make_issued(assembly, session=plain_session(assembly))
    make_delivery(version, on_paper(assembly))
    again = issue_again(version.pack, note="One paper more", title="Air and health")
    on_paper(assembly, first_name="⟪Ann⟫", seat=31)
    client, address = client_of(session_staff), at("pack_addresses", again)
    assert client.post(address, {"as": "letters", "sender": ""}).status_code == 422
    answer = client.post(address, {"as": "letters", "sender": "1 Market Place"})
    (page,) = text_of(answer)
    for words in ("Dear Grace Hill,", "2 Mill Lane", "1 Market Place", "One paper more", "version 1, which"):
        assert words in page
    assert AuditEvent.objects.get(type="pack.addresses").details["people"] == 1
    listed = client.get(at("pack_deliveries", again)).content.decode()
    assert "Not in the file, because it cannot be printed: ⟪Ann⟫ Hill" in listed


def test_labels_name_the_copy_and_where_there_is_no_address_the_person(assembly, session_staff, client_of):
    version = make_issued(assembly, session=plain_session(assembly))
    make_wish(on_paper(assembly), "paper", "large")
    make_members(assembly, 14, name="Kit Moss")
    answer = client_of(session_staff).post(at("pack_addresses", version), {"as": "labels"})
    first, second = text_of(answer)
    assert "2 Mill Lane" in first + second
    assert "Session 1 · Version 1 · Large print" in first + second
    assert (first.count("Session 1"), second.count("Session 1")) == (14, 1)
    assert client_of(session_staff).post(at("pack_addresses", version), {"as": "x"}).status_code == 400

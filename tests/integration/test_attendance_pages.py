"""Pages about who is there: the list, the sheet, codes, the day, the file, members' own cards."""

import csv
import io
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assembly.enums import Role
from assembly.models import AuditEvent, Person
from scheduling.attendance_codes import hall_code, member_code
from scheduling.models import Absence, Attendance, AttendanceChange
from tests.factories import AppointmentFactory
from tests.factories_attendance import around_now, give_account, make_absence, make_open_session, note
from tests.factories_people import make_members

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(assembly):
    """An open session that goes on now, in its first half, with three members."""
    return make_open_session(assembly, **around_now(timezone.now()))


def url(name, session, *more):
    return reverse(name, args=[session.assembly.slug, session.number, *more])


def pressed(person, state, seen=0, **more):
    return {"tap": f"{person.pk}.{state}.{seen}", "half": "first", "client_id": str(uuid.uuid4()), **more}


def test_staff_note_somebody_without_a_script_and_a_double_tap_is_one_record(hall, session_staff, client_of):
    """The form comes back to the list where the person stands."""
    session, (person, *_others) = hall
    client, data = client_of(session_staff), pressed(person, "present")
    address = url("session_attendance", session)
    for _ in range(2):
        answer = client.post(address, data)
        assert (answer.status_code, answer["Location"]) == (302, f"{address}?half=first#p{person.pk}")
    assert AttendanceChange.objects.count() == 1
    page = client.get(address).content.decode()
    assert re.search(rf'value="{person.pk}\.present\.1"[^>]*aria-pressed="true"', page)
    assert client.get(f"{address}?show=missing").content.decode().count("data-person=") == 2


def test_the_script_is_told_what_stands_when_somebody_was_later(hall, session_staff, client_of):
    """Taps come with how long they waited; a broken tap is refused as such."""
    session, (person, *_others) = hall
    client, address = client_of(session_staff), url("session_attendance", session)
    note(session, person, "present", now=timezone.now())
    answer = client.post(
        address, pressed(person, "absent", waited=600_000), headers={"accept": "application/json"}
    ).json()
    assert (answer["applied"], answer["state"], answer["version"]) == (False, "present", 1)
    assert "noted later by somebody else as “Present”" in answer["said"]
    rows = client.get(address, headers={"accept": "application/json"}).json()["rows"]
    assert rows[0] == {"person": person.pk, "state": "present", "version": 1}
    for wrong in ({}, pressed(person, "asleep"), pressed(person, "absent", client_id="x")):
        assert client.post(address, wrong).status_code == 400


def test_neither_members_nor_observers_nor_strangers_note_anybody(
    hall, assembly, observer, outsider, client_of
):
    session, (person, *_others) = hall
    member = give_account(person)
    people = (member, observer, outsider)
    for name, more in (("session_attendance", ()), ("check_in", None)):
        address = (
            reverse(name, args=[assembly.slug, member_code(person)])
            if more is None
            else url(name, session, *more)
        )
        answers = [client_of(user).post(address, pressed(person, "present")) for user in people]
        assert [each.status_code for each in answers] == [403, 403, 404]
        assert not [each for each in answers if "Member 1" in each.content.decode()]
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("name", ["session_attendance", "session_day", "session_absences", "attendance"])
def test_a_longer_list_asks_no_more_questions(name, hall, assembly, session_staff, client_of):
    """The number of queries is the same for one and for many rows."""
    session, people = hall
    client = client_of(session_staff)
    address = reverse(name, args=[assembly.slug] if name == "attendance" else [assembly.slug, session.number])
    note(session, people[0])
    make_absence(session, people[1])
    client.get(address)
    counts = []
    for more in (0, 3):
        for person in make_members(assembly, more):
            note(session, person, "absent")
            make_absence(session, person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_signed_sheet_is_compared_before_it_is_entered(hall, session_staff, client_of):
    """A signature is taken over; a missing one of somebody who was seen is left until somebody ticks it."""
    session, (seen, signer, stranger) = hall
    note(session, seen, "present")
    note(session, signer, "absent")
    client, address = client_of(session_staff), url("attendance_sheet", session)
    sheet = {"sheet": "Page 1", "halves": ["first"], f"s{signer.pk}.first": "1"}
    page = client.post(address, sheet).content.decode()
    assert AttendanceChange.objects.count() == 2
    ticked = dict(re.findall(r'name="(take\d+\.first)" value="(\d+)" checked', page))
    assert ticked == {f"take{signer.pk}.first": "1", f"take{stranger.pk}.first": "0"}
    # Meanwhile somebody else notes the third: what the second look did not show is not overwritten.
    note(session, stranger, "remote")
    answer = client.post(address, {**sheet, "looked": "1", **ticked}, follow=True).content.decode()
    assert list(Attendance.objects.order_by("person").values_list("state", "how")) == [
        ("present", "list"),
        ("present", "paper"),
        ("remote", "list"),
    ]
    assert "The sheet is entered: one change." in answer
    assert "Member 3⟫ was noted otherwise meanwhile" in answer
    assert AttendanceChange.objects.get(how="paper", is_applied=True).sheet == "Page 1"


def test_a_scanned_badge_changes_nothing_until_its_page_says_so(hall, assembly, session_staff, client_of):
    """Then it shows the name; scanned again it says since when."""
    _session, (person, *_others) = hall
    client, address = client_of(session_staff), reverse("check_in", args=[assembly.slug, member_code(person)])
    assert "⟪M1⟫" in client.get(address).content.decode()
    assert not Attendance.objects.exists()
    for _ in range(2):
        client.post(address, {"client_id": str(uuid.uuid4())}, headers={"hx-request": "true"})
    standing = Attendance.objects.get()
    assert (standing.state, standing.how, standing.version) == ("present", "qr", 1)
    assert "Note as present" not in client.get(address).content.decode()


def test_a_member_signs_in_from_the_screen_but_not_over_what_staff_noted(hall, client_of):
    """Nor with an old code."""
    session, (person, other, _third) = hall
    first, second = client_of(give_account(person)), client_of(give_account(other))
    note(session, other, "absent")
    address = url("session_here", session, hall_code(session, timezone.now()))
    for client in (first, second):
        assert client.get(address).status_code == 200
        client.post(address, {"client_id": str(uuid.uuid4())})
    assert list(Attendance.objects.order_by("person").values_list("state", "how")) == [
        ("present", "self"),
        ("absent", "list"),
    ]
    old = url("session_here", session, "abcdefghjkmn")
    assert "no longer taken" in first.get(old).content.decode()
    assert "no longer taken" in first.post(old, follow=True).content.decode()


def test_the_day_shows_phones_and_values_to_staff_and_first_names_to_facilitators(
    hall, assembly, session_staff, client_of
):
    """Least privilege; the page that asks again is answered only when something is different."""
    session, people = hall
    Person.objects.filter(pk=people[1].pk).update(name="Grace Hopper", called="", phone="0117 496 0999")
    note(session, people[0])
    facilitator = AppointmentFactory(assembly=assembly, role=Role.FACILITATOR).user
    address = url("session_day", session)
    staff, room = (client_of(user).get(address).content.decode() for user in (session_staff, facilitator))
    assert [part in staff for part in ("Grace Hopper", "tel:01174960999", "⟪60+⟫")] == [True] * 3
    assert [part in room for part in ("Hopper", "tel:", "⟪60+⟫", "Call<")] == [False] * 4
    assert "<strong>Grace</strong>" in room
    assert "One more is needed for the quorum of 2." in room
    again = re.search(r'hx-get="([^"]+)"', staff)[1].replace("&amp;", "&")
    client = client_of(session_staff)
    asked = {"headers": {"hx-request": "true"}}
    assert client.get(address + again, **asked).status_code == 204
    note(session, people[1])
    changed = client.get(address + again, **asked).content.decode()
    assert "The quorum of 2 is reached." in changed
    assert "<html" not in changed


def test_the_file_is_harmless_and_recorded_with_its_purpose(hall, assembly, session_staff, client_of):
    session, people = hall
    Person.objects.filter(pk=people[0].pk).update(name="=1+1")
    note(session, people[0])
    answer = client_of(session_staff).get(reverse("attendance_export", args=[assembly.slug]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Seat", "Name", "Session 1, First half", "Session 1, Second half", "Halves attended"]
    assert rows[1] == ["1", "'=1+1", "Present", "", "1"]
    assert AuditEvent.objects.get(type="attendance.export").details == {"people": 3, "purpose": "⟪Tests⟫"}


def test_the_codes_of_all_present_members_stand_on_paper(assembly, session_staff, client_of):
    """By seat, with names however long; whoever has left has none."""
    people = make_members(assembly, 13)
    Person.objects.filter(pk=people[0].pk).update(called="<Wilhelmina & " + "Maximiliana " * 5)
    Person.objects.filter(pk=people[12].pk).update(left_at=timezone.now())
    answer = client_of(session_staff).get(reverse("attendance_codes", args=[assembly.slug]))
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    shown = [member_code(person).upper() in text for person in people]
    assert shown == [True] * 12 + [False]
    assert "<Wilhelmina &" in text


def test_a_member_sees_the_next_session_and_says_that_they_cannot_come(hall, assembly, client_of):
    """And takes it back; a draft shows nothing, and another's account nothing of theirs."""
    session, (person, *_others) = hall
    client = client_of(give_account(person))
    home = reverse("own_home", args=[assembly.slug])
    page = client.get(home).content.decode()
    assert "Your session today" in page or "Your next session" in page
    assert url("session_absence", session) in page
    client.post(url("session_absence", session), {"half": "second", "reason": "illness"})
    said = Absence.objects.get()
    assert (said.person, said.half, said.how, said.reason) == (person, "second", "self", "illness")
    assert "You said that you cannot come (Second half)." in client.get(home).content.decode()
    client.post(url("session_absence", session), {"come": "1"})
    said.refresh_from_db()
    assert said.taken_back_at is not None
    nobody = client_of(AppointmentFactory(assembly=assembly, role=Role.MEMBER).user)
    assert "Where the dirty air" not in nobody.get(home).content.decode()
    assert nobody.post(url("session_absence", session), {}).status_code == 422
    type(session).objects.update(state="draft")
    assert "Where the dirty air" not in client.get(home).content.decode()
    assert client.get(url("session_absence", session)).status_code == 404


def test_a_member_sees_where_they_were_once_the_session_is_closed(hall, assembly, client_of):
    session, (person, *_others) = hall
    note(session, person, "partial")
    client, home = client_of(give_account(person)), reverse("own_home", args=[assembly.slug])
    assert "My attendance" not in client.get(home).content.decode()
    type(session).objects.update(state="closed")
    page = client.get(home).content.decode()
    assert "My attendance" in page
    assert "Partly there" in page


def test_staff_enter_who_called_and_take_it_back(hall, session_staff, client_of):
    session, (person, *_others) = hall
    client, address = client_of(session_staff), url("session_absences", session)
    assert client.post(address, {"half": "", "how": "phone", "reason": ""}).status_code == 422
    client.post(address, {"person": person.pk, "half": "", "how": "phone", "reason": ""})
    said = Absence.objects.get()
    assert (said.person, said.how, said.said_by) == (person, "phone", session_staff)
    assert "Said that they cannot come" in client.get(url("session_attendance", session)).content.decode()
    client.post(url("absence_take_back", session, said.pk))
    assert "Nobody has said" in client.get(address).content.decode()


def test_signed_out_staff_who_scan_a_badge_are_asked_to_sign_in_first(hall, assembly):
    """The page that asks knows nobody's name."""
    _session, (person, *_others) = hall
    answer = Client().get(reverse("check_in", args=[assembly.slug, member_code(person)]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")

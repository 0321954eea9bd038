"""The programme is planned: items are placed, moved on, copied, put back; two people at once do not undo each other."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import PersonKind, Role
from assembly.errors import ChangedMeanwhile
from assembly.models import AuditEvent, Person
from scheduling.enums import ItemKind, Part, SessionState
from scheduling.errors import ClockRefused, InUse, PlanRefused
from scheduling.local_times import moment_at, moments_at
from scheduling.models import AgendaItem, PlanChange, Slot
from scheduling.publication_checks import publication_blockers
from scheduling.selectors.clashes import standing_clashes, told_clashes
from scheduling.selectors.plan_programme import plan_of
from scheduling.selectors.plan_shift import shift_of
from scheduling.services.plan import Place, item_to_tray, place_item
from scheduling.services.plan_clashes import accept_clash
from scheduling.services.plan_copy import copy_day
from scheduling.services.plan_items import delete_item
from scheduling.services.plan_undo import undo_change
from tests.factories import NOON, AppointmentFactory
from tests.factories_people import make_members, make_person
from tests.factories_plan import shifted
from tests.factories_sessions import (
    make_duty,
    make_item,
    make_person_time,
    make_room,
    make_session,
    make_venue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(assembly):
    return make_session(assembly)


def address(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def at(session, minutes):
    return session.starts_at + timedelta(minutes=minutes)


def test_an_item_is_placed_and_stands_in_the_record(assembly, session, organiser):
    item = make_item(assembly=assembly)
    room = session.venue.rooms.get()
    placed = place_item(
        item=item, version=1, place=Place(session, room, at(session, 30)), actor=organiser, now=NOON
    )
    assert (placed.session, placed.room, placed.starts_at, placed.version) == (
        session,
        room,
        at(session, 30),
        2,
    )
    change = PlanChange.objects.get()
    assert change.before == {str(item.pk): [None, None, None, 30]}
    assert change.after == {str(item.pk): [session.pk, room.pk, at(session, 30).isoformat(), 30]}
    assert AuditEvent.objects.get(type="plan.place").details["title"] == item.title


def test_what_was_moved_by_somebody_else_is_not_moved_from_a_stale_page(assembly, session, organiser):
    item = make_item(session, version=3)
    with pytest.raises(ChangedMeanwhile) as refusal:
        item_to_tray(item=item, version=2, actor=organiser, now=NOON)
    assert refusal.value.params["item"] == item
    assert AgendaItem.objects.get().is_placed


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"is_fixed": True}, "fixed"),
        ({"state": SessionState.CLOSED}, "session_over"),
        ({"day": 1}, "wrong_day"),
        ({"room": "elsewhere"}, "wrong_room"),
    ],
)
def test_what_is_no_place_is_refused_with_a_reason(assembly, session, organiser, where, code):
    item = make_item(session, is_fixed=where.get("is_fixed", False))
    room = make_room(make_venue(assembly)) if where.get("room") else session.venue.rooms.get()
    session.state = where.get("state", session.state)
    session.save()
    place = Place(session, room, at(session, 60) + timedelta(days=where.get("day", 0)))
    with pytest.raises(PlanRefused) as refusal:
        place_item(item=item, version=1, place=place, actor=organiser, now=NOON)
    assert refusal.value.code == code
    assert PlanChange.objects.count() == 0


def test_the_last_act_is_undone_and_one_after_which_an_item_changed_is_not(assembly, session, organiser):
    item = make_item(session, at=0)
    change = shifted(session, 30)
    item.refresh_from_db()
    assert item.starts_at == at(session, 30)
    undo_change(assembly=assembly, number=change.number, actor=organiser, now=NOON)
    item.refresh_from_db()
    assert item.starts_at == at(session, 0)
    change = shifted(session, 45)
    AgendaItem.objects.update(minutes=20)
    with pytest.raises(PlanRefused) as refusal:
        undo_change(assembly=assembly, number=change.number, actor=organiser, now=NOON)
    assert refusal.value.code == "changed_since"
    with pytest.raises(PlanRefused) as refusal:
        undo_change(assembly=assembly, number=1, actor=organiser, now=NOON)
    assert refusal.value.code == "not_the_last"


def test_breaks_shrink_until_the_day_has_caught_up_and_fixed_items_stay(assembly, session):
    first = make_item(session, at=0, title="talk")
    make_item(session, at=60, title="tea", kind=ItemKind.BREAK, minutes=30)
    make_item(session, at=90, title="work", kind=ItemKind.TABLE_WORK)
    make_item(session, at=120, title="lunch", kind=ItemKind.BREAK, minutes=60)
    make_item(session, at=180, title="speech", is_fixed=True)
    make_item(session, at=400, title="close", minutes=20)
    shift = shift_of(session, first, 30, shrinks_breaks=True)
    moved = [(each.item.title, each.starts_at, each.minutes) for each in shift.moved]
    assert moved == [
        ("talk", at(session, 30), 30),
        ("tea", at(session, 90), 10),
        ("work", at(session, 100), 30),
        ("lunch", at(session, 130), 50),
    ]
    assert [item.title for item in shift.fixed] == ["speech"]
    assert shift.overrun == 0
    late = shift_of(session, first, 30, shrinks_breaks=False)
    assert (late.overrun, late.ends) == (30, "17:00")


def test_a_day_is_copied_by_the_wall_clock_over_a_change_of_clocks(assembly, organiser):
    """9:30 stays 9:30 although London is an hour nearer to UTC; what has no room there is named."""
    summer = make_session(assembly, starts_at=datetime(2026, 10, 24, 8, 30, tzinfo=UTC))
    winter = make_session(assembly, starts_at=datetime(2026, 10, 31, 9, 30, tzinfo=UTC))
    other = make_room(make_venue(assembly), name="⟪Elsewhere⟫")
    witness = make_person(assembly)
    talk = make_item(summer, at=0, people=(witness,))
    later = make_item(summer, at=60)
    later.after.add(talk)
    make_item(summer, at=90, room=other)
    change, plan = copy_day(source=summer, target=winter, seen=0, actor=organiser, now=NOON)
    doubles = list(AgendaItem.objects.filter(session=winter).order_by("starts_at"))
    assert [item.starts_at.hour for item in doubles] == [9, 10]
    assert [slot.person for slot in doubles[0].slots.all()] == [witness]
    assert list(doubles[1].after.all()) == [doubles[0]]
    assert [why for _item, why in plan.left] == ["there is no ⟪Elsewhere⟫ in that session"]
    with pytest.raises(ChangedMeanwhile):
        copy_day(source=summer, target=winter, seen=0, actor=organiser, now=NOON)
    undo_change(assembly=assembly, number=change.number, actor=organiser, now=NOON)
    assert AgendaItem.objects.filter(session=winter).count() == 0


def test_times_that_the_clock_skips_or_shows_twice_are_not_guessed():
    london = ZoneInfo("Europe/London")
    spring, autumn = datetime(2026, 3, 29).date(), datetime(2026, 10, 25).date()  # noqa: DTZ001
    assert moments_at(spring, time(1, 30), london) == []
    with pytest.raises(ClockRefused) as refusal:
        moment_at(spring, time(1, 30), london)
    assert refusal.value.code == "no_such_time"
    twice = moments_at(autumn, time(1, 30), london)
    assert [moment.hour for moment in twice] == [0, 1]
    with pytest.raises(ClockRefused) as refusal:
        moment_at(autumn, time(1, 30), london)
    assert refusal.value.code == "time_comes_twice"
    assert moment_at(autumn, time(1, 30), london, earlier=False) == twice[1]
    assert moment_at(spring, time(9, 0), london) == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_only_what_lies_in_the_tray_and_nothing_waits_for_is_deleted(assembly, session, organiser):
    placed, first = make_item(session), make_item(assembly=assembly)
    second = make_item(assembly=assembly)
    second.after.add(first)
    for item in (placed, first):
        with pytest.raises(InUse):
            delete_item(item=item, version=1, actor=organiser, now=NOON)
    delete_item(item=second, version=1, actor=organiser, now=NOON)
    delete_item(item=first, version=1, actor=organiser, now=NOON)
    assert list(AgendaItem.objects.all()) == [placed]


def item_form(**fields):
    return {"title": "⟪Low-emission zones⟫", "kind": "talk", "minutes": 30, "needs_room": "on", **fields}


def test_an_item_is_written_with_somebody_of_the_team_who_becomes_a_person(
    assembly, session, organiser, session_staff, client_of
):
    client = client_of(organiser)
    sent = item_form(person_0=f"u{session_staff.pk}", part_0=Part.TECHNICIAN)
    answer = client.post(address("item_new", assembly) + f"?session={session.number}", sent)
    item = AgendaItem.objects.get()
    assert answer["Location"] == address("item_place", assembly, item.pk) + f"?session={session.number}"
    slot = Slot.objects.get()
    assert (slot.person.user, slot.person.kind, slot.part) == (
        session_staff,
        PersonKind.STAFF,
        Part.TECHNICIAN,
    )
    # Saved again by the person's own key: nobody becomes two.
    page = address("item", assembly, item.pk)
    client.post(page, item_form(version=1, minutes=40, person_0=str(slot.person_id), part_0=Part.LEAD))
    item.refresh_from_db()
    assert (item.minutes, item.version, Slot.objects.get().part) == (40, 2, Part.LEAD)
    assert Person.objects.count() == 1


def test_a_stale_form_shows_what_was_typed_beside_what_stands(assembly, session, organiser, client_of):
    item = make_item(session, title="⟪Theirs⟫", version=2)
    answer = client_of(organiser).post(
        address("item", assembly, item.pk), item_form(title="⟪Mine⟫", version=1)
    )
    assert answer.status_code == 409
    assert [row[1:] for row in answer.context["differences"]] == [("⟪Mine⟫", "⟪Theirs⟫")]
    assert answer.context["form"]["version"].value() == "2"


def test_an_item_cannot_come_after_itself(assembly, session, organiser, client_of):
    first, second = make_item(session), make_item(session, at=60)
    second.after.add(first)
    answer = client_of(organiser).post(
        address("item", assembly, first.pk), item_form(version=1, after=[second.pk])
    )
    assert answer.status_code == 409
    assert list(first.after.all()) == []


def test_a_drop_and_the_form_take_the_same_way_and_a_stale_one_is_told_where_the_item_is(
    assembly, session, organiser, client_of
):
    client = client_of(organiser)
    item = make_item(assembly=assembly)
    room = session.venue.rooms.get()
    page = address("item_place", assembly, item.pk) + f"?session={session.number}"
    sent = {"version": 1, "place": f"{room.pk}@{at(session, 30).isoformat()}"}
    drop = client.post(page, sent, headers={"HX-Request": "true"})
    assert drop.status_code == 200
    assert "10:00–10:30" in drop.context["said"]
    assert b"<html" not in drop.content
    again = client.post(page, sent, headers={"HX-Request": "true"})
    assert again.status_code == 409
    assert "Now it stands here: Session 1" in again.context["refused"]
    form = client.post(page, {"version": 2, "place": "other", "room": room.pk, "time": "11:15"})
    assert form["Location"] == address("session_plan", assembly, session.number)
    item.refresh_from_db()
    assert item.starts_at == at(session, 105)
    assert client.post(page, {"version": 3, "place": "x@y"}).status_code == 422


def test_the_form_offers_only_times_that_are_free_of_clashes(assembly, session, organiser, client_of):
    """The room is taken from 9:30 to 10:00, and the witness busy until 10:30."""
    witness = make_person(assembly)
    make_item(session, at=0)
    other = make_room(session.venue)
    make_item(session, at=30, room=other, people=(witness,))
    item = make_item(assembly=assembly, people=(witness,))
    page = client_of(organiser).get(address("item_place", assembly, item.pk))
    rooms = [(str(each.name), each.first[0][1]) for each in page.context["rooms"]]
    assert rooms == [("⟪Room 1⟫", "10:30"), ("⟪Room 2⟫", "09:30")]
    make_person_time(witness, session)
    page = client_of(organiser).get(address("item_place", assembly, item.pk))
    assert [each.first for each in page.context["rooms"]] == [(), ()]
    assert "is not free for" in page.content.decode()


def test_a_clash_is_let_stand_with_a_reason_and_counted_again(assembly, session, organiser, client_of):
    client = client_of(organiser)
    witness = make_person(assembly)
    make_item(session, at=0, people=(witness,))
    make_item(session, at=0, people=(witness,), room=make_room(session.venue))
    [clash] = told_clashes(plan_of(assembly))
    assert clash.sentence == (
        "⟪Dr Witness 1⟫ is in two places from 09:30 to 10:00: in “⟪Talk 1⟫” and “⟪Talk 2⟫”."
    )
    accept = address("clash_accept", assembly)
    assert client.post(accept, {"key": clash.key, "reason": ""}).status_code == 422
    client.post(accept, {"key": clash.key, "reason": "⟪by video⟫"})
    page = client.get(address("session_plan", assembly, session.number))
    assert (page.context["clashes"], len(page.context["accepted"])) == ([], 1)
    accepted = page.context["accepted"][0].acceptance
    client.post(address("clash_take_back", assembly, accepted.pk))
    assert client.get(address("clashes", assembly)).context["total"] == 1
    types = AuditEvent.objects.filter(type__startswith="plan.").values_list("type", flat=True)
    assert list(types.order_by("number")) == ["plan.accept", "plan.count_again"]


def test_somebody_on_duty_who_is_elsewhere_or_not_free_is_a_clash_of_both_sessions(
    assembly, session, organiser, client_of
):
    staff = make_person(assembly, kind=PersonKind.STAFF, name="⟪Sam Staff⟫")
    beside = make_session(assembly, starts_at=session.starts_at, venue=make_room(make_venue(assembly)).venue)
    make_duty(session, staff)
    make_item(beside, people=(staff,))
    [clash] = told_clashes(plan_of(assembly))
    assert clash.sentence == (
        "⟪Sam Staff⟫ is on duty at Session 1 and in “⟪Talk 1⟫” of another session from 09:30 to 10:00."
    )
    assert clash.session_keys == {session.pk, beside.pk}
    make_person_time(staff, beside)
    make_duty(beside, staff)
    sentences = [clash.sentence for clash in told_clashes(plan_of(assembly))]
    assert "⟪Sam Staff⟫ is on duty at Session 1 and at Session 2 from 09:30 to 16:30." in sentences
    assert (
        "⟪Sam Staff⟫ is on duty at Session 1, but is not free all the time from 09:30 to 16:30." in sentences
    )
    client = client_of(organiser)
    twice = next(each for each in told_clashes(plan_of(assembly)) if each.code == "duty_twice")
    client.post(address("clash_accept", assembly), {"key": twice.key, "reason": "⟪next door⟫"})
    page = client.get(address("session_plan", assembly, beside.number))
    assert [each.key for each in page.context["accepted"]] == [twice.key]


def test_members_needs_are_counted_for_rooms_in_which_all_are_expected(assembly, session):
    make_members(assembly, 61)
    make_item(session, kind=ItemKind.PLENARY)
    make_item(session, at=60, kind=ItemKind.TALK)
    sentences = [clash.sentence for clash in told_clashes(plan_of(assembly))]
    assert sentences == ["⟪Room 1⟫ is too small for “⟪Talk 1⟫”: 61 people, 60 places."]


def test_the_grid_takes_as_many_queries_for_three_items_as_for_one(assembly, session, organiser, client_of):
    client = client_of(organiser)
    page = address("session_plan", assembly, session.number)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(page)
        return len(found)

    def fill(number):
        earlier = make_item(session, at=60 * number, people=(make_person(assembly),))
        make_item(assembly=assembly, people=(make_person(assembly),)).after.add(earlier)

    fill(1)
    client.get(page)
    one = queries()
    fill(2)
    fill(3)
    assert queries() == one


def test_overlapping_items_of_one_room_share_a_cell_and_rows_fall_to_a_quarter_where_needed(
    assembly, session, organiser, client_of
):
    make_item(session, at=0, minutes=60)
    make_item(session, at=45, minutes=30)
    grid = client_of(organiser).get(address("session_plan", assembly, session.number)).context["grid"]
    assert grid.minutes == 15
    [cell] = grid.rows[0].cells
    assert (cell.rows, len(cell.planned), cell.is_clash, cell.kind) == (5, 2, True, "")
    assert [row.cells for row in grid.rows[1:5]] == [[], [], [], []]


def test_what_all_are_at_lies_across_all_rooms_unless_something_goes_on_beside_it(
    assembly, session, organiser, client_of
):
    hall, other = session.venue.rooms.get(), make_room(session.venue)
    plenary = make_item(session, kind=ItemKind.PLENARY, minutes=60)
    make_item(session, at=60, room=other)
    make_item(session, at=90, kind=ItemKind.BREAK, room=other)
    make_item(session, at=90, kind=ItemKind.TALK, minutes=15)
    make_item(session, at=120, kind=ItemKind.PLENARY, expected=5)
    page = client_of(organiser).get(address("session_plan", assembly, session.number))
    grid = page.context["grid"]

    def cells(minutes):
        row = grid.rows[minutes // grid.minutes]
        return [(cell.room, cell.rows, cell.columns, len(cell.planned)) for cell in row.cells]

    assert cells(0) == [(hall, 60 // grid.minutes, 2, 1)]
    assert cells(30) == []
    assert cells(60) == [(hall, 1, 1, 0), (other, 2, 1, 1)]
    assert cells(90) == [(hall, 1, 1, 1), (other, 2, 1, 1)]
    assert cells(120) == [(hall, 2, 1, 1), (other, 1, 1, 0)]
    text = page.content.decode()
    assert 'rowspan="4" colspan="2"' in text
    assert text.partition("<table")[2].partition("</table>")[0].count(f"<b>{plenary.title}</b>") == 1


def test_one_room_runs_late_while_the_others_are_on_time(assembly, session, organiser, client_of):
    other = make_room(session.venue)
    here, there = make_item(session), make_item(session, room=other)
    client, late = client_of(organiser), address("session_late", assembly, session.number)
    wrong = client.get(late, {"item": here.pk, "minutes": 20, "room": other.pk})
    assert list(wrong.context["form"].errors) == ["room"]
    sent = {"item": there.pk, "minutes": 20, "room": other.pk}
    shown = client.get(late, sent)
    assert [each.item for each in shown.context["preview"].moved] == [there]
    assert f'name="room" value="{other.pk}"' in shown.content.decode()
    client.post(late, {**sent, "seen": 0})
    begins = dict(AgendaItem.objects.values_list("pk", "starts_at"))
    assert begins == {here.pk: session.starts_at, there.pk: session.starts_at + timedelta(minutes=20)}


def test_an_observer_reads_the_plan_and_is_offered_no_change(
    assembly, session, observer, outsider, client_of
):
    item = make_item(session)
    client = client_of(observer)
    page = client.get(address("session_plan", assembly, session.number)).content.decode()
    assert item.title in page
    assert "plan.js" not in page
    assert (
        "<form" not in client.get(address("item", assembly, item.pk)).content.decode().partition("<main")[2]
    )
    assert client.post(address("item_tray", assembly, item.pk)).status_code == 403
    assert client_of(outsider).get(address("item", assembly, item.pk)).status_code == 404
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    assert client_of(member).get(address("item", assembly, item.pk)).status_code == 403


def test_running_late_and_copying_do_what_the_page_showed(assembly, session, organiser, client_of):
    client = client_of(organiser)
    item = make_item(session)
    target = make_session(assembly)
    late = address("session_late", assembly, session.number)
    shown = client.get(late, {"item": item.pk, "minutes": 20})
    assert [each.becomes for each in shown.context["preview"].moved] == ["09:50–10:20"]
    sent = {"item": item.pk, "minutes": 20, "seen": shown.context["seen"]}
    assert client.post(late, sent).status_code == 302
    assert client.post(late, sent).status_code == 409
    copy = address("session_copy", assembly, session.number)
    shown = client.get(copy, {"target": target.pk})
    assert [where for _item, where in shown.context["copied"]] == ["Session 2, ⟪Room 1⟫, 09:50–10:20"]
    client.post(copy, {"target": target.pk, "seen": shown.context["seen"]})
    undo = address("plan_undo", assembly)
    shown = client.get(undo)
    assert [row[1:] for row in shown.context["moves"]] == [("Session 2, ⟪Room 1⟫, 09:50–10:20", "deleted")]
    client.post(undo, {"number": shown.context["change"].number})
    assert list(AgendaItem.objects.all()) == [item]


def test_a_programme_with_somebody_in_two_places_is_not_published_unless_it_may_stand(assembly, organiser):
    """Until the clash is cleared, or somebody says why it may stand."""
    session, person = make_session(assembly), make_person(assembly)
    make_item(session, at=60, people=(person,))
    make_item(session, at=75, people=(person,), room=make_room(session.venue))
    assert publication_blockers(assembly) == ["One clash stands: clear it, or say why it may stand."]
    clash = standing_clashes(plan_of(assembly))[0]
    accept_clash(
        assembly=assembly,
        key=clash.key,
        sentence=str(clash.sentence),
        reason="⟪She is quick⟫",
        actor=organiser,
        now=NOON,
    )
    assert publication_blockers(assembly) == []

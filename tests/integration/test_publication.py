"""What was promised to the public: kept, moved in the open, seen by the system, and told to everybody alike."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from assembly.copying import copy_parts
from assembly.enums import AssemblyState, Role
from assembly.errors import IllegalMove, PublicationRefused
from assembly.models import Assembly, AuditEvent, PublicationDay, PublicationItem, RemitVersion
from assembly.public_feed import feed_entries
from assembly.public_site import public_pages
from assembly.record import sentence_of
from assembly.selectors_publication import publication_row, publication_rows, publication_summary
from assembly.services.publication import (
    NewPromise,
    correct_delivery,
    move_publication_day,
    note_delivered,
    note_what_is_out,
    promise_publications,
    withdraw_publication,
)
from assembly.stage_publication import promise_actions
from assembly.usual_promises import usual_promises
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, RemitVersionFactory, UserFactory
from tests.factories_publication import DUE, make_promise

pytestmark = pytest.mark.django_db

TODAY = NOON.date()
LATER = date(2100, 1, 1)
LINK = "https://example.org/costs"


def at(day: date) -> datetime:
    return datetime.combine(day, NOON.timetz())


def by(day: date = TODAY) -> dict:
    return {"actor": UserFactory(), "now": at(day)}


def promise(assembly, *, kind="", title="Costs", due_on=DUE, now=NOON):
    new = NewPromise(title=title, kind=kind, what="What it has cost", due_on=due_on)
    (item,) = promise_publications(assembly=assembly, promises=[new], actor=UserFactory(), now=now)
    return item


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


@pytest.fixture
def known(assembly):
    """An assembly that the public knows of."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.RECRUITING)
    return Assembly.objects.get(pk=assembly.pk)


def test_what_is_promised_gets_a_number_and_its_first_day_and_an_entry_in_the_record(assembly):
    first, second = promise(assembly), promise(assembly, title="Complaints")
    assert [(item.number, item.state) for item in (first, second)] == [(1, "promised"), (2, "promised")]
    assert [(day.number, day.due_on, day.reason) for day in first.days.all()] == [(1, DUE, "")]
    event = AuditEvent.objects.get(type="publication.promise", object_id=str(first.pk))
    assert sentence_of(event).endswith("promised the public “Costs” for 1 June 2026")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "This day has passed. Promise a day that is still to come."),
        ({"title": "⟪Costs, part 1⟫"}, "“⟪Costs, part 1⟫” is promised already."),
        ({"kind": "nonsense"}, "The system knows no such kind of publication."),
        (
            {"kind": "remit"},
            "“The question and the promise of an answer” is out already: there is nothing left to promise.",
        ),
    ],
)
def test_what_cannot_be_promised_is_refused_and_none_of_those_promised_with_it_is_kept(new, said, assembly):
    make_promise(assembly)
    RemitVersionFactory(assembly=assembly, published=True)
    good = NewPromise(title="Minutes", kind="", what="", due_on=DUE)
    bad = NewPromise(**{"title": "Costs", "kind": "", "what": "", "due_on": DUE, **new})
    with pytest.raises(PublicationRefused, match=said[:30]) as refused:
        promise_publications(assembly=assembly, promises=[good, bad], **by())
    assert (str(refused.value), PublicationItem.objects.count()) == (said, 1)


def test_a_day_is_moved_with_a_reason_and_the_days_before_stay(assembly):
    item = promise(assembly)
    move_publication_day(item=item, due_on=date(2026, 7, 1), reason="The printer is closed", **by())
    row = publication_row(item, TODAY)
    assert (row.first_due_on, row.due_on, row.counts) == (DUE, date(2026, 7, 1), date(2026, 7, 1))
    assert [day.reason for day in row.moves] == ["The printer is closed"]
    event = AuditEvent.objects.get(type="publication.move_day")
    assert sentence_of(event).endswith("moved the day of “Costs” from 1 June 2026 to 1 July 2026")


@pytest.mark.parametrize(
    ("due_on", "reason"), [(DUE, "why"), (TODAY - timedelta(days=1), "why"), (LATER, " ")]
)
def test_a_day_is_not_moved_to_the_same_day_the_past_or_without_a_reason(due_on, reason, assembly):
    item = promise(assembly)
    with pytest.raises(PublicationRefused):
        move_publication_day(item=item, due_on=due_on, reason=reason, **by())
    assert PublicationDay.objects.count() == 1


def test_moving_a_day_that_was_missed_makes_it_no_less_late(assembly):
    item = promise(assembly)
    move_publication_day(item=item, due_on=date(2026, 7, 1), reason="Late", **by(date(2026, 6, 3)))
    row = publication_row(item, date(2026, 6, 11))
    assert (row.standing, row.words) == ("overdue", "overdue by 10 days")
    note_delivered(item=item, delivered_on=date(2026, 6, 30), link=LINK, note="", **by(date(2026, 7, 2)))
    item.refresh_from_db()
    assert publication_row(item, date(2026, 7, 2)).words == "29 days late"


def test_what_is_out_is_noted_with_its_day_and_where_and_put_right_with_a_reason(assembly):
    item = promise(assembly)
    out = note_delivered(item=item, delivered_on=TODAY, link=LINK, note="", **by())
    row = publication_row(out, TODAY)
    assert (row.standing, row.words, row.link) == ("delivered", "91 days early", LINK)
    with pytest.raises(PublicationRefused):
        correct_delivery(item=item, reason="", **by())
    back = correct_delivery(item=item, reason="It was a draft", **by())
    assert (back.state, back.delivered_on, back.link, back.correction, back.corrected_on) == (
        "promised",
        None,
        "",
        "It was a draft",
        TODAY,
    )
    event = AuditEvent.objects.get(type="publication.correct")
    assert event.details["number"] == 1


def test_a_promise_is_withdrawn_with_a_reason_and_stays(assembly):
    item = promise(assembly)
    with pytest.raises(PublicationRefused):
        withdraw_publication(item=item, reason=" ", **by())
    withdraw_publication(item=item, reason="Nobody collected the figures", **by())
    item.refresh_from_db()
    assert (item.state, item.withdrawn_on, item.reason) == (
        "withdrawn",
        TODAY,
        "Nobody collected the figures",
    )
    with pytest.raises(IllegalMove):
        note_delivered(item=item, delivered_on=TODAY, link=LINK, note="", **by())
    assert promise(assembly).number == 2, "what was withdrawn can be promised again"


def test_the_clock_notes_what_the_system_sees_once_with_its_day_and_the_page_shows_it_before(assembly):
    item = promise(assembly, kind="remit")
    assert note_what_is_out(NOON) == 0
    RemitVersionFactory(assembly=assembly, published=True)
    row = publication_row(item, TODAY)
    assert (row.standing, row.done_on, row.is_seen) == ("delivered", TODAY, True)
    assert [note_what_is_out(at(date(2026, 4, 1))) for _time in range(2)] == [1, 0]
    item.refresh_from_db()
    assert (item.state, item.delivered_on) == ("delivered", TODAY)
    event = AuditEvent.objects.get(type="publication.deliver")
    assert sentence_of(event) == "“Costs” came out"


def test_nobody_notes_away_moves_or_withdraws_what_the_system_sees(assembly):
    item = promise(assembly, kind="remit")
    RemitVersionFactory(assembly=assembly, published=True)
    for refused in (
        lambda: withdraw_publication(item=item, reason="why", **by()),
        lambda: move_publication_day(item=item, due_on=LATER, reason="why", **by()),
        lambda: note_delivered(item=item, delivered_on=TODAY, link=LINK, note="", **by()),
    ):
        with pytest.raises(PublicationRefused):
            refused()
    note_what_is_out(NOON)
    with pytest.raises(PublicationRefused):
        correct_delivery(item=item, reason="why", **by())


def test_the_database_itself_keeps_what_was_promised_and_each_day(assembly):
    item = make_promise(assembly)
    own, days = PublicationItem.objects.filter(pk=item.pk), PublicationDay.objects.filter(item=item)
    for act in (
        lambda: own.update(title="Less"),
        lambda: own.update(promised_at=at(DUE)),
        own.delete,
        days.delete,
        lambda: days.update(due_on=LATER),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    own.update(correction="Put right", corrected_on=DUE)


def test_the_summary_counts_each_promise_once(assembly):
    make_promise(assembly, "delivered")
    make_promise(assembly, "delivered", delivered_on=date(2026, 6, 4))
    make_promise(assembly, "withdrawn")
    make_promise(assembly)
    make_promise(assembly, days=[LATER])
    found = publication_summary(assembly, date(2026, 7, 1))
    counts = (
        found.promised,
        found.delivered,
        found.on_time,
        found.late,
        found.overdue,
        found.pending,
        found.withdrawn,
    )
    assert counts == (5, 2, 1, 1, 1, 1, 1)
    assert [row.standing for row in found.rows][:1] == ["overdue"]
    assert found.promised == found.delivered + found.overdue + found.pending + found.withdrawn


def test_the_usual_promises_are_counted_from_sessions_and_the_months_of_the_remit(assembly):
    """What is promised or out already is left out; a day that has passed is left blank."""
    RemitVersionFactory(assembly=assembly, published=True, response_months=6)
    make_promise(assembly, kind="programme")
    days = {each.kind.key: each.due_on for each in usual_promises(assembly, TODAY)}
    assert {"remit", "programme"} & set(days) == set()
    assert {key: days[key] for key in ("draw", "report", "answers")} == {
        "draw": date(2026, 5, 16),
        "report": date(2026, 11, 21),
        "answers": date(2027, 5, 21),
    }
    assert {each.due_on for each in usual_promises(assembly, LATER)} == {None}


def test_what_is_overdue_or_due_within_two_weeks_needs_somebody(assembly, django_assert_num_queries):
    from_now = [-3, 0, 14, 15]
    today = datetime.now(UTC).date()
    for days in from_now:
        make_promise(assembly, title=f"in {days}", days=[today + timedelta(days=days)])
    make_promise(assembly, "withdrawn", days=[today])
    titles = [action.title for action in promise_actions(assembly)]
    assert titles == ["Overdue: in -3", "Due soon: in 0", "Due soon: in 14"]
    with django_assert_num_queries(2):
        promise_actions(assembly)


def test_as_many_questions_for_three_promises_as_for_one(assembly):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            rows = publication_rows(assembly, TODAY)
            assert [row.link for row in rows]
        return len(queries)

    make_promise(assembly)
    one = asked()
    make_promise(assembly)
    make_promise(assembly, "delivered")
    assert (one, asked()) == (2, 2)


def test_a_rehearsal_takes_over_what_still_stands_and_the_next_assembly_nothing(assembly):
    make_promise(assembly, days=[DUE, LATER])
    make_promise(assembly, "withdrawn")
    make_promise(assembly, days=[date(2026, 1, 1)])
    rehearsal, following = AssemblyFactory(is_rehearsal=True), AssemblyFactory()
    copy_parts(assembly, rehearsal)
    copy_parts(assembly, following)
    assert [row.first_due_on for row in publication_rows(rehearsal, TODAY)] == [LATER]
    assert publication_rows(following, TODAY) == []


def test_an_organiser_promises_moves_notes_and_puts_right(assembly, organiser, client_of):
    client = client_of(organiser)
    answer = client.post(
        url("publication_new", assembly), {"title": "Costs", "what": "", "kind": "", "due_on": "2099-06-01"}
    )
    assert answer["Location"] == url("publication_item", assembly, 1)
    there = url("publication_item", assembly, 1)
    client.post(there, {"act": "move_day", "due_on": "2099-07-01", "reason": "The printer is closed"})
    page = client.get(there).content.decode()
    assert ("1 June 2099" in page, "The printer is closed" in page) == (True, True)
    client.post(there, {"act": "deliver", "delivered_on": "2026-03-02", "link": LINK})
    assert PublicationItem.objects.get().state == "delivered"
    client.post(there, {"act": "correct", "reason": "It was a draft"})
    client.post(there, {"act": "withdraw", "reason": "It costs too much"})
    assert PublicationItem.objects.get().state == "withdrawn"
    client.post(there, {"act": "deliver", "delivered_on": "2026-03-02", "link": LINK})
    assert PublicationItem.objects.get().state == "withdrawn"
    assert client.post(there, {"act": "burn"}).status_code == 400


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"title": " "}, "Name what is promised."),
        ({"due_on": ""}, "Give the day for which it is promised."),
        ({"due_on": "2020-01-01"}, "This day has passed."),
        ({"title": "⟪Costs, part 1⟫"}, "is promised already."),
    ],
)
def test_a_promise_that_lacks_something_is_refused_and_nothing_typed_is_lost(
    form, said, assembly, organiser, client_of
):
    make_promise(assembly)
    answer = client_of(organiser).post(
        url("publication_new", assembly),
        {"title": "Costs", "what": "⟪typed⟫", "due_on": "2099-06-01", **form},
    )
    page = answer.content.decode()
    assert (answer.status_code, said in page, "⟪typed⟫" in page) == (422, True, True)
    assert PublicationItem.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"act": "deliver", "delivered_on": "2026-03-02"}, "Say where people find it"),
        ({"act": "deliver", "delivered_on": "2999-01-01", "note": "x"}, "This day has not come yet."),
        (
            {"act": "deliver", "delivered_on": "2026-03-02", "link": "http://example.org"},
            "beginning with https://",
        ),
        (
            {"act": "deliver", "delivered_on": "2026-03-02", "link": "javascript:alert(1)"},
            "beginning with https://",
        ),
        ({"act": "move_day", "due_on": "2099-01-01", "reason": ""}, "Write why it is moved."),
        ({"act": "withdraw", "reason": ""}, "Write why it is withdrawn."),
    ],
)
def test_an_act_without_what_it_needs_says_so_beside_the_field(form, said, assembly, organiser, client_of):
    make_promise(assembly)
    answer = client_of(organiser).post(url("publication_item", assembly, 1), form)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert PublicationItem.objects.get().state == "promised"


def test_the_usual_promises_are_ticked_changed_and_made_in_one_go(assembly, organiser, client_of):
    client = client_of(organiser)
    there = url("publication_usual", assembly)
    page = client.get(there).content.decode()
    assert 'name="report-due_on"' in page
    form = {
        "report-is_taken": "on",
        "report-title": "The final report",
        "report-what": "All of it",
        "report-due_on": "2099-11-21",
    }
    wrong = client.post(there, {**form, "draw-is_taken": "on", "draw-title": "", "draw-due_on": ""})
    assert (wrong.status_code, "The final report" in wrong.content.decode()) == (422, True)
    assert PublicationItem.objects.count() == 0
    assert client.post(there, form)["Location"] == url("publication", assembly)
    item = PublicationItem.objects.get()
    assert (item.kind, item.title, item.what) == ("report", "The final report", "All of it")
    assert client.post(there, {}).status_code == 302
    assert PublicationItem.objects.count() == 1


def test_the_list_is_narrowed_and_its_file_holds_the_same(assembly, organiser, client_of):
    make_promise(assembly, title="⟪Costs⟫", days=[LATER])
    make_promise(assembly, "withdrawn", title="⟪Complaints⟫")
    make_promise(assembly, title="=1+1", days=[LATER])
    client = client_of(organiser)
    narrow = {"standing": "promised", "search": "costs"}
    page = client.get(url("publication", assembly), narrow).content.decode()
    assert ("⟪Costs⟫" in page, "⟪Complaints⟫" in page) == (True, False)
    sheet = client.get(url("publication_export", assembly), narrow).content.decode("utf-8-sig")
    assert [row["title"] for row in csv.DictReader(io.StringIO(sheet))] == ["⟪Costs⟫"]
    sheet = client.get(url("publication_export", assembly)).content.decode("utf-8-sig")
    assert [row["title"] for row in csv.DictReader(io.StringIO(sheet))] == [
        "⟪Complaints⟫",
        "⟪Costs⟫",
        "'=1+1",
    ]


def test_the_paper_is_a_file_in_both_sizes(assembly, organiser, client_of):
    for state in ("promised", "delivered", "withdrawn"):
        make_promise(assembly, state, days=[DUE, LATER])
    client = client_of(organiser)
    for query in ("", "?print=large"):
        answer = client.get(url("publication_paper", assembly) + query)
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_who_reads_and_who_writes(assembly, organiser, outsider, client_of):
    """The team and oversight read; organisers write; members have the public page; strangers learn nothing."""
    make_promise(assembly)
    observer = AppointmentFactory(assembly=assembly, role=Role.OBSERVER).user
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    read, write = url("publication", assembly), url("publication_new", assembly)
    one = url("publication_item", assembly, 1)
    got = {
        who: [client_of(user).get(read).status_code, client_of(user).get(write).status_code]
        for who, user in (("organiser", organiser), ("observer", observer), ("member", member))
    }
    assert got == {"organiser": [200, 200], "observer": [200, 403], "member": [403, 403]}
    assert client_of(outsider).get(read).status_code == 404
    assert client_of(observer).post(one, {"act": "withdraw", "reason": "x"}).status_code == 403
    page = client_of(observer).get(one).content.decode()
    assert ("Withdraw the promise" in page, 'name="act"' in page) == (False, False)


def test_promises_are_kept_also_when_the_assembly_is_over(assembly, organiser, client_of):
    """The last of them come out then."""
    make_promise(assembly)
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.CLOSED)
    client_of(organiser).post(
        url("publication_item", assembly, 1), {"act": "deliver", "delivered_on": "2026-03-02", "link": LINK}
    )
    assert PublicationItem.objects.get().state == "delivered"


def test_everybody_reads_what_was_promised_moved_and_kept_with_what_is_overdue_on_top(known):
    make_promise(known, title="⟪Minutes⟫", days=[LATER])
    make_promise(known, title="⟪Costs⟫", days=[date(2026, 4, 1), DUE])
    make_promise(known, "delivered", title="⟪Complaints⟫")
    page = Client().get(url("public_calendar", known)).content.decode()
    assert "1 of 3 promised is out, 1 of them on time." in page
    assert "One is overdue." in page
    assert "first promised for 1 April 2026" in page
    assert "moved to 1 June 2026: ⟪The printer is closed⟫" in page
    table = page[page.index("<table") :]
    assert sorted(("⟪Minutes⟫", "⟪Costs⟫"), key=table.index) == ["⟪Costs⟫", "⟪Minutes⟫"]
    assert "⟪Person" not in page, "nobody of the team is named"


def test_a_draft_is_nobodys_business(assembly):
    make_promise(assembly)
    for name in ("public_calendar", "public_calendar_csv", "public_calendar_json", "public_calendar_ics"):
        assert Client().get(url(name, assembly)).status_code == 404


def test_the_files_say_what_the_page_says_and_are_not_sent_twice(known):
    item = make_promise(known, title="⟪Costs⟫", days=[date(2026, 4, 1), DUE])
    RemitVersionFactory(assembly=known, published=True)
    make_promise(known, "delivered", title="⟪Draw⟫", kind="draw")
    client = Client()
    sheet = client.get(url("public_calendar_csv", known))
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert [(row["title"], row["first_due_on"], row["due_on"]) for row in rows] == [
        ("⟪Costs⟫", "2026-04-01", "2026-06-01"),
        ("⟪Draw⟫", "2026-06-01", "2026-06-01"),
    ]
    assert rows[1]["address"].endswith(f"/draws/{known.slug}/")
    told = json.loads(client.get(url("public_calendar_json", known)).content)
    assert told["summary"]["promised"] == 2
    assert [len(each["days"]) for each in told["promises"]] == [2, 1]
    file = client.get(url("public_calendar_ics", known))
    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert [(str(each["summary"]), each["dtstart"].dt, each["sequence"]) for each in events] == [
        (item.title, DUE, 1),
        ("⟪Draw⟫", DUE, 0),
    ]
    again = client.get(url("public_calendar_csv", known), headers={"if-none-match": sheet["ETag"]})
    assert again.status_code == 304


def test_an_empty_calendar_is_still_a_calendar(known):
    page = Client().get(url("public_calendar", known))
    assert "Nothing is promised yet" in page.content.decode()
    assert Calendar.from_ical(Client().get(url("public_calendar_ics", known)).content).walk("VEVENT") == []


def test_no_promise_is_changed_by_looking_at_it(known):
    make_promise(known, kind="remit")
    RemitVersionFactory(assembly=known, published=True)
    before = AuditEvent.objects.count()
    page = Client().get(url("public_calendar", known)).content.decode()
    assert ("1 of 1 promised is out" in page, AuditEvent.objects.count()) == (True, before)
    assert RemitVersion.objects.count() == 1


def test_the_calendar_is_read_in_french_too(known):
    make_promise(known, days=[date(2026, 4, 1)])
    page = Client().get(url("public_calendar", known), headers={"accept-language": "fr"}).content.decode()
    assert ("Une est en retard." in page, "en retard de" in page) == (True, True)


def test_the_page_about_the_assembly_tells_how_it_stands_and_what_comes_next(known):
    """Nothing where nothing is promised, also in the navigation."""
    now = at(date(2026, 4, 2))
    assert [page.key for page in public_pages(known)].count("calendar") == 0
    make_promise(known, title="⟪Costs⟫", days=[date(2026, 4, 1)])
    make_promise(known, title="⟪Minutes⟫", days=[DUE])
    (calendar,) = [page for page in public_pages(known) if page.key == "calendar"]
    template, context = calendar.teaser(known, now)
    section = render_to_string(template, context)
    assert "2 things are promised, and none of them is out yet. One is overdue." in section
    assert "Next: ⟪Minutes⟫, promised for 1 June 2026." in section


def test_of_a_promise_sent_twice_the_second_says_that_it_stands(assembly, organiser, client_of):
    client = client_of(organiser)
    form = {"title": "Costs", "what": "", "kind": "", "due_on": "2099-06-01"}
    codes = [client.post(url("publication_new", assembly), form).status_code for _time in range(2)]
    assert (codes, PublicationItem.objects.count()) == ([302, 422], 1)


def test_the_stage_says_how_much_is_out(assembly, organiser, client_of):
    client = client_of(organiser)
    stages = [
        ("Nothing is promised yet.", lambda: None),
        ("0 of 1 promised are out.", lambda: make_promise(assembly, days=[LATER])),
        ("1 of 2 promised are out.", lambda: make_promise(assembly, "delivered")),
    ]
    for said, act in stages:
        act()
        assert said in client.get(url("overview", assembly)).content.decode()


def test_the_feed_tells_of_promises_moved_days_and_what_came_out_by_hand(known):
    make_promise(known, title="⟪Costs⟫", days=[date(2026, 4, 1), DUE])
    make_promise(known, "delivered", title="⟪Minutes⟫", delivered_on=TODAY)
    make_promise(known, "delivered", title="⟪Draw⟫", kind="draw")
    titles = {entry.title for entry in feed_entries(known, at(LATER))}
    assert titles == {
        "Promised for 1 April 2026: ⟪Costs⟫",
        "Moved to 1 June 2026: ⟪Costs⟫",
        "Promised for 1 June 2026: ⟪Minutes⟫",
        "Out: ⟪Minutes⟫",
        "Promised for 1 June 2026: ⟪Draw⟫",
    }

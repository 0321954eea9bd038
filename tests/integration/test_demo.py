"""The demonstration: its doors, its mailbox, its files, and the story that it tells."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assembly.demo.calendar import Calendar
from assembly.demo.homes_words import ADVISED
from assembly.demo.mailbox import sent_messages
from assembly.demo.personas import BY_KEY, LIBRARIES, PERSONAS
from assembly.demo.story import build
from assembly.models import Assembly, AuditEvent, Mailing, Person, User
from assembly.outcomes.models import (
    Amendment,
    Concern,
    FormalResponse,
    MinorityStatement,
    ResponseNotice,
    ResponseRating,
)
from assembly.outcomes.selectors.commitments import commitments_of
from assembly.outcomes.selectors.secret_votes import published_receipts, reconciliation_of
from assembly.own_cards import own_cards
from assembly.selectors_publication import publication_rows
from assembly.services.people_accounts import members_without_account
from evidence.enums import ReleaseScope
from evidence.models import (
    EvidenceFormat,
    PackDelivery,
    PackFile,
    PackVersion,
    PrivateNote,
    Release,
    Review,
    Submission,
)
from evidence.selectors.balance import ledger_of
from evidence.selectors.published import listed_items, published
from scheduling.models import (
    Absence,
    AgendaItem,
    Attendance,
    AttendanceAlert,
    ExpenseClaim,
    Honorarium,
    Payment,
    PlanTable,
    ProgrammeVersion,
    Receipt,
    SeatingPlan,
    Session,
    SessionDuty,
)
from scheduling.programme_changes import changes_between
from scheduling.selectors.clashes import told_clashes
from scheduling.selectors.plan_programme import plan_of
from scheduling.selectors.programme import programme_of
from sortition.models import Respondent, Seat, SelectionRun
from sortition.quota_files import read_targets
from sortition.reading.files import read_file
from sortition.selectors.membership import support_needs
from sortition.services.runs_panel import adoption_blockers
from tests.demo_libraries import check_the_libraries
from tests.factories import AppointmentFactory
from tests.migrated import lay
from tests.public_walk import everybody, walk
from tests.told import copy_told

PATHS = ["/demo/", "/demo/mailbox/", "/demo/as/amara/", "/demo/files/pool.csv"]


@pytest.fixture
def demo(settings, tmp_path, db):
    """Demo mode with the personas' accounts."""
    settings.DEMO = True
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "assembly.demo"]
    settings.ROOT_URLCONF = "tests.integration.urls_demo"
    settings.EMAIL_FILE_PATH = tmp_path
    for persona in PERSONAS:
        User.objects.create_user(persona.email, name=persona.name)
    return tmp_path


def test_one_click_signs_in(demo):
    """The button of a persona is all it takes."""
    client = Client()
    answer = client.post("/demo/as/mei/")
    assert answer.status_code == 302
    assert User.objects.get(pk=client.session["_auth_user_id"]).name == "Mei Tran"


@pytest.mark.parametrize(
    ("key", "lands_on"),
    [
        ("mei", "overview"),
        ("leo", "own_home"),
        ("grace", "own_home"),
        ("maya", "own_home"),
        ("elif", "own_home"),
        ("hanna", "own_home"),
        ("ida", "own_home"),
        ("oskar", "own_home"),
        ("paula", "own_home"),
    ],
)
def test_a_persona_lands_on_a_page_that_opens(demo, key, lands_on):
    """Whoever takes part on the page about their part, whoever runs the assembly on its overview."""
    user = User.objects.get(email=BY_KEY[key].email)
    assembly = AppointmentFactory(user=user, role=BY_KEY[key].role).assembly
    client = Client()
    there = client.post(f"/demo/as/{key}/")["Location"]
    assert there == reverse(lands_on, args=[assembly.slug])
    assert client.get(there).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_nothing_opens_without_demo_mode(demo, settings, path):
    """Even if the addresses were there by mistake."""
    settings.DEMO = False
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("address", ["192.0.2.7", ""])
def test_nothing_opens_to_other_machines(demo, path, address):
    """Only the loopback is answered; a header that claims it does not help."""
    client = Client(REMOTE_ADDR=address, headers={"x-forwarded-for": "127.0.0.1"})
    assert client.get(path).status_code == 404


def test_an_unknown_persona_is_not_found(demo):
    """Nobody is signed in."""
    client = Client()
    assert client.get("/demo/as/nobody/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_mailbox_shows_every_message_newest_first(demo):
    """Read back from the files that Django's backend writes, umlauts and all."""
    backend = EmailBackend(file_path=str(demo))
    for day, subject in enumerate(["First", "Zweite – für Sie"], start=1):
        headers = {"Date": f"Mon, 0{day} Mar 2026 10:00:00 +0000"}
        backend.send_messages(
            [EmailMessage(subject, "Grüße\n" + "-" * 20, "a@x.org", ["b@x.org"], headers=headers)]
        )
    backend.close()
    found = sent_messages(demo)
    assert [(each.subject, each.recipients) for each in found] == [
        ("Zweite – für Sie", "b@x.org"),
        ("First", "b@x.org"),
    ]
    assert found[0].body == "Grüße\n" + "-" * 20
    assert "Zweite – für Sie" in Client().get("/demo/mailbox/").content.decode()


def test_the_files_to_try_can_be_read_by_the_imports(demo):
    """Targets without a fault; 340 volunteers and four rows to reject, the same in both forms."""
    targets = read_targets(Client().get("/demo/files/targets.csv").content)
    assert (len(targets.rows), targets.faults) == (22, ())
    as_csv, as_xlsx = (
        read_file(Client().get(f"/demo/files/pool.{kind}").content) for kind in ("csv", "xlsx")
    )
    assert len(as_csv.records) == 344
    assert as_csv.records == as_xlsx.records


@pytest.fixture
def told_on(transactional_db, django_db_reset_sequences, settings, tmp_path):
    """Tell the story, or lay what `make demo` tells where a copy of it can be laid; return the last day of its week.

    Keys are counted from 1 in both: seeds of replacements are worked out from a snapshot that names people by their
    keys.
    """
    if connection.vendor != "sqlite":
        settings.MEDIA_ROOT = tmp_path
        today = date(2026, 11, 23)
        build(calendar=Calendar.until(today), say=lambda _line: None)
        return today
    demonstration = copy_told(tmp_path)
    settings.MEDIA_ROOT = demonstration.uploads
    settings.SECRET_KEY = (demonstration.folder / "secret-key").read_text()
    lay(demonstration.database)
    return Calendar.until(demonstration.day).day(2026, 6, 9) + timedelta(days=6)


def test_the_story_is_told_by_the_real_services(told_on):
    """From 12,500 letters to the Tuesday after the third of six sessions, all of it in the past."""
    today, calendar = told_on, Calendar.until(told_on)
    assembly = Assembly.objects.get(slug="riverbend-citizens-assembly-on-clean-air")
    assert assembly.state == "learning"
    check_the_lottery(assembly)
    check_the_programme(assembly)
    check_the_days(assembly)
    check_the_tables(assembly)
    check_the_money(assembly)
    check_the_witnesses(assembly)
    check_the_evidence(assembly)
    check_the_packs(assembly)
    check_the_questions(assembly)
    check_the_member(assembly, calendar.at(2026, 6, 9, 9, 0))
    assert [need.is_overdue for need in support_needs(assembly, today)].count(True) == 1
    assert max(event.at.date() for event in assembly.audit_events.all()) < today
    check_the_ideas(assembly)
    check_the_secret_votes(assembly)
    check_the_promises(assembly, calendar.day(2026, 6, 9))
    check_the_homes(Assembly.objects.get(slug="riverbend-citizens-assembly-on-warm-homes"), today)
    check_the_libraries(Assembly.objects.get(slug=LIBRARIES), today)
    assert sorted(other.state for other in Assembly.objects.exclude(pk=assembly.pk)) == [
        "archived",
        "follow_up",
        "recruiting",
    ]
    check_who_is_named_in_public()


NAMED_IN_PUBLIC = {
    "ada ferreira": "an official who cleared an answer for her body",
    "marian coe": "an official who cleared an answer for her body",
    "nils aydin": "an official who cleared an answer for his body",
    "paula okonjo": "an official who cleared an answer for her body",
    "3 market place": "the hall in which the assembly meets, by chance also the invented address of a volunteer",
    "01632960155": "the charity’s line in an answer, by chance also the invented number of a volunteer",
}
"""Who stands on public pages besides witnesses who agreed to be named, and why; anybody else is there by mistake."""


def check_who_is_named_in_public():
    """Nobody but those above: in all pages, files and feeds that are reached without an account."""
    people = everybody()
    agreed = Release.objects.filter(scope=ReleaseScope.NAME, ended_at=None).values_list(
        "witness__name", flat=True
    )
    allowed = {*NAMED_IN_PUBLIC, *map(str.casefold, agreed)}
    found = {(each, address) for address, text in walk() for each, _whose in people.found_in(text)}
    assert sorted(pair for pair in found if pair[0] not in allowed) == []


def check_the_lottery(assembly):
    """523 volunteers and two callers; 505 can be drawn; ten replaced, the last five of whom have yet to answer."""
    runs = SelectionRun.objects.filter(assembly=assembly).order_by("number")
    assert list(runs.values_list("is_test", "is_replacement", "is_binding", "state", "objective")) == [
        (True, False, False, "completed", "maximin"),
        (False, False, True, "completed", "leximin"),
        (False, True, True, "completed", "leximin"),
        (False, True, True, "completed", "leximin"),
    ]
    assert (runs[1].pool_size, runs[1].summary["status"]) == (505, "proven")
    assert adoption_blockers(runs[1]) != []
    people = Respondent.objects.filter(assembly=assembly)
    assert (people.count(), people.exclude(channel="web").count()) == (525, 74)
    seats = Seat.objects.filter(assembly=assembly)
    assert counted(seats, "state") == {"active": 45, "filled": 10, "offered": 5}


def check_the_programme(assembly):
    """Six days at two venues; three versions; a clash that may stand, one since the last version, one in a draft."""
    sessions = Session.objects.filter(assembly=assembly).order_by("number")
    assert [(each.venue.name, each.state, each.items.count()) for each in sessions] == [
        ("Old Corn Exchange", "materials_published", 14),
        ("Old Corn Exchange", "materials_published", 14),
        ("Riverside College", "closed", 13),
        ("Riverside College", "programme_published", 13),
        ("Old Corn Exchange", "programme_published", 12),
        ("Old Corn Exchange", "draft", 6),
    ]
    assert AgendaItem.objects.filter(assembly=assembly, session=None).count() == 4
    first, second, third = ProgrammeVersion.objects.filter(assembly=assembly).order_by("number")
    assert [len(each.content["sessions"]) for each in (first, second, third)] == [3, 4, 5]
    for before, after in pairwise((first, second, third)):
        changed = changes_between(programme_of(before), programme_of(after))
        assert len(changed) == 2
    clashes = told_clashes(plan_of(assembly))
    assert [(each.code, each.acceptance is not None) for each in clashes] == [
        ("person_twice", True),
        ("person_unavailable", False),
        ("no_rest", False),
    ]
    duties = SessionDuty.objects.filter(session__assembly=assembly, part="facilitator")
    assert counted(duties, "session__number") == dict.fromkeys(range(1, 7), 6)
    # Each of four survey waves has written to the members.
    assert counted(Mailing.objects.filter(assembly=assembly), "state") == {
        "approved": 4,
        "cancelled": 1,
        "draft": 1,
    }


def check_the_days(assembly):
    """Everybody is noted in both halves; who missed two in a row was spoken with, caught up, or waits."""
    noted = Attendance.objects.filter(session__assembly=assembly)
    assert counted(noted, "session__number") == {1: 100, 2: 96, 3: 94}
    assert counted(noted, "state") == {"present": 273, "excused": 6, "absent": 6, "partial": 3, "remote": 2}
    assert counted(noted.exclude(caught_up=""), "caught_up") == {"call": 2, "recording": 1}
    alerts = AttendanceAlert.objects.filter(session__assembly=assembly)
    seats = alerts.order_by("session__number", "person__seat_number")
    assert [
        (each.person.seat_number, each.settled_at is None, each.settled_by is None) for each in seats
    ] == [
        (7, False, True),
        (39, False, False),
        (47, False, False),
        (6, True, True),
        (38, True, True),
    ]
    assert Absence.objects.filter(session__assembly=assembly).count() == 6
    assert counted(assembly.incidents.all(), "state") == {"looked_into": 1, "closed": 1}
    assert assembly.facilitator_notes.count() == 6


def check_the_tables(assembly):
    """Four sessions are seated, each person once in each of three rounds, with nothing left out or broken."""
    plans = SeatingPlan.objects.filter(session__assembly=assembly).order_by("session__number")
    assert [(each.state, each.rounds, each.seats.count()) for each in plans] == [
        ("in_use", 3, 147),
        ("in_use", 3, 144),
        ("in_use", 3, 138),
        ("in_use", 3, 132),
    ]
    assert [(each.left_out, each.measures["violations"]) for each in plans] == [([], [])] * 4
    assert [each.facilitators.count() for each in plans] == [18] * 4
    assert counted(assembly.seating_rules.all(), "kind") == {"together": 1, "apart": 1}


def check_the_money(assembly):
    """One payment is paid, one waits for the bank, one session is to be approved; claims stand in every state."""
    honoraria = Honorarium.objects.filter(session__assembly=assembly)
    assert Counter(honoraria.values_list("session__number", "state")) == {
        (1, "paid"): 45,
        (1, "approved"): 3,
        (2, "approved"): 47,
        (3, "due"): 45,
    }
    payments = Payment.objects.filter(assembly=assembly).order_by("number")
    assert [(each.state, each.honoraria.count(), each.claims.count()) for each in payments] == [
        ("paid", 45, 3),
        ("made", 44, 1),
    ]
    claims = ExpenseClaim.objects.filter(assembly=assembly)
    assert counted(claims, "state") == {
        "paid": 3,
        "approved": 2,
        "queried": 2,
        "submitted": 2,
        "refused": 1,
    }
    assert Receipt.objects.filter(claim__assembly=assembly).count() == 4
    assert AuditEvent.objects.filter(assembly=assembly, type="payment.export").count() == 2


def check_the_witnesses(assembly):
    """All of the programme have files; others were proposed by a member, the advisory group and the public."""
    files = assembly.witnesses.all()
    assert counted(files, "state") == {
        "heard": 4,
        "followed_up": 4,
        "briefed": 2,
        "accepted": 2,
        "invited": 1,
        "declined": 1,
        "not_chosen": 1,
        "proposed": 1,
    }
    assert counted(files, "proposed_by") == {"organiser": 12, "member": 1, "advisory": 1, "public": 2}
    gaps = {account.title: [gap.rule for gap in account.gaps] for account in ledger_of(assembly, "").topics}
    assert gaps == {
        "Air and health": ["unheard"],
        "Traffic and deliveries": [],
        "Heating of homes": ["unheard", "no_lived"],
        "Harbour and industry": ["unheard"],
        "Costs and fairness": ["alike"],
    }


def check_the_evidence(assembly):
    """Items of every kind, in every state but one that lasts minutes; one is overdue, one waits for its moment.

    Of those that the public read, one was corrected and one was withdrawn.
    """
    items = assembly.evidence_items.all()
    assert counted(items, "kind") == {
        "paper": 6,
        "text": 7,
        "slides": 2,
        "testimony": 1,
        "video": 1,
        "link": 1,
    }
    assert counted(items, "state") == {
        "released_to_members": 7,
        "published": 4,
        "corrected": 1,
        "approved": 1,
        "plain_language_edit": 1,
        "balance_review": 2,
        "requested": 1,
        "withdrawn": 1,
    }
    assert items.exclude(release_at=None).get().state == "approved"
    reviews = Review.objects.filter(version__item__assembly=assembly)
    assert counted(reviews, "way") == {"online": 18, "paper": 1}
    assert [review.settled_at is None for review in reviews.exclude(verdict="fit")] == [True, False]
    forms = EvidenceFormat.objects.filter(version__item__assembly=assembly)
    assert counted(forms, "kind") == {"large_print": 2, "easy_read": 2, "transcript": 1}
    public = published(listed_items(assembly, timezone.now()))
    assert [(bool(each.corrected_at), bool(each.withdrawn_reason)) for each in public] == [
        (True, False),
        *[(False, False)] * 4,
        (False, True),
    ]
    came = Submission.objects.filter(call__assembly=assembly)
    assert counted(came, "state") == {"received": 2, "taken_up": 1, "not_taken_up": 1, "withdrawn": 1}


def check_the_packs(assembly):
    """Four sessions have packs, the first in two versions, every PDF built; five members read on paper."""
    versions = PackVersion.objects.filter(pack__assembly=assembly)
    assert counted(versions, "pack__session__number") == {1: 2, 2: 1, 3: 1, 4: 1}
    files = PackFile.objects.filter(version__pack__assembly=assembly)
    assert (files.count(), files.filter(built_at=None).count()) == (10, 0)
    deliveries = PackDelivery.objects.filter(version__pack__assembly=assembly)
    assert deliveries.exclude(opened_at=None).count() == 121
    assert (deliveries.exclude(posted_at=None).count(), deliveries.exclude(handed_at=None).count()) == (19, 1)
    assert PrivateNote.objects.filter(item__assembly=assembly).count() == 4


def check_the_questions(assembly):
    """Members, tables and callers ask; answers are awaited, wanted again, accepted and published."""
    questions = assembly.questions.all()
    assert counted(questions, "state") == {
        "asked": 1,
        "merged": 2,
        "assigned": 4,
        "answered": 1,
        "accepted": 3,
        "reopened": 1,
        "set_aside": 1,
    }
    assert counted(questions, "way") == {"online": 5, "paper": 6, "phone": 2}
    assert questions.exclude(published_at=None).count() == 3


def check_the_member(assembly, now):
    """Everybody can sign in; Grace finds her next session with her table, where she was, and a question about money."""
    assert members_without_account(assembly) == 0
    grace = User.objects.get(name="Grace Hill")
    (_next, coming), *_evidence, (_attended, past) = own_cards(grace, assembly, now)
    table = PlanTable.objects.get(seats__person__user=grace, seats__round=1, plan__session=coming["session"])
    assert (coming["session"].number, coming["table"], coming["absence"]) == (4, str(table), None)
    assert [each.state for each in past["noted"]] == ["present"] * 6
    claims = ExpenseClaim.objects.filter(person__user=grace).order_by("number")
    assert [each.state for each in claims] == ["paid", "queried"]


def check_the_ideas(assembly):
    """The assembly that is still learning has three ideas and a draft; of three early texts two were adopted."""
    assert counted(assembly.recommendations.all(), "state") == {
        "idea": 3,
        "drafted": 1,
        "adopted": 2,
        "balloted": 1,
    }


def check_the_promises(assembly, today):
    """Most was kept; a day that was moved after it had passed stays missed."""
    told = {row.title: row.words for row in publication_rows(assembly, today)}
    assert told == {
        "Costs of the first half year": "overdue by 11 days",
        "Who answered the invitation": "2 days early",
        "How the members were drawn": "one day early",
        "The programme": "4 days late",
        "What members read and hear": "6 days early",
        "Films of the sessions": "withdrawn",
        "The report": "due in 81 days",
        "The council’s answers": "due in 264 days",
    }


TOLD_LAST = {"figures", "indicator_remark", "question_set", "welfare"}
"""Kinds of entries in the record of the earlier assembly that are told when all else is told."""


def check_the_homes(assembly, today):
    """An earlier assembly has reported; most is answered, three are late, promises are kept, late and disputed."""
    seats = Seat.objects.filter(assembly=assembly)
    assert (seats.count(), counted(seats, "state")) == (36, {"active": 36})
    assert Person.objects.get(assembly=assembly, user__name="Hanna Berg").kind == "member"
    check_what_they_recommended(assembly)
    check_what_was_answered(assembly, today)
    check_what_was_kept(assembly, today)
    check_what_members_said(assembly)
    assert max(event.at.date() for event in assembly.audit_events.all()) < today
    # What the parts of the evaluation tell of these days is told last, with the mail that it takes; each of them, and
    # all else, in its order.
    moments = defaultdict(list)
    for kind, at in assembly.audit_events.order_by("pk").values_list("type", "at"):
        part = kind.partition(".")[0]
        # Surveys are told one after the other: the results of one come out while the next is planned already.
        if part not in ("mailing", "survey"):
            moments[part if part in TOLD_LAST else "all else"].append(at)
    assert {part: told == sorted(told) for part, told in moments.items()} == dict.fromkeys(moments, True)


def check_what_they_recommended(assembly):
    """24 of 25 stand in the report under their numbers; some were written anew, some amended, two are disputed."""
    advised = assembly.recommendations.exclude(report_number=None).order_by("report_number")
    titles = [each.versions.latest("number").title for each in advised]
    assert titles == [each.title for each in ADVISED[:-1]]
    assert list(advised.values_list("report_number", flat=True)) == list(range(1, 25))
    assert counted(assembly.recommendations.all(), "state") == {
        "in_follow_up": 12,
        "responded": 9,
        "submitted": 3,
        "not_adopted": 1,
    }
    written_anew = [each.report_number for each in advised if each.versions.count() == 2]
    assert written_anew == [1, 3, 7, 12, 16, 18, 21]
    of_these = {"recommendation__assembly": assembly}
    assert counted(Amendment.objects.filter(**of_these), "state") == {"adopted": 4, "not_adopted": 2}
    dissent = MinorityStatement.objects.filter(**of_these, state="published")
    assert sorted(dissent.values_list("recommendation__report_number", flat=True)) == [8, 12]
    ballot = assembly.ballots.get()
    assert (ballot.state, ballot.counted_by.name, ballot.verified_by.name) == (
        "published",
        "Mei Tran",
        "Amara Osei",
    )
    assert assembly.reports.get().published_at is not None


def check_the_secret_votes(assembly):
    """One is published with its receipts and all accounted for; one is open, and nobody has taken a code."""
    published, opened = assembly.ballots.order_by("number")
    assert (published.state, opened.state) == ("published", "open")
    reconciled = reconciliation_of(published)
    assert (reconciled.figures.issued, reconciled.figures.cast, reconciled.figures.papers_in_urn) == (
        44,
        38,
        6,
    )
    assert [remark for remark in reconciled.remarks if remark.is_fault] == []
    assert len(published_receipts(published)) == 38
    assert (opened.turns.filter(how="").count(), opened.turns.count()) == (45, 45)


def check_what_was_answered(assembly, today):
    """Every kind of decision; one answer revised, one asked about, three late, one of them in spite of more time."""
    asked = FormalResponse.objects.filter(assembly=assembly)
    leads = asked.filter(part="lead")
    assert counted(leads, "state") == {
        "published": 19,
        "revised": 1,
        "clarification_requested": 1,
        "drafting": 1,
        "acknowledged": 2,
    }
    assert counted(asked.filter(part="supporting"), "state") == {"published": 4, "due": 1}
    assert asked.exclude(followed_from=None).get().recommendation.report_number == 7
    newest = [each.versions.latest("number") for each in leads if not each.is_owed]
    assert Counter(each.decision for each in newest) == {
        "accepted": 7,
        "accepted_in_principle": 3,
        "accepted_in_part": 3,
        "already_under_way": 2,
        "under_further_consideration": 2,
        "not_accepted": 2,
        "referred": 1,
        "noted": 1,
    }
    late = asked.exclude(overdue_since=None).order_by("recommendation__report_number")
    assert [
        (each.recommendation.report_number, each.expected_on is None, each.extensions.count())
        for each in late
    ] == [(12, False, 1), (21, False, 0), (24, True, 0)]
    assert all(each.overdue_since < today for each in late)
    notices = ResponseNotice.objects.filter(response__in=late)
    assert counted(notices, "response__recommendation__report_number") == {12: 4, 21: 4, 24: 4}


def check_what_was_kept(assembly, today):
    """Promises in most states; two are late; evidence was confirmed, and once disputed."""
    promises = commitments_of(assembly, today)
    assert counted(promises, "state") == {
        "delivered": 5,
        "planned": 5,
        "delayed": 1,
        "in_progress": 1,
        "partially_delivered": 1,
    }
    assert [each.is_late for each in promises].count(True) == 2
    assert counted(promises, "verification") == {"unverified": 9, "confirmed": 3, "disputed": 1}


def check_what_members_said(assembly):
    """25 rate, eight of them on paper; one concern is answered by a revised version, one waits."""
    ratings = ResponseRating.objects.filter(version__response__assembly=assembly)
    assert ratings.values("person").distinct().count() == 25
    assert counted(ratings, "way") == {"online": 153, "paper": 168}
    concerns = Concern.objects.filter(response__assembly=assembly).order_by("raised_at")
    assert [(each.state, each.answered_in and each.answered_in.number) for each in concerns] == [
        ("answered", 2),
        ("passed_on", None),
    ]


def counted(rows, name):
    """Count rows by a field."""
    return Counter(rows.order_by().values_list(name, flat=True))


@pytest.mark.parametrize("day", [date(2026, 4, 20), date(2026, 4, 26), date(2026, 11, 23), date(2031, 1, 1)])
def test_the_story_has_always_just_happened(day):
    """Its present lies within the last week, on the same weekday as in the telling."""
    told = Calendar.until(day).day(2026, 6, 9)
    assert told.weekday() == 1
    assert timedelta(0) <= day - told < timedelta(weeks=1)

"""Assemblies side by side: each measure against counting by hand, who may compare what, and no order of merit."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from itertools import pairwise
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.enums import AssemblyState, PersonKind, Role
from assembly.evaluation import told_elsewhere
from assembly.evaluation.measures import Reading, Unit, all_measures, count, share
from assembly.evaluation.selectors.comparison import comparable_assemblies, comparison_of
from assembly.evaluation.told_elsewhere import Budget, Satisfaction
from assembly.models import Assembly
from assembly.outcomes.enums import HANDED_OVER, Outcome
from assembly.outcomes.models import BallotQuestion, Commitment, FormalResponse, Recommendation
from evidence.models import Question
from evidence.selectors.items import public_items
from scheduling.enums import SessionState
from scheduling.models import Attendance, ExpenseClaim, Honorarium, Payment
from sortition.models import Draw, InvitationWave, Respondent, Seat, WaveResponse
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, RemitVersionFactory, UserFactory
from tests.factories_attendance import make_open_session
from tests.factories_draws import make_draw
from tests.factories_evidence import make_item, make_question
from tests.factories_learning import make_edition
from tests.factories_money import attend, make_claim
from tests.factories_outcomes import (
    make_ballot,
    make_commitment,
    make_count,
    make_published,
    make_recommendation,
    make_response,
    settle,
)
from tests.factories_outcomes import make_question as make_ballot_question
from tests.factories_people import make_members, make_person
from tests.factories_pool import RespondentFactory
from tests.factories_register import make_register
from tests.factories_seats import make_seat
from tests.factories_sessions import make_session
from tests.factories_surveys import make_wave as make_survey_wave
from tests.factories_votes import make_preset
from tests.factories_waves import make_wave

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=400)


def read(key, assemblies, now=LATER):
    measure = next(each for each in all_measures() if each.key == key)
    return dict(measure.read(assemblies, now))


def fill_recruitment(assembly):
    """Two waves that went out with a few answers, one that did not, volunteers by four channels, a test entry."""
    posted = {"state": "posted", "posted_on": NOON.date()}
    waves = [make_wave(assembly, 4, **posted), make_wave(assembly, 3, **{**posted, "state": "landed"})]
    waves.append(make_wave(assembly, 2))
    for place, channel in enumerate(("web", "phone", "post", "in_person", "web")):
        person = RespondentFactory(assembly=assembly, channel=channel)
        if place < 4:
            WaveResponse.objects.create(respondent=person, wave=waves[place % 3])
    RespondentFactory(assembly=assembly, channel="post", is_test=True)


def fill_seats(assembly):
    """Members of each kind, one who never said yes, one who stepped in and left again."""
    rows = [
        ("active", "", None),
        ("completed", "", None),
        ("offered", "", None),
        ("declined", "declined", None),
        ("left_vacant", "withdrawn_during", None),
        ("filled", "no_show", None),
        ("confirmed", "", 6),
        ("filled", "removed", None),
        ("replacement_pending", "withdrawn_before_start", 8),
    ]
    made = []
    for place, (state, left_as, fills) in enumerate(rows, start=1):
        left = {"left_as": left_as, "left_at": NOON if left_as else None}
        number = made[fills - 1].number if fills else place
        seat = make_seat(
            RespondentFactory(assembly=assembly),
            number=number,
            state=state,
            fills=made[fills - 1] if fills else None,
            **left,
        )
        made.append(seat)


def fill_sessions(assembly):
    """Three sessions that are over on two days by the clock of the place, one to come; halves noted and not."""
    near_midnight = datetime(2026, 6, 6, 23, 30, tzinfo=UTC)
    closed = {"state": SessionState.CLOSED}
    sessions = [
        make_session(assembly, **closed),
        make_session(assembly, starts_at=near_midnight, **closed),
        make_session(assembly, starts_at=near_midnight + timedelta(hours=9), state=SessionState.MATERIALS),
    ]
    open_one, members = make_open_session(assembly, 3)
    guest = make_person(assembly, kind=PersonKind.FACILITATOR)
    attend(members[0], sessions[0])
    attend(members[1], sessions[1], "first")
    attend(members[2], open_one)
    attend(guest, sessions[0])
    Attendance.objects.filter(person=members[1]).update(state="excused")
    attend(members[2], sessions[2], "second")
    Attendance.objects.filter(person=members[2], session=sessions[2]).update(state="remote")


def fill_evidence(assembly):
    """Evidence of every reach, and questions of every state."""
    for state in ("requested", "released_to_members", "published", "corrected", "withdrawn"):
        make_item(assembly, state=state)
    make_item(assembly, state="published", embargo_until=LATER + timedelta(days=1))
    first = make_question(assembly, state="asked")
    for state in ("assigned", "answered", "accepted", "reopened", "set_aside"):
        make_question(assembly, state=state)
    make_question(assembly, state="merged", merged_into=first)


def fill_votes(assembly):
    """Votes by yes and no and on a scale, one asked twice, one that is not published, one put in order."""
    first, second = make_ballot(assembly), make_ballot(assembly)
    asked_twice = make_recommendation(assembly, state="balloted")
    make_count(
        make_ballot_question(first, asked_twice, outcome=Outcome.NOT_ADOPTED), {"for": 10, "against": 30}
    )
    make_count(make_ballot_question(second, asked_twice, outcome=Outcome.ADOPTED), {"for": 41, "against": 4})
    scale = make_ballot_question(
        second,
        kind="scale",
        rule=make_preset(assembly, "four_points"),
        outcome=Outcome.STRONGLY_SUPPORTED,
    )
    make_count(scale, {"4": 30, "3": 10, "2": 3, "1": 2})
    lost = make_ballot_question(second, outcome=Outcome.NOT_ADOPTED)
    make_count(lost, {"for": 20, "against": 25})
    make_count(lost, {"for": 1, "against": 44}, entry=2)
    for ballot in (first, second):
        settle(ballot, "published")
    open_one = make_ballot(assembly)
    make_count(make_ballot_question(open_one))
    settle(open_one, "counted")


def fill_answers(assembly):
    """A report, and answers of each kind: in time, late, owed, interim, of a supporting body."""
    make_register(assembly)
    for decision in ("accepted", "already_under_way", "noted", "not_accepted"):
        make_published(assembly, decision=decision, reasons="⟪Because⟫", by_whom="⟪Streets⟫")
    make_response(assembly, first_due_on=date(2026, 4, 1))
    make_response(assembly, first_due_on=LATER.date() + timedelta(days=9))
    version = make_published(assembly)
    for state, fields in (
        ("delivered", {}),
        ("delayed", {"reason": "⟪Snow⟫", "expected_on": date(2026, 9, 1)}),
    ):
        make_commitment(version, state=state, **fields)


def fill(assembly):
    """Put everything into one assembly."""
    fill_recruitment(assembly)
    fill_seats(assembly)
    fill_sessions(assembly)
    fill_evidence(assembly)
    fill_votes(assembly)
    fill_answers(assembly)
    RemitVersionFactory(assembly=assembly, published=True, number=1, published_at=NOON - timedelta(days=200))
    RemitVersionFactory(assembly=assembly, published=True, number=2, published_at=NOON)


@pytest.fixture
def three():
    """A full assembly, one with a part of it, and an empty one."""
    full, half, empty = (AssemblyFactory(seats=seats) for seats in (50, 40, 12))
    fill(full)
    fill_recruitment(half)
    fill_sessions(half)
    fill_votes(half)
    return full, half, empty


def by_hand(key, assembly):
    """Count one measure of one assembly in the plainest way; None where it is not known."""
    return ORACLES[key](assembly)


def _letters(assembly):
    sent = [w for w in InvitationWave.objects.filter(assembly=assembly) if w.state in ("posted", "landed")]
    return sum(wave.letters for wave in sent), sum(wave.responses.count() for wave in sent)


def _said_yes(assembly):
    yes, gone = (
        ("confirmed", "onboarded", "active", "completed"),
        [
            "withdrawn_before_start",
            "no_show",
            "withdrawn_during",
            "removed",
        ],
    )
    return [
        (seat, seat.left_as in gone)
        for seat in Seat.objects.filter(assembly=assembly)
        if seat.state in yes or seat.left_as in gone
    ]


def _halves(assembly):
    return [
        row.state in ("present", "partial", "remote")
        for row in Attendance.objects.select_related("session", "person")
        if row.session.assembly_id == assembly.pk
        and row.session.state in ("closed", "materials_published")
        and row.person.kind == "member"
    ]


def _over(assembly):
    return [each for each in assembly.sessions.all() if each.state in ("closed", "materials_published")]


def _asked(assembly):
    return [each.state for each in Question.objects.filter(assembly=assembly) if each.state != "merged"]


def _voted(assembly):
    last = {}
    for question in BallotQuestion.objects.select_related("ballot").order_by("ballot__number"):
        if question.ballot.assembly_id == assembly.pk and question.ballot.state == "published":
            last[question.recommendation_id] = question
    return list(last.values())


def _favour(question):
    rows = question.counts.get(entry=1)
    lines = {line.choice: line.votes for line in rows.lines.all()}
    return Fraction(lines.get("for", 0) + lines.get("4", 0) + lines.get("3", 0), rows.present)


def _leads(assembly):
    found = []
    for response in FormalResponse.objects.filter(assembly=assembly, part="lead"):
        versions = [v for v in response.versions.order_by("number") if v.published_at and not v.is_interim]
        if versions and response.recommendation.state in HANDED_OVER:
            found.append((response, versions[-1].decision))
    return found


def _share_of(assembly, *decisions):
    found = [decision for _response, decision in _leads(assembly)]
    return _share([each in decisions for each in found])


def _share(found):
    return share(sum(found), len(found)) if found else None


def _number(number):
    return count(number) if number else None


def _report_day(assembly):
    days = [r.published_at for r in assembly.reports.all() if r.published_at]
    return timezone.localdate(min(days)) if days else None


def _days_to_answer(assembly):
    begun = _report_day(assembly)
    taken = [
        (timezone.localdate(response.first_published_at) - begun).days
        for response in FormalResponse.objects.filter(assembly=assembly, part="lead")
        if response.first_published_at
    ]
    return Reading(median(map(Fraction, taken)), whole=len(taken)) if taken else None


def _late(assembly):
    found = []
    for each in FormalResponse.objects.filter(assembly=assembly):
        day = timezone.localdate(each.first_published_at) if each.first_published_at else LATER.date()
        if each.first_published_at or each.due_on < LATER.date():
            found.append(day > each.due_on or each.overdue_since is not None)
    return _share(found)


def _promises(assembly):
    rows = Commitment.objects.filter(assembly=assembly).exclude(state="superseded")
    return _share([each.state == "delivered" for each in rows if each.promised_in.published_at])


def _days_to_report(assembly):
    begun = [r.published_at for r in assembly.remit_versions.all() if r.published_at]
    done = _report_day(assembly)
    return count((done - timezone.localdate(min(begun))).days) if begun and done else None


def _support(assembly):
    shares = [_favour(question) for question in _voted(assembly)]
    return Reading(median(shares), whole=len(shares)) if shares else None


ORACLES = {
    "seats": lambda assembly: count(assembly.seats),
    "letters": lambda assembly: _number(_letters(assembly)[0]),
    "response_rate": lambda assembly: (
        share(_letters(assembly)[1], _letters(assembly)[0]) if _letters(assembly)[0] else None
    ),
    "offline_share": lambda assembly: _share(
        [each.channel != "web" for each in Respondent.objects.filter(assembly=assembly, is_test=False)]
    ),
    "attendance": lambda assembly: _share(_halves(assembly)),
    "left": lambda assembly: _share([gone for _seat, gone in _said_yes(assembly)]),
    "replaced": lambda assembly: (
        count(sum(seat.fills_id is not None for seat, _gone in _said_yes(assembly)))
        if _said_yes(assembly)
        else None
    ),
    "sessions": lambda assembly: _number(len(_over(assembly))),
    "days": lambda assembly: _number(
        len({each.starts_at.astimezone(each.zone).date() for each in _over(assembly)})
    ),
    "evidence": lambda assembly: _number(len(public_items(assembly, LATER))),
    "questions": lambda assembly: _number(len(_asked(assembly))),
    "questions_answered": lambda assembly: _share(
        [state in ("answered", "accepted") for state in _asked(assembly)]
    ),
    "days_to_report": _days_to_report,
    "recommendations": lambda assembly: _number(
        sum(each.state in HANDED_OVER for each in Recommendation.objects.filter(assembly=assembly))
    ),
    "adopted": lambda assembly: _share(
        [each.outcome in ("adopted", "strongly_supported") for each in _voted(assembly)]
    ),
    "support": _support,
    "accepted": lambda assembly: _share_of(
        assembly, "accepted", "accepted_in_principle", "already_under_way"
    ),
    "accepted_in_part": lambda assembly: _share_of(assembly, "accepted_in_part"),
    "not_accepted": lambda assembly: _share_of(assembly, "not_accepted"),
    "left_open": lambda assembly: _share_of(assembly, "noted", "referred", "under_further_consideration"),
    "days_to_answer": _days_to_answer,
    "late_answers": _late,
    "promises_delivered": _promises,
}
ELSEWHERE = {"pool", "satisfaction", "paid_per_seat", "budget_per_seat"}
"""Tested one by one below."""


def test_every_measure_is_counted_by_hand_somewhere():
    assert {each.key for each in all_measures()} == set(ORACLES) | ELSEWHERE


def test_each_measure_is_what_counting_by_hand_gives(three):
    wrong = {}
    for key in ORACLES:
        found, counted = read(key, three), {each.pk: by_hand(key, each) for each in three}
        if found != {pk: reading for pk, reading in counted.items() if reading is not None}:
            wrong[key] = (found, counted)
    assert wrong == {}
    known = {key for key in ORACLES if three[0].pk in read(key, three)}
    assert known == set(ORACLES)
    assert {key for key in ORACLES if three[2].pk in read(key, three)} == {"seats"}


def test_an_assembly_is_measured_alike_alone_and_beside_others(three):
    for measure in all_measures():
        together = measure.read(three, LATER)
        for each in three:
            assert measure.read([each], LATER).get(each.pk) == together.get(each.pk), measure.key


def test_the_pool_is_that_of_the_published_draw(assembly):
    other = AssemblyFactory()
    draw = make_draw(assembly, "published")
    make_draw(other, "committed")
    assert read("pool", [assembly, other]) == {assembly.pk: count(draw.run.pool_size)}
    assert draw.run.pool_size == Draw.objects.get(pk=draw.pk).run.pool_size > 0


def pay(person, session, amount, currency="GBP"):
    payment = Payment.objects.create(
        assembly=person.assembly,
        number=Payment.objects.filter(assembly=person.assembly).count() + 1,
        state="paid",
        currency=currency,
        made_at=NOON,
        made_by=UserFactory(),
        settled_on=NOON.date(),
    )
    Honorarium.objects.create(
        session=session,
        person=person,
        halves=1,
        amount=Decimal(amount),
        state="paid",
        payment=payment,
        made_at=NOON,
    )
    return payment


def test_what_was_paid_is_divided_by_the_seats_and_currencies_are_not_mixed():
    one, mixed, unpaid = (AssemblyFactory(seats=3) for _ in range(3))
    for home in (one, mixed, unpaid):
        session = make_session(home, state="closed")
        people = make_members(home, 2)
        if home is unpaid:
            continue
        payment = pay(people[0], session, "75.10")
        claim = make_claim(people[0], state="approved")
        ExpenseClaim.objects.filter(pk=claim.pk).update(state="paid", payment=payment)
        make_claim(people[1], state="approved")
        pay(people[1], session, "75.10", "EUR" if home is mixed else "GBP")
    expected = Reading((Fraction("150.20") + Fraction("8.40")) / 3, currency="GBP")
    assert read("paid_per_seat", [one, mixed, unpaid]) == {one.pk: expected}


@pytest.fixture
def told(monkeypatch):
    """Empty hooks, which are as they were afterwards."""
    for name in ("_satisfaction", "_budget", "_recruitment"):
        monkeypatch.setattr(told_elsewhere, name, [])


@pytest.mark.usefixtures("told")
def test_budget_and_satisfaction_are_what_others_tell(three):
    full, half, _empty = three
    assert read("budget_per_seat", three) == {}
    assert read("satisfaction", three) == {}
    told_elsewhere.tell_budget(
        lambda _pks, _now: {
            full.pk: Budget("⟪The city⟫", Decimal("100000.50"), "GBP"),
            half.pk: Budget("⟪The county⟫", None, ""),
        }
    )
    told_elsewhere.tell_satisfaction(
        lambda _pks, _now: {
            full.pk: Satisfaction(30, 40, 47, "⟪At the end⟫", NOON.date()),
            half.pk: Satisfaction(0, 0, 47, "⟪Nobody answered⟫", NOON.date()),
        }
    )
    assert read("budget_per_seat", three) == {full.pk: Reading(Fraction("100000.50") / 50, currency="GBP")}
    assert read("satisfaction", three) == {full.pk: share(30, 40)}


@pytest.mark.usefixtures("told")
def test_a_share_that_is_told_from_where_to_where_is_shown_so_and_has_no_value_in_files(three, client_of):
    full = three[0]
    user = AppointmentFactory(assembly=full).user
    AppointmentFactory(assembly=three[1], user=user)
    told_elsewhere.tell_satisfaction(
        lambda _pks, _now: {full.pk: Satisfaction(26, 30, 36, "⟪At the end⟫", NOON.date(), most=29)}
    )
    client, asked = client_of(user), {"measure": "satisfaction"}
    page = client.get(reverse("comparison"), asked).content.decode()
    assert "87 to 97 %" in page
    assert "26 to 29 of 30" in page
    rows = client.get(reverse("comparison_json"), asked).json()["rows"]
    (row,) = [each for each in rows if each["is_known"]]
    assert [row[name] for name in ("value", "decimal", "part", "most", "whole")] == [None, None, 26, 29, 30]


def test_satisfaction_is_that_with_the_assembly_in_its_last_survey_however_exactly_it_is_told():
    """Neither an earlier survey nor one about the answers takes its place."""
    assembly = AssemblyFactory()
    for moment, points in (("before", "55555555"), ("end", "55555552"), ("after_response", "11111111")):
        answers = {place: {"satisfied": point} for place, point in enumerate(points)}
        make_survey_wave(assembly, "published", 8, answers, moment=moment, title=f"⟪{moment}⟫")
    (told,) = told_elsewhere.satisfaction_of([assembly.pk], NOON).values()
    assert told.title == "⟪end⟫"
    assert told.satisfied <= 7 < told.answers
    assert told.most in (7, 8)


def asked_by(page, client):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page)
    assert answer.status_code == 200
    return len(queries)


def test_many_assemblies_take_as_many_questions_as_two(three, client_of):
    user = AppointmentFactory(assembly=three[0]).user
    AppointmentFactory(assembly=three[1], user=user, role=Role.OBSERVER)
    client, page = client_of(user), reverse("comparison")
    client.get(page)
    two = asked_by(page, client)
    for _more in range(2):
        other = AppointmentFactory(user=user, role=Role.AUDITOR).assembly
        fill_votes(other)
        fill_sessions(other)
    assert asked_by(page, client) == two
    assert two < 60


def test_a_reader_compares_only_where_they_may_see_the_evaluation(three, client_of):
    full, half, empty = three
    user = AppointmentFactory(assembly=full, role=Role.SESSION_STAFF).user
    AppointmentFactory(assembly=half, role=Role.MEMBER, user=user)
    assert list(comparable_assemblies(user)) == [full]
    page = client_of(user).get(reverse("comparison"))
    assert "There is nothing to compare yet" in page.content.decode()
    AppointmentFactory(assembly=empty, role=Role.OBSERVER, user=user)
    page = client_of(user).get(reverse("comparison"), {"assembly": [full.slug, half.slug, empty.slug]})
    text = page.content.decode()
    assert (full.name in text, empty.name in text, half.name in text) == (True, True, False)
    data = client_of(user).get(reverse("comparison_json")).json()
    assert {row["slug"] for row in data["rows"]} == {full.slug, empty.slug}


def test_an_outsider_finds_nothing_to_compare_and_a_visitor_is_asked_to_sign_in(outsider, client_of, three):
    page = client_of(outsider).get(reverse("comparison")).content.decode()
    assert "There is nothing to compare yet" in page
    assert [each for each in three if each.name in page] == []
    assert Client().get(reverse("comparison")).status_code == 302


@pytest.fixture
def reader(three):
    """Somebody of the team of all three."""
    user = AppointmentFactory(assembly=three[0]).user
    for each in three[1:]:
        AppointmentFactory(assembly=each, user=user)
    return user


def test_what_is_not_known_says_why_and_is_no_nought(three, reader, client_of):
    page = client_of(reader).get(reverse("comparison"), {"measure": "letters"})
    rows = next(iter(page.context["groups"].values()))[0].rows
    assert [row.words for row in rows if row.assembly != three[2]] == ["7", "7"]
    assert "Not known. No letters were posted." in page.content.decode()


def test_assemblies_stand_by_name_and_nothing_ranks_them(three, reader, client_of):
    page = client_of(reader).get(reverse("comparison"))
    for found in page.context["groups"].values():
        for comparison in found:
            names = [row.assembly.name for row in comparison.rows]
            assert all(one <= other for one, other in pairwise(names))
    data = client_of(reader).get(reverse("comparison_json")).json()
    words = " ".join(key for row in data["rows"] for key in row).lower()
    assert [word for word in ("score", "rank", "index", "overall", "grade") if word in words] == []
    assert {row["slug"] for row in data["rows"]} == {each.slug for each in three}


def test_table_and_data_say_what_the_page_says_exactly(three, reader, client_of):
    client, query = client_of(reader), {"assembly": [each.slug for each in three[:2]], "measure": "support"}
    table = client.get(reverse("comparison_csv"), query).content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(table)))
    data = json.loads(client.get(reverse("comparison_json"), query).content)["rows"]
    expected = [str(_support(each).value) for each in sorted(three[:2], key=lambda each: each.name)]
    assert [row["value"] for row in rows] == [row["value"] for row in data] == expected
    assert {row["measure"] for row in rows} == {"support"}
    assert rows[0]["definition"].startswith("Of each recommendation the share")


def test_a_rehearsal_is_compared_only_where_it_was_chosen(three, reader, client_of):
    Assembly.objects.filter(pk=three[1].pk).update(is_rehearsal=True)
    client = client_of(reader)
    usual = client.get(reverse("comparison_json")).json()["rows"]
    assert {row["slug"] for row in usual} == {three[0].slug, three[2].slug}
    chosen = {"assembly": [each.slug for each in three[:2]]}
    assert {row["slug"] for row in client.get(reverse("comparison_json"), chosen).json()["rows"]} == {
        three[0].slug,
        three[1].slug,
    }


def known(assembly, **fields):
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.FOLLOW_UP, **fields)
    assembly.refresh_from_db()
    make_edition(assembly)


def test_everybody_compares_what_was_published_and_nothing_of_the_team(three):
    full, half, empty = three
    page = Client().get(reverse("public_comparison")).content.decode()
    assert "There is nothing to compare yet" in page
    known(full)
    known(half)
    known(empty, is_rehearsal=True)
    make_edition(AssemblyFactory())
    data = Client().get(reverse("public_comparison_json")).json()["rows"]
    assert {row["slug"] for row in data} == {full.slug, half.slug}
    public = {each.key for each in all_measures(is_public=True)}
    assert {row["measure"] for row in data} == public
    hidden = {"letters", "response_rate", "offline_share", "attendance", "left", "replaced", "paid_per_seat"}
    assert public & hidden == set()
    asked = Client().get(reverse("public_comparison_json"), {"measure": ["left", "seats"]}).json()["rows"]
    assert {row["measure"] for row in asked} == {"seats"}


def test_the_public_comparison_speaks_french(three):
    for each in three[:2]:
        known(each)
    page = Client(headers={"accept-language": "fr"}).get(reverse("public_comparison")).content.decode()
    assert "Comparer des assemblées" in page
    assert "Ni note ni classement" in page


def test_a_dot_stands_where_its_value_is_on_the_common_strip(three):
    measures = [each for each in all_measures() if each.key in ("seats", "attendance", "paid_per_seat")]
    seats, attendance, paid = comparison_of(three, measures, LATER)
    assert (seats.longest, [row.left for row in seats.rows]) == ("50", ["97.0%", "78.2%", "25.6%"])
    assert attendance.longest == "100 %"
    assert (paid.longest, {row.reading for row in paid.rows}) == ("", {None})
    assert {each.unit for each in measures} <= set(Unit.values)

"""Bodies are asked in time, reminded once for each step, given more time with a reason, and reached in every way."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, IllegalMove
from assembly.models import Appointment, Assembly, AuditEvent, Invitation, Mailing, OutboxMessage, User
from assembly.outcomes.attention import responses_parts
from assembly.outcomes.enums_responses import ExtensionState
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import (
    Body,
    Extension,
    FormalResponse,
    Official,
    ResponseNotice,
    ResponsePlan,
    StandIn,
)
from assembly.outcomes.response_lifecycle import EXTENSION
from assembly.outcomes.selectors.officials import bodies_of, officials_acting
from assembly.outcomes.selectors.owed import WantedAnswers, narrowed, responses_of
from assembly.outcomes.services.answer_reminders import watch_answers
from assembly.outcomes.services.ask_bodies import (
    ask_bodies,
    ask_body,
    change_lead,
    follow_referral,
    take_question_back,
)
from assembly.outcomes.services.bodies import change_body
from assembly.outcomes.services.more_time import ask_for_time, expect_answer, grant_time, refuse_time
from assembly.outcomes.services.officials import (
    end_stand_in,
    invite_official,
    name_official,
    name_stand_in,
    remove_official,
)
from assembly.outcomes.services.response_plan import save_plan
from assembly.record import sentence_of
from scheduling.selectors.seen import seen_of
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_bodies import make_extension
from tests.factories_outcomes import (
    DUE,
    make_body,
    make_official,
    make_plan,
    make_published,
    make_recommendation,
    make_response,
    make_response_version,
)

pytestmark = pytest.mark.django_db


def by():
    return {"actor": UserFactory(), "now": NOON}


def on(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def refused(code, act, **said):
    with pytest.raises(ResponseRefused) as found:
        act(**said)
    assert found.value.code == code


@pytest.fixture
def submitted(assembly):
    make_plan(assembly)
    return make_recommendation(assembly, state="submitted")


# --- asking


def test_a_body_is_asked_once_with_a_due_day_from_the_day_of_handing_over(assembly, submitted, organiser):
    body, said = make_body(assembly), {"recommendation": submitted, "actor": organiser, "now": NOON}
    first = ask_body(body=body, part="lead", **said)
    assert ask_body(body=body, part="lead", **said) == first
    assert (first.first_due_on, first.due_on, first.state) == (date(2026, 9, 2), date(2026, 9, 2), "due")
    event = AuditEvent.objects.get(type="response.ask")
    assert sentence_of(event) == (
        f"{organiser.name} asked ⟪Riverbend City Council⟫ about recommendation 1 (Lead), due on 2026-09-02"
    )
    refused("asked", ask_body, body=body, part="supporting", **said)
    refused("has_lead", ask_body, body=make_body(assembly, "⟪Buses⟫"), part="lead", **said)


def test_nobody_is_asked_about_what_was_not_handed_over_or_without_a_plan_or_while_inactive(assembly):
    body = make_body(assembly)
    drafted = make_recommendation(assembly)
    refused("not_handed_over", ask_body, recommendation=drafted, body=body, part="lead", **by())
    handed_over = make_recommendation(assembly, state="submitted")
    refused("no_plan", ask_body, recommendation=handed_over, body=body, part="lead", **by())
    make_plan(assembly)
    idle = make_body(assembly, "⟪Harbour⟫", is_active=False)
    refused("inactive", ask_body, recommendation=handed_over, body=idle, part="lead", **by())


def test_many_are_asked_together_or_none(assembly, submitted):
    other = make_recommendation(assembly, state="submitted")
    lead, helper = make_body(assembly), make_body(assembly, "⟪Buses⟫")
    assert ask_bodies(recommendations=[submitted, other], lead=lead, supporting=[lead, helper], **by()) == 4
    assert ask_bodies(recommendations=[submitted, other], lead=lead, supporting=[helper], **by()) == 0
    third = make_recommendation(assembly, state="submitted")
    again = {"recommendations": [third, submitted], "lead": helper, "supporting": []}
    refused("asked", ask_bodies, **again, **by())
    assert not third.responses.exists()


def test_another_body_leads_and_the_first_supports_with_the_same_days(assembly, submitted):
    first, second = make_body(assembly), make_body(assembly, "⟪Buses⟫")
    refused("no_lead", change_lead, recommendation=submitted, body=second, **by())
    make_response(assembly, recommendation=submitted, body=first, due_on=DUE + timedelta(days=9))
    lead = change_lead(recommendation=submitted, body=second, **by())
    assert (lead.body, lead.due_on) == (second, DUE + timedelta(days=9))
    parts = dict(submitted.responses.values_list("body__name", "part"))
    assert parts == {first.name: "supporting", "⟪Buses⟫": "lead"}
    assert change_lead(recommendation=submitted, body=second, **by()) == lead
    FormalResponse.objects.filter(pk=lead.pk).update(state="published", first_published_at=NOON)
    refused("answered", change_lead, recommendation=submitted, body=first, **by())


def test_a_question_is_taken_back_while_nothing_is_drafted(assembly, submitted):
    response = make_response(assembly, recommendation=submitted)
    make_response_version(response)
    refused("drafted", take_question_back, response=response, **by())
    other = make_response(assembly, body=make_body(assembly, "⟪Buses⟫"))
    make_extension(other)
    take_question_back(response=other, **by())
    take_question_back(response=other, **by())
    assert list(FormalResponse.objects.all()) == [response]
    assert AuditEvent.objects.filter(type="response.take_back").count() == 1


def test_a_referral_is_followed_from_the_day_of_the_answer(assembly):
    make_plan(assembly)
    other = make_body(assembly, "⟪Buses⟫")
    version = make_published(assembly, decision="referred", reasons="⟪Theirs⟫", referred_to=other)
    said = {"response": version.response, "version": version}
    followed = follow_referral(**said, **by())
    assert (followed.body, followed.followed_from, followed.due_on, followed.part) == (
        other,
        version.response,
        date(2026, 9, 2),
        "supporting",
    )
    assert follow_referral(**said, **by()) == followed
    elsewhere = make_published(
        assembly, decision="referred", reasons="⟪Theirs⟫", referred_elsewhere="⟪The state⟫"
    )
    refused("no_referral", follow_referral, response=elsewhere.response, version=elsewhere, **by())


# --- the plan


FACTS = {"preset": "queensland", "amount": 30, "unit": "days", "mode": "together"}


def test_a_changed_plan_moves_due_days_where_that_is_wished_and_never_takes_granted_time_back(assembly):
    plan = make_plan(assembly)
    plain = make_response(assembly, overdue_since=date(2026, 9, 2))
    longer = make_response(assembly, due_on=date(2026, 12, 1), body=make_body(assembly, "⟪Buses⟫"))
    published = make_published(assembly, body=make_body(assembly, "⟪Harbour⟫")).response
    said = {"assembly": assembly, "facts": FACTS, **by()}
    save_plan(seen=seen_of(plan), moves_due_days=False, **said)
    plain.refresh_from_db()
    assert plain.due_on == DUE
    plan.refresh_from_db()
    save_plan(seen=seen_of(plan), moves_due_days=True, **said)
    for row in (plain, longer, published):
        row.refresh_from_db()
    assert (plain.first_due_on, plain.due_on, plain.overdue_since) == (date(2026, 4, 1),) * 2 + (None,)
    assert (longer.first_due_on, longer.due_on) == (date(2026, 4, 1), date(2026, 12, 1))
    assert published.due_on == DUE
    with pytest.raises(ChangedMeanwhile):
        save_plan(seen="old", moves_due_days=False, **said)


def test_the_page_shows_which_days_would_move_and_asks(assembly, organiser, client_of):
    make_plan(assembly)
    response, client = make_response(assembly), client_of(organiser)
    page = url("response_plan", assembly)
    plan = assembly.response_plan
    form = {
        "preset": "uk_committees",
        "mode": "one_by_one",
        "handed_over_on": "2026-03-02",
        "first_report_months": 3,
        "report_every_months": 6,
        "fewest_ratings": 5,
        "seen": seen_of(plan),
    }
    shown = client.post(page, form).content.decode()
    assert "2 May 2026" in shown
    assert ResponsePlan.objects.get().amount == 6
    stale = client.post(page, {**form, "seen": "old", "days": "keep"})
    assert (stale.status_code, "This is saved now" in stale.content.decode()) == (409, True)
    client.post(page, {**form, "days": "move"})
    response.refresh_from_db()
    plan = ResponsePlan.objects.get()
    assert (response.due_on, plan.amount) == (date(2026, 5, 2), 2)
    FormalResponse.objects.update(first_due_on=DUE, due_on=DUE)
    saved = client.post(page, {**form, "mode": "together", "seen": seen_of(plan)})
    assert (saved.status_code, FormalResponse.objects.get().due_on) == (302, DUE)


# --- more time


@pytest.mark.parametrize("state", ExtensionState.values)
@pytest.mark.parametrize("verb", ["grant", "refuse"])
def test_every_move_of_the_lifecycle_happens_and_every_other_is_refused(assembly, state, verb):
    wish = make_extension(make_response(assembly), state=state)
    act = {"grant": grant_time, "refuse": refuse_time}[verb]
    if (state, verb) not in EXTENSION.moves:
        with pytest.raises(IllegalMove):
            act(extension=wish, reason="⟪As asked⟫", **by())
        return
    decided = act(extension=wish, reason="⟪As asked⟫", **by())
    assert (decided.state, decided.decided_at) == (EXTENSION.moves[state, verb], NOON)


def test_granted_time_moves_the_due_day_and_keeps_the_first(assembly):
    response = make_response(assembly, overdue_since=DUE + timedelta(days=1))
    wanted = DUE + timedelta(days=30)
    said = {"response": response, "wanted_until": wanted, "way": "paper"}
    refused("no_reason", ask_for_time, **{**said, "reason": " "}, **by())
    refused("no_later", ask_for_time, **{**said, "wanted_until": DUE, "reason": "x"}, **by())
    wish = ask_for_time(**said, reason="⟪The budget⟫", **by())
    assert ask_for_time(**said, reason="⟪The budget⟫", **by()) == wish
    refused("open", ask_for_time, **said, reason="⟪Another⟫", **by())
    assert list(narrowed(responses_of(assembly), WantedAnswers(late="time"), DUE)) == [response]
    grant_time(extension=wish, **by())
    response.refresh_from_db()
    assert (response.first_due_on, response.due_on, response.overdue_since) == (DUE, wanted, None)


def test_time_is_refused_with_a_reason_and_nothing_is_asked_of_what_is_answered(assembly):
    wish = make_extension(make_response(assembly))
    refused("no_reason", refuse_time, extension=wish, reason=" ", **by())
    answered = make_published(assembly, body=make_body(assembly, "⟪Buses⟫")).response
    late = make_extension(answered)
    refused("answered", grant_time, extension=late, **by())
    refused("answered", expect_answer, response=answered, expected_on=DUE, **by())
    refuse_time(extension=late, reason="⟪It is answered⟫", **by())
    expect_answer(response=wish.response, expected_on=DUE, **by())
    refused("over", expect_answer, response=wish.response, expected_on=date(2026, 1, 1), **by())
    assert FormalResponse.objects.get(pk=wish.response.pk).expected_on == DUE


# --- officials


def test_whoever_is_away_is_not_reminded_and_nobody_is_left_without_a_reader(assembly):
    body = make_body(assembly)
    anna, ben = make_official(body), make_official(body)
    clears = make_official(body, is_approver=True)
    days = {"from_on": NOON.date(), "until_on": NOON.date() + timedelta(days=2)}
    said = {"official": anna, "stands_in": ben, **days}
    stand_in = name_stand_in(**said, **by())
    assert name_stand_in(**said, **by()) == stand_in
    assert officials_acting(body, NOON.date()) == [ben, clears]
    assert officials_acting(body, NOON.date() + timedelta(days=3)) == [anna, ben, clears]
    assert [each.is_standing_in for each in bodies_of(ben.user, assembly, NOON.date())] == [True]
    refused("overlap", name_stand_in, official=anna, stands_in=clears, **days, **by())
    refused("away", name_stand_in, official=ben, stands_in=anna, **days, **by())
    refused("no_approver", name_stand_in, official=clears, stands_in=ben, **days, **by())
    stranger = make_official(make_body(assembly, "⟪Buses⟫"))
    refused("another_body", name_stand_in, official=ben, stands_in=stranger, **days, **by())
    assert list(bodies_of(stranger.user, assembly, NOON.date()).values_list("name", flat=True)) == ["⟪Buses⟫"]
    Appointment.objects.filter(user=ben.user).delete()
    assert officials_acting(body, NOON.date()) == [clears]
    end_stand_in(stand_in=stand_in, actor=UserFactory(), now=NOON + timedelta(days=1))
    assert StandIn.objects.get().until_on == NOON.date()


def test_an_official_gets_an_account_and_whoever_clears_an_invitation_besides(assembly, organiser, client_of):
    body = make_body(assembly)
    page = url("official_new", assembly, body.pk)
    form = {"act": "invite", "name": "⟪Ida Holm⟫", "email": "ida@council.example", "is_approver": "on"}
    client_of(organiser).post(page, form)
    official = Official.objects.get()
    assert (official.user.name, official.is_approver) == ("⟪Ida Holm⟫", True)
    assert Appointment.objects.get(user=official.user).role == Role.OFFICIAL
    assert Invitation.objects.get().role == Role.RESPONSE_APPROVER
    assert [message.to for message in mail.outbox] == [["ida@council.example"]] * 2
    assert client_of(organiser).post(page, {**form, "name": "⟪Somebody Else⟫"}).status_code == 409
    by_letter = client_of(organiser).post(page, {"act": "invite", "name": "⟪Olaf Berg⟫", "email": ""})
    olaf = User.objects.get(name="⟪Olaf Berg⟫")
    assert by_letter["Location"] == url("team_letter", assembly, olaf.pk)
    remove_official(official=olaf.official_of.get(), **by())
    assert not Appointment.objects.filter(user=olaf).exists()


def test_whoever_clears_answers_needs_an_address(assembly):
    said = {"name": "⟪Ida⟫", "email": "", "office": "", "is_approver": True}
    refused("no_address", invite_official, body=make_body(assembly), **said, **by())


def test_somebody_of_the_team_is_named_for_one_body_and_changed_from_a_fresh_page(
    assembly, organiser, client_of
):
    body, client = make_body(assembly), client_of(organiser)
    user = AppointmentFactory(assembly=assembly, role=Role.OFFICIAL).user
    page = url("official_new", assembly, body.pk)
    assert client.post(page, {"act": "name", "user": user.pk, "is_approver": "on"}).status_code == 409
    client.post(page, {"act": "name", "user": user.pk, "office": "⟪Streets⟫"})
    official = Official.objects.get()
    refused("named", name_official, body=body, user=user, office="", is_approver=False, **by())
    one, seen = url("official", assembly, body.pk, official.pk), seen_of(official)
    client.post(one, {"office": "⟪Parks⟫", "seen": seen})
    stale = client.post(one, {"office": "⟪Trees⟫", "seen": seen})
    assert (stale.status_code, "⟪Parks⟫" in stale.content.decode()) == (409, True)
    client.post(one, {"act": "remove"})
    assert not Official.objects.exists()
    assert not Appointment.objects.filter(user=user).exists()
    refused("no_role", name_official, body=body, user=user, office="", is_approver=False, **by())


def test_officials_say_themselves_who_stands_in_and_end_only_their_own(assembly, client_of):
    body = make_body(assembly)
    anna, ben = make_official(body), make_official(body)
    page, today = url("own_stand_in", assembly), timezone.localdate()
    days = {"from_on": today.isoformat(), "until_on": (today + timedelta(days=3)).isoformat()}
    client_of(anna.user).post(page, {"stands_in": ben.pk, **days})
    stand_in = StandIn.objects.get()
    assert (stand_in.official, stand_in.stands_in) == (anna, ben)
    assert client_of(ben.user).post(page, {"act": "end", "stand_in": stand_in.pk}).status_code == 404
    assert "You stand in for" in client_of(ben.user).get(url("own_home", assembly)).content.decode()
    client_of(anna.user).post(page, {"act": "end", "stand_in": stand_in.pk})
    assert not StandIn.objects.exists()


# --- the clock


@pytest.fixture
def owed(assembly, organiser):
    """An answer that is owed by a body with an official, a head, and an authority above it."""
    Assembly.objects.filter(pk=assembly.pk).update(state="awaiting_response")
    authority = make_body(assembly, "⟪The Mayor⟫", email="mayor@council.example")
    make_plan(assembly, authority=authority)
    body = make_body(assembly, head_name="⟪Paul Okafor⟫", head_email="paul@council.example")
    make_official(body)
    return make_response(assembly, body=body)


def test_each_step_is_taken_once_on_its_day_over_the_whole_calendar(owed):
    taken = {}
    for offset in range(-60, 60):
        day = DUE + timedelta(days=offset)
        if watch_answers(on(day)):
            notices = ResponseNotice.objects.filter(sent_at=on(day))
            taken[day] = [notice.kind for notice in notices]
        assert watch_answers(on(day, 11)) == 0
    assert taken == {
        date(2026, 8, 1): ["month_before"],
        date(2026, 8, 18): ["fortnight_before"],
        date(2026, 8, 25): ["week_before"],
        date(2026, 9, 1): ["due_today"],
        date(2026, 9, 2): [],
        date(2026, 9, 8): ["late_to_superior"],
        date(2026, 10, 1): ["late_to_authority"],
    }
    owed.refresh_from_db()
    assert owed.overdue_since == date(2026, 9, 2)
    sent = OutboxMessage.objects.order_by("mailing__number").values_list("email", flat=True)
    own = owed.body.officials.get().user.email
    assert list(sent) == [*[own] * 5, "paul@council.example", own, "mayor@council.example"]
    assert set(Mailing.objects.values_list("state", flat=True)) == {"approved"}
    last = OutboxMessage.objects.get(email="mayor@council.example").body
    assert "late since 2 September 2026" in last


def test_a_clock_that_stood_still_takes_only_the_newest_step_and_notes_since_when(owed):
    assert watch_answers(on(DUE + timedelta(days=20))) == 2
    owed.refresh_from_db()
    assert (owed.overdue_since, [each.kind for each in owed.notices.all()]) == (
        date(2026, 9, 2),
        ["late_to_superior"],
    )


def test_more_time_begins_the_steps_anew(owed):
    watch_answers(on(DUE))
    wish = make_extension(owed)
    grant_time(extension=wish, **by())
    assert watch_answers(on(DUE)) == 1
    assert list(owed.notices.values_list("kind", "due_on")) == [
        ("due_today", DUE),
        ("month_before", DUE + timedelta(days=30)),
    ]


@pytest.mark.parametrize("state", ["paused", "archived", "cancelled"])
def test_an_assembly_that_stands_still_reminds_nobody(owed, state):
    paused_from = "learning" if state == "paused" else ""
    Assembly.objects.update(state=state, paused_from=paused_from)
    assert watch_answers(on(DUE)) == 0


def test_what_is_answered_is_neither_late_nor_reminded_of(owed):
    FormalResponse.objects.update(state="published", first_published_at=NOON)
    assert watch_answers(on(DUE + timedelta(days=40))) == 0


def test_whoever_has_no_email_gets_a_letter_and_whoever_has_nothing_stops_nobody(owed, assembly):
    Body.objects.filter(pk=owed.body_id).update(address="⟪1 Mill Lane⟫")
    User.objects.filter(pk=owed.body.officials.get().user_id).update(email=None)
    nowhere = make_body(assembly, "⟪Harbour⟫", email="")
    make_response(assembly, body=nowhere)
    assert watch_answers(on(DUE)) == 2
    found = OutboxMessage.objects.order_by("channel").values_list("channel", "address")
    name = owed.body.officials.get().user.name
    assert list(found) == [("letter", f"{name}\n{owed.body.name}\n⟪1 Mill Lane⟫"), ("none", "")]


def test_where_nobody_can_be_reached_the_step_is_taken_and_nothing_breaks(assembly, organiser):
    make_response(assembly, body=make_body(assembly, email=""))
    assert watch_answers(on(DUE)) == 1
    assert not Mailing.objects.exists()
    titles = [action.title for action in responses_parts.attention_of(assembly)]
    assert "One body that was asked has no official who can sign in" in titles


def test_the_invented_people_of_a_rehearsal_get_nothing(owed, assembly):
    Assembly.objects.update(is_rehearsal=True)
    watch_answers(on(DUE))
    assert Mailing.objects.get().state == "draft"


# --- pages


def test_an_organiser_enters_asks_and_decides(assembly, submitted, organiser, client_of):
    client = client_of(organiser)
    wished = timezone.localdate() + timedelta(days=400)
    client.post(url("body_new", assembly), {"name": "⟪Council⟫"})
    assert client.post(url("body_new", assembly), {"name": "⟪council⟫"}).status_code == 409
    body = Body.objects.get()
    ask = url("responses_ask", assembly)
    assert client.post(ask, {"recommendations": submitted.pk}).status_code == 422
    client.post(ask, {"recommendations": submitted.pk, "lead": body.pk})
    response = FormalResponse.objects.get()
    one = url("response_owed", assembly, response.pk)
    client.post(one, {"act": "time", "wanted_until": wished, "reason": "⟪Budget⟫", "way": "phone"})
    decide = url("extension_decide", assembly, Extension.objects.get().pk)
    assert client.post(decide, {"verb": "refuse", "reason": ""}).status_code == 422
    client.post(decide, {"verb": "grant"})
    response.refresh_from_db()
    assert response.due_on == wished
    rows = client.get(url("responses_export", assembly)).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    client.post(one, {"act": "take_back"})
    assert not FormalResponse.objects.exists()


def test_whoever_oversees_reads_and_an_outsider_finds_nothing(assembly, observer, outsider, client_of):
    make_plan(assembly)
    response = make_response(assembly)
    shown = client_of(observer).get(url("body", assembly, response.body_id)).content.decode()
    assert "office@council.example" not in shown
    for name, arguments in (
        ("responses", []),
        ("response_plan", []),
        ("bodies", []),
        ("body", [response.body_id]),
        ("response_owed", [response.pk]),
    ):
        page = url(name, assembly, *arguments)
        assert [client_of(user).get(page).status_code for user in (observer, outsider)] == [200, 404]
    assert client_of(observer).post(page, {"act": "expect"}).status_code == 403


def test_the_letter_to_a_body_lists_what_it_owes_and_how_to_answer_on_paper(assembly, organiser, client_of):
    Assembly.objects.filter(pk=assembly.pk).update(name="Clean Air", commissioning_authority="Riverbend")
    body = make_body(assembly, "City Council", address="1 Mill Lane\nRiverbend")
    for part, words in (("lead", "Close Bridge Street"), ("supporting", "Run more buses")):
        asked = make_recommendation(assembly, state="submitted", title=words, text=f"{words}.")
        make_response(assembly, body=body, recommendation=asked, part=part)
    letter = client_of(organiser).get(url("body_letter", assembly, body.pk))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(letter.content)).pages)
    assert "Recommendation 1: Close Bridge Street" in text
    assert "You lead. Please answer by 1 September 2026." in text
    assert "You support. Please answer by 1 September 2026." in text
    assert "On paper: write your answer under the number" in text
    large = client_of(organiser).get(url("body_letter", assembly, body.pk), {"print": "large"})
    counts = [len(PdfReader(BytesIO(answer.content)).pages) for answer in (letter, large)]
    assert counts == [1, 2]
    idle = make_body(assembly, "Harbour")
    back = client_of(organiser).get(url("body_letter", assembly, idle.pk))
    assert back["Location"] == url("body", assembly, idle.pk)


def test_the_second_of_two_who_change_a_body_sees_both_texts(assembly, organiser, client_of):
    body = make_body(assembly)
    page, form = url("body_edit", assembly, body.pk), {"name": "⟪Mine⟫", "seen": seen_of(body)}
    change_body(body=body, facts={"name": "⟪Theirs⟫"}, seen=seen_of(body), **by())
    answer = client_of(organiser).post(page, form)
    text = answer.content.decode()
    assert (answer.status_code, "⟪Mine⟫" in text, "⟪Theirs⟫" in text) == (409, True, True)
    client_of(organiser).post(page, {**form, "seen": answer.context["form"]["seen"].value()})
    assert Body.objects.get().name == "⟪Mine⟫"


@pytest.mark.parametrize("name", ["responses", "responses_ask", "bodies"])
def test_lists_cost_as_many_queries_for_three_as_for_one(
    assembly, organiser, client_of, django_assert_max_num_queries, name
):
    make_plan(assembly)
    client, page = client_of(organiser), url(name, assembly)
    make_response(assembly, body=make_body(assembly, "⟪One⟫"))
    client.get(page)
    with django_assert_max_num_queries(100) as one:
        client.get(page)
    for body in ("⟪Two⟫", "⟪Three⟫"):
        make_response(assembly, body=make_body(assembly, body))
    with django_assert_max_num_queries(len(one)):
        client.get(page)


def test_late_ones_stand_first_and_the_stage_says_what_waits(assembly, submitted):
    early = make_response(assembly, first_due_on=date(2026, 1, 5), body=make_body(assembly, "⟪Early⟫"))
    make_published(assembly, body=make_body(assembly, "⟪Done⟫"))
    later = make_response(assembly, first_due_on=date(2027, 1, 5), body=make_body(assembly, "⟪Later⟫"))
    make_extension(later)
    bodies = [each.body.name for each in responses_of(assembly)]
    assert bodies == ["⟪Early⟫", "⟪Later⟫", "⟪Done⟫"]
    assert list(narrowed(responses_of(assembly), WantedAnswers(late="late"), date(2026, 3, 2))) == [early]
    titles = {action.title for action in responses_parts.attention_of(assembly)}
    assert {
        "Ask a body about one recommendation",
        "Decide about one wish for more time",
        "2 bodies that were asked have no official who can sign in",
    } <= titles


def test_sentences_of_the_record_name_bodies_and_no_person(owed, assembly):
    watch_answers(on(DUE + timedelta(days=1)))
    told = [
        sentence_of(event) for event in AuditEvent.objects.filter(type__startswith="response.").order_by("pk")
    ]
    name = owed.body.name
    assert told == [
        f"The answer of {name} to recommendation 1 is late: it was due on 2026-09-01",
        f"{name} was reminded of its answer to recommendation 1: On the day",
    ]

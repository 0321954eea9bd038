"""Offering seats: deadlines, answers on paper, letters, messages with links, what the clock does and what it leaves."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assembly.clock import tick
from assembly.enums import Role
from assembly.models import AuditEvent, MessageTemplate
from assembly.services.mailings import approve_mailing, write_mailing
from assembly.services.mailings_send import send_mailing
from sortition.enums_seats import SeatState
from sortition.errors import OfferRefused
from sortition.models import ContactAttempt, Offer, SeatingPolicy
from sortition.offer_links import token_digest
from sortition.selectors.offers import end_of_day, offer_figures
from sortition.services.offers import change_deadline, open_offers
from sortition.services.offers_answers import enter_answer
from sortition.services.offers_notices import ask_for_notices_again, confirm_answer
from sortition.services.seats import move_seat
from sortition.stage_calls import offer_actions
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_offers import BASE, make_link, make_offer, make_policy
from tests.factories_pool import RespondentFactory
from tests.factories_seats import make_seat
from tests.smtp_server import MailServer

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def noon():
    return NOON


def later(**options):
    return (timezone.now() + timedelta(**options)).date()


def test_seats_are_offered_until_the_end_of_a_day_once(assembly, organiser):
    make_policy(assembly)
    for number in (1, 2):
        make_seat(RespondentFactory(assembly=assembly), number=number)
    offers = open_offers(assembly=assembly, last_day=TODAY + timedelta(days=10), actor=organiser, now=NOON)
    assert {offer.answer_by for offer in offers} == {end_of_day(TODAY + timedelta(days=10))}
    assert AuditEvent.objects.get(type="offer.opened").details["seats"] == [1, 2]
    with pytest.raises(OfferRefused, match="has its deadline already"):
        open_offers(assembly=assembly, last_day=TODAY + timedelta(days=10), actor=organiser, now=NOON)


@pytest.mark.parametrize(
    ("day", "code"), [(TODAY - timedelta(days=1), "day_over"), (TODAY + timedelta(days=400), "day_far")]
)
def test_a_deadline_that_makes_no_sense_is_refused(assembly, organiser, day, code):
    make_seat(RespondentFactory(assembly=assembly))
    with pytest.raises(OfferRefused) as refused:
        open_offers(assembly=assembly, last_day=day, actor=organiser, now=NOON)
    assert refused.value.code == code


def test_nobody_is_asked_after_the_day_that_the_assembly_has_set(assembly, organiser):
    make_policy(assembly, none_after=TODAY - timedelta(days=1))
    make_seat(RespondentFactory(assembly=assembly))
    with pytest.raises(OfferRefused, match="nobody is asked any more"):
        open_offers(assembly=assembly, last_day=TODAY + timedelta(days=3), actor=organiser, now=NOON)


@pytest.mark.parametrize("channel", ["post", "in_person", "email", "phone"])
@pytest.mark.parametrize(("answer", "state"), [("yes", "confirmed"), ("no", "declined")])
def test_an_answer_on_paper_is_noted_with_its_day_and_who_wrote_it_down(
    assembly, session_staff, channel, answer, state
):
    """Also after the deadline."""
    offer = make_offer(assembly, answer_by=NOON - timedelta(days=1))
    enter_answer(
        offer=offer,
        answer=answer,
        channel=channel,
        received_on=TODAY,
        reason="⟪Work⟫",
        actor=session_staff,
        now=NOON,
    )
    offer = Offer.objects.select_related("seat").get()
    assert (offer.answer, offer.seat.state, offer.channel) == (answer, state, channel)
    assert (offer.received_on, offer.recorded_by, offer.answered_at) == (TODAY, session_staff, NOON)
    assert ContactAttempt.objects.get().by == session_staff


def test_an_answer_for_a_seat_that_has_gone_on_is_refused(assembly, organiser):
    offer = make_offer(assembly)
    move_seat(seat=offer.seat, verb="decline", actor=None, now=NOON)
    move_seat(seat=offer.seat, verb="seek", actor=None, now=NOON)
    with pytest.raises(OfferRefused, match="can no longer be answered"):
        enter_answer(
            offer=offer, answer="yes", channel="post", received_on=TODAY, reason="", actor=organiser, now=NOON
        )


def test_the_clock_shows_what_is_overdue_and_decides_nothing(assembly):
    overdue = make_offer(assembly, answer_by=NOON - timedelta(minutes=1))
    make_offer(assembly, answer_by=NOON + timedelta(minutes=1))

    def handled(now):
        return next(each for each in tick(now) if each.name == "sortition.overdue_offers").handled

    assert [handled(NOON), handled(NOON)] == [1, 0]
    assert AuditEvent.objects.get(type="offer.overdue").details["seats"] == [overdue.seat.number]
    assert {offer.seat.state for offer in Offer.objects.select_related("seat")} == {SeatState.OFFERED}
    assert handled(NOON + timedelta(days=1)) == 1


def test_overdue_offers_and_seats_without_one_are_next_actions(assembly):
    make_offer(assembly, answer_by=NOON)
    make_seat(RespondentFactory(assembly=assembly), number=2)
    titles = [str(action.title) for action in offer_actions(assembly)]
    assert titles == [
        "Say until when one seat can be answered",
        "One offer has passed its deadline without an answer",
    ]


def test_more_time_makes_an_offer_answerable_again(assembly, organiser, client):
    offer = make_offer(person=RespondentFactory(assembly=assembly, born_on=date(1957, 1, 1)))
    link = make_link(offer)
    Offer.objects.update(answer_by=timezone.now() - timedelta(days=1), overdue_noted_at=NOON)
    change_deadline(offer=offer, last_day=later(days=3), actor=organiser, now=timezone.now())
    assert Offer.objects.get().overdue_noted_at is None
    assert client.get(reverse("answer", args=[link.token])).status_code == 200


def test_figures_count_each_offer_once(assembly):
    make_offer(assembly, answer_by=NOON - timedelta(days=1))
    make_offer(assembly, answer_by=NOON + timedelta(days=1))
    make_offer(assembly, answer_by=NOON + timedelta(days=9))
    for answer, state in (("yes", "confirmed"), ("no", "declined")):
        offer = make_offer(assembly, answer=answer, answered_at=NOON, channel="post")
        left = {"left_as": state, "left_at": NOON} if answer == "no" else {}
        type(offer.seat).objects.filter(pk=offer.seat_id).update(state=state, **left)
    make_seat(RespondentFactory(assembly=assembly), number=9)
    found = offer_figures(assembly, NOON)
    assert (found.waiting, found.overdue, found.running_out, found.yes, found.no, found.without_offer) == (
        3,
        1,
        1,
        1,
        1,
        1,
    )


# Pages


def test_an_organiser_says_how_seats_are_offered_and_offers_them(assembly, organiser, client_of):
    make_seat(RespondentFactory(assembly=assembly))
    client = client_of(organiser)
    assert client.post(url("offers_open", assembly), {"last_day": later(days=5)})["Location"] == url(
        "seating_policy", assembly
    )
    words = {
        "days_to_answer": "7",
        "attempts": "4",
        "phone": "01632 960100",
        "sender_lines": "1 Bridge Street",
        "vacated": "redraw",
    }
    assert client.post(url("seating_policy", assembly), words)["Location"] == url("offers", assembly)
    assert SeatingPolicy.objects.get().link_base == "http://testserver/answer/"
    assert client.get(url("offers", assembly)).context["form"].initial["last_day"] == later(days=7)
    client.post(url("offers_open", assembly), {"last_day": later(days=5)})
    assert Offer.objects.get().answer_by == end_of_day(later(days=5))


def test_session_staff_enter_a_slip(assembly, session_staff, client_of):
    offer = make_offer(assembly)
    client = client_of(session_staff)
    form = {
        "answer": "yes",
        "channel": "post",
        "received_on": str(timezone.localdate()),
        "seen": offer.version,
    }
    assert client.post(url("offer", assembly, offer.pk), form)["Location"] == url("offers", assembly)
    assert Offer.objects.get().answer == "yes"
    to_come = {**form, "received_on": str(later(days=2))}
    assert client.post(url("offer", assembly, offer.pk), to_come).status_code == 422
    for name in ("offer_deadline", "offer_give_up", "offer_letter"):
        assert client.post(url(name, assembly, offer.pk), {}).status_code == 403


def test_a_slip_does_not_silently_overwrite_an_answer_that_came_meanwhile(
    assembly, session_staff, organiser, client_of
):
    """The page is shown again with how it stands; the second time it is meant."""
    offer = make_offer(assembly)
    client = client_of(session_staff)
    form = {"answer": "no", "channel": "post", "received_on": str(timezone.localdate())}
    seen = client.get(url("offer", assembly, offer.pk)).context["form"].initial["seen"]
    enter_answer(
        offer=offer, answer="yes", channel="phone", received_on=TODAY, reason="", actor=organiser, now=NOON
    )
    answer = client.post(url("offer", assembly, offer.pk), {**form, "seen": seen})
    assert (answer.status_code, Offer.objects.get().answer) == (409, "yes")
    assert "Another answer has come" in answer.content.decode()
    seen = answer.context["form"]["seen"].value()
    client.post(url("offer", assembly, offer.pk), {**form, "seen": seen})
    assert Offer.objects.get().answer == "no"


@pytest.mark.parametrize(("role", "status"), [("organiser", 200), ("session_staff", 200), ("member", 403)])
def test_who_sees_the_offers(assembly, client_of, role, status):
    client = client_of(AppointmentFactory(assembly=assembly, role=Role(role)).user)
    assert client.get(url("offers", assembly)).status_code == status


def test_an_outsider_finds_no_offers(assembly, outsider, client_of):
    assert client_of(outsider).get(url("offers", assembly)).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(assembly, organiser, client_of):
    client, counts = client_of(organiser), []
    make_policy(assembly)
    for _round in range(2):
        make_offer(assembly)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("offers", assembly)).status_code == 200
        counts.append(len(queries))
        make_offer(assembly)
    assert counts[0] == counts[1]


# Letters


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def link_in(text):
    found = re.search(r"/answer/([a-z0-9-]+)/", text)
    return found[1]


def printable(assembly):
    """Give an assembly names that the font has, which has no marks of test data."""
    type(assembly).objects.update(name="Clean Air", commissioning_authority="Riverbend City Council")
    make_policy(assembly, phone="01632 960100", sender_lines="1 Bridge Street\nRiverbend")


def resident(assembly, **fields):
    options = {"first_name": "Grace", "last_name": "Hill"} | fields
    return RespondentFactory(assembly=assembly, address="7 Opal Street, Riverbend", postcode="RB1", **options)


def test_a_letter_has_deadline_link_code_phone_and_slip(assembly, organiser, client_of):
    printable(assembly)
    offer = make_offer(person=resident(assembly))
    answer = client_of(organiser).post(url("offer_letter", assembly, offer.pk))
    text = text_of(answer.content)
    last = timezone.localtime(offer.answer_by)
    for words in (
        "Dear Grace Hill",
        "7 Opal Street",
        f"{last.day} {last:%B %Y}",
        "01632 960100",
        offer.reference,
        "Yes, I take part.",
        "No, I cannot take part.",
    ):
        assert words in text
    offer.refresh_from_db()
    assert token_digest(link_in(text)) == offer.token_digest
    assert Client().get(reverse("answer", args=[link_in(text)])).status_code == 200
    event = AuditEvent.objects.get(type="offer.letters_printed")
    assert (event.details["count"], event.details["purpose"]) == (1, "⟪Tests⟫")


def test_printing_all_letters_makes_a_link_for_each_who_has_not_answered(assembly, organiser, client_of):
    """Old links end; who has no address, has answered, or is past the deadline gets none."""
    printable(assembly)
    waiting = [make_offer(person=resident(assembly)) for _each in range(2)]
    old = make_link(waiting[0])
    make_offer(assembly)
    make_offer(person=resident(assembly), answer="yes", answered_at=NOON, channel="link")
    make_offer(person=resident(assembly), answer_by=NOON)
    answer = client_of(organiser).post(url("offers_letters", assembly))
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 2
    made = Offer.objects.exclude(token_digest=None)
    assert set(made) == set(waiting)
    assert Client().get(reverse("answer", args=[old.token])).status_code == 404


def test_letters_ask_who_one_is_and_what_for(assembly, organiser, client_of):
    make_policy(assembly)
    make_offer(person=resident(assembly))
    client = client_of(organiser)
    session = client.session
    del session["reading_purpose"]
    session.save()
    asked = client.post(url("offers_letters", assembly))
    assert asked.status_code == 200
    assert "What do you need it for?" in asked.content.decode()
    assert Offer.objects.get().token_digest is None


def test_a_letter_that_cannot_be_printed_leaves_the_old_link(assembly, organiser, client_of):
    make_policy(assembly, sender_lines="𓀀")
    offer = make_offer(person=resident(assembly))
    link = make_link(offer)
    answer = client_of(organiser).post(url("offer_letter", assembly, offer.pk), follow=True)
    assert "cannot be printed" in answer.content.decode()
    assert Client().get(reverse("answer", args=[link.token])).status_code == 200


# Messages


def mailing_to(assembly, part="unanswered", body="{{ first_name }}: {{ link }} {{ code }} {{ answer_by }}"):
    template = MessageTemplate.objects.create(
        assembly=assembly, name="⟪Offer⟫", audience="seats", subject="{{ assembly }}", body=body
    )
    user = UserFactory()
    mailing = write_mailing(template=template, part=part, actor=user, now=NOON)
    return approve_mailing(mailing=mailing, actor=user, now=NOON)


def test_a_message_gets_its_link_when_it_leaves_and_the_outbox_never_holds_it(assembly):
    make_policy(assembly)
    offer = make_offer(person=RespondentFactory(assembly=assembly, first_name="Grace"))
    old = make_link(offer)
    mailing = mailing_to(assembly)
    # Written out and approved is not sent: the letter's link still works.
    assert Client().get(reverse("answer", args=[old.token])).status_code == 200
    assert send_mailing(mailing.pk, clock=noon) == 1
    body = mail.outbox[0].body
    token = link_in(body)
    assert body.startswith(f"Grace: {BASE}{token}/ ")
    offer.refresh_from_db()
    assert offer.token_digest == token_digest(token)
    kept = mailing.messages.get()
    assert (kept.state, token in kept.body, "{{ link }}" in kept.body) == ("sent", False, True)
    assert Client().get(reverse("answer", args=[old.token])).status_code == 404


def test_a_message_for_an_offer_that_is_over_is_not_sent(assembly):
    make_policy(assembly)
    make_offer(assembly)
    mailing = mailing_to(assembly)
    Offer.objects.update(answer_by=NOON - timedelta(days=1))
    assert send_mailing(mailing.pk, clock=noon) == 0
    kept = mailing.messages.get()
    assert (kept.state, kept.error) == ("failed", "Seat 1 can no longer be answered by a link.")


def test_a_name_like_a_placeholder_stays_a_name(assembly):
    make_policy(assembly)
    make_offer(person=RespondentFactory(assembly=assembly, first_name="{{ secret }}"))
    send_mailing(mailing_to(assembly).pk, clock=noon)
    assert mail.outbox[0].body.startswith("{{ secret }}: https://")


@pytest.mark.parametrize(
    ("part", "seats"), [("unanswered", [1, 2]), ("running_out", [2]), ("said_yes", [3]), ("said_no", [4])]
)
def test_parts_of_the_audience_are_states_of_seats(assembly, part, seats):
    from assembly.audiences import audience_of

    people = {}
    for number, (days, verb) in enumerate([(9, ""), (2, ""), (2, "confirm"), (2, "decline")], start=1):
        offer = make_offer(assembly, answer_by=timezone.now() + timedelta(days=days))
        people[offer.seat.respondent_id] = number
        if verb:
            move_seat(seat=offer.seat, verb=verb, actor=None, now=NOON)
    found = audience_of("seats").recipients(assembly, part)
    assert [people[each.pk] for each in found] == seats


# Confirmations


@pytest.fixture
def server(settings):
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield running
        running.shutdown()


def waiting_notice(assembly):
    offer = make_offer(assembly)
    enter_answer(
        offer=offer, answer="yes", channel="post", received_on=TODAY, reason="", actor=UserFactory(), now=NOON
    )
    return offer


def test_a_confirmation_is_sent_once(assembly, server):
    offer = waiting_notice(assembly)
    assert [confirm_answer(offer.pk, clock=noon) for _each in range(2)] == [True, False]
    assert len(server.received) == 1


def test_a_line_that_breaks_leaves_a_doubt_and_no_second_message(assembly, server):
    offer = waiting_notice(assembly)
    server.drops = True
    assert not confirm_answer(offer.pk, clock=noon)
    assert Offer.objects.get().notice == "sending"
    server.drops = False
    assert not confirm_answer(offer.pk, clock=noon)
    assert ask_for_notices_again(NOON + timedelta(days=1)) == 0


def test_a_refusal_is_shown_and_an_unreachable_server_asked_again(assembly, server, settings):
    offer = waiting_notice(assembly)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert not confirm_answer(offer.pk, clock=noon)
    assert Offer.objects.get().notice == "waiting"
    assert ask_for_notices_again(NOON) == 0
    assert ask_for_notices_again(NOON + timedelta(minutes=3)) == 1
    settings.EMAIL_PORT = port
    server.answers = {"@": "550 no such box"}
    assert not confirm_answer(offer.pk, clock=noon)
    assert Offer.objects.get().notice == "failed"


def test_invented_people_get_no_message(assembly):
    type(assembly).objects.update(is_rehearsal=True)
    waiting_notice(assembly)
    assert Offer.objects.get().notice == "none"

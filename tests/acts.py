"""How each act of a lifecycle is done from the screen: what it is done to, in any state, and what is sent where.

An act that somebody can do and that is not here is named in `ELSEWHERE`, with the tests that do it.
"""

from collections import deque
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from assembly.models import Assembly, IncidentReader, User
from assembly.outcomes.selectors.votes import questions_of
from assembly.outcomes.services.counts import enter_count, verify_count
from evidence.selectors.questions import marks_of
from scheduling.services.payments import cancel_payment, settle_payment
from sortition.enums_draws import DrawState
from sortition.enums_offers import AnswerChannel
from sortition.enums_seats import SeatState
from sortition.models import Offer, Seat
from sortition.seat_lifecycle import SEAT
from sortition.selectors.draws import terms_digest
from sortition.services.draws import approve_draw
from sortition.services.draws_outcome import enter_reading
from sortition.services.seats import fill_seat, move_seat
from tests.factories import NOON, RemitVersionFactory, UserFactory
from tests.factories_api import token_at
from tests.factories_bodies import make_extension
from tests.factories_calls import make_call, make_submission
from tests.factories_closing import make_request
from tests.factories_draws import HELD, make_draw
from tests.factories_evidence import make_question, make_witness
from tests.factories_evidence_items import make_ready_item
from tests.factories_evidence_witnesses import make_declared
from tests.factories_follow import make_concern
from tests.factories_incidents import make_incident
from tests.factories_membership import make_member, make_need
from tests.factories_messages import make_mailing, make_reminder
from tests.factories_money import make_claim, make_payable
from tests.factories_offers import make_attempt, make_offer, make_policy
from tests.factories_outcomes import make_published, make_recommendation, make_response
from tests.factories_people import make_members
from tests.factories_pool import RespondentFactory
from tests.factories_publication import make_promise
from tests.factories_recommendations import make_amendment_at, make_statement
from tests.factories_runs import make_run
from tests.factories_survey_pages import make_survey, make_welfare_call
from tests.factories_votes import make_voted, usual_tally
from tests.factories_waves import wave_at
from tests.factories_webhooks import make_delivery, webhook_at

Thing = Any
Sent = tuple[str, dict[str, Any], dict[str, Any]]
"""Name of the address, its arguments besides the slug, and the form."""


def _assembly(assembly: Assembly, state: str) -> Thing:
    RemitVersionFactory(assembly=assembly, published=True)
    Assembly.objects.filter(pk=assembly.pk).update(
        state=state, paused_from="learning" if state == "paused" else ""
    )
    return Assembly.objects.get(pk=assembly.pk)


def _draw(assembly: Assembly, state: str) -> Thing:
    soon = timezone.now() + timedelta(days=1)
    draw = make_draw(assembly, state, held_at=soon, deadline=soon + timedelta(days=1))
    if state == DrawState.PREPARED:
        approve_draw(draw=draw, seen=terms_digest(draw), actor=UserFactory(), now=NOON)
    if state == DrawState.COMMITTED:
        enter_reading(draw=draw, by="⟪Helen Marsh⟫", goes=[(4, 7)], actor=UserFactory(), now=HELD)
    return draw


def _way_to(state: str) -> list[str]:
    """Return the fewest verbs that bring a new seat to a state."""
    ways, waiting = {str(SeatState.OFFERED): []}, deque([str(SeatState.OFFERED)])
    while waiting:
        start = waiting.popleft()
        for (own, verb), end in SEAT.moves.items():
            if own == start and str(end) not in ways:
                ways[str(end)] = [*ways[start], verb]
                waiting.append(str(end))
    return ways[state]


def _seat(assembly: Assembly, state: str) -> Thing:
    make_policy(assembly, attempts=1)
    offer = make_offer(assembly)
    make_attempt(offer)
    seat = offer.seat
    for verb in _way_to(state):
        if verb == "fill":
            fill_seat(
                seat=seat,
                person=RespondentFactory(assembly=assembly, consents=True, is_eligible=True, can_attend=True),
                origin="alternate",
                run=None,
                actor=None,
                now=NOON,
            )
        else:
            move_seat(seat=seat, verb=verb, actor=UserFactory(), now=NOON)
    return Seat.objects.get(pk=seat.pk)


def _incident(assembly: Assembly, state: str) -> Thing:
    return make_incident(assembly, state=state)


def _mailing(assembly: Assembly, state: str) -> Thing:
    mailing = make_mailing(assembly)
    type(mailing).objects.filter(pk=mailing.pk).update(
        state=state, approved_at=NOON if state == "approved" else None
    )
    return type(mailing).objects.get(pk=mailing.pk)


def _message(assembly: Assembly, state: str) -> Thing:
    messages = make_mailing(assembly, state="pending").messages
    channel = {"channel": "none", "email": ""} if state == "unreached" else {}
    messages.update(state=state, **channel)
    return messages.get()


def _claim(assembly: Assembly, state: str) -> Thing:
    if state != "paid":
        return make_claim(make_members(assembly, 1)[0], state=state)
    payment = make_payable(assembly)
    claim = make_claim(make_members(assembly, 1)[0], state="approved")
    type(claim).objects.filter(pk=claim.pk).update(state=state, payment=payment)
    return type(claim).objects.get(pk=claim.pk)


def _payment(assembly: Assembly, state: str) -> Thing:
    payment = make_payable(assembly)
    if state == "paid":
        return settle_payment(payment=payment, paid_on=NOON.date(), actor=UserFactory(), now=NOON)
    return cancel_payment(payment=payment, actor=UserFactory(), now=NOON) if state == "cancelled" else payment


def _question(assembly: Assembly, state: str) -> Thing:
    main = {"merged_into": make_question(assembly)} if state == "merged" else {}
    return make_question(assembly, state=state, **main)


def _recommendation(assembly: Assembly, state: str) -> Thing:
    return make_recommendation(assembly, state=state)


def _ballot(assembly: Assembly, state: str) -> Thing:
    """One on a single recommendation; closed with its count entered, counted with it verified, so that it can go on."""
    ballot = make_voted(assembly, state)
    question = questions_of(ballot)[0]
    own = {"question": question, "tally": usual_tally(question), "actor": UserFactory(), "now": NOON}
    if state == "closed":
        enter_count(**own, note="", seen="")
    elif state == "counted":
        verify_count(**own)
    return ballot


def _survey(assembly: Assembly, state: str) -> Thing:
    """One that can be opened now."""
    return make_survey(assembly, state, closes_at=timezone.now() + timedelta(days=7)).wave


THINGS: dict[str, Callable[[Assembly, str], Thing]] = {
    "assembly": _assembly,
    "mailing": _mailing,
    "message": _message,
    "reminder": lambda assembly, state: make_reminder(assembly, state=state),
    "incident": _incident,
    "selection_run": make_run,
    "draw": _draw,
    "seat": _seat,
    "wave": wave_at,
    "claim": _claim,
    "evidence": make_ready_item,
    "payment": _payment,
    "witness": lambda assembly, state: make_declared(assembly, state=state),
    "support_need": lambda assembly, state: make_need(make_member(assembly), state=state),
    "question": _question,
    "recommendation": _recommendation,
    "amendment": lambda assembly, state: make_amendment_at(
        make_recommendation(assembly, state="under_amendment"), state
    ),
    "minority_statement": lambda assembly, state: make_statement(
        make_recommendation(assembly, state="adopted"), state=state
    ),
    "call": lambda assembly, state: make_call(assembly, state=state),
    "submission": lambda assembly, state: make_submission(make_call(assembly), state=state),
    "extension": lambda assembly, state: make_extension(make_response(assembly), state=state),
    "concern": lambda assembly, state: make_concern(make_published(assembly), state=state),
    "ballot": _ballot,
    "publication": make_promise,
    "disclosure": make_request,
    "survey": _survey,
    "token": token_at,
    "welfare": make_welfare_call,
    "webhook": webhook_at,
    "delivery": make_delivery,
}
"""Lifecycle's name → how one is made in a state."""


def _of_offer(name: str, form: dict[str, Any]) -> Callable[[Thing, User], Sent]:
    def send(seat: Thing, user: User) -> Sent:
        offer = Offer.objects.get(seat=seat)
        now = timezone.now()
        Offer.objects.filter(pk=offer.pk).update(held_by=user, held_until=now + timedelta(minutes=20))
        offer.refresh_from_db()
        return name, {"pk": offer.pk}, {"seen": offer.version, **form}

    return send


def _by_verb(name: str, key: str, of: Callable[[Thing], dict[str, Any]], verb: str, **form: Any) -> Any:
    return lambda thing, _user: (name, of(thing), {key: verb, **form})


def _numbered(thing: Thing) -> dict[str, Any]:
    return {"number": thing.number}


def _keyed(thing: Thing) -> dict[str, Any]:
    return {"pk": thing.pk}


def _incident_act(act: str) -> Callable[[Thing, User], Sent]:
    def send(incident: Thing, user: User) -> Sent:
        IncidentReader.objects.create(incident=incident, user=user, since=NOON)
        return "incident", {"number": incident.number}, {"act": act, "text": "⟪He was seen home⟫"}

    return send


def _question_act(act: str) -> Callable[[Thing, User], Sent]:
    def send(question: Thing, _user: User) -> Sent:
        witness = make_witness(question.assembly, state="accepted")
        other = make_question(question.assembly, text="⟪How far do buses go at night?⟫")
        form = {
            "act": act,
            "seen": marks_of(question),
            "witness": witness.pk,
            "due_on": timezone.localdate() + timedelta(days=7),
            "into": other.number,
            "reason": "⟪It does not say who⟫",
            "way": "phone",
            "text": "⟪The town⟫",
        }
        return "question", {"number": question.number}, form

    return send


def _below(thing: Thing, name: str) -> dict[str, Any]:
    return {"number": thing.recommendation.number, name: thing.number}


def _amendment_decision(act: str) -> Callable[[Thing, User], Sent]:
    def send(amendment: Thing, _user: User) -> Sent:
        last = amendment.recommendation.versions.latest("number").number
        form = {"act": act, "version": last, "reason": "⟪It was voted on⟫"}
        return "amendment_decide", _below(amendment, "amendment"), form

    return send


_ANSWER = {"channel": AnswerChannel.POST, "received_on": "1 March 2026", "reason": ""}
_WITNESSED = {"reason": "⟪The tube broke⟫", "witnesses": "⟪Helen Marsh⟫\n⟪Yusuf Demir⟫"}

DOINGS: dict[tuple[str, str], Callable[[Thing, User], Sent]] = {
    **{
        ("assembly", verb): (
            lambda _thing, _user, verb=verb: ("assembly_move_verb", {"verb": verb}, {"reason": "⟪because⟫"})
        )
        for verb in (
            "announce",
            "start_recruiting",
            "start_selecting",
            "start_onboarding",
            "start_learning",
            "start_deliberating",
            "start_deciding",
            "report",
            "await_response",
            "start_follow_up",
            "close",
            "archive",
            "resume",
            "pause",
            "cancel",
        )
    },
    **{
        ("publication", verb): _by_verb("publication_item", "act", _numbered, verb, **form)
        for verb, form in (
            ("deliver", {"delivered_on": "2026-03-02", "link": "https://example.org/costs"}),
            ("withdraw", {"reason": "⟪Nobody collected the figures⟫"}),
            ("correct", {"reason": "⟪It was a draft⟫"}),
        )
    },
    ("token", "end"): lambda token, _user: (
        "connections_token",
        _numbered(token),
        {"reason": "⟪Not needed⟫"},
    ),
    ("mailing", "approve"): _by_verb("mailing_move", "act", _numbered, "approve"),
    ("mailing", "cancel"): _by_verb("mailing_move", "act", _numbered, "cancel"),
    **{
        ("message", verb): _by_verb(
            "mailing_message", "act", lambda each: {"number": each.mailing.number, "position": 1}, verb
        )
        for verb in ("settle", "retry")
    },
    ("reminder", "cancel"): _by_verb("reminder_cancel", "act", _keyed, "cancel"),
    ("incident", "look_into"): _incident_act("step"),
    ("incident", "close"): _incident_act("close"),
    ("incident", "reopen"): _incident_act("reopen"),
    ("draw", "commit"): lambda draw, _user: ("draw_commit", _numbered(draw), {}),
    ("draw", "receive"): lambda draw, _user: (
        "draw_randomness",
        _numbered(draw),
        {"by": "⟪Yusuf Demir⟫", "goes": "4 7"},
    ),
    ("draw", "resolve"): lambda draw, _user: ("draw_resolve", _numbered(draw), {}),
    ("draw", "publish"): lambda draw, _user: ("draw_publish", _numbered(draw), {}),
    ("draw", "void"): lambda draw, _user: ("draw_void", _numbered(draw), _WITNESSED),
    ("seat", "contact"): _of_offer("call", {"outcome": "nobody"}),
    ("seat", "confirm"): _of_offer("offer", {**_ANSWER, "answer": "yes"}),
    ("seat", "decline"): _of_offer("offer", {**_ANSWER, "answer": "no"}),
    ("seat", "give_up"): _of_offer("offer_give_up", {"reason": "⟪Nobody ever answered⟫"}),
    **{
        ("seat", verb): _by_verb("seat_move", "verb", _numbered, verb, reason="⟪She moved away⟫")
        for verb in ("onboard", "start", "complete", "withdraw", "miss", "remove")
    },
    **{
        ("support_need", verb): _by_verb(
            "support_need_move", "verb", _keyed, verb, reason="⟪Nobody could be found⟫"
        )
        for verb in ("arrange", "confirm", "meet", "leave_unmet")
    },
    **{
        ("claim", verb): _by_verb("claim", "act", _numbered, verb, granted="8.40", remark="⟪Which bus?⟫")
        for verb in ("approve", "query", "refuse")
    },
    **{
        ("witness", verb): (
            lambda witness, _user, verb=verb: (
                "witness_move",
                {"number": witness.number, "verb": verb},
                {"seen": witness.state, "reason": "⟪Knows the town⟫", "way": "phone"},
            )
        )
        for verb in ("shortlist", "turn_down", "invite", "accept", "decline", "brief", "hear", "follow_up")
    },
    **{
        ("evidence", verb): _by_verb("evidence_move", "verb", _numbered, verb, reason="⟪The author asks⟫")
        for verb in ("submit", "send_back", "review", "pass_review", "review_again", "drop", "withdraw")
    },
    **{
        ("evidence", verb): _by_verb("evidence_release", "verb", _numbered, verb, reason="⟪A wrong year⟫")
        for verb in ("approve", "reopen", "release", "publish", "correct")
    },
    ("payment", "settle"): _by_verb("payment", "act", _numbered, "settle", paid_on=NOON.date()),
    ("payment", "cancel"): _by_verb("payment", "act", _numbered, "cancel"),
    **{
        ("question", verb): _question_act(verb)
        for verb in (
            "merge",
            "part",
            "assign",
            "set_aside",
            "take_up",
            "answer",
            "accept",
            "reopen",
        )
    },
    **{
        ("call", verb): _by_verb("call_for_evidence", "act", lambda _call: {}, verb)
        for verb in ("open", "close")
    },
    **{
        ("submission", verb): _by_verb("submission", "act", _numbered, verb, reason="⟪Not about the air⟫")
        for verb in ("take_up", "turn_down", "withdraw")
    },
    **{
        ("extension", verb): _by_verb("extension_decide", "verb", _keyed, verb, reason="⟪As asked⟫")
        for verb in ("grant", "refuse")
    },
    **{
        ("concern", verb): _by_verb("concern", "verb", _keyed, verb, reason="⟪It stands in the answer⟫")
        for verb in ("pass_on", "set_aside", "take_up")
    },
    ("recommendation", "draft"): _by_verb("recommendation", "act", _numbered, "draft"),
    **{
        ("recommendation", verb): _by_verb("recommendation_move", "verb", _numbered, verb, reason="⟪Why⟫")
        for verb in ("open_amendments", "close_amendments", "freeze", "unfreeze", "withdraw", "close")
    },
    **{
        ("amendment", verb): _by_verb(
            "amendment", "act", lambda each: _below(each, "amendment"), verb, reason=""
        )
        for verb in ("discuss", "withdraw")
    },
    ("amendment", "adopt"): _amendment_decision("adopt"),
    ("amendment", "reject"): _amendment_decision("reject"),
    ("minority_statement", "withdraw"): lambda statement, _user: (
        "minority_statement",
        _below(statement, "statement"),
        {"reason": ""},
    ),
    **{
        ("ballot", verb): _by_verb("ballot_move", "act", _numbered, verb)
        for verb in ("show", "take_back", "open", "close", "count")
    },
    ("ballot", "verify"): _by_verb("ballot_verify", "act", _numbered, "verify"),
    ("ballot", "recount"): _by_verb(
        "ballot_verify", "act", _numbered, "recount", reason="⟪One paper too many⟫"
    ),
    ("ballot", "void"): lambda ballot, _user: (
        "ballot_void",
        _numbered(ballot),
        {"reason": "⟪The power failed⟫"},
    ),
    ("ballot", "publish"): lambda ballot, _user: ("ballot_publish", _numbered(ballot), {}),
    **{
        ("disclosure", verb): _by_verb(
            "evaluation_disclosure_request", "act", _numbered, verb, reason="⟪Why⟫"
        )
        for verb in ("answer", "withdraw", "refuse", "reopen")
    },
    **{("survey", verb): _by_verb("survey_move", "act", _numbered, verb) for verb in ("open", "close")},
    **{
        ("survey", verb): _by_verb("survey_move", "act", _numbered, verb, reason="⟪Why⟫")
        for verb in ("reopen", "withdraw")
    },
    ("survey", "publish"): lambda wave, _user: ("survey_publish", _numbered(wave), {}),
    **{
        ("welfare", verb): lambda call, _user, verb=verb: (
            "welfare_call",
            {"pk": call.pk},
            {"act": "note", "outcome": verb, "text": "", "again_on": timezone.localdate()},
        )
        for verb in ("reach", "miss", "finish", "decline_help")
    },
    **{
        ("webhook", verb): _by_verb("connections_webhook", "act", _numbered, verb)
        for verb in ("pause", "resume")
    },
    ("webhook", "end"): lambda webhook, _user: ("connections_webhook_end", _numbered(webhook), {}),
    ("delivery", "send_again"): _by_verb(
        "connections_delivery",
        "act",
        lambda each: {"number": each.webhook.number, "entry": each.number},
        "send_again",
    ),
    ("wave", "post"): _by_verb("wave_move", "act", _numbered, "post", posted_on=date(2026, 3, 2)),
    ("wave", "land"): _by_verb("wave_move", "act", _numbered, "land"),
    ("wave", "cancel"): _by_verb("wave_move", "act", _numbered, "cancel"),
}
"""Lifecycle's name and verb → what is sent."""

ELSEWHERE = {
    ("selection_run", "cancel"): "test_runs.py: a run that computes is stopped by its worker",
    ("wave", "print"): "test_waves.py: letters are printed in the background",
    ("seat", "recall"): "test_replacements.py: a whole run's offers are taken back",
    ("seat", "seek"): "test_replacements.py: with the run that fills it",
    ("seat", "fill"): "test_replacements.py: with the run that fills it",
    ("seat", "leave"): "test_replacements.py: a seat that was given up is sought for and left in one act",
    **{
        ("session", verb): "test_sessions_pages.py"
        for verb in ("publish", "open", "close", "reopen", "publish_materials")
    },
    **{("honorarium", verb): "test_money.py" for verb in ("approve", "take_back", "waive", "restore")},
    **{("seating_plan", verb): "test_tables_pages.py" for verb in ("use", "supersede", "set_aside")},
    **{("placement", verb): "test_plan_placement.py" for verb in ("cancel", "apply", "discard")},
    ("seating_job", "cancel"): "test_tables.py: the worker stops at its next beat",
    ("claim", "answer"): "test_money.py: by the claimant alone",
    ("alternates", "stand_by"): "test_replacements.py",
    ("alternates", "set_aside"): "test_replacements.py",
    **{
        ("commitment", verb): "test_outcomes_follow.py: in a report, by who answers for the body or the team"
        for verb in ("begin", "deliver", "deliver_in_part", "delay", "supersede", "abandon", "reopen")
    },
    **{
        ("verification", verb): "test_outcomes_follow.py: each is an entry of evidence"
        for verb in ("supply", "confirm", "dispute")
    },
    **{
        ("response", verb): "test_outcomes_answers.py: by officials of the body alone"
        for verb in ("acknowledge", "draft", "clear", "send_back", "publish", "publish_interim", "revise")
    },
    ("respondent", "withdraw"): "test_respondents.py",
    ("respondent", "erase"): "test_personal_data.py",
}

"""Witnesses: proposed once, decided with a reason, invited as people, briefed once they have declared interests."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.enums import PersonKind, Role
from assembly.errors import ChangedMeanwhile, GateClosed, IllegalMove, PersonRefused, ReasonMissing
from assembly.models import Appointment, Assembly, AuditEvent, Person, User
from assembly.record import sentence_of
from assembly.services.people import PersonFacts
from assembly.services.people_edit import change_person
from evidence.attention import evidence_parts
from evidence.errors import WitnessRefused
from evidence.models import Release, Topic, Witness
from evidence.services.releases import agree_release, take_back_release
from evidence.services.witness_accounts import BY_EMAIL, BY_LETTER, give_witness_account
from evidence.services.witness_moves import answer_invitation, decide_witness, invite_witness, step_witness
from evidence.services.witnesses import declare_interests, take_over_person
from scheduling.models import PersonTime
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_evidence import make_item, make_question, make_topic, make_witness
from tests.factories_evidence_witnesses import make_declared, make_full_file, make_own_file, make_release
from tests.factories_people import make_members, make_person
from tests.factories_sessions import make_item as make_agenda_item
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def text(answer):
    return answer.content.decode()


def open_to_public(assembly):
    Assembly.objects.filter(pk=assembly.pk).update(state="learning")
    assembly.refresh_from_db()


PROPOSAL = {
    "name": "Mara Lind",
    "kind": "lived",
    "why": "She drives the number 9 bus.",
    "proposer_name": "Joan Reed",
    "proposer_contact": "joan@example.org",
    "consents": "on",
}


def proposal(**fields):
    return {**PROPOSAL, "token": str(uuid.uuid4()), **fields}


# --- deciding and inviting


def test_whoever_decides_says_why_and_the_record_names_nobody(assembly, organiser):
    witness = make_witness(assembly, decision_reason="")
    by = {"actor": organiser, "now": NOON}
    with pytest.raises(ReasonMissing):
        decide_witness(witness=witness, verb="turn_down", reason=" ", seen="proposed", **by)
    moved = decide_witness(
        witness=witness, verb="turn_down", reason="Two know it better", seen="proposed", **by
    )
    assert (moved.state, moved.decision_reason) == ("not_chosen", "Two know it better")
    event = AuditEvent.objects.get(type="witness.turn_down")
    assert event.details == {"from": "proposed", "to": "not_chosen", "number": witness.number}
    assert sentence_of(event) == f"{organiser.name} decided not to choose witness {witness.number}"


def test_of_two_who_decide_at_once_the_second_is_told_also_where_both_may(assembly, organiser):
    witness = make_witness(assembly)
    by = {"reason": "x", "seen": "proposed", "actor": organiser, "now": NOON}
    decide_witness(witness=witness, verb="shortlist", **by)
    with pytest.raises(ChangedMeanwhile):
        decide_witness(witness=witness, verb="turn_down", **by)
    with pytest.raises(IllegalMove):
        decide_witness(witness=witness, verb="shortlist", **by)
    assert Witness.objects.get().state == "shortlisted"


def test_whoever_is_invited_is_a_person_and_whoever_declines_takes_no_part_until_invited_again(
    assembly, organiser
):
    witness = make_witness(assembly, state="shortlisted")
    by = {"actor": organiser, "now": NOON}
    invited = invite_witness(witness=witness, seen="shortlisted", **by)
    person = invited.person
    assert (person.name, person.kind, person.origin_kind, person.origin_key) == (
        witness.name,
        "witness",
        "witness",
        witness.pk,
    )
    assert invited.invited_at == NOON
    answer_invitation(witness=invited, verb="decline", way="phone", seen="invited", **by)
    assert Person.objects.get(pk=person.pk).left_at == NOON
    again = invite_witness(witness=witness, seen="declined", **by)
    assert (again.person_id, Person.objects.get(pk=person.pk).left_at) == (person.pk, None)


def test_nobody_is_briefed_before_they_have_declared_interests_or_that_there_are_none(assembly, organiser):
    witness = make_witness(assembly, state="accepted")
    by = {"actor": organiser, "now": NOON}
    with pytest.raises(GateClosed):
        step_witness(witness=witness, verb="brief", seen="accepted", **by)
    with pytest.raises(WitnessRefused):
        declare_interests(witness=witness, interests=" ", has_none=False, way="paper", **by)
    with pytest.raises(WitnessRefused):
        declare_interests(witness=witness, interests="Shares", has_none=True, way="paper", **by)
    declare_interests(witness=witness, interests="", has_none=True, way="paper", **by)
    assert step_witness(witness=witness, verb="brief", seen="accepted", **by).state == "briefed"


def test_somebody_who_was_entered_by_hand_gets_a_file_and_keeps_their_part(assembly, organiser):
    person = make_person(assembly, name="Hana Osei", email="hana@example.org", called="Hana")
    make_agenda_item(make_session(assembly), people=(person,))
    given = {"assembly": assembly, "kind": "expert", "actor": organiser, "now": NOON}
    witness = take_over_person(person=person, token=uuid.uuid4(), **given)
    assert (witness.state, witness.name, witness.email) == ("shortlisted", "Hana Osei", "hana@example.org")
    with pytest.raises(WitnessRefused):
        take_over_person(person=person, token=uuid.uuid4(), **given)
    invite_witness(witness=witness, seen="shortlisted", actor=organiser, now=NOON)
    kept = Person.objects.get(kind="witness")
    assert (kept.pk, kept.called, kept.slots.count(), kept.origin_key) == (person.pk, "Hana", 1, witness.pk)


def test_an_account_is_made_or_taken_only_where_it_is_theirs(assembly, organiser):
    by = {"actor": organiser, "now": NOON}
    witness = make_witness(assembly, state="invited", name="Hana Osei", email="Hana@University.example")
    user = give_witness_account(witness=witness, by=BY_EMAIL, **by)
    assert (user.email, list(user.appointments.values_list("role", flat=True))) == (
        "hana@university.example",
        ["witness"],
    )
    with pytest.raises(WitnessRefused):
        give_witness_account(witness=witness, by=BY_LETTER, **by)
    UserFactory(email="office@university.example", name="The Office")
    shared = make_witness(assembly, state="invited", name="Ana Diaz", email="office@university.example")
    with pytest.raises(WitnessRefused):
        give_witness_account(witness=shared, by=BY_EMAIL, **by)
    assert give_witness_account(witness=shared, by=BY_LETTER, **by).email is None
    lost = AppointmentFactory(
        assembly=assembly, role=Role.WITNESS, user__email=None, user__name="Bo Lee"
    ).user
    bo = make_witness(assembly, state="invited", name="Bo Lee")
    assert give_witness_account(witness=bo, by=BY_LETTER, **by) == lost
    same = UserFactory(email="kim@example.org", name="Dr Kim Lee")
    kim = make_witness(assembly, state="invited", name="Kim Lee", email="kim@example.org")
    assert give_witness_account(witness=kim, by=BY_EMAIL, **by) == same
    with pytest.raises(WitnessRefused):
        give_witness_account(witness=make_witness(assembly), by=BY_LETTER, **by)


def test_an_agreement_stands_once_and_can_be_taken_back_and_given_anew(assembly, organiser):
    witness = make_witness(assembly, state="accepted")
    given = {"witness": witness, "scope": "name", "way": "paper", "actor": organiser, "now": NOON}
    first = agree_release(on_behalf="Mara Lind, by power of attorney", **given)
    assert agree_release(**given) == first
    assert take_back_release(release=first, actor=organiser, now=NOON)
    assert not take_back_release(release=first, actor=organiser, now=NOON)
    agree_release(**given)
    assert [bool(each.ended_at) for each in Release.objects.order_by("pk")] == [True, False]


# --- the team's pages


def test_staff_reads_the_directory_members_and_outsiders_do_not(
    assembly, session_staff, observer, outsider, client_of
):
    witness = make_full_file(assembly)
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    address = url("witness", assembly, witness.number)
    page = text(client_of(session_staff).get(address))
    assert witness.email in page
    assert "Somebody of a near name is known already" in page
    assert "Recording of picture and sound" in page
    answers = [client_of(user).get(address).status_code for user in (member, observer, outsider)]
    assert answers == [403, 403, 404]
    assert AuditEvent.objects.filter(type="witness.list_read").count() == 1


@pytest.mark.parametrize("name", ["witnesses", "witness_proposals", "topics", "balance"])
def test_lists_cost_as_many_queries_for_three_as_for_one(name, assembly, organiser, client_of):
    def more(many):
        for number in range(many):
            topic = make_topic(assembly, f"⟪Topic {Topic.objects.count()}⟫")
            make_declared(assembly).topics.add(topic)
            make_witness(assembly, name=f"⟪{'ABCDE'[number]}xa Proposed⟫").topics.add(topic)
            make_agenda_item(make_session(assembly), people=(Person.objects.last(),))

    client = client_of(organiser)
    costs = []
    more(1)
    client.get(url(name, assembly))
    for many in (0, 2):
        more(many)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(url(name, assembly)).status_code == 200
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_the_directory_is_narrowed_by_words_and_values(assembly, organiser, client_of):
    topic = make_topic(assembly)
    one = make_witness(assembly, name="Hana Osei", position="for", kind="lived", state="accepted")
    one.topics.add(topic)
    make_witness(assembly, name="Ana Diaz")
    client = client_of(organiser)
    for asked in ("search=osei", "position=for", "kind=lived", "state=accepted", f"topic={topic.pk}"):
        page = text(client.get(f"{url('witnesses', assembly)}?{asked}"))
        assert ("Hana Osei" in page, "Ana Diaz" in page) == (True, False)
    assert "Ana Diaz" in text(client.get(f"{url('witnesses', assembly)}?state=nonsense&topic=x"))


def test_a_near_name_is_asked_about_once_before_a_second_file_is_made(assembly, organiser, client_of):
    make_witness(assembly, name="Dr. Hana Osei")
    form = {
        "name": "osei hana",
        "kind": "expert",
        "proposed_by": "public",
        "proposer_name": "Joan Reed",
        "way": "phone",
        "token": str(uuid.uuid4()),
    }
    client, address = client_of(organiser), url("witness_new", assembly)
    asked = client.post(address, form)
    assert (asked.status_code, Witness.objects.count()) == (409, 1)
    assert "One person has one file" in text(asked)
    assert client.post(address, {**form, "is_another": "1"}).status_code == 302
    assert client.post(address, {**form, "is_another": "1"}).status_code == 302
    event = AuditEvent.objects.get(type="witness.propose")
    assert Witness.objects.count() == 2
    assert event.details == {"number": 2, "by": "public", "way": "phone"}
    assert sentence_of(event) == f"{organiser.name} entered witness 2 (The public; By phone)"
    assert client.post(address, {**form, "way": "", "proposer_name": ""}).status_code == 422


def test_inviting_with_an_account_writes_to_them_and_a_refused_account_invites_nobody(
    assembly, organiser, session_staff, client_of
):
    witness = make_witness(assembly, state="shortlisted", name="Hana Osei", email="hana@example.org")
    address = url("witness_move", assembly, witness.number, "invite")
    form = {"seen": "shortlisted", "account": "email"}
    standing = UserFactory(email="hana@example.org", name="Somebody Else")
    refused = client_of(organiser).post(address, form)
    assert (refused.status_code, Witness.objects.get().state) == (409, "shortlisted")
    User.objects.filter(pk=standing.pk).update(email="other@example.org")
    assert client_of(organiser).post(address, form).status_code == 302
    assert [message.to for message in mail.outbox] == [["hana@example.org"]]
    assert url("own_appearances", assembly) in mail.outbox[0].body
    by_staff = make_witness(assembly, state="shortlisted")
    address = url("witness_move", assembly, by_staff.number, "invite")
    client_of(session_staff).post(address, {"seen": "shortlisted", "account": "letter"})
    by_staff.refresh_from_db()
    assert (by_staff.state, by_staff.person.user) == ("invited", None)


def test_a_correction_reaches_the_person_and_does_not_bring_back_who_left(assembly, organiser, client_of):
    witness = make_witness(assembly, state="declined")
    Person.objects.filter(pk=witness.person_id).update(left_at=NOON)
    form = {"name": "Hana O.", "kind": "expert", "email": "new@example.org"}
    assert client_of(organiser).post(url("witness_edit", assembly, witness.number), form).status_code == 302
    person = Person.objects.get(pk=witness.person_id)
    assert (person.name, person.email, person.left_at) == ("Hana O.", "new@example.org", NOON)
    wrong = client_of(organiser).post(
        url("witness_edit", assembly, witness.number), {**form, "email": "nowhere"}
    )
    assert wrong.status_code == 422


def test_staff_enters_interests_and_agreements_and_an_organiser_that_one_was_taken_back(
    assembly, organiser, session_staff, client_of
):
    witness = make_witness(assembly, state="accepted")
    staff = client_of(session_staff)
    form = {"interests": "Paid by a bus company", "way": "phone"}
    assert staff.post(url("witness_interests", assembly, witness.number), form).status_code == 302
    form = {"scope": "recording", "way": "paper", "on_behalf": "Mara Lind, guardian"}
    assert staff.post(url("witness_release", assembly, witness.number), form).status_code == 302
    Assembly.objects.filter(pk=assembly.pk).update(state="archived")
    end = url("witness_release_end", assembly, witness.number, Release.objects.get().pk)
    assert staff.post(end).status_code == 403
    assert client_of(organiser).post(end).status_code == 302
    witness.refresh_from_db()
    assert (witness.interests, witness.interests_way) == ("Paid by a bus company", "phone")
    assert Release.objects.get().ended_by == organiser


def test_who_proposed_is_erased_on_request_and_the_proposal_stays(
    assembly, organiser, session_staff, client_of
):
    witness = make_witness(assembly, proposer_name="Joan Reed", proposer_contact="joan@example.org")
    address = url("witness_forget_proposer", assembly, witness.number)
    assert client_of(session_staff).post(address).status_code == 403
    client_of(organiser).post(address)
    witness.refresh_from_db()
    assert (witness.proposer_name, witness.proposer_contact, bool(witness.why)) == ("", "", True)


def test_topics_are_ordered_changed_and_deleted_only_while_nothing_uses_them(assembly, organiser, client_of):
    client = client_of(organiser)
    for title in ("Traffic", "Stoves", "Health"):
        client.post(url("topic_new", assembly), {"title": title})
    traffic, stoves, health = Topic.objects.all()
    assert client.post(url("topic_new", assembly), {"title": "traffic"}).status_code == 422
    client.post(url("topic_move", assembly, health.pk), {"to": "up"})
    client.post(url("topic_move", assembly, traffic.pk), {"to": "up"})
    assert [topic.title for topic in Topic.objects.all()] == ["Traffic", "Health", "Stoves"]
    client.post(url("topic_edit", assembly, stoves.pk), {"title": "Wood stoves"})
    make_witness(assembly).topics.add(traffic)
    client.post(url("topic_delete", assembly, traffic.pk))
    client.post(url("topic_delete", assembly, stoves.pk))
    assert [topic.title for topic in Topic.objects.all()] == ["Traffic", "Health"]


# --- proposing


def test_members_and_advisors_propose_and_read_what_was_decided_and_nobody_elses(
    assembly, organiser, outsider, client_of
):
    person = make_members(assembly, 1)[0]
    person.user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    person.save()
    advisor = AppointmentFactory(assembly=assembly, role=Role.ADVISORY_GROUP).user
    address = url("propose_witness", assembly)
    member = client_of(person.user)
    form = proposal()
    for _twice in range(2):
        assert member.post(address, form).status_code == 302
    assert client_of(advisor).post(address, proposal(name="Ana Diaz")).status_code == 302
    first, second = Witness.objects.all()
    assert (first.proposed_by, first.proposer, first.proposer_name) == ("member", person, "")
    assert (second.proposed_by, second.proposer.user) == ("advisory", advisor)
    decide_witness(
        witness=first,
        verb="turn_down",
        reason="We hear two drivers",
        seen="proposed",
        actor=organiser,
        now=NOON,
    )
    page = text(member.get(address))
    assert "We hear two drivers" in page
    assert "Ana Diaz" not in page
    assert client_of(outsider).get(address).status_code == 404
    assert client_of(organiser).get(address).status_code == 403


def test_a_member_without_a_seat_is_told_whom_to_ask(assembly, client_of):
    member = client_of(AppointmentFactory(assembly=assembly, role=Role.MEMBER).user)
    assert "not linked yet to your seat" in text(member.get(url("propose_witness", assembly)))
    assert member.post(url("propose_witness", assembly), proposal()).status_code == 409
    assert not Witness.objects.exists()


def test_the_public_proposes_while_evidence_is_heard_and_sees_nobody_elses_data(assembly):
    client, address = Client(), reverse("public_propose_witness", args=[assembly.slug])
    make_witness(assembly, name="Hana Osei", proposer_name="Petra Stern")
    assert client.get(address).status_code == 404
    open_to_public(assembly)
    page = text(client.get(address))
    assert "Hana Osei" not in page
    assert "Petra Stern" not in page
    form = proposal()
    thanks = [client.post(address, form)["Location"] for _twice in range(2)]
    assert len(set(thanks)) == 1
    receipt = text(client.get(thanks[0]))
    assert "<strong>2</strong>" in receipt
    assert "Mara Lind" not in receipt
    witness = Witness.objects.get(number=2)
    assert (witness.proposed_by, witness.proposer_name, witness.state) == ("public", "Joan Reed", "proposed")
    event = AuditEvent.objects.get(type="witness.propose")
    assert (event.actor, sentence_of(event)) == (
        None,
        "Somebody of the public proposed witness 2 on the public page",
    )
    assert client.post(address, proposal(consents="")).status_code == 422
    assert client.post(address, proposal(homepage="x")).status_code == 302
    Assembly.objects.filter(pk=assembly.pk).update(state="reported")
    assert client.post(address, proposal()).status_code == 409
    assert Witness.objects.count() == 2


def test_a_programme_that_proposes_without_end_is_stopped(assembly, monkeypatch):
    monkeypatch.setattr("evidence.views.proposals.MOST_PER_CONNECTION", 1)
    open_to_public(assembly)
    address = reverse("public_propose_witness", args=[assembly.slug])
    assert [Client().post(address, proposal()).status_code for _each in range(2)] == [302, 429]


# --- the witness's own pages


def test_a_witness_answers_declares_says_times_and_agrees_for_themselves_alone(assembly, client_of):
    other = make_own_file(assembly)
    witness = make_own_file(assembly, state="invited")
    session = make_session(assembly)
    client = client_of(witness.person.user)
    assert "Will you give evidence?" in text(client.get(url("own_appearances", assembly)))
    client.post(url("own_invitation_answer", assembly), {"answer": "accept", "seen": "invited"})
    client.post(
        url("own_interests", assembly),
        {
            "interests": "I own a garage",
            "position": "against",
            "gender": "woman",
            "organisation": "Lind Garage",
        },
    )
    client.post(
        url("own_times", assembly), {"openness": "taken", "day": session.starts_at.date().isoformat()}
    )
    client.post(url("own_release", assembly), {"scope": "recording", "act": "agree"})
    witness.refresh_from_db()
    assert (witness.state, witness.interests, witness.interests_way) == (
        "accepted",
        "I own a garage",
        "online",
    )
    assert (witness.position, witness.gender, witness.person.organisation) == (
        "against",
        "woman",
        "Lind Garage",
    )
    assert [time.person for time in PersonTime.objects.all()] == [witness.person]
    assert Release.objects.get().witness == witness
    client.post(url("own_times", assembly), {"act": "remove", "time": PersonTime.objects.get().pk})
    client.post(url("own_release", assembly), {"scope": "recording", "act": "take_back"})
    other.refresh_from_db()
    assert (PersonTime.objects.count(), Release.objects.filter(ended_at=None).count()) == (0, 0)
    assert (other.interests_at, other.position) == (None, "")
    assert client.post(url("own_interests", assembly), {}).status_code == 422


def test_a_witness_sees_published_appearances_and_what_is_asked_of_them(assembly, client_of):
    witness = make_full_file(assembly)
    person = witness.person
    person.user = AppointmentFactory(assembly=assembly, role=Role.WITNESS).user
    person.save()
    make_agenda_item(make_session(assembly), people=(person,), title="⟪Not published⟫")
    make_item(assembly, state="requested", witness=witness, wanted_by=NOON.date())
    make_question(assembly, state="assigned", witness=witness)
    page = text(client_of(person.user).get(url("own_appearances", assembly)))
    assert "⟪Talk 1⟫" in page
    assert "⟪Not published⟫" not in page
    assert "wanted by 2 March 2026" in page
    assert "One question of members waits for your answer." in page
    assert "Open my appearances" in text(client_of(person.user).get(url("own_home", assembly)))


def test_a_witness_without_a_file_is_told_whom_to_ask_and_others_are_refused(
    assembly, organiser, outsider, client_of
):
    lost = client_of(AppointmentFactory(assembly=assembly, role=Role.WITNESS).user)
    for name in ("own_appearances", "own_interests", "own_times", "own_release", "own_invitation_answer"):
        for answer in (lost.get(url(name, assembly)), lost.post(url(name, assembly), {})):
            assert answer.status_code == 405 or "Call the team" in text(answer)
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    asked = [
        client_of(user).get(url("own_appearances", assembly)).status_code
        for user in (organiser, member, outsider)
    ]
    assert asked == [403, 403, 404]


def test_once_the_assembly_is_over_a_witness_can_still_take_an_agreement_back_and_nothing_else(
    assembly, client_of
):
    witness = make_own_file(assembly, state="invited")
    make_release(witness)
    Assembly.objects.filter(pk=assembly.pk).update(state="archived")
    client = client_of(witness.person.user)
    client.post(url("own_invitation_answer", assembly), {"answer": "accept", "seen": "invited"})
    client.post(url("own_interests", assembly), {"has_no_interests": "on"})
    client.post(url("own_times", assembly), {"openness": "taken", "day": "2026-06-06"})
    client.post(url("own_release", assembly), {"scope": "recording", "act": "take_back"})
    witness.refresh_from_db()
    assert (witness.state, witness.interests_at, PersonTime.objects.count()) == ("invited", None, 0)
    assert Release.objects.filter(ended_at=None).count() == 0


# --- attention


def test_attention_names_what_waits_and_nothing_that_does_not(assembly):
    assert evidence_parts.attention_of(Assembly.objects.get(pk=assembly.pk)) == ()
    make_witness(assembly)
    make_witness(assembly, state="invited", invited_at=timezone.now() - timedelta(days=8))
    make_witness(assembly, state="invited", invited_at=timezone.now() - timedelta(days=6))
    make_witness(assembly, state="accepted")
    make_declared(assembly)
    make_declared(assembly, state="heard")
    titles = [action.title for action in evidence_parts.attention_of(assembly)]
    assert titles == [
        "Decide about one proposed witness",
        "Ask one witness who has not answered",
        "Ask one witness for their interests",
        "Follow up with one witness",
    ]
    figures = [(figure.value, figure.note) for figure in evidence_parts.figures_of(assembly)]
    assert figures == [(3, "2 more are invited")]
    assert Appointment.objects.count() == 0


def test_a_witness_with_a_file_is_changed_there_alone(assembly, organiser, client_of):
    """Else name and address of one person could say two things."""
    witness = make_witness(assembly, state="accepted")
    facts = PersonFacts(name="⟪Somebody else⟫")
    with pytest.raises(PersonRefused):
        change_person(person=witness.person, kind=PersonKind.WITNESS, facts=facts, actor=organiser, now=NOON)
    address = reverse("person", args=[assembly.slug, witness.person.pk])
    edit = reverse("person_edit", args=[assembly.slug, witness.person.pk])
    client = client_of(organiser)
    assert client.get(edit)["Location"] == address
    page = client.get(address).content.decode()
    assert (edit in page, 'value="leave"' in page) == (False, False)

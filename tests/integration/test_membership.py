"""The membership record's services: consents that are only added to, needs that are followed, contacts."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from assembly.errors import ChangedMeanwhile, IllegalMove, ReasonMissing
from assembly.models import Appointment, AuditEvent
from assembly.record import sentence_of
from sortition.enums_membership import OPEN_NEEDS, ConsentPurpose, SupportState
from sortition.errors import MemberRefused
from sortition.models import ContactPreference, EmergencyContact, MemberConsent, SupportNeed
from sortition.selectors.membership import (
    EMERGENCY_FIELDS,
    NEED_FIELDS,
    PREFERENCE_FIELDS,
    consent_history,
    consents_of,
    drawn_people,
    overdue_needs,
    seen_of,
    support_needs,
)
from sortition.services.membership_consents import record_consents
from sortition.services.membership_contacts import (
    remove_emergency_contact,
    set_contact_preference,
    set_emergency_contact,
)
from sortition.services.membership_needs import change_need, declare_need, move_need
from sortition.services.respondents import withdraw_respondent
from sortition.services.respondents_erasure import erase_respondents
from sortition.support_lifecycle import SUPPORT_NEED
from tests.factories import NOON, AppointmentFactory, AssemblyFactory
from tests.factories_draws import make_panel
from tests.factories_membership import (
    fill_record,
    make_consent,
    make_emergency_contact,
    make_member,
    make_need,
    make_preference,
)
from tests.factories_pool import RespondentFactory

TODAY = NOON.date()
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(assembly):
    return make_member(assembly)


def say(member, actor, said, *, on=TODAY, channel="phone"):
    return record_consents(respondent=member, said=said, said_on=on, channel=channel, actor=actor, now=NOON)


def standing(member):
    return {
        each.purpose.value: each.latest.is_given
        for each in consents_of(consent_history(member))
        if each.latest
    }


def declare(member, actor, **fields):
    given = {
        "kind": "diet",
        "words": "⟪No nuts⟫",
        "channel": "phone",
        "owner": None,
        "due_on": None,
    }
    return declare_need(respondent=member, actor=actor, now=NOON, **{**given, **fields})


def change(need, actor, *, seen=None, **fields):
    stands = {"kind": need.kind, "words": need.words, "owner": need.owner, "due_on": need.due_on}
    seen = seen_of(need, NEED_FIELDS) if seen is None else seen
    return change_need(need=need, seen=seen, actor=actor, now=NOON, **{**stands, **fields})


# Consents


def test_a_consent_is_given_and_taken_back_and_both_are_kept(member, organiser):
    say(member, organiser, {"pictures": True, "name": True})
    say(member, organiser, {"pictures": False}, on=TODAY + DAY, channel="post")
    assert standing(member) == {"pictures": False, "name": True}
    assert [
        (row.purpose, row.is_given, row.said_on, row.channel, row.recorded_at, row.recorded_by)
        for row in consent_history(member)
    ] == [
        ("pictures", False, TODAY + DAY, "post", NOON, organiser),
        ("name", True, TODAY, "phone", NOON, organiser),
        ("pictures", True, TODAY, "phone", NOON, organiser),
    ]


def test_what_was_said_last_holds_not_what_was_entered_last(member, organiser):
    """A letter that is opened late does not undo a later call."""
    say(member, organiser, {"pictures": False}, on=TODAY)
    say(member, organiser, {"pictures": True}, on=TODAY - DAY, channel="post")
    assert standing(member) == {"pictures": False}


def test_of_two_words_on_one_day_the_later_entered_holds(member, organiser):
    say(member, organiser, {"research": True})
    say(member, organiser, {"research": False})
    assert standing(member) == {"research": False}


def test_sending_a_consent_twice_writes_it_once(member, organiser):
    assert len(say(member, organiser, {"pictures": True})) == 1
    assert say(member, organiser, {"pictures": True}) == []
    assert len(say(member, organiser, {"pictures": True}, channel="post")) == 1
    assert AuditEvent.objects.filter(type="member.consent").count() == 2


def test_every_consent_has_a_sentence_that_can_be_read_out():
    assert all(purpose.sentence.endswith(".") for purpose in ConsentPurpose)
    assert len({purpose.sentence for purpose in ConsentPurpose}) == len(ConsentPurpose)


def test_the_record_says_that_something_was_said_not_what(member, organiser):
    (row,) = say(member, organiser, {"pictures": False})
    event = AuditEvent.objects.get(type="member.consent")
    assert (event.object_type, event.object_id) == ("memberconsent", str(row.pk))
    assert event.details == {"respondent": member.pk, "channel": "phone"}
    assert sentence_of(event) == f"{organiser.name} entered what a member said about a consent"


@pytest.mark.owner
@pytest.mark.parametrize(
    "write",
    [
        lambda row: row.save(),
        lambda row: MemberConsent.objects.filter(pk=row.pk).update(is_given=False),
        lambda row: MemberConsent.objects.bulk_update([row], ["is_given"]),
    ],
    ids=["save", "update", "bulk_update"],
)
def test_the_database_refuses_to_change_a_consent(write, member):
    row = make_consent(member)
    row.is_given = False
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        write(row)
    assert MemberConsent.objects.get(pk=row.pk).is_given is True


@pytest.mark.parametrize("field", ["purpose", "channel"])
def test_the_database_refuses_a_consent_to_something_unknown(field, member):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_consent(member, **{field: "nonsense"})


def test_taking_back_to_take_part_frees_no_seat(member, organiser):
    say(member, organiser, {"take_part": False})
    member.refresh_from_db()
    assert (member.state, standing(member)) == ("selected", {"take_part": False})


def test_who_was_not_drawn_has_no_record(assembly, organiser):
    for person in (RespondentFactory(assembly=assembly), make_member(assembly, state="withdrawn")):
        with pytest.raises(MemberRefused):
            say(person, organiser, {"pictures": True})
        with pytest.raises(MemberRefused):
            declare(person, organiser)
    assert (MemberConsent.objects.count(), SupportNeed.objects.count()) == (0, 0)


def test_who_has_left_can_still_take_a_consent_back_and_nothing_else(assembly, organiser):
    """Photographs stay when a person goes."""
    run = make_panel(assembly)
    person = run.selected.first()
    need = declare(person, organiser, due_on=TODAY - DAY)
    withdraw_respondent(respondent=person, reason="Moved away", actor=organiser, now=NOON)
    person.refresh_from_db()
    assert person in drawn_people(assembly)
    say(person, organiser, {"pictures": False})
    assert standing(person) == {"pictures": False}
    assert (list(support_needs(assembly, TODAY)), overdue_needs(assembly, TODAY)) == ([], 0)
    for refused in (
        lambda: declare(person, organiser, words="⟪more⟫"),
        lambda: change(need, organiser, words="⟪more⟫"),
        lambda: move_need(need=need, verb="arrange", reason="", actor=organiser, now=NOON),
        lambda: prefer(person, organiser),
        lambda: name_contact(person, organiser),
    ):
        with pytest.raises(MemberRefused):
            refused()


# Support needs


@pytest.mark.parametrize("verb", sorted({verb for _state, verb in SUPPORT_NEED.moves}))
@pytest.mark.parametrize("state", SupportState.values)
def test_each_verb_moves_a_need_only_from_where_the_table_says(state, verb, member, organiser):
    need = make_need(member, state=state)
    to = SUPPORT_NEED.moves.get((state, verb))
    if to is None:
        with pytest.raises(IllegalMove):
            move_need(need=need, verb=verb, reason="⟪why⟫", actor=organiser, now=NOON)
        need.refresh_from_db()
        assert need.state == state
        assert not AuditEvent.objects.exists()
    else:
        moved = move_need(need=need, verb=verb, reason="⟪why⟫", actor=organiser, now=NOON)
        assert (moved.state, moved.reason) == (to, "⟪why⟫" if to == "unmet" else "")
        event = AuditEvent.objects.get()
        assert (event.type, event.actor) == (f"support_need.{verb}", organiser)
        assert event.details == {"from": state, "to": to, "respondent": member.pk}


def test_the_table_leads_from_declared_to_met():
    state = "declared"
    for verb in ("arrange", "confirm", "meet"):
        state = SUPPORT_NEED.moves[state, verb]
    assert state == "met"
    assert [each for each in SupportState if not SUPPORT_NEED.verbs_from(each)] == ["met", "unmet"]
    assert [each for each in SupportState if SUPPORT_NEED.verbs_from(each)] == list(OPEN_NEEDS)


def test_a_need_is_not_left_unmet_without_a_reason(member, organiser):
    need = make_need(member)
    with pytest.raises(ReasonMissing):
        move_need(need=need, verb="leave_unmet", reason="  ", actor=organiser, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportNeed.objects.filter(pk=need.pk).update(state="unmet")


@pytest.mark.parametrize("field", ["state", "kind"])
def test_the_database_refuses_an_unknown_state_or_kind(field, member):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_need(member, **{field: "nonsense"})


def test_a_need_sent_twice_is_one(member, organiser):
    assert declare(member, organiser) == declare(member, organiser)
    assert AuditEvent.objects.filter(type="support_need.declare").count() == 1


@pytest.mark.parametrize("role", ["organiser", "session_staff"])
def test_a_need_is_seen_to_by_the_staff(role, assembly, member, organiser):
    owner = AppointmentFactory(assembly=assembly, role=role).user
    assert declare(member, organiser, owner=owner).owner == owner


@pytest.mark.parametrize("role", ["facilitator", "observer", "member"])
def test_nobody_sees_to_a_need_who_may_not_read_it(role, assembly, member, organiser):
    other = AppointmentFactory(assembly=assembly, role=role).user
    need = make_need(member)
    with pytest.raises(MemberRefused):
        declare(member, organiser, owner=other)
    with pytest.raises(MemberRefused):
        change(need, organiser, owner=other)


def test_a_change_is_recorded_by_the_names_of_fields(member, organiser):
    need = make_need(member)
    assert change(need, organiser, owner=organiser, due_on=TODAY) == ["owner_id", "due_on"]
    need.refresh_from_db()
    assert (need.owner, need.due_on, need.words) == (organiser, TODAY, "⟪A seat near the door⟫")
    assert change(need, organiser) == []
    event = AuditEvent.objects.get(type="support_need.change")
    assert event.details == {"respondent": member.pk, "fields": ["owner_id", "due_on"]}


def test_an_owner_who_left_the_team_does_not_stand_in_the_way_of_a_new_date(assembly, member, organiser):
    gone = AppointmentFactory(assembly=assembly).user
    need = make_need(member, owner=gone)
    Appointment.objects.filter(user=gone).delete()
    assert change(need, organiser, due_on=TODAY) == ["due_on"]


def test_of_two_who_change_a_need_the_second_is_told(member, organiser):
    need = make_need(member)
    seen = seen_of(need, NEED_FIELDS)
    change(need, organiser, words="⟪theirs⟫", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change(need, organiser, words="⟪mine⟫", seen=seen)
    assert change(need, organiser, words="⟪theirs⟫", seen=seen) == []


def test_a_settled_need_is_not_changed(member, organiser):
    with pytest.raises(MemberRefused):
        change(make_need(member, state="met"), organiser, words="⟪other⟫")


def test_what_is_past_its_date_comes_first_and_settled_needs_are_never_late(assembly):
    late, early = make_member(assembly, last_name="⟪Z⟫"), make_member(assembly, last_name="⟪A⟫")
    undated = make_need(early)
    soon = make_need(early, due_on=TODAY + DAY)
    today = make_need(early, due_on=TODAY)
    done = make_need(early, due_on=TODAY - 5 * DAY, state="met")
    over = [make_need(late, due_on=TODAY - DAY, state=state) for state in reversed(OPEN_NEEDS)]
    make_need(make_member(AssemblyFactory()), due_on=TODAY - DAY)
    found = list(support_needs(assembly, TODAY))
    assert [(need.pk, need.is_overdue) for need in found] == [
        *((need.pk, True) for need in over),
        *((need.pk, False) for need in (done, today, soon, undated)),
    ]
    assert overdue_needs(assembly, TODAY) == 3


# Contacts


def prefer(member, actor, *, seen="", **fields):
    given = {"channel": "phone", "language": "", "best_time": "⟪evenings⟫", **fields}
    return set_contact_preference(respondent=member, seen=seen, actor=actor, now=NOON, **given)


def name_contact(member, actor, *, seen="", **fields):
    given = {"name": "⟪Edith⟫", "relation": "", "phone": "⟪0117 1⟫", **fields}
    return set_emergency_contact(respondent=member, seen=seen, actor=actor, now=NOON, **given)


@pytest.mark.parametrize(
    ("save", "model", "fields", "event"),
    [
        (prefer, ContactPreference, PREFERENCE_FIELDS, "member.preference"),
        (name_contact, EmergencyContact, EMERGENCY_FIELDS, "member.emergency"),
    ],
    ids=["preference", "emergency"],
)
def test_one_row_is_saved_and_a_second_writer_is_told(save, model, fields, event, *, member, organiser):
    assert save(member, organiser) is True
    assert save(member, organiser) is False
    first = seen_of(model.objects.get(), fields)
    changed = {fields[1]: "⟪other⟫"}
    assert save(member, organiser, seen=first, **changed) is True
    with pytest.raises(ChangedMeanwhile):
        save(member, organiser, seen=first, **{fields[1]: "⟪third⟫"})
    assert getattr(model.objects.get(respondent=member), fields[1]) == "⟪other⟫"
    recorded = AuditEvent.objects.filter(type=event)
    assert [each.details for each in recorded] == [{"respondent": member.pk}] * 2


def test_an_emergency_contact_can_be_deleted(member, organiser):
    make_emergency_contact(member)
    assert remove_emergency_contact(respondent=member, actor=organiser, now=NOON) is True
    assert remove_emergency_contact(respondent=member, actor=organiser, now=NOON) is False
    assert not EmergencyContact.objects.exists()
    assert AuditEvent.objects.filter(type="member.emergency_removed").count() == 1


def test_the_database_refuses_an_unknown_way_to_reach_somebody(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_preference(member, channel="pigeon")


# Erasure


@pytest.mark.django_db(transaction=True)
def test_erasure_takes_the_whole_record_of_one_and_nothing_of_others(assembly, organiser, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    gone, stays = fill_record(make_member(assembly)), fill_record(make_member(assembly))
    say(gone, organiser, {"name": True}, on=date(2026, 2, 1))
    erase_respondents(pks=[gone.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    for model in (MemberConsent, SupportNeed, ContactPreference, EmergencyContact):
        assert list(model.objects.values_list("respondent", flat=True)) == [stays.pk]
    assert AuditEvent.objects.get(type="member.consent").details == {}
    assert not drawn_people(assembly).filter(pk=gone.pk).exists()

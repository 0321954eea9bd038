"""The pages of the membership record, by persona."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.models import AuditEvent
from assembly.record import link_of, sentence_of
from assembly.stages import StageStatus
from sortition.enums_membership import ConsentPurpose
from sortition.models import EmergencyContact, MemberConsent, SupportNeed
from sortition.selectors.membership import consent_history
from sortition.stage_lottery import panel_status
from tests.conftest import sign_in_recently
from tests.factories import AppointmentFactory
from tests.factories_draws import make_panel
from tests.factories_membership import (
    fill_record,
    make_consent,
    make_emergency_contact,
    make_member,
    make_need,
    make_preference,
)

TODAY = timezone.localdate()
LATE, SOON = TODAY - timedelta(days=2), TODAY + timedelta(days=9)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(assembly):
    return make_member(assembly, first_name="⟪Grace⟫", last_name="⟪Adeyemi⟫")


def page_of(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def text(answer):
    return answer.content.decode()


def types():
    return list(AuditEvent.objects.order_by("pk").values_list("type", flat=True))


# One member's record


def test_an_organiser_reads_the_whole_record_but_the_emergency_contact(
    assembly, member, organiser, client_of
):
    fill_record(member)
    page = text(client_of(organiser).get(page_of("member", assembly, member.pk)))
    for shown in (
        "⟪after 17:00⟫",
        "⟪Welsh⟫",
        "⟪0117 4960001⟫",
        "⟪A seat near the door⟫",
        "Agrees",
        "Not asked",
    ):
        assert shown in page
    assert "Taking back the consent to take part does not free the seat." in page
    assert "Edith" not in page
    assert types() == ["member.read"]


def test_session_staff_read_preference_and_needs_and_no_consents(assembly, member, session_staff, client_of):
    fill_record(member)
    page = text(client_of(session_staff).get(page_of("member", assembly, member.pk)))
    assert "⟪after 17:00⟫" in page
    assert "⟪A seat near the door⟫" in page
    assert "Photographs" not in page
    offered = {
        name: page_of(name, assembly, member.pk) in page
        for name in (
            "support_need_new",
            "member_emergency",
            "member_contact",
            "member_consents",
            "pool_person",
        )
    }
    assert offered == {
        "support_need_new": True,
        "member_emergency": True,
        "member_contact": False,
        "member_consents": False,
        "pool_person": False,
    }


@pytest.mark.parametrize("role", ["facilitator", "observer", "auditor", "caller", "member"])
@pytest.mark.parametrize("name", ["member", "member_emergency", "member_consents", "support_need_new"])
def test_others_of_the_assembly_are_refused(name, role, assembly, member, client_of):
    user = AppointmentFactory(assembly=assembly, role=role).user
    assert client_of(user).get(page_of(name, assembly, member.pk)).status_code == 403


@pytest.mark.parametrize("name", ["member", "member_emergency", "member_consents", "support_need_new"])
def test_strangers_find_nothing(name, *, assembly, member, outsider, client_of, client):
    address = page_of(name, assembly, member.pk)
    assert client_of(outsider).get(address).status_code == 404
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_whoever_was_not_drawn_has_no_page(assembly, organiser, client_of):
    person = make_member(assembly, state="pool")
    assert client_of(organiser).get(page_of("member", assembly, person.pk)).status_code == 404


def test_the_panels_table_leads_to_each_record(assembly, session_staff, client_of):
    run = make_panel(assembly)
    page = text(client_of(session_staff).get(page_of("panel", assembly)))
    links = [page_of("member", assembly, person.pk) for person in run.selected.all()]
    assert [link for link in links if link not in page] == []
    assert page_of("support_needs", assembly) in page


# Consents


def consents(**said):
    """What the browser sends: an answer to every question, most of them “nothing”."""
    answers = {f"consent_{purpose}": said.get(purpose, "nothing") for purpose in ConsentPurpose.values}
    return {"channel": "phone", "said_on": TODAY.isoformat(), **answers}


def test_what_somebody_said_on_the_phone_is_entered(assembly, member, organiser, client_of):
    make_consent(member)
    client, address = client_of(organiser), page_of("member_consents", assembly, member.pk)
    assert "Until now: agrees, since 1 March 2026" in text(client.get(address))
    page = text(client.post(address, consents(pictures="refused", name="given"), follow=True))
    assert "Written down. What was said before is kept." in page
    assert "History (3 entries)" in page
    assert {(row.purpose, row.is_given, row.channel) for row in consent_history(member)} == {
        ("pictures", True, "post"),
        ("pictures", False, "phone"),
        ("name", True, "phone"),
    }
    again = text(client.post(address, consents(pictures="refused", name="given"), follow=True))
    assert "This was entered already." in again


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (consents(), "Choose what they said about at least one consent."),
        ({**consents(name="given"), "channel": ""}, "Say how they told it."),
        ({**consents(name="given"), "said_on": SOON.isoformat()}, "This day has not come yet."),
        ({**consents(name="given"), "said_on": "0202-01-01"}, "Write a day after the year 2000."),
    ],
)
def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(
    wrong, said, *, assembly, member, organiser, client_of
):
    answer = client_of(organiser).post(page_of("member_consents", assembly, member.pk), wrong)
    assert answer.status_code == 422
    assert said in text(answer)
    if wrong["consent_name"] == "given":
        assert '<option value="given" selected>' in text(answer)
    assert not MemberConsent.objects.exists()


def test_a_consent_is_taken_back_also_when_the_assembly_is_over(assembly, member, organiser, client_of):
    """It is a right at any time; everything else stands still."""
    type(assembly).objects.filter(pk=assembly.pk).update(state="archived")
    client = client_of(organiser)
    done = client.post(page_of("member_consents", assembly, member.pk), consents(contact_after="refused"))
    assert done.status_code == 302
    assert MemberConsent.objects.get().is_given is False
    assert client.post(page_of("support_need_new", assembly, member.pk), {}).status_code == 403


# Support needs


def need_data(**fields):
    return {"kind": "diet", "words": "⟪No nuts⟫", "channel": "phone", "owner": "", "due_on": "", **fields}


def test_session_staff_enter_a_need_and_follow_it_until_it_is_met(assembly, member, session_staff, client_of):
    client = client_of(session_staff)
    data = need_data(owner=str(session_staff.pk), due_on=SOON.isoformat())
    page = text(client.post(page_of("support_need_new", assembly, member.pk), data, follow=True))
    assert "The need is on the list." in page
    need = SupportNeed.objects.get()
    assert (need.owner, need.due_on, need.channel, need.declared_by) == (
        session_staff,
        SOON,
        "phone",
        session_staff,
    )
    move = page_of("support_need_move", assembly, need.pk)
    for verb, button in (
        ("arrange", "It is arranged"),
        ("confirm", "The member has confirmed it"),
        ("meet", "It was met"),
    ):
        assert button in text(client.get(page_of("support_need", assembly, need.pk)))
        client.post(move, {"verb": verb})
    need.refresh_from_db()
    assert need.state == "met"
    assert "not possible" in text(client.post(move, {"verb": "meet"}, follow=True))
    assert client.post(move, {"verb": "nonsense"}).status_code == 400


def test_a_need_is_left_unmet_with_a_reason(assembly, member, session_staff, client_of):
    need = make_need(member)
    client, move = client_of(session_staff), page_of("support_need_move", assembly, need.pk)
    refused = client.post(move, {"verb": "leave_unmet", "reason": " "})
    assert refused.status_code == 422
    assert "Say why the need was not met." in text(refused)
    page = text(client.post(move, {"verb": "leave_unmet", "reason": "⟪No ramp⟫"}, follow=True))
    assert "⟪No ramp⟫" in page
    assert "⟪No ramp⟫" not in "".join(str(event.details) for event in AuditEvent.objects.all())


def test_the_form_of_a_need_keeps_what_was_typed(assembly, member, organiser, client_of):
    answer = client_of(organiser).post(
        page_of("support_need_new", assembly, member.pk), need_data(kind="", due_on="0026-01-01")
    )
    assert answer.status_code == 422
    assert "⟪No nuts⟫" in text(answer)
    assert "Choose what it is about." in text(answer)
    assert "Write a day after the year 2000." in text(answer)


def test_the_second_of_two_sees_what_the_first_wrote_and_keeps_their_own(
    assembly, member, organiser, client_of
):
    need = make_need(member)
    client, address = client_of(organiser), page_of("support_need", assembly, need.pk)
    seen = client.get(address).context["form"]["seen"].value()
    SupportNeed.objects.filter(pk=need.pk).update(words="⟪theirs⟫")
    answer = client.post(address, need_data(words="⟪mine⟫", seen=seen))
    assert answer.status_code == 409
    assert "⟪theirs⟫" in text(answer)
    assert "⟪mine⟫" in text(answer)
    fresh = answer.context["form"]["seen"].value()
    assert client.post(address, need_data(words="⟪mine⟫", seen=fresh)).status_code == 302
    need.refresh_from_db()
    assert need.words == "⟪mine⟫"


def test_the_list_shows_no_more_than_a_need_requires(assembly, member, session_staff, client_of):
    """Who, what, by whom and by when: no way to reach anybody, no id, no answer."""
    fill_record(member)
    page = text(client_of(session_staff).get(page_of("support_needs", assembly)))
    assert "⟪Grace⟫ ⟪Adeyemi⟫" in page
    assert "past its date" in page
    for hidden in (member.phone, member.email, member.address, member.reference, "Edith", "⟪Welsh⟫"):
        assert hidden not in page
    assert types() == ["support_need.list_read"]


def test_the_list_is_filtered_by_state_kind_and_owner(assembly, member, session_staff, organiser, client_of):
    gone = AppointmentFactory(assembly=assembly)
    needs = {
        "mine": make_need(member, owner=session_staff, kind="diet"),
        "nobody": make_need(member, due_on=LATE),
        "left": make_need(member, owner=gone.user, due_on=SOON),
        "done": make_need(member, owner=organiser, state="met", due_on=LATE),
    }
    gone.delete()
    client, names = client_of(session_staff), {need.pk: name for name, need in needs.items()}

    def listed(**query):
        page = client.get(page_of("support_needs", assembly), query).context["page"]
        return [names[need.pk] for need in page]

    assert listed() == ["nobody", "left", "mine"]
    assert listed(state="all") == ["nobody", "done", "left", "mine"]
    assert listed(state="overdue") == ["nobody"]
    assert listed(state="met") == ["done"]
    assert listed(kind="diet") == ["mine"]
    assert listed(owner="mine") == ["mine"]
    assert listed(owner="nobody") == ["nobody", "left"]
    assert listed(owner=str(organiser.pk), state="all") == ["done"]
    assert listed(state="x", kind="x", owner="x") == ["nobody", "left", "mine"]
    assert "No need matches." in text(client.get(page_of("support_needs", assembly), {"kind": "language"}))


@pytest.mark.parametrize("name", ["support_needs", "support_needs_export"])
def test_lists_cost_the_same_questions_for_one_and_for_three(name, assembly, session_staff, client_of):
    client, address = client_of(session_staff), page_of(name, assembly)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    make_need(make_member(assembly), owner=session_staff)
    client.get(address)
    one = asked()
    for _each in range(2):
        make_need(make_member(assembly), owner=AppointmentFactory(assembly=assembly).user, due_on=LATE)
    assert asked() == one


def test_a_record_costs_the_same_questions_for_one_and_for_three(assembly, member, organiser, client_of):
    client, address = client_of(organiser), page_of("member", assembly, member.pk)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    fill_record(member)
    client.get(address)
    one = asked()
    for kind in ("diet", "care"):
        make_need(member, kind=kind, owner=AppointmentFactory(assembly=assembly).user)
        make_consent(member, purpose="name")
    assert asked() == one


def test_the_export_is_what_the_filter_leaves_and_stands_in_the_record(
    assembly, member, session_staff, client_of
):
    make_need(member, kind="diet", words="=SUM(1)", owner=session_staff, due_on=SOON)
    make_need(member)
    answer = client_of(session_staff).get(page_of("support_needs_export", assembly), {"kind": "diet"})
    assert answer["Content-Disposition"] == f'attachment; filename="{assembly.slug}-support-needs.csv"'
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["Member", "Kind", "What is needed", "Who sees to it", "Needed by", "State"],
        ["⟪Grace⟫ ⟪Adeyemi⟫", "Diet", "'=SUM(1)", str(session_staff), SOON.isoformat(), "Declared"],
    ]
    event = AuditEvent.objects.get()
    assert (event.type, event.details) == ("support_need.export", {"needs": 1, "purpose": "⟪Tests⟫"})
    assert "exported 1 support needs: ⟪Tests⟫" in sentence_of(event)


def test_an_export_asks_who_one_is_and_what_for(assembly, member, session_staff):
    make_need(member)
    client, address = Client(), page_of("support_needs_export", assembly)
    client.force_login(session_staff, backend="django.contrib.auth.backends.ModelBackend")
    sign_in_recently(client, session_staff, ago=3600)
    assert client.get(address).status_code == 302
    sign_in_recently(client, session_staff)
    forget_purpose(client)
    answer = client.get(address)
    assert "What do you need these data for?" in text(answer)
    assert "⟪A seat near the door⟫" not in text(answer)
    assert types() == []


def test_late_needs_ask_for_attention_at_the_panel_of_those_who_see_to_them(assembly, organiser, observer):
    run = make_panel(assembly)
    person = run.selected.first()
    before = panel_status(assembly).actions
    make_need(person, due_on=SOON)
    make_need(person, due_on=LATE, state="met")
    assert panel_status(assembly).actions == before
    make_need(person, due_on=LATE)
    status: StageStatus = panel_status(assembly)
    (action,) = [each for each in status.actions if each not in before]
    assert str(action.title) == "See to one support need that is past its date"
    assert action.url == page_of("support_needs", assembly)
    assert action in status.for_reader(lambda name: organiser.has_perm(name, assembly)).actions
    assert status.for_reader(lambda name: observer.has_perm(name, assembly)).actions == ()


# How to reach them, and whom to call


def test_a_way_to_reach_somebody_must_exist(assembly, organiser, client_of):
    member = make_member(assembly, phone="", email="")
    client, address = client_of(organiser), page_of("member_contact", assembly, member.pk)
    for channel in ("phone", "sms", "email"):
        answer = client.post(address, {"channel": channel, "best_time": "⟪evenings⟫"})
        assert (answer.status_code, "⟪evenings⟫" in text(answer)) == (422, True)
        assert "Choose another way." in text(answer)
    page = text(client.post(address, {"channel": "post", "best_time": "", "seen": ""}, follow=True))
    assert "<b>Post</b>" in page


def test_a_conflict_over_the_preference_shows_both(assembly, member, organiser, client_of):
    client, address = client_of(organiser), page_of("member_contact", assembly, member.pk)
    make_preference(member, best_time="⟪theirs⟫")
    answer = client.post(address, {"channel": "email", "best_time": "⟪mine⟫", "language": "", "seen": ""})
    assert answer.status_code == 409
    assert [(str(label), shown) for label, shown in answer.context["theirs"]] == [
        ("How do they wish to be reached?", "Phone"),
        ("Language", "⟪Welsh⟫"),
        ("Best time to call", "⟪theirs⟫"),
    ]
    assert 'value="⟪mine⟫"' in text(answer)


@pytest.mark.parametrize("name", ["member", "member_emergency", "support_needs"])
def test_nothing_is_shown_before_the_purpose_is_said(name, assembly, member, session_staff, client_of):
    fill_record(member)
    client = client_of(session_staff)
    forget_purpose(client)
    address = page_of(name, assembly) if name == "support_needs" else page_of(name, assembly, member.pk)
    asked = text(client.get(address))
    assert "What do you need these data for?" in asked
    assert [word for word in ("Edith", "⟪A seat near the door⟫", "⟪Welsh⟫") if word in asked] == []
    assert types() == []
    client.post(address, {"purpose_for": "reading", "purpose": "sessions"})
    assert client.get(address).status_code == 200
    assert {event.details["purpose"] for event in AuditEvent.objects.all()} == {
        "To prepare or hold the sessions"
    }


def test_each_reading_of_an_emergency_contact_is_recorded(
    assembly, member, organiser, session_staff, client_of
):
    make_emergency_contact(member)
    address = page_of("member_emergency", assembly, member.pk)
    client = client_of(session_staff)
    for _again in range(2):
        assert "⟪Edith Adeyemi⟫" in text(client.get(address))
    client_of(organiser).get(page_of("member_emergency_edit", assembly, member.pk))
    read = AuditEvent.objects.filter(type="member.emergency_read").order_by("pk")
    assert [(event.actor, event.object_id, event.details) for event in read] == [
        (session_staff, str(member.pk), {"purpose": "⟪Tests⟫"}),
        (session_staff, str(member.pk), {"purpose": "⟪Tests⟫"}),
        (organiser, str(member.pk), {"purpose": "⟪Tests⟫"}),
    ]


def test_an_organiser_enters_changes_and_deletes_an_emergency_contact(assembly, member, organiser, client_of):
    client, edit = client_of(organiser), page_of("member_emergency_edit", assembly, member.pk)
    refused = client.post(edit, {"name": "⟪Edith⟫", "phone": "none"})
    assert refused.status_code == 422
    assert "Write a phone number that one can call." in text(refused)
    assert 'value="⟪Edith⟫"' in text(refused)
    client.post(edit, {"name": "⟪Edith⟫", "phone": "0117 1", "seen": ""})
    seen = client.get(edit).context["form"]["seen"].value()
    assert client.post(edit, {"name": "⟪Edith⟫", "phone": "0117 496", "seen": seen}).status_code == 302
    assert 'href="tel:0117496"' in text(client.get(page_of("member_emergency", assembly, member.pk)))
    delete = page_of("member_emergency_delete", assembly, member.pk)
    assert "⟪Edith⟫" not in text(client.get(delete))
    assert "The emergency contact is deleted." in text(client.post(delete, follow=True))
    assert not EmergencyContact.objects.exists()
    assert "Edith" not in "".join(str(event.details) for event in AuditEvent.objects.all())


def test_session_staff_read_an_emergency_contact_and_do_not_change_it(
    assembly, member, session_staff, client_of
):
    make_emergency_contact(member)
    client = client_of(session_staff)
    assert page_of("member_emergency_edit", assembly, member.pk) not in text(
        client.get(page_of("member_emergency", assembly, member.pk))
    )
    for name in ("member_emergency_edit", "member_emergency_delete", "member_contact"):
        assert client.post(page_of(name, assembly, member.pk)).status_code == 403


@pytest.mark.parametrize("name", ["member_contact", "member_emergency_edit", "support_need_new"])
def test_who_has_left_gets_no_form_but_that_of_consents(name, assembly, organiser, client_of):
    run = make_panel(assembly)
    person = run.selected.first()
    type(person).objects.filter(pk=person.pk).update(state="withdrawn")
    client = client_of(organiser)
    page = text(client.get(page_of(name, assembly, person.pk), follow=True))
    assert "This person has left. Only their consents are still entered." in page
    assert page_of("member_consents", assembly, person.pk) in page
    assert page_of("member_contact", assembly, person.pk) not in page


# The record and the copy of one's data


def test_the_record_leads_to_the_need_and_to_the_member(assembly, member, organiser, client_of):
    client = client_of(organiser)
    client.post(page_of("support_need_new", assembly, member.pk), need_data())
    client.post(page_of("member_consents", assembly, member.pk), consents(name="given"))
    need = SupportNeed.objects.get()

    def link(type_, may=True):
        return link_of(AuditEvent.objects.get(type=type_), assembly, lambda _name: may)

    assert link("support_need.declare") == page_of("support_need", assembly, need.pk)
    assert link("member.consent") == page_of("member", assembly, member.pk)
    assert link("support_need.declare", may=False) == ""


def test_the_copy_of_ones_data_holds_the_whole_record(assembly, member, organiser, client_of):
    fill_record(member)
    address = reverse("privacy_subject", args=[assembly.slug, "respondent", member.pk])
    copy = text(client_of(organiser).get(address))
    for held in ("Photographs and film", "⟪A seat near the door⟫", "⟪after 17:00⟫", "⟪Edith Adeyemi⟫"):
        assert held in copy


def forget_purpose(client):
    session = client.session
    del session["reading_purpose"]
    session.save()

"""One respondent by hand: entered, corrected, withdrawn, with everything that happened to them."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, HouseError, ReasonMissing
from assembly.models import AuditEvent
from sortition.models import Answer, PairDecision, Respondent, RespondentChange
from sortition.selectors.pool import pool_for_lottery
from sortition.selectors.respondents import answers_of, respondent_timeline, version_of
from sortition.services.imports_commit import commit_import
from sortition.services.respondents_edit import add_respondent, change_respondent
from tests.factories import NOON, AppointmentFactory, AssemblyFactory
from tests.factories_draws import make_panel
from tests.factories_matches import person_at
from tests.factories_pool import AnswerFactory, RespondentFactory, ValueFactory, dry_run_of

CALLER = {
    "channel": "phone",
    "first_name": "Ada",
    "last_name": "Osei",
    "phone": "020 7946 0123",
    "email": "",
    "address": "",
    "postcode": "",
    "born_on": "",
    "registered_on": "2026-03-01",
    "reference": "",
    "consents": "yes",
    "is_eligible": "yes",
    "can_attend": "",
    "next": "1",
}


@pytest.fixture
def value(assembly):
    return ValueFactory(category__assembly=assembly, category__name="Gender", name="Female")


def address(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def seen(person):
    person = Respondent.objects.get(pk=person.pk)
    return version_of(person, answers_of(person))


def change(person, actor, *, fields=None, answers=None, reason="Rang", version=None):
    return change_respondent(
        respondent=person,
        fields=fields or {},
        answers=answers or {},
        reason=reason,
        seen=version or seen(person),
        actor=actor,
        now=NOON,
    )


def test_a_caller_is_entered_and_the_record_says_by_whom(assembly, organiser, client_of, value):
    """The next entry begins with the same channel; the record holds no name."""
    client, url = client_of(organiser), address("pool_person_new", assembly)
    data = {**CALLER, f"category_{value.category_id}": value.pk}
    answer = client.post(url, data)
    assert answer.url == url + "?channel=phone"
    person = Respondent.objects.get()
    assert (person.reference, person.channel, person.phone) == ("H-1", "phone", "020 7946 0123")
    assert (person.consents, person.can_attend, person.registered_on) == (True, None, date(2026, 3, 1))
    assert person.answers.get().value == value
    event = AuditEvent.objects.get(type="respondent.add")
    assert (event.actor, event.details) == (organiser, {"channel": "phone", "different_from": []})
    (happening,) = respondent_timeline(person)
    assert ("first_name", None, "Ada") in happening.differences
    client.post(url, {**data, "first_name": "Ben", "phone": "", "open": "1"})
    assert Respondent.objects.get(first_name="Ben").reference == "H-2"


def test_somebody_with_this_phone_is_warned_of_before_saving(assembly, organiser, client_of):
    """Once by the page while typing, again when saving; only an explicit word saves, and it is remembered."""
    there = RespondentFactory(assembly=assembly, first_name="Zoe", phone="+44 20 7946 0123")
    client = client_of(organiser)
    said = client.post(address("pool_person_known", assembly), {"phone": "020 7946 0123"}).content.decode()
    assert "same phone" in said
    assert there.reference in said
    refused = client.post(address("pool_person_new", assembly), CALLER)
    assert refused.status_code == 422
    assert Respondent.objects.count() == 1
    client.post(address("pool_person_new", assembly), {**CALLER, "different": str(there.pk)})
    decision = PairDecision.objects.get()
    assert (decision.first, decision.verdict) == (there, "different")


def test_another_spelling_of_the_address_is_seen_while_typing(assembly, organiser, client_of):
    """By name and address alone."""
    there = person_at(assembly, "12 Mill Lane", "AB1 2CD", first_name="Ada", last_name="Osey")
    data = {**CALLER, "phone": "", "address": "12 Mill Ln", "postcode": "ab12cd"}
    said = client_of(organiser).post(address("pool_person_known", assembly), data).content.decode()
    assert "same address; names 87 % alike" in said
    assert there.reference in said


def test_nobody_alike_is_no_notice(assembly, organiser, client_of):
    RespondentFactory(assembly=assembly, phone="020 7946 9999")
    RespondentFactory(phone="020 7946 0123")
    client = client_of(organiser)
    assert client.post(address("pool_person_known", assembly), CALLER).content == b""


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"first_name": "", "last_name": ""}, "first_name"),
        ({"channel": ""}, "channel"),
        ({"email": "nobody"}, "email"),
        ({"born_on": "2999-01-01"}, "born_on"),
        ({"born_on": "x"}, "born_on"),
        ({"reference": "⟪taken⟫"}, "reference"),
        ({"consents": "maybe"}, "consents"),
        ({"first_name": "x" * 121}, "first_name"),
        ({"first_name": "a\x00b"}, "first_name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(wrong, at, assembly, organiser, client_of):
    RespondentFactory(assembly=assembly, reference="⟪taken⟫")
    answer = client_of(organiser).post(address("pool_person_new", assembly), {**CALLER, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [at]
    assert Respondent.objects.count() == 1


def test_a_value_of_another_category_is_not_taken(assembly, organiser, value):
    """Also from a request made by hand."""
    stranger = ValueFactory()
    with pytest.raises(ValueError, match="is not one of"):
        add_respondent(
            assembly=assembly,
            fields={"first_name": "Ada", "channel": "web"},
            answers={value.category_id: stranger.pk},
            actor=organiser,
            now=NOON,
        )


def test_a_correction_keeps_what_stood_before_beside_the_record(assembly, organiser, value):
    """An answer that stays keeps its raw text; the record names only the fields."""
    other = ValueFactory(category=value.category, name="Male")
    person = AnswerFactory(respondent=person_at(assembly, phone="1"), value=value, raw="F").respondent
    assert change(person, organiser, fields={"phone": "2", "postcode": "⟪AB2⟫"})
    assert Answer.objects.get().raw == "F"
    event = AuditEvent.objects.get(type="respondent.change")
    assert event.details == {"fields": ["phone", "postcode"], "reason": "Rang"}
    kept = RespondentChange.objects.get(event=event)
    assert (kept.before, kept.after) == (
        {"phone": "1", "postcode": "⟪AB1⟫"},
        {"phone": "2", "postcode": "⟪AB2⟫"},
    )
    assert change(person, organiser, answers={value.category_id: other.pk})
    assert (Answer.objects.get().value, Answer.objects.get().raw) == (other, "Male")
    assert Respondent.objects.get().household_key != person.household_key


def test_a_correction_of_nothing_is_no_event(assembly, organiser):
    person = RespondentFactory(assembly=assembly)
    assert change(person, organiser, fields={"first_name": person.first_name}) is False
    assert not AuditEvent.objects.filter(type="respondent.change").exists()


def test_a_correction_needs_a_reason_and_somebody_who_is_still_here(assembly, organiser):
    person = RespondentFactory(assembly=assembly)
    with pytest.raises(ReasonMissing):
        change(person, organiser, fields={"phone": "2"}, reason=" ")
    Respondent.objects.update(state="withdrawn")
    with pytest.raises(HouseError) as refused:
        change(person, organiser, fields={"phone": "2"})
    assert refused.value.code == "closed"


def test_the_second_of_two_who_correct_sees_both(assembly, organiser, client_of, value):
    """409, what stands now beside what was typed; the next save replaces it."""
    person = RespondentFactory(assembly=assembly, phone="1")
    client, url = client_of(organiser), address("pool_person_edit", assembly, person.pk)
    form = client.get(url).context["form"]
    data = {
        **CALLER,
        **{name: form[name].value() or "" for name in form.fields},
        "phone": "2",
        "reason": "Rang",
        f"category_{value.category_id}": value.pk,
    }
    change(person, organiser, fields={"phone": "3"})
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert answer.context["theirs"] == [("Phone", "3", "2"), ("Gender", "", "Female")]
    assert Respondent.objects.get().phone == "3"
    again = {**data, "seen": answer.context["form"].data["seen"]}
    assert client.post(url, again).status_code == 302
    assert Respondent.objects.get().phone == "2"


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_is_refused():
    """The lock orders them; neither is lost without a word."""
    assembly = AssemblyFactory()
    actor = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    person = RespondentFactory(assembly=assembly)
    version, start, outcomes = seen(person), threading.Barrier(2), []

    def correct(phone):
        start.wait()
        try:
            change(person, actor, fields={"phone": phone}, version=version)
            outcomes.append("done")
        except ChangedMeanwhile:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=correct, args=(phone,)) for phone in ("2", "3")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert AuditEvent.objects.filter(type="respondent.change").count() == 1


def test_corrections_of_somebody_drawn_leave_the_run_as_it_was(assembly, organiser, client_of):
    """They are allowed, and the pages say what they do not do."""
    make_panel(assembly)
    person = Respondent.objects.filter(state="selected").first()
    run = person.selected_by
    before = bytes(run.data.snapshot)
    answer = person.answers.first()
    change(person, organiser, answers={answer.category_id: None})
    person.refresh_from_db()
    run.data.refresh_from_db()
    assert (person.state, bytes(run.data.snapshot)) == ("selected", before)
    for name in ("pool_person", "pool_person_edit"):
        page = client_of(organiser).get(address(name, assembly, person.pk)).content.decode()
        assert "nothing about the run that drew them" in page


def test_the_timeline_tells_every_import_correction_and_run(assembly, organiser):
    """The import that brought somebody, the one that changed them (field by field), what people did."""

    def bring(phone):
        data = f"id,first name,phone\na,Ada,{phone}\n".encode()
        pool_import = dry_run_of(assembly, organiser, data)
        commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=organiser, now=NOON)

    bring("1")
    bring("2")
    person = Respondent.objects.get()
    change(person, organiser, fields={"phone": "3"})
    told = [(each.event.type, each.differences) for each in respondent_timeline(person)]
    assert told == [
        ("respondent.change", [("phone", "2", "3")]),
        ("pool.imported", [("Phone", "1", "2")]),
        ("pool.imported", []),
    ]


def test_a_page_costs_as_many_queries_for_three_events_as_for_one(assembly, organiser, client_of):
    person = RespondentFactory(assembly=assembly)
    client, url = client_of(organiser), address("pool_person", assembly, person.pk)
    change(person, organiser, fields={"phone": "1"})
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    change(person, organiser, fields={"phone": "2"})
    change(person, organiser, fields={"phone": "3"})
    client.get(url)
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)


def test_who_has_left_is_not_corrected_and_the_page_says_so(assembly, organiser, client_of):
    person = RespondentFactory(assembly=assembly, state="withdrawn")
    client = client_of(organiser)
    url = address("pool_person_edit", assembly, person.pk)
    assert client.get(url).url == address("pool_person", assembly, person.pk)
    assert pool_for_lottery(assembly).count() == 0

"""Copies take over what was decided and nobody's data; rehearsals say everywhere that they are ones."""

import random
from datetime import timedelta

import pytest
from django.urls import reverse

from assembly.errors import GateClosed
from assembly.models import Appointment, Assembly, AuditEvent, RetentionPeriod
from assembly.services.copy_assembly import copy_assembly
from assembly.services.mailings import approve_mailing
from sortition.models import Respondent
from sortition.selectors.pool import pool_for_lottery
from sortition.selectors.targets import categories_of
from sortition.selectors.targets_copies import rows_of
from tests.factories import NOON, RemitVersionFactory
from tests.factories_calls import make_call, make_submission
from tests.factories_evidence import make_topic
from tests.factories_messages import make_mailing
from tests.factories_pool import RespondentFactory
from tests.factories_targets import make_crossing

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(assembly):
    """An assembly with a remit, targets of every kind, people, a period of its own, a topic, and a call."""
    RemitVersionFactory(assembly=assembly, question="⟪How?⟫", in_scope="⟪Traffic⟫")
    make_crossing(assembly)
    RespondentFactory(assembly=assembly, last_name="⟪Kept⟫")
    RetentionPeriod.objects.create(assembly=assembly, data_class="pool", months=7)
    make_topic(assembly)
    make_submission(make_call(assembly, takes_files=False, closes_at=NOON + timedelta(days=9)))
    return assembly


def copied(source, actor, *, is_rehearsal):
    return copy_assembly(
        source=source,
        name="⟪Copy⟫",
        is_rehearsal=is_rehearsal,
        actor=actor,
        chance=random.Random(3),
        now=NOON,
    )


def test_a_copy_takes_over_decisions_and_nobody(full, organiser):
    """Remit, targets, caps and periods are the same; people, team, dates and record are not there."""
    copy = copied(full, organiser, is_rehearsal=False)
    assert rows_of(categories_of(copy)) == rows_of(categories_of(full))
    assert [(each.category.name, each.maximum) for each in copy.groupings.all()] == [("⟪Employer⟫", 2)]
    assert [(remit.question, remit.in_scope, remit.is_published) for remit in copy.remit_versions.all()] == [
        ("⟪How?⟫", "⟪Traffic⟫", False)
    ]
    assert copy.retention_periods.get().months == 7
    assert [topic.title for topic in copy.topics.all()] == ["⟪Traffic⟫"]
    call, stood = copy.evidence_call, full.evidence_call
    assert (call.title, call.text, call.takes_files) == (stood.title, stood.text, False)
    assert (call.state, call.closes_at, call.opened_at, call.submissions.count()) == ("draft", None, None, 0)
    assert not Respondent.objects.filter(assembly=copy).exists()
    assert [each.user for each in Appointment.objects.filter(assembly=copy)] == [organiser]
    assert (copy.first_session_on, copy.is_rehearsal, copy.copied_from) == (None, False, full)
    assert [event.type for event in AuditEvent.objects.filter(assembly=copy)] == ["assembly.copied"]


def test_a_rehearsal_has_ten_invented_volunteers_for_each_seat(full, organiser):
    """Every value is given by somebody, most can be drawn, and none of them is anybody from the real pool."""
    copy = copied(full, organiser, is_rehearsal=True)
    people = Respondent.objects.filter(assembly=copy)
    assert people.count() == 10 * full.seats
    assert pool_for_lottery(copy).count() == 10 * full.seats - 10 * full.seats // 25
    given = {value for person in people for value in person.answers.values_list("value", flat=True)}
    assert given == {value.pk for category in categories_of(copy) for value in category.values.all()}
    assert not people.filter(last_name="⟪Kept⟫").exists()
    assert copy.first_session_on == full.first_session_on


def test_organisers_rehearse_and_only_administrators_begin_new_ones(
    full, organiser, administrator, client_of
):
    """The page offers what one may do; a form made by hand is refused."""
    client, address = client_of(organiser), reverse("assembly_copy", args=[full.slug])
    assert "For a new assembly" not in client.get(address).content.decode()
    assert client.post(address, {"kind": "fresh", "name": "x"}).status_code == 422
    assert client.post(address, {"kind": "rehearsal", "name": ""}).status_code == 422
    answer = client.post(address, {"kind": "rehearsal", "name": "⟪Trial⟫"}, follow=True)
    page = answer.content.decode()
    assert "Rehearsal: the people and answers here are invented" in page
    assert Assembly.objects.get(is_rehearsal=True).name == "Rehearsal: ⟪Trial⟫"
    assert "Rehearsal</span>" in client.get("/").content.decode()
    Appointment.objects.create(assembly=full, user=administrator, role="organiser", appointed_at=NOON)
    client_of(administrator).post(address, {"kind": "fresh", "name": "⟪Next⟫"})
    assert Assembly.objects.get(name="⟪Next⟫").is_rehearsal is False


def test_nothing_is_sent_from_a_rehearsal(full, organiser):
    """A mailing can be written and looked at, and stays."""
    copy = copied(full, organiser, is_rehearsal=True)
    mailing = make_mailing(copy)
    with pytest.raises(GateClosed):
        approve_mailing(mailing=mailing, actor=organiser, now=NOON)


def test_every_page_of_a_rehearsal_says_so(full, organiser, client_of):
    """The strip stands in the frame of the workspace, so that no page can forget it."""
    copy = copied(full, organiser, is_rehearsal=True)
    client = client_of(organiser)
    for name in ("overview", "pool", "targets", "lottery", "record", "team"):
        assert "Rehearsal: the people" in client.get(reverse(name, args=[copy.slug])).content.decode()
    assert "Rehearsal: the people" not in client.get(reverse("pool", args=[full.slug])).content.decode()

"""Many people at once: all or none, one entry in the record, each person's own change beside it."""

import hashlib

import pytest

from assembly.errors import ChangedMeanwhile, HouseError, ReasonMissing
from assembly.models import AuditEvent
from sortition.models import Respondent, RespondentChange
from sortition.selectors.respondents import respondent_timeline
from sortition.services.respondents import set_flags, withdraw_respondents
from tests.factories import NOON
from tests.factories_pool import RespondentFactory


@pytest.fixture
def people(assembly):
    return RespondentFactory.create_batch(3, assembly=assembly)


def states():
    return list(Respondent.objects.order_by("pk").values_list("state", flat=True))


def test_many_withdraw_with_one_entry_that_each_timeline_leads_to(assembly, organiser, people):
    """The digest is of the keys in their order."""
    pks = [person.pk for person in people]
    done = withdraw_respondents(
        assembly=assembly, pks=reversed(pks[:2]), reason=" Asked to ", actor=organiser, now=NOON
    )
    assert done == 2
    assert states() == ["withdrawn", "withdrawn", "pool"]
    event = AuditEvent.objects.get(type="respondent.withdraw_many")
    assert event.details == {
        "people": 2,
        "digest": hashlib.sha256(f"{pks[0]},{pks[1]}".encode()).hexdigest(),
        "reason": "Asked to",
    }
    (happening,) = respondent_timeline(people[0])
    assert (happening.event, happening.differences) == (event, [("state", "pool", "withdrawn")])
    assert respondent_timeline(people[2]) == []


@pytest.mark.parametrize("state", ["withdrawn", "selected"])
def test_one_who_cannot_be_withdrawn_keeps_all_where_they_are(assembly, organiser, people, state):
    """Whoever was drawn is looked at one by one."""
    Respondent.objects.filter(pk=people[1].pk).update(state=state)
    with pytest.raises(ChangedMeanwhile):
        withdraw_respondents(
            assembly=assembly, pks=[p.pk for p in people], reason="x", actor=organiser, now=NOON
        )
    assert states() == ["pool", state, "pool"]
    assert not AuditEvent.objects.filter(assembly=assembly).exists()


def test_people_of_another_assembly_are_not_touched(assembly, organiser, people):
    stranger = RespondentFactory()
    with pytest.raises(ChangedMeanwhile):
        withdraw_respondents(
            assembly=assembly, pks=[people[0].pk, stranger.pk], reason="x", actor=organiser, now=NOON
        )
    assert set(states()) == {"pool"}


def test_a_reason_is_needed(assembly, organiser, people):
    with pytest.raises(ReasonMissing):
        withdraw_respondents(assembly=assembly, pks=[people[0].pk], reason=" ", actor=organiser, now=NOON)
    with pytest.raises(ReasonMissing):
        set_flags(
            assembly=assembly,
            pks=[people[0].pk],
            flags={"can_attend": True},
            reason="",
            actor=organiser,
            now=NOON,
        )


def test_flags_are_set_and_what_stood_before_is_kept(assembly, organiser, people):
    """Only of those for whom that is new."""
    Respondent.objects.filter(pk=people[0].pk).update(can_attend=None)
    pks = [person.pk for person in people]
    flags = {"can_attend": True, "consents": True}
    assert set_flags(assembly=assembly, pks=pks, flags=flags, reason="Rang", actor=organiser, now=NOON) == 1
    assert list(Respondent.objects.values_list("can_attend", flat=True)) == [True, True, True]
    change = RespondentChange.objects.get()
    assert (change.respondent, change.before) == (people[0], {"can_attend": None, "consents": True})
    assert change.event.details["people"] == 1
    assert set_flags(assembly=assembly, pks=pks, flags=flags, reason="Rang", actor=organiser, now=NOON) == 0
    assert AuditEvent.objects.filter(type="respondent.set_flags").count() == 1


@pytest.mark.parametrize("flags", [{}, {"is_test": True}])
def test_only_flags_are_set_in_bulk(assembly, organiser, people, flags):
    with pytest.raises(HouseError):
        set_flags(assembly=assembly, pks=[people[0].pk], flags=flags, reason="x", actor=organiser, now=NOON)

"""Possible same persons: found in the background, decided by a person, remembered."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, HouseError
from assembly.models import AuditEvent
from sortition.enums import MatchKind
from sortition.models import Answer, MatchSearch, PairDecision, PossibleMatch, Respondent, RespondentChange
from sortition.selectors.matches import open_match_counts, open_matches
from sortition.selectors.respondents import answers_of, respondent_timeline, version_of
from sortition.services.imports_commit import commit_import
from sortition.services.match_search import (
    compare_everybody,
    queue_lost_searches,
    search_matches,
    store_matches,
    want_match_search,
)
from sortition.services.matches import ask_again, keep_both, merge_respondents
from tests.factories import NOON, AppointmentFactory, AssemblyFactory
from tests.factories_matches import PHONE, answered_twice, decided_pair, search
from tests.factories_pool import EVERYBODY, RespondentFactory, dry_run_of


@pytest.fixture
def pair(assembly):
    return answered_twice(assembly)


def seen(*people):
    people = [Respondent.objects.get(pk=person.pk) for person in people]
    return {person.pk: version_of(person, answers_of(person)) for person in people}


def found(assembly):
    return [
        (match.first.reference, match.second.reference) for match in open_matches(assembly, MatchKind.PERSON)
    ]


def test_a_search_finds_the_pair_and_says_why(assembly, pair):
    RespondentFactory(assembly=assembly, first_name="Ben", last_name="Ali", phone=PHONE)
    assert search(assembly) == 1
    match = PossibleMatch.objects.get()
    assert (match.first, match.second, match.reasons) == (*pair, [["phone", 0], ["names", 100]])
    assert open_match_counts(assembly) == {"person": 1, "household": 0}


@pytest.mark.parametrize("change", [{"state": "withdrawn"}, {"state": "erased"}, {"is_test": True}])
def test_who_has_left_and_test_entries_are_compared_with_nobody(assembly, pair, change):
    Respondent.objects.filter(pk=pair[1].pk).update(**change)
    assert search(assembly) == 0


def test_a_search_that_lost_its_worker_is_queued_again_by_the_clock(assembly, pair):
    """Once: what is queued afresh is not lost."""
    want_match_search(assembly=assembly, now=NOON)
    assert queue_lost_searches(NOON + timedelta(minutes=10)) == 0
    later = NOON + timedelta(minutes=11)
    assert [queue_lost_searches(later), queue_lost_searches(later)] == [1, 0]
    assert MatchSearch.objects.get().queued_at == later


def test_people_of_two_assemblies_are_never_compared(assembly, pair):
    RespondentFactory(first_name="Amara", last_name="Osei", phone=PHONE)
    assert search(assembly) == 1


def test_many_wishes_queue_one_search(assembly, queued):
    for _ in range(3):
        want_match_search(assembly=assembly, now=NOON)
    assert queued() == [("sortition.tasks.search_matches", [assembly.pk])]
    assert search_matches(assembly=assembly, clock=lambda: NOON) == 0
    made = MatchSearch.objects.get()
    assert (made.wanted, made.done, made.queued_at) == (3, 3, None)


def test_a_change_while_searching_queues_another(assembly, pair, queued):
    """The stored matches never pretend to answer for it."""
    want_match_search(assembly=assembly, now=NOON)
    compared = compare_everybody(assembly=assembly)
    want_match_search(assembly=assembly, now=NOON)
    assert len(queued()) == 1
    assert store_matches(assembly=assembly, found=compared, now=NOON) == 1
    made = MatchSearch.objects.get()
    assert (made.wanted, made.done, made.queued_at) == (2, 1, NOON)
    assert len(queued()) == 2


def test_who_leaves_while_searching_is_not_stored(assembly, pair):
    """Also when they are gone altogether, as after an import was undone."""
    want_match_search(assembly=assembly, now=NOON)
    compared = compare_everybody(assembly=assembly)
    Answer.objects.all().delete()
    pair[1].delete()
    assert store_matches(assembly=assembly, found=compared, now=NOON) == 0


def test_a_decision_while_searching_holds(assembly, organiser, pair):
    """What was decided after the comparison is left out of what it stores."""
    want_match_search(assembly=assembly, now=NOON)
    compared = compare_everybody(assembly=assembly)
    keep_both(
        assembly=assembly, first=pair[0].pk, second=pair[1].pk, seen=seen(*pair), actor=organiser, now=NOON
    )
    assert store_matches(assembly=assembly, found=compared, now=NOON) == 0


def test_a_lost_search_is_queued_again(assembly, queued):
    """Its worker died more than ten minutes ago."""
    want_match_search(assembly=assembly, now=NOON)
    want_match_search(assembly=assembly, now=NOON + timedelta(minutes=11))
    assert len(queued()) == 2


@pytest.mark.django_db(transaction=True)
def test_an_import_is_looked_through_in_the_background(work):
    """Nobody has to ask for it."""
    assembly = AssemblyFactory()
    actor = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    data = b"id,first name,last name,phone\n1,Jon,Smith,020 7946 0123\n2,John,Smith,+44 20 7946 0123\n"
    pool_import = dry_run_of(assembly, actor, data, declarations=EVERYBODY)
    commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=actor, now=NOON)
    work()
    assert found(assembly) == [("1", "2")]


def test_a_merge_takes_what_was_chosen_and_the_other_entry_withdraws(assembly, organiser, pair):
    """Values and answers by choice; what was replaced is kept beside the record, which names only the fields."""
    search(assembly)
    first, second = pair
    category = first.answers.get().category_id
    stays = merge_respondents(
        assembly=assembly,
        kept=first.pk,
        merged=second.pk,
        taken={"postcode": True, "email": False, f"category:{category}": True},
        seen=seen(*pair),
        actor=organiser,
        now=NOON,
    )
    stays.refresh_from_db()
    second.refresh_from_db()
    assert (stays.postcode, stays.email, stays.state) == ("AB1", "a@x.org", "pool")
    assert stays.answers.get().value.name == "30+"
    assert (second.state, second.first_name, second.postcode) == ("withdrawn", "Osei", "AB1")
    event = AuditEvent.objects.get(type="respondent.merge")
    assert event.details == {"people": [first.pk, second.pk], "fields": [f"category:{category}", "postcode"]}
    change = RespondentChange.objects.get(event=event)
    assert change.before == {"postcode": "", f"category:{category}": "16-29"}
    assert found(assembly) == []
    assert [each.other for each in respondent_timeline(second)] == [stays]
    assert search(assembly) == 0


def test_somebody_drawn_is_never_the_one_that_goes(assembly, organiser, pair):
    first, second = pair
    Respondent.objects.filter(pk=second.pk).update(state="selected")
    with pytest.raises(HouseError) as refused:
        merge_respondents(
            assembly=assembly,
            kept=first.pk,
            merged=second.pk,
            taken={},
            seen=seen(*pair),
            actor=organiser,
            now=NOON,
        )
    assert refused.value.code == "drawn"
    merge_respondents(
        assembly=assembly,
        kept=second.pk,
        merged=first.pk,
        taken={},
        seen=seen(*pair),
        actor=organiser,
        now=NOON,
    )
    assert Respondent.objects.get(pk=second.pk).state == "selected"


def test_a_pair_that_changed_since_is_not_merged(assembly, organiser, pair):
    version = seen(*pair)
    Respondent.objects.filter(pk=pair[1].pk).update(phone="1")
    with pytest.raises(ChangedMeanwhile):
        merge_respondents(
            assembly=assembly,
            kept=pair[0].pk,
            merged=pair[1].pk,
            taken={},
            seen=version,
            actor=organiser,
            now=NOON,
        )
    assert not PairDecision.objects.exists()


def test_people_of_another_assembly_are_not_merged(assembly, organiser, pair):
    stranger = RespondentFactory()
    with pytest.raises(HouseError):
        merge_respondents(
            assembly=assembly,
            kept=pair[0].pk,
            merged=stranger.pk,
            taken={},
            seen=seen(pair[0], stranger),
            actor=organiser,
            now=NOON,
        )


def test_two_people_stay_two_also_after_the_next_import(assembly, organiser, pair):
    """The decision is remembered until somebody asks again."""
    search(assembly)
    keep_both(
        assembly=assembly, first=pair[1].pk, second=pair[0].pk, seen=seen(*pair), actor=organiser, now=NOON
    )
    assert found(assembly) == []
    data = b"id,first name,last name,phone\na,Amara,Osei,020 7946 0123\nb,Osei,Amara,020 7946 0123\n"
    pool_import = dry_run_of(assembly, organiser, data)
    commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=organiser, now=NOON)
    assert search(assembly) == 0
    ask_again(decision=PairDecision.objects.get(), actor=organiser, now=NOON)
    assert search(assembly) == 1
    for person in pair:
        types = [each.event.type for each in respondent_timeline(person)]
        assert {"respondent.keep_both", "respondent.ask_again", "pool.imported"} <= set(types)


def test_a_merge_is_not_taken_back(assembly, organiser):
    decision = decided_pair(assembly, "merged")
    with pytest.raises(HouseError):
        ask_again(decision=decision, actor=organiser, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_is_refused():
    """Each wants to keep another entry: without the lock both would be gone."""
    assembly = AssemblyFactory()
    actor = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    pair = RespondentFactory.create_batch(2, assembly=assembly)
    version, start, outcomes = seen(*pair), threading.Barrier(2), []

    def merge(kept, merged):
        start.wait()
        try:
            merge_respondents(
                assembly=assembly,
                kept=kept.pk,
                merged=merged.pk,
                taken={},
                seen=version,
                actor=actor,
                now=NOON,
            )
            outcomes.append("done")
        except ChangedMeanwhile:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=merge, args=each) for each in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert sorted(Respondent.objects.values_list("state", flat=True)) == ["pool", "withdrawn"]
    assert AuditEvent.objects.filter(type="respondent.merge").count() == 1

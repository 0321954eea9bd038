"""The figures of a large pool are remembered, and follow every write all the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sortition.enums import RespondentState
from sortition.models import Respondent, Value
from sortition.selectors import pool_figures as remembered
from sortition.selectors.pool import pool_for_lottery
from sortition.selectors.pool_counts import groups_of_households, pool_counts
from sortition.selectors.pool_figures import blank_answers, pool_figures, pool_state
from sortition.selectors.pool_page import respondents_for_page
from sortition.selectors.respondents import answers_of, version_of
from sortition.selectors.targets import categories_of, targets_version
from sortition.services.respondents import set_flags, withdraw_respondent
from sortition.services.respondents_edit import add_respondent, change_respondent
from sortition.services.respondents_erasure import erase_respondents
from sortition.services.targets import QuotaEntry, save_quotas
from tests.factories import NOON
from tests.factories_pool import RespondentFactory
from tests.factories_targets import make_people, make_targets


@pytest.fixture(autouse=True)
def _every_pool_is_large(monkeypatch):
    monkeypatch.setattr(remembered, "LARGE", 0)


@pytest.fixture
def values(assembly):
    found = make_targets(assembly, age={"young": (0, 4), "old": (0, 4)}, place={"north": None})
    make_people(assembly, 3, found["young"])
    make_people(assembly, 2, found["old"], household="home")
    return found


def check(assembly):
    """Compare what is remembered with what the lottery would draw from and a small pool says; return the figures."""
    large = pool_state(assembly)
    figures = large.figures
    with pytest.MonkeyPatch.context() as is_small:
        is_small.setattr(remembered, "LARGE", 1_000)
        small = pool_state(assembly)
    assert (small.figures, small.blanks_by_category) == (large.figures, large.blanks_by_category)
    exact = list(pool_for_lottery(assembly))
    assert figures.in_pool == len(exact)
    assert list(respondents_for_page(assembly, {}, [])) == exact
    return figures


def test_every_write_is_followed(assembly, organiser, values):
    """People come, answer, withdraw, are flagged and erased; quotas come to need more answers."""
    assert check(assembly).sharing_household == 2
    by = {"actor": organiser, "now": NOON}
    nobody = add_respondent(assembly=assembly, fields={"first_name": "x", "consents": True}, answers={}, **by)
    assert check(assembly).total == 6
    set_flags(
        assembly=assembly,
        pks=[nobody.pk],
        flags={"is_eligible": True, "can_attend": True},
        reason="x",
        **by,
    )
    assert check(assembly).by_standing["incomplete"] == 1
    assert [missing for _category, missing in blank_answers(assembly)] == [1]
    assert list(respondents_for_page(assembly, {"tab": "incomplete"}, [])) == [nobody]
    nobody.refresh_from_db()
    young = values["young"]
    change_respondent(
        respondent=nobody,
        fields={},
        answers={young.category_id: young.pk},
        reason="x",
        seen=version_of(nobody, answers_of(nobody)),
        **by,
    )
    assert check(assembly).in_pool == 6
    first = Respondent.objects.filter(household_key="home").first()
    withdraw_respondent(respondent=first, reason="x", **by)
    assert (check(assembly).in_pool, pool_figures(assembly).sharing_household) == (5, 0)
    erase_respondents(pks=[first.pk], assembly=assembly, reason="x", **by)
    assert check(assembly).by_standing[RespondentState.ERASED] == 1
    version = targets_version(categories_of(assembly))
    save_quotas(assembly=assembly, quotas={values["north"].pk: QuotaEntry(0, 4)}, version=version, **by)
    assert check(assembly).by_standing["incomplete"] == 5


def test_the_second_question_is_answered_from_memory(assembly, values):
    """Whatever the size of the pool; nobody's answers are asked again."""
    pool_state(assembly)
    with CaptureQueriesContext(connection) as asked:
        pool_state(assembly)
    assert not any("CASE" in query["sql"] for query in asked)


def test_after_a_write_on_single_people_only_they_are_asked_again(assembly, organiser, values):
    """Not the whole pool: that takes too long for every page after a write. Nobody else's row is read for answers."""
    others = make_people(assembly, 4, values["old"])
    pool_state(assembly)
    set_flags(
        assembly=assembly,
        pks=[others[0].pk],
        flags={"can_attend": False},
        reason="x",
        actor=organiser,
        now=NOON,
    )
    with CaptureQueriesContext(connection) as asked:
        assert check(assembly).by_standing["cannot_attend"] == 1
    narrowed = [query["sql"] for query in asked if "Answer".lower() in query["sql"].lower()]
    assert any(f'"sortition_respondent"."id" IN ({others[0].pk})' in sql for sql in narrowed)


def test_a_write_that_names_nobody_has_everybody_asked(assembly, organiser, values):
    """Quotas on another category make other people incomplete."""
    assert check(assembly).by_standing["incomplete"] == 0
    version = targets_version(categories_of(assembly))
    quotas = {values["north"].pk: QuotaEntry(0, 4)}
    save_quotas(assembly=assembly, quotas=quotas, version=version, actor=organiser, now=NOON)
    assert check(assembly).by_standing["incomplete"] == 5


def test_another_assemblys_writes_leave_the_memory_alone(assembly, values):
    """Its imports would otherwise make every page of this one slow."""
    pool_state(assembly)
    RespondentFactory()
    with CaptureQueriesContext(connection) as asked:
        pool_state(assembly)
    assert not any("CASE" in query["sql"] for query in asked)


def test_the_targets_are_set_against_counts_that_follow_people_and_not_quotas(assembly, organiser, values):
    """Typing quotas asks nobody again; a changed answer counts at once."""
    young, old = values["young"], values["old"]
    assert pool_counts(assembly).by_value[young.pk] == 3
    version = targets_version(categories_of(assembly))
    quotas = {young.pk: QuotaEntry(1, 4)}
    save_quotas(assembly=assembly, quotas=quotas, version=version, actor=organiser, now=NOON)
    with CaptureQueriesContext(connection) as asked:
        counts = pool_counts(assembly)
    assert (counts.size, counts.by_value[old.pk], counts.answered) == (5, 2, {young.pk: 3, old.pk: 2})
    assert not any("CASE" in query["sql"] for query in asked)
    person = Respondent.objects.filter(household_key="home").first()
    withdraw_respondent(respondent=person, reason="x", actor=organiser, now=NOON)
    counts = pool_counts(assembly)
    assert (counts.size, counts.by_value[old.pk], counts.answered[old.pk]) == (4, 1, 1)
    assert groups_of_households(assembly).people == 0


def test_people_who_are_too_many_to_name_are_asked_again(assembly, values, monkeypatch):
    """The list is the same, only slower."""
    monkeypatch.setattr(remembered, "MOST_NAMED", 0)
    lost = RespondentFactory(assembly=assembly)
    assert pool_state(assembly).incomplete is None
    assert check(assembly).by_standing["incomplete"] == 1
    assert list(respondents_for_page(assembly, {"tab": "incomplete"}, [])) == [lost]
    assert Value.objects.filter(minimum=0).count() == 2

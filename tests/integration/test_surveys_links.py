"""Somebody with the whole database and its files tries to link answers to members after the closing, and cannot."""

import logging
import random
from itertools import combinations, pairwise

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, models

from assembly.evaluation.models import KeptAnswer, OpenAnswers, SurveyKey, SurveyTurn
from assembly.evaluation.selectors.survey_results import results_of
from assembly.evaluation.selectors.surveys import open_answers_of
from assembly.evaluation.services.survey_codes import letter_of
from assembly.evaluation.services.surveys import close_wave, reopen_wave
from assembly.models import AuditEvent
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_surveys import give_answers, make_wave, turns_in_order
from tests.integration.test_secret_votes_links import (
    MOST_ALIKE,
    alike,
    everything,
    on_the_disk,
    physical_order,
    transactions_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = 60


class Truth:
    """What nobody but the members knows: who answered what, and in which order."""

    def __init__(self):
        self.wave = make_wave(AssemblyFactory(), members=MEMBERS)
        self.turns = turns_in_order(self.wave)
        self.letters = {turn.pk: letter_of(turn=turn, actor=UserFactory(), now=NOON) for turn in self.turns}
        self.answering = random.Random(7).sample(self.turns, MEMBERS)
        self.events = AuditEvent.objects.count()
        self.words = {turn.pk: f"Words of seat {turn.person.seat_number}." for turn in self.turns}
        for place, turn in enumerate(self.answering):
            give_answers(
                turn,
                {"satisfied": str(place % 5 + 1), "choice": "ab"[place % 2], "words": self.words[turn.pk]},
            )

    def close(self):
        close_wave(wave=self.wave, actor=UserFactory(), now=NOON)


def by_words(rows):
    """Give the words of free texts in the order of rows."""
    kept = KeptAnswer.objects.in_bulk(rows)
    return [kept[key].value for key in rows if kept[key].value.startswith("Words")]


def test_while_it_is_open_answers_hang_on_the_turn_alone_and_neither_record_nor_log_tells_of_them(caplog):
    with caplog.at_level(logging.DEBUG):
        truth = Truth()
    # The test writes words into the outbox itself: what is opened sends links.
    assert (AuditEvent.objects.count(), Session.objects.count()) == (truth.events, 0)
    text = everything()
    for turn in truth.turns:
        assert text.count(truth.words[turn.pk]) == 1
        assert truth.words[turn.pk] not in caplog.text
        assert truth.letters[turn.pk].token not in text + caplog.text
        assert truth.letters[turn.pk].code not in text + caplog.text
    # Of whoever answers there is a day, and no time.
    kinds = {
        type(each) for each in (*SurveyTurn._meta.fields, *OpenAnswers._meta.fields, *KeptAnswer._meta.fields)
    }
    assert models.DateTimeField not in kinds


def test_after_the_closing_nothing_leads_from_an_answer_to_a_member():
    """By key, by place on the disk, by transaction, by what points where, or by what else the database holds."""
    truth = Truth()
    truth.close()
    assert (OpenAnswers.objects.count(), SurveyKey.objects.count()) == (0, 0)
    assert [open_answers_of(turn) for turn in truth.turns] == [{}] * MEMBERS
    assert KeptAnswer.objects.count() == 3 * MEMBERS

    # Nothing points from an answer to a person, and no answer of one stands beside another of theirs.
    pointed = {each.related_model._meta.model_name for each in KeptAnswer._meta.fields if each.is_relation}
    assert pointed == {"surveywave", "surveyquestion"}
    assert not {each.related_model for each in KeptAnswer._meta.related_objects}
    orders = {
        "seats": [truth.words[turn.pk] for turn in truth.turns],
        "answering": [truth.words[turn.pk] for turn in truth.answering],
        "keys": by_words(sorted(KeptAnswer.objects.values_list("key", flat=True))),
        "disk": by_words(physical_order(KeptAnswer)),
        "turns on the disk": [truth.words[key] for key in physical_order(SurveyTurn)],
        "shown": list(results_of(refreshed(truth.wave)).questions[3].texts),
    }
    for (one, first), (other, second) in combinations(orders.items(), 2):
        # Keys are drawn by chance, so that rows may lie and be shown in their order.
        if {one, other} != {"seats", "turns on the disk"} and not {one, other} <= {"keys", "disk", "shown"}:
            assert {*first} == {*second}
            assert abs(alike(first, second)) < MOST_ALIKE or {one, other} == {
                "answering",
                "turns on the disk",
            }
    # The rows of one person's answers to two questions do not lie or sort alike.
    for order in (sorted(KeptAnswer.objects.values_list("key", flat=True)), physical_order(KeptAnswer)):
        rows = KeptAnswer.objects.in_bulk(order)
        by_question = {}
        for key in order:
            by_question.setdefault(rows[key].question.key, []).append(rows[key].value)
        assert runs_of(by_question["choice"]) < MEMBERS - 5
    assert len(transactions_of(KeptAnswer)) <= 1

    # The words stand once, as nobody's, and codes nowhere.
    text = everything()
    assert {text.count(words) for words in truth.words.values()} == {1}
    digests = [letter.token for letter in truth.letters.values()] + [
        each.code for each in truth.letters.values()
    ]
    assert [each for each in digests if each in text] == []


def test_former_versions_are_gone_from_the_files():
    truth = Truth()
    truth.close()
    if connection.vendor == "sqlite":
        content = on_the_disk()
        assert b'"satisfied": "' not in content
    else:
        with connection.cursor() as cursor:
            for model in (OpenAnswers, SurveyKey):
                cursor.execute("SELECT pg_relation_size(%s)", [model._meta.db_table])
                assert cursor.fetchone() == (0,)


def test_closing_again_mixes_late_answers_among_the_others():
    truth = Truth()
    take = truth.turns[:40]
    type(take[0]).objects.exclude(pk__in=[turn.pk for turn in take]).update(
        state="asked", channel="", answered_on=None
    )
    OpenAnswers.objects.exclude(turn__in=take).delete()
    truth.close()
    before = set(KeptAnswer.objects.values_list("key", flat=True))
    reopen_wave(wave=truth.wave, reason="⟪Paper⟫", actor=UserFactory(), now=NOON)
    for turn in truth.turns[40:]:
        give_answers(turn, {"satisfied": "3", "choice": "a", "words": truth.words[turn.pk]})
    truth.close()
    after = list(KeptAnswer.objects.values_list("key", flat=True))
    assert not before & set(after)
    assert len(after) == 3 * MEMBERS
    assert len(transactions_of(KeptAnswer)) <= 1
    late = {truth.words[turn.pk] for turn in truth.turns[40:]}
    for order in (physical_order(KeptAnswer), sorted(after)):
        places = [place for place, words in enumerate(by_words(order)) if words in late]
        # Twenty of sixty at random: their mean place is 29.5, with a standard deviation of 3.2.
        assert 29.5 - 5 * 3.2 < sum(places) / len(places) < 29.5 + 5 * 3.2


def refreshed(wave):
    wave.refresh_from_db()
    return wave


def runs_of(values):
    """Return how many stretches of equal values there are: who answered in turn would give one for each."""
    return 1 + sum(1 for one, other in pairwise(values) if one != other)

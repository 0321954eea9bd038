"""What members say of the behaviours in surveys, and the calls that they asked for; the limit of the assembly."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from assembly.evaluation.behaviours import Behaviour
from assembly.evaluation.enums_surveys import WelfareOutcome
from assembly.evaluation.indicators import Hidden, NotMeasured, Share
from assembly.evaluation.models import FiguresSettings, WelfareNote
from assembly.evaluation.selectors.behaviours import behaviours_of
from assembly.evaluation.selectors.empathy import called_soon
from assembly.evaluation.selectors.said_in_surveys import said_about
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_surveys import make_call, make_question_set, make_wave, question_file

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=400)


def _set(assembly, **fields):
    scale = {"lowest": 1, "highest": 5, "labels": question_file()["questions"][0]["scale"]["labels"]}
    question = {
        "key": "open",
        "kind": "scale",
        "measures": "authenticity",
        "text": {"en": "⟪Was it real?⟫", "fr": "⟪Était-ce vrai ?⟫"},
        "scale": scale,
        **fields,
    }
    return make_question_set(assembly, questions=[*question_file()["questions"], question])


def _wave(assembly, points, state="published", **fields):
    answers = {place: {"open": str(point)} for place, point in enumerate(points)}
    return make_wave(
        assembly, state, members=10, answers=answers, question_set=_set(assembly, **fields), title="⟪Day 1⟫"
    )


def test_each_published_wave_stands_by_itself(assembly):
    _wave(assembly, (5, 4, 4, 3, 2, 1))
    _wave(assembly, (5, 5, 5, 5, 5))
    found = said_about(Behaviour.AUTHENTICITY)(assembly, NOON)
    assert [(line.value, line.people) for line in found.lines] == [(Share(3, 6), 6), (Share(5, 5), 5)]
    assert found.lines[0].label == "⟪Day 1⟫: “⟪Was it real?⟫” (10 were asked)"
    assert isinstance(said_about(Behaviour.SCRUTINY)(assembly, NOON), NotMeasured)


def test_the_wording_is_that_of_the_reader(assembly):
    _wave(assembly, (5, 4, 4, 3, 2))
    with override("fr"):
        (line,) = said_about(Behaviour.AUTHENTICITY)(assembly, NOON).lines
    assert "⟪Était-ce vrai ?⟫" in line.label


@pytest.mark.parametrize(("points", "state"), [((5, 4, 4, 3), "published"), ((5, 4, 4, 3, 2), "closed")])
def test_what_few_answered_or_is_not_published_is_not_told(assembly, points, state):
    _wave(assembly, points, state)
    assert isinstance(said_about(Behaviour.AUTHENTICITY)(assembly, NOON), NotMeasured)


def test_called_soon_counts_first_tries(assembly):
    calls = [make_call(assembly, asked_on=NOON.date()) for _each in range(3)]
    for call, days in ((calls[0], 2), (calls[0], 9), (calls[1], 3)):
        WelfareNote.objects.create(
            call=call, at=NOON + timedelta(days=days), by=UserFactory(), outcome=WelfareOutcome.MISS
        )
    line = called_soon(assembly, LATER).lines[0]
    assert (line.value, line.people) == (Share(1, 3), 3)
    assert isinstance(called_soon(assembly, NOON), NotMeasured)


def _said(assembly, *, is_public):
    (line,) = [
        line
        for behaviour in behaviours_of(assembly, NOON, is_public=is_public)
        for each in behaviour.indicators
        if each.key == "said_authenticity"
        for line in each.lines
    ]
    return line.value


def test_the_limit_is_that_of_the_assembly(assembly):
    """As it was when the wave was published: what is out stays as it is."""
    other = AssemblyFactory()
    FiguresSettings.objects.create(assembly=other, limit=4)
    for home, told in ((assembly, Hidden(5, 8, span=(1, 4))), (other, Share(4, 8))):
        _wave(home, (5, 5, 5, 5, 1, 1, 1, 1))
        assert _said(home, is_public=False) == Share(4, 8)
        assert _said(home, is_public=True) == told

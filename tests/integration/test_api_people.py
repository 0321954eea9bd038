"""No answer of the API names anybody: everything that is declared about people is filled, and looked for in each."""

import json

import pytest
from django.db import DatabaseError, models, transaction

from assembly.connections.api.document import openapi_document
from assembly.connections.enums_tokens import TOKEN_ROLES
from assembly.personal_data import declarations
from tests.factories_api import API, fill_assembly, make_access, read
from tests.factories_evidence import make_witness
from tests.factories_people import make_members
from tests.factories_pool import RespondentFactory
from tests.factories_register import SECRET, make_secrets
from tests.public_walk import everybody

pytestmark = pytest.mark.django_db

MARK = "Wilhelmina Quartz"
OPERATIONS = {path: methods["get"] for path, methods in openapi_document()["paths"].items()}


@pytest.fixture
def filled(assembly):
    """Something at every address, and people of every kind."""
    fill_assembly(assembly)
    RespondentFactory(
        assembly=assembly,
        first_name="Wilhelmina",
        last_name="Quartermaine",
        email="wilhelmina@example.org",
        phone="01632 960 777",
        address="17 Nightingale Crescent",
    )
    make_members(assembly, 3)
    make_witness(assembly, state="accepted", name="Ottoline Farthingale")
    return assembly


def answers(assembly):
    """Yield address and text of everything that each role, and nobody, is told."""
    for role in (None, *TOKEN_ROLES):
        made = make_access(assembly, role) if role else None
        for path in OPERATIONS:
            answer = read(path.format(slug=assembly.slug, number=1).removeprefix(API), made)
            if answer.status_code == 200:
                yield f"{role}: {path}", json.dumps(answer.json(), ensure_ascii=False)


def _fill(declaration):
    """Write the mark into all declared texts of every row, where the database lets anybody write; count them."""
    count = 0
    for name in (*declaration.personal, *declaration.sensitive):
        column = declaration.model._meta.get_field(name)
        is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
        if not is_text or (column.max_length or 99) < len(MARK):
            continue
        for pk in declaration.model._default_manager.values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    count += declaration.model._default_manager.filter(pk=pk).update(**{name: MARK})
            except DatabaseError:
                continue  # kept as it is, or only once
    return count


def test_nobody_is_named_to_anybody(filled):
    people = everybody()
    told = list(answers(filled))
    assert len(told) > len(OPERATIONS)
    assert [(where, each) for where, text in told for each in people.found_in(text)] == []


def test_nothing_that_is_declared_about_people_is_told_to_the_team(filled):
    """Whatever the role; what was published is another matter, and is asked above."""
    filled_rows = {each.model._meta.label: _fill(each) for each in declarations()}
    assert filled_rows["sortition.Respondent"] > 3
    assert filled_rows["evidence.Question"] >= 1
    assert filled_rows["assembly.OutboxMessage"] >= 1
    found = [
        where for where, text in answers(filled) if "/staff/" in where and MARK.casefold() in text.casefold()
    ]
    assert found == []


def test_drafts_of_answers_are_told_to_nobody(filled):
    """Recommendations that are drafted are the team's; answers that are drafted are the body's own."""
    make_secrets(filled.recommendations.get(state="responded"))
    drafts = {"staff_recommendations", "staff_ballots"}
    found = [
        where
        for where, text in answers(filled)
        if SECRET in text and OPERATIONS[where.partition(": ")[2]]["operationId"] not in drafts
    ]
    assert found == []

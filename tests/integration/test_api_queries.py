"""A list of the API asks the database as often for three as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import RemitVersionFactory
from tests.factories_api import make_access, read
from tests.factories_evidence import make_item, make_question, make_topic
from tests.factories_figures import make_public
from tests.factories_outcomes import make_body, make_recommendation
from tests.factories_publication import make_promise
from tests.factories_sessions import make_room, make_session, make_venue
from tests.factories_votes import make_voted

pytestmark = pytest.mark.django_db


def _session(assembly, number):
    venue = make_venue(assembly)
    make_session(assembly, venue=venue).rooms.add(make_room(venue))


def _evidence(assembly, number):
    make_item(assembly, state="published").topics.add(make_topic(assembly, f"⟪Topic {number}⟫"))


LISTS = {
    "staff/{}/remit": lambda assembly, number: RemitVersionFactory(
        assembly=assembly, number=number, published=True
    ),
    "staff/{}/sessions": _session,
    "staff/{}/attendance": _session,
    "staff/{}/evidence": _evidence,
    "assemblies/{}/evidence": _evidence,
    "staff/{}/questions": lambda assembly, _number: make_question(assembly),
    "staff/{}/recommendations": lambda assembly, _number: make_recommendation(assembly),
    "staff/{}/ballots": lambda assembly, _number: make_voted(assembly),
    "staff/{}/bodies": lambda assembly, number: make_body(assembly, f"⟪Body {number}⟫"),
    "staff/{}/publication": lambda assembly, _number: make_promise(assembly),
}


def _count(address, made):
    with CaptureQueriesContext(connection) as asked:
        answer = read(address, made)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("pattern", LISTS)
def test_three_cost_as_much_as_one(pattern, assembly):
    make_public(assembly)
    made, address = make_access(assembly), pattern.format(assembly.slug)
    LISTS[pattern](assembly, 1)
    _count(address, made)
    one = _count(address, made)
    for number in (2, 3):
        LISTS[pattern](assembly, number)
    assert _count(address, made) == one

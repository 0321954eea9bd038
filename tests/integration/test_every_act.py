"""Every act × every role × every state of what it is done to, compared with the lifecycles and the permission table.

The usual run asks every act in the first state of what it is done to, where all roles try it, and in one of three of
the other states; whoever moves nothing by the tables tries one in two of the acts. `make slow` asks everything.
"""

import importlib
import pkgutil
from zlib import crc32

import pytest
from django.db import transaction
from django.urls import reverse

import assembly as ground
import evidence
import scheduling
import sortition
from assembly import connections, evaluation, outcomes
from assembly.acts import Acts, all_acts, lines_of, register_acts
from assembly.enums import Role
from assembly.lifecycle import RETURN, Lifecycle
from assembly.permissions import TABLE
from tests.acts import DOINGS, ELSEWHERE, THINGS
from tests.factories import AppointmentFactory
from tests.integration.test_every_role import signed_in

pytestmark = pytest.mark.django_db

WHO_MAY = {row.name: row.roles for row in TABLE}
REFUSALS = (302, 403, 404, 409, 422)


def cases(acts, number, state):
    """Name what is asked in a state, and of how many vain tries one; leave to `make slow` what is not drawn."""
    name = f"{acts.lifecycle.name}-{state}"
    yield pytest.param(acts, str(state), 1, id=name, marks=pytest.mark.slow)
    if number == 0 or crc32(name.encode()) % 3 == 0:
        yield pytest.param(acts, str(state), 2, id=f"{name}-half")


ASKED = [
    case
    for acts in all_acts()
    if acts.lifecycle.name in THINGS
    for number, state in enumerate(acts.states)
    for case in cases(acts, number, state)
]


def lifecycles():
    """Return every lifecycle that a module of the house holds."""
    found = {}
    for app in (ground, sortition, scheduling, evidence, outcomes, evaluation, connections):
        for module in pkgutil.iter_modules(app.__path__, f"{app.__name__}."):
            if "lifecycle" in module.name:
                held = vars(importlib.import_module(module.name)).values()
                found |= {each.name: each for each in held if isinstance(each, Lifecycle)}
    return found


def test_every_lifecycle_says_who_may_do_what_in_which_state():
    assert set(lifecycles()) == {acts.lifecycle.name for acts in all_acts()}


def test_every_act_of_a_person_takes_a_row_of_the_table_and_is_asked_here_or_elsewhere():
    by_people, unsaid = set(), []
    for acts in all_acts():
        for verb, act in acts.verbs.items():
            if act.permission:
                assert act.permission in WHO_MAY
                by_people.add((acts.lifecycle.name, verb))
            elif not act.by_itself:
                unsaid.append((acts.lifecycle.name, verb))
    assert unsaid == []
    assert by_people == set(DOINGS) | set(ELSEWHERE)


def test_a_verb_that_nobody_named_stops_the_house_from_starting():
    lifecycle = Lifecycle("⟪thing⟫", {("a", "turn"): "b"})
    with pytest.raises(ValueError, match="turn"):
        register_acts(Acts(lifecycle, "⟪Thing⟫", {"a": "A", "b": "B"}, {}))


def after(acts, thing, verb, role):
    """What the tables say a thing's state is once somebody of this role has tried the verb."""
    may = role in WHO_MAY[acts.verbs[verb].permission]
    target = acts.lifecycle.moves.get((thing.state, verb), thing.state) if may else thing.state
    return getattr(thing, acts.lifecycle.detours[thing.state]) if target == RETURN else str(target)


@pytest.mark.parametrize(("acts", "state", "one_in"), ASKED)
def test_each_role_moves_a_thing_as_the_tables_say_and_nothing_else_moves_it(acts, state, one_in, assembly):
    """Whoever may not, and whoever may but not from this state, changes nothing and is told so.

    Who has none of the permissions is refused before the thing is looked for: they are asked in its first state.
    """
    thing = THINGS[acts.lifecycle.name](assembly, state)
    assert thing.state == state
    some = frozenset().union(*(WHO_MAY[act.permission] for act in acts.verbs.values() if act.permission))
    wrong = []
    for role in Role if state == next(iter(acts.states)) else some:
        user = AppointmentFactory(assembly=assembly, role=role).user
        client = signed_in(user)
        for name, verb in DOINGS:
            if name != acts.lifecycle.name:
                continue
            should = after(acts, thing, verb, role)
            if should == thing.state and crc32(f"{state} {verb} {role}".encode()) % one_in:
                continue
            with transaction.atomic():
                url_name, arguments, form = DOINGS[name, verb](thing, user)
                address = reverse(url_name, kwargs={"slug": assembly.slug, **arguments})
                status = client.post(address, form).status_code
                found = type(thing).objects.get(pk=thing.pk).state
                transaction.set_rollback(True)
            if found != should or status not in REFUSALS:
                wrong.append((role.value, verb, status, found, should))
    assert wrong == []


def test_the_page_says_for_each_act_from_where_to_where_and_who(client_of, organiser):
    page = client_of(organiser).get(reverse("permissions")).content.decode()
    for acts in all_acts():
        assert str(acts.label) in page
        for line in lines_of(acts):
            assert str(line.act.label).replace("’", "’") in page
            assert line.before
            assert line.after

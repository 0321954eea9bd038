"""A snapshot tells equal problems apart from changed ones, and holds nothing from which an address could be guessed."""

from dataclasses import replace

from sortition.lottery import Cap, Instance, Person, Quota
from sortition.snapshot import Snapshot, difference, pack, read_snapshot, snapshot_bytes

ADDRESS = "9f86d081884c7d65"


def instance(*homes, names=None, caps=()):
    """Four people of whom two may sit; `homes` names the household of each."""
    people = tuple(
        Person(
            id=(names or "abcd")[place],
            values={"Age": "old"},
            household=None if caps else home,
            groups={"household": home} if caps and home else {},
        )
        for place, home in enumerate(homes)
    )
    return Instance(seats=2, quotas=(Quota("Age", "old", 0, 4),), people=people, caps=caps)


def test_households_are_numbered_and_their_digests_stay_outside():
    for caps in ((), (Cap("household", 2),)):
        written = snapshot_bytes(Snapshot(instance(ADDRESS, "x", None, ADDRESS, caps=caps), {}))
        assert ADDRESS not in written.decode()
        read = read_snapshot(pack(written)).instance
        homes = [person.household or person.groups.get("household") for person in read.people]
        assert homes == ["1", "2", None, "1"]


def test_what_households_are_called_is_no_change_but_who_shares_one_is():
    before = instance("1", "2", None, "1")
    assert difference(before, instance(ADDRESS, "x", None, ADDRESS)).is_empty
    moved = difference(before, instance("1", "2", "2", "1"))
    assert (moved.households, moved.changed, moved.order) == (2, 0, False)


def test_somebody_who_joins_changes_no_household():
    before, after = instance("1", "2", None, "1"), instance("x", "1", "2", None, "1", names="eabcd")
    found = difference(before, after)
    assert (found.came, found.households, found.changed) == (1, 0, 0)


def test_the_order_of_people_is_told_where_nothing_else_differs():
    before = instance("1", None, None, "1")
    after = replace(before, people=tuple(reversed(before.people)))
    assert difference(before, after).order

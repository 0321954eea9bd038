"""People who plan, publish and open at the same moment: one after the other, and each is told where things stand."""

from datetime import timedelta

import pytest

from assembly.models import Assembly, AuditEvent
from scheduling.models import AgendaItem, PlacementJob, PlanChange, ProgrammeVersion, Session
from scheduling.selectors.seen import seen_of
from scheduling.services.plan import Place, item_to_tray, place_item
from scheduling.services.plan_jobs import apply_placement
from scheduling.services.plan_undo import undo_change
from scheduling.services.plan_worker import do_placement
from scheduling.services.programme import draft_mark, publish_programme
from scheduling.services.sessions import change_session, delete_session, move_session
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_plan import make_placement
from tests.factories_sessions import make_item, make_room, make_session
from tests.integration.test_offers_race import at_once
from tests.waiting import one_behind_the_other

pytestmark = pytest.mark.django_db(transaction=True)


def placing(item: AgendaItem, session: Session, minutes: int = 0):
    """Return a call that places an item as its reader saw it."""
    user, room = UserFactory(), session.venue.rooms.first()
    place = Place(session, room, session.starts_at + timedelta(minutes=minutes))
    return lambda: place_item(item=item, version=1, place=place, actor=user, now=NOON).version


def publishing(assembly: Assembly):
    """Return a call that publishes what stands now, with all sessions."""
    chosen = list(Session.objects.filter(assembly=assembly).values_list("pk", flat=True))
    seen, user = draft_mark(assembly, chosen), UserFactory()
    return lambda: (
        publish_programme(
            assembly=assembly, chosen=chosen, note="⟪As planned⟫", seen=seen, actor=user, now=NOON
        ).number
    )


def moving(session: Session, verb: str):
    """Return a call that opens or closes a session."""
    user = UserFactory()
    return lambda: move_session(session=session, verb=verb, actor=user, now=NOON).state


def test_of_two_who_move_the_same_item_the_second_is_told():
    session = make_session(AssemblyFactory())
    item = make_item(assembly=session.assembly)
    outcomes = at_once([placing(item, session, 30), placing(item, session, 60)])
    assert sorted(outcomes, key=str) == [2, "changed_meanwhile"]
    change = PlanChange.objects.get()
    assert change.after == {str(item.pk): [session.pk, *change.after[str(item.pk)][1:]]}
    assert AuditEvent.objects.filter(type="plan.place").count() == 1


def test_two_who_move_different_items_both_do_and_their_acts_are_numbered_apart():
    session = make_session(AssemblyFactory())
    items = [make_item(assembly=session.assembly) for _each in range(2)]
    assert at_once([placing(item, session, 60 * place) for place, item in enumerate(items)]) == [2, 2]
    assert sorted(PlanChange.objects.values_list("number", flat=True)) == [1, 2]


def test_of_two_who_publish_at_once_the_second_reads_the_differences_again():
    assembly = AssemblyFactory()
    for number in range(2):
        make_item(make_session(assembly), at=30 * number)
    outcomes = at_once([publishing(assembly), publishing(assembly)])
    assert sorted(outcomes, key=str) == [1, "changed_meanwhile"]
    assert ProgrammeVersion.objects.count() == 1
    assert AuditEvent.objects.filter(type="session.publish").count() == 2


def test_what_is_published_while_somebody_moves_an_item_is_what_the_publisher_read():
    session = make_session(AssemblyFactory())
    item = make_item(session)
    publish, user = publishing(session.assembly), UserFactory()
    outcomes = at_once([publish, lambda: item_to_tray(item=item, version=1, actor=user, now=NOON).version])
    assert outcomes[0] in (1, "changed_meanwhile")
    assert outcomes[1] == 2
    published = [each.content["sessions"][0]["items"] for each in ProgrammeVersion.objects.all()]
    assert [len(items) for items in published] == ([1] if outcomes[0] == 1 else [])


def test_an_item_that_is_moved_while_places_are_searched_makes_the_proposal_stale_and_stays_moved():
    session = make_session(AssemblyFactory())
    item = make_item(assembly=session.assembly, title="⟪Asked for⟫")
    other = make_item(assembly=session.assembly, title="⟪Other⟫")
    job = make_placement(session.assembly)
    job.parameters |= {"items": [item.pk]}
    job.save(update_fields=["parameters"])
    clock = lambda: NOON  # noqa: E731 (a clock that stands)
    at_once([lambda: do_placement(job.pk, clock=clock), placing(other, session)])
    job.refresh_from_db()
    assert job.state == "proposed"
    user = UserFactory()
    applied = at_once([lambda: apply_placement(job=job, actor=user, now=NOON).verb])
    assert applied[0] in ("automatic", "changed_meanwhile")
    other.refresh_from_db()
    assert (other.session, other.starts_at) == (session, session.starts_at)


def test_of_a_move_and_a_proposal_taken_over_at_once_one_stands():
    session = make_session(AssemblyFactory())
    item = make_item(assembly=session.assembly)
    job, user = make_placement(session.assembly, "proposed"), UserFactory()
    outcomes = at_once([lambda: apply_placement(job=job, actor=user, now=NOON).verb, placing(item, session)])
    assert outcomes in (["automatic", "changed_meanwhile"], ["changed_meanwhile", 2])
    states = {"automatic": "applied", "changed_meanwhile": "proposed"}
    assert PlacementJob.objects.get().state == states[outcomes[0]]
    assert PlanChange.objects.count() == 1


def test_nothing_is_placed_into_a_session_that_somebody_closes_or_deletes_at_that_moment():
    assembly = AssemblyFactory()
    closing, going = make_session(assembly, state="open"), make_session(assembly)
    items = [make_item(assembly=assembly) for _each in range(2)]
    user = UserFactory()
    outcomes = at_once([moving(closing, "close"), placing(items[0], closing)])
    assert outcomes in (["closed", "session_over"], ["closed", 2])
    outcomes = at_once(
        [lambda: delete_session(session=going, actor=user, now=NOON), placing(items[1], going)]
    )
    assert outcomes in ([None, "session_gone"], ["in_use", 2])


def test_the_page_that_shows_an_old_session_places_nothing_into_it():
    """The session was closed, or deleted, after the page had read it."""
    assembly = AssemblyFactory()
    closed, gone = make_session(assembly, state="open"), make_session(assembly)
    calls = [placing(make_item(assembly=assembly), each) for each in (closed, gone)]
    Session.objects.filter(pk=closed.pk).update(state="closed")
    Session.objects.filter(pk=gone.pk).delete()
    assert at_once(calls) == ["session_over", "session_gone"]


def test_what_stood_in_a_session_or_room_that_was_deleted_since_is_not_put_back():
    session = make_session(AssemblyFactory())
    other, room = make_session(session.assembly), make_room(session.venue)
    user = UserFactory()
    for item, code in ((make_item(other), "session_gone"), (make_item(session, room=room), "room_gone")):
        item_to_tray(item=item, version=1, actor=user, now=NOON)
        (Session.objects.filter(pk=other.pk) if code == "session_gone" else room).delete()
        number = PlanChange.objects.latest("number").number
        assert at_once(
            [
                lambda number=number: undo_change(
                    assembly=session.assembly, number=number, actor=user, now=NOON
                )
            ]
        ) == [code]


def test_publishing_and_opening_a_session_do_not_wait_for_each_other_crosswise():
    assembly = AssemblyFactory()
    first, second = (make_session(assembly, state="programme_published") for _each in range(2))
    for session in (first, second):
        make_item(session)
    assert one_behind_the_other(assembly, [publishing(assembly), moving(second, "open")]) == [1, "open"]


def test_a_proposal_and_a_changed_session_do_not_wait_for_each_other_crosswise():
    session = make_session(AssemblyFactory())
    make_item(assembly=session.assembly)
    job, user = make_placement(session.assembly, "proposed"), UserFactory()

    def change():
        return change_session(
            session=session,
            fields={"title": "⟪New⟫"},
            rooms=[],
            moves_items=False,
            seen=seen_of(session),
            actor=user,
            now=NOON,
        ).session.title

    outcomes = one_behind_the_other(
        session.assembly, [lambda: apply_placement(job=job, actor=user, now=NOON).verb, change]
    )
    assert outcomes == ["automatic", "⟪New⟫"]

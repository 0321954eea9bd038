"""An assembly moves along its table; gates and races are refused in words."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from assembly.enums import AssemblyState
from assembly.errors import GateClosed, IllegalMove, ReasonMissing
from assembly.lifecycles import ASSEMBLY, BEFORE_REPORTED, VERBS, register_closing_check
from assembly.lifecycles import _closing_checks as closing_checks
from assembly.models import Assembly, AuditEvent, StateEntry
from assembly.services.move_assembly import move_assembly
from tests.factories import AssemblyFactory, RemitVersionFactory

ONWARD = [
    "announce",
    "start_recruiting",
    "start_selecting",
    "start_onboarding",
    "start_learning",
    "start_deliberating",
    "start_deciding",
    "report",
    "await_response",
    "start_follow_up",
    "close",
    "archive",
]


def _go(assembly, verb, organiser, now, reason=""):
    return move_assembly(assembly=assembly, verb=verb, actor=organiser, now=now, reason=reason)


def test_an_assembly_travels_from_draft_to_archive(assembly, organiser, now):
    """Each state is entered once, dated and recorded."""
    RemitVersionFactory(assembly=assembly, published=True)
    for verb in ONWARD:
        assembly = _go(assembly, verb, organiser, now)
    assert assembly.state == AssemblyState.ARCHIVED
    assert list(StateEntry.objects.values_list("state", flat=True)) == [
        state.value for state in AssemblyState if state not in ("draft", "paused", "cancelled")
    ]
    assert AuditEvent.objects.filter(type__startswith="assembly.").count() == len(ONWARD)


def test_the_table_has_no_other_moves():
    """What the glossary does not name is refused."""
    assert sorted(ASSEMBLY.moves) == sorted(
        [
            *zip(
                [state for state in AssemblyState if state not in ("archived", "paused", "cancelled")],
                ONWARD,
                strict=True,
            ),
            *((state, "pause") for state in BEFORE_REPORTED),
            *((state, "cancel") for state in (*BEFORE_REPORTED, "paused")),
            ("paused", "resume"),
        ]
    )
    assert set(VERBS) == {verb for _, verb in ASSEMBLY.moves}


def test_nobody_is_recruited_without_a_published_remit(assembly, organiser, now):
    """A draft of the remit is not enough; the sentence says what to do."""
    RemitVersionFactory(assembly=assembly)
    assembly = _go(assembly, "announce", organiser, now)
    with pytest.raises(GateClosed) as closed:
        _go(assembly, "start_recruiting", organiser, now)
    assert [str(blocker)[:24] for blocker in closed.value.blockers] == ["Publish the remit first:"]
    assembly.refresh_from_db()
    assert assembly.state == AssemblyState.ANNOUNCED


def test_an_assembly_is_not_closed_while_something_is_open(assembly, organiser, now, monkeypatch):
    """Upper floors name what is open; nothing open lets it pass."""
    assembly.state = AssemblyState.FOLLOW_UP
    assembly.save()
    still_open = ["Two commitments are open."]
    monkeypatch.setattr("assembly.lifecycles._closing_checks", dict(closing_checks))
    register_closing_check("commitments", lambda _assembly: still_open)
    with pytest.raises(GateClosed) as closed:
        _go(assembly, "close", organiser, now)
    assert closed.value.blockers == still_open
    still_open.clear()
    assert _go(assembly, "close", organiser, now).state == AssemblyState.CLOSED


@pytest.mark.parametrize("state", BEFORE_REPORTED)
def test_a_paused_assembly_resumes_where_it_stood(state, organiser, now):
    """The state before the pause is remembered and then forgotten."""
    assembly = AssemblyFactory(state=state)
    paused = _go(assembly, "pause", organiser, now, reason="Elections were called.")
    assert (paused.state, paused.paused_from) == (AssemblyState.PAUSED, state)
    resumed = _go(paused, "resume", organiser, now + timedelta(days=30))
    assert (resumed.state, resumed.paused_from) == (state, "")
    event = AuditEvent.objects.get(type="assembly.pause")
    assert event.details == {"from": state, "to": "paused", "reason": "Elections were called."}


def test_a_paused_assembly_can_be_cancelled(organiser, now):
    """Cancelling forgets where it was paused."""
    assembly = AssemblyFactory(state="paused", paused_from="learning")
    cancelled = _go(assembly, "cancel", organiser, now, reason="No money left.")
    assert (cancelled.state, cancelled.paused_from) == (AssemblyState.CANCELLED, "")


@pytest.mark.parametrize("verb", ["pause", "cancel"])
def test_standing_still_wants_a_reason(verb, assembly, organiser, now):
    """Blanks are no reason."""
    with pytest.raises(ReasonMissing):
        _go(assembly, verb, organiser, now, reason="  ")
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("verb", ["pause", "cancel"])
def test_a_reported_assembly_is_neither_paused_nor_cancelled(verb, organiser, now):
    """The report is out."""
    assembly = AssemblyFactory(state="reported")
    with pytest.raises(IllegalMove) as refused:
        _go(assembly, verb, organiser, now, reason="Late")
    assert "stands at “Reported”" in str(refused.value)
    assert refused.value.params == {"lifecycle": "assembly", "state": "reported", "verb": verb}


def test_of_two_who_press_with_the_same_page_open_the_second_is_refused(assembly, organiser, now):
    """The second has an old object in hand; the engine looks at the row."""
    stale = Assembly.objects.get(pk=assembly.pk)
    _go(assembly, "announce", organiser, now)
    with pytest.raises(IllegalMove) as refused:
        _go(stale, "announce", organiser, now)
    assert "Perhaps somebody else moved it" in str(refused.value)
    assert AuditEvent.objects.filter(type="assembly.announce").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_moves_and_one_is_refused(assembly, organiser, now):
    """Two threads, two connections, one row."""
    start = threading.Barrier(2)
    outcomes = []

    def press():
        try:
            start.wait()
            _go(Assembly.objects.get(pk=assembly.pk), "announce", organiser, now)
            outcomes.append("moved")
        except IllegalMove:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "refused"]
    assert AuditEvent.objects.filter(type="assembly.announce").count() == 1


def test_the_database_itself_refuses_a_pause_without_memory(assembly):
    """A paused assembly always knows where it was."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Assembly.objects.filter(pk=assembly.pk).update(state="paused")


def test_the_page_says_what_is_blocked_and_why(assembly, organiser, client_of):
    """An announced assembly without a remit shows the gate, not the button."""
    assembly.state = "announced"
    assembly.save()
    page = client_of(organiser).get(f"/assemblies/{assembly.slug}/move/").content.decode()
    assert "Not yet possible" in page
    assert "Publish the remit first" in page
    assert f'action="/assemblies/{assembly.slug}/move/start_recruiting/"' not in page


def test_pausing_asks_once_and_keeps_what_was_typed(assembly, organiser, client_of):
    """Without a reason the form comes back; with one the assembly is paused and the overview says why."""
    client = client_of(organiser)
    url = f"/assemblies/{assembly.slug}/move/pause/"
    assert "Pause the assembly?" in client.get(url).content.decode()
    refused = client.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert "Write why. It stands in the record." in refused.content.decode()
    overview = client.post(url, {"reason": "Elections were called."}, follow=True).content.decode()
    assert "This assembly is paused." in overview
    assert "Elections were called." in overview


def test_pressing_twice_tells_the_second_what_happened(assembly, organiser, client_of):
    """The page of moves comes back with a message; nothing changes."""
    client = client_of(organiser)
    url = f"/assemblies/{assembly.slug}/move/announce/"
    client.post(url)
    page = client.post(url, follow=True).content.decode()
    assert "Nothing was changed: the assembly stands at “Announced”" in page


def test_an_observer_moves_nothing(assembly, observer, client_of):
    """Neither by the page nor by a request made by hand."""
    client = client_of(observer)
    assert client.get(f"/assemblies/{assembly.slug}/move/").status_code == 403
    assert client.post(f"/assemblies/{assembly.slug}/move/announce/").status_code == 403
    assembly.refresh_from_db()
    assert assembly.state == "draft"

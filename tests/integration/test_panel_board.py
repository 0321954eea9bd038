"""The board, seats, replacements, what-if, alternates and resets on their pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.errors import ChangedMeanwhile, IllegalMove
from assembly.models import AuditEvent
from sortition.enums import RespondentState, RunState
from sortition.enums_seats import AlternatesState, SeatOrigin, SeatState
from sortition.errors import AlternatesRefused
from sortition.models import AlternateSet, DropoutRate, Respondent, Seat, SelectionRun, Value
from sortition.selectors.alternates import next_in_line, rates_of, standing_by
from sortition.selectors.dropouts import dropout_outlook
from sortition.selectors.hardness import hardness_of, substitutes_of
from sortition.selectors.panel import panel_of
from sortition.selectors.replacements import preview_of
from sortition.selectors.residual import residual_of
from sortition.selectors.seats import seat_counts
from sortition.services.alternates import (
    ask_for_alternates,
    call_alternate,
    do_choice,
    fail_silent_choices,
    let_stand_by,
    set_aside,
)
from sortition.services.seats import move_seat
from tests.factories import NOON, UserFactory
from tests.factories_draws import make_panel
from tests.factories_replacements import (
    give_up,
    leave_pool,
    make_alternates,
    make_replacement,
    make_vacancies,
    seat_of,
)
from tests.factories_targets import make_people


def address(name, assembly, *args):
    """The page's address."""
    return reverse(name, args=[assembly.slug, *args])


@pytest.fixture
def panel(assembly):
    """A panel of four on which nobody has answered."""
    make_panel(assembly)
    assembly.refresh_from_db()
    return panel_of(assembly)


def test_the_board_shows_every_place_and_names_only_to_those_who_need_them(
    panel, assembly, session_staff, observer, client_of
):
    """Four tiles for everybody; session staff read who sits there."""
    references = list(Seat.objects.values_list("respondent__reference", flat=True))
    for user, seen in ((session_staff, references), (observer, [])):
        page = client_of(user).get(address("panel", assembly))
        groups = page.context["groups"]
        assert [seat.seat.number for group, *_words in groups for seat in group.seats] == [1, 2, 3, 4]
        assert [name for name in references if name in page.content.decode()] == seen


def test_the_board_is_narrowed_to_a_state(assembly, organiser, client_of):
    """The others are one click away."""
    make_vacancies(assembly, (2,))
    page = client_of(organiser).get(address("panel", assembly), {"state": "open"})
    assert [(group.key, len(group.seats)) for group, *_words in page.context["groups"]] == [("open", 1)]
    assert [(key, count) for key, _name, count, _alone in page.context["tabs"]] == [
        ("open", 1),
        ("offered", 3),
    ]
    assert "Replace 1 person" in page.content.decode()


def test_the_board_costs_the_same_questions_for_one_and_for_three_vacancies(assembly, organiser, client_of):
    """However many seats are open and people held them before."""
    make_vacancies(assembly, (1,))
    client, asked = client_of(organiser), []
    for more in ((), (2, 3)):
        give_up(assembly, more)
        client.get(address("panel", assembly))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("panel", assembly))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_marks_show_where_the_balance_ends_if_the_rest_say_yes_or_no(panel, assembly, observer, client_of):
    """One of two young people said yes; the other is awaited."""
    young = Seat.objects.filter(respondent__answers__value__name="⟪young⟫").order_by("number")
    move_seat(seat=young[0], verb="confirm", actor=UserFactory(), now=NOON)
    bands = client_of(observer).get(address("panel", assembly)).context["bands"]
    row = bands[0].rows[0]
    assert (row.value, row.no, row.yes, row.awaited, row.needed, row.short) == ("⟪young⟫", 1, 2, 1, 1, 0)


def test_a_no_that_breaks_a_quota_is_marked(panel, assembly, organiser, client_of):
    """Two young and two old are wanted, no more and no fewer: each no breaks one quota at least."""
    page = client_of(organiser).get(address("panel", assembly))
    tiles = [seat for group, *_words in page.context["groups"] for seat in group.seats]
    assert all(any(category == "⟪Age⟫" for category, _value in tile.falls) for tile in tiles)


def test_a_seat_that_nobody_could_take_alone_stands_out(panel, assembly, organiser, client_of):
    """Once nobody young is left in the pool."""
    for person in Respondent.objects.filter(state="pool", answers__value__name="⟪young⟫"):
        leave_pool(person)
    counts = substitutes_of(assembly)
    young = Seat.objects.filter(respondent__answers__value__name="⟪young⟫")
    assert [counts[seat.pk] for seat in young] == [0, 0]
    assert [hardness_of(assembly)[seat.pk] for seat in young] == [1.0, 1.0]
    assert max(hardness_of(assembly).values()) == 1.0
    assert min(counts.values()) == 0 < max(counts.values())
    page = client_of(organiser).get(address("panel", assembly)).content.decode()
    assert page.count("nobody could take this seat alone") == 2
    seat = client_of(organiser).get(address("seat", assembly, young[0].number)).content.decode()
    assert "Nobody could take this seat alone." in seat


def test_what_is_remembered_of_the_pool_is_forgotten_when_it_changes(panel, assembly, organiser):
    """The count after somebody joined is that of the new pool."""
    before = substitutes_of(assembly)
    person = make_people(assembly, 1, *Value.objects.filter(name__in=["⟪old⟫", "⟪south⟫"]))[0]
    leave_pool(make_people(assembly, 1, *Value.objects.filter(name__in=["⟪old⟫", "⟪south⟫"]))[0])
    assert person.pk
    assert max(substitutes_of(assembly).values()) == max(before.values()) + 1


def test_without_a_panel_there_is_nothing_to_replace(assembly, organiser, client_of):
    """And no seat to look at."""
    client = client_of(organiser)
    assert hardness_of(assembly) == {}
    assert client.get(address("seat", assembly, 1)).status_code == 404
    assert "Every seat is held" in client.get(address("replacement_new", assembly)).content.decode()
    assert "No panel yet" in client.get(address("panel_what_if", assembly)).content.decode()
    assert "No panel yet" in client.get(address("alternates", assembly)).content.decode()
    answer = client.post(address("alternates", assembly), {"wanted": "2"})
    assert (answer.status_code, AlternateSet.objects.count()) == (409, 0)


def test_a_seat_shows_everybody_who_had_it(assembly, organiser, observer, client_of):
    """Along the chain; an observer sees turns instead of names."""
    run = make_replacement(assembly)
    names = [str(run.vacancies.get().respondent)]
    client = client_of(organiser)
    client.post(address("replacement_adopt", assembly, run.number))
    names.append(str(seat_of(assembly, 1).respondent))
    page = client.get(address("seat", assembly, 1))
    assert [str(row.respondent) for row in page.context["chain"]] == names[::-1]
    assert len(page.context["events"]) == 4
    seen = client_of(observer).get(address("seat", assembly, 1)).content.decode()
    assert [name for name in names if name in seen] == []


def test_a_replacement_goes_from_the_seats_to_the_people(assembly, organiser, client_of):
    """Choose, watch, look, ask."""
    make_vacancies(assembly, (2, 3))
    client = client_of(organiser)
    page = client.get(address("replacement_new", assembly), {"seat": "2"})
    assert [(seat.number, ticked) for seat, ticked, _free in page.context["rows"]] == [(2, True), (3, False)]
    answer = client.post(address("replacement_new", assembly), {"seat": ["2", "3"]})
    run = SelectionRun.objects.get(is_replacement=True)
    where = address("replacement", assembly, run.number)
    assert answer.headers["Location"] == where
    assert "is waiting for its turn" in client.get(where).content.decode()
    assert client.get(address("run", assembly, run.number)).headers["Location"] == where
    run = make_replacement(assembly, numbers=(2, 3))
    page = client.get(address("replacement", assembly, run.number))
    drawn = [person.reference for _seat, person in preview_of(run).seats]
    assert all(reference in page.content.decode() for reference in drawn)
    assert "Nobody has joined the pool since the panel was drawn." in page.content.decode()
    assert "has drawn replacements" in client.get(address("panel", assembly)).content.decode()
    answer = client.post(address("replacement_adopt", assembly, run.number), follow=True)
    assert "2 seats are offered to those drawn." in answer.content.decode()
    assert seat_counts(assembly).held == 4


def test_only_organisers_run_replacements_and_read_who_was_drawn(
    assembly, session_staff, observer, client_of
):
    """Others see how fair it was."""
    run = make_replacement(assembly)
    drawn = [person.reference for _seat, person in preview_of(run).seats]
    for user in (session_staff, observer):
        client = client_of(user)
        page = client.get(address("replacement", assembly, run.number))
        assert page.status_code == 200
        assert [reference for reference in drawn if reference in page.content.decode()] == []
        assert client.post(address("replacement_adopt", assembly, run.number)).status_code == 403
        assert client.post(address("seat", assembly, 1), {"reason": "x"}).status_code == 403
    assert seat_of(assembly, 1).state == SeatState.REPLACEMENT_PENDING


def test_nothing_chosen_is_said(assembly, organiser, client_of):
    """And nothing starts."""
    make_vacancies(assembly)
    answer = client_of(organiser).post(address("replacement_new", assembly), {"seat": ["4", "x"]})
    assert (answer.status_code, SelectionRun.objects.filter(is_replacement=True).count()) == (422, 0)
    assert "Choose at least one seat." in answer.content.decode()


def test_an_impossible_replacement_offers_its_repairs(assembly, organiser, client_of):
    """One button each; the targets stay."""
    run = make_replacement(assembly, RunState.INFEASIBLE)
    run.error = {
        "causes": [],
        "repairs": [
            {
                "cost": 1,
                "changes": [["⟪Age⟫", "⟪young⟫", "minimum", 2, 1], ["⟪Age⟫", "⟪old⟫", "maximum", 2, 3]],
            },
            {"cost": 1, "changes": [[4, 3]]},
        ],
    }
    run.save()
    client = client_of(organiser)
    page = client.get(address("replacement", assembly, run.number)).content.decode()
    assert page.count("Take it for this replacement") == 1
    assert "Leave one seat vacant." in page
    answer = client.post(address("replacement_relax", assembly, run.number), {"repair": "0"})
    again = SelectionRun.objects.order_by("-number").first()
    assert answer.headers["Location"] == address("replacement", assembly, again.number)
    assert "For this replacement alone" in client.get(answer.headers["Location"]).content.decode()
    answer = client.post(address("replacement_relax", assembly, run.number), {"repair": "x"}, follow=True)
    assert "not on offer any more" in answer.content.decode()


def test_a_run_that_failed_is_started_again_from_its_page(assembly, organiser, client_of):
    """With the same seed."""
    run = make_replacement(assembly, RunState.FAILED)
    client = client_of(organiser)
    assert "No seat was changed." in client.get(address("replacement", assembly, run.number)).content.decode()
    answer = client.post(address("replacement_again", assembly, run.number))
    again = SelectionRun.objects.order_by("-number").first()
    assert (answer.headers["Location"], again.seed) == (
        address("replacement", assembly, again.number),
        run.seed,
    )
    answer = client.post(address("replacement_again", assembly, again.number), follow=True)
    assert "is under way or was carried out" in answer.content.decode()


def test_what_changed_meanwhile_is_said_in_place_of_the_button(assembly, organiser, client_of):
    """And a press by hand is refused."""
    run = make_replacement(assembly)
    leave_pool(Respondent.objects.filter(state="pool").first())
    client = client_of(organiser)
    page = client.get(address("replacement", assembly, run.number)).content.decode()
    assert "Those drawn cannot be asked any more" in page
    assert address("replacement_adopt", assembly, run.number) not in page
    client.post(address("replacement_adopt", assembly, run.number))
    assert seat_of(assembly, 1).state == SeatState.REPLACEMENT_PENDING


def test_a_seat_is_left_vacant_from_its_page(assembly, organiser, client_of):
    """With a reason; then it can be filled after all."""
    make_vacancies(assembly)
    client = client_of(organiser)
    assert client.post(address("seat", assembly, 1), {"reason": ""}).status_code == 422
    client.post(address("seat", assembly, 1), {"reason": "⟪late⟫"})
    assert seat_of(assembly, 1).state == SeatState.LEFT_VACANT
    page = client.get(address("seat", assembly, 1)).content.decode()
    assert "Fill it after all" in page
    assert "⟪late⟫" in page
    assert client.post(address("seat", assembly, 1), {"reason": "⟪again⟫"}).status_code == 409


def test_what_if_shows_balance_and_chances_and_changes_nothing(panel, assembly, observer, client_of):
    """Of a seat that somebody else could take."""
    before = list(Seat.objects.values_list("pk", "state"))
    page = client_of(observer).get(address("panel_what_if", assembly), {"seat": "1"})
    outlook = page.context["outlook"]
    assert (outlook.is_possible, outlook.open_places) == (True, 1)
    assert outlook.possible == substitutes_of(assembly)[seat_of(assembly, 1).pk]
    assert {(row.now - row.then) for row in outlook.values} == {0, 1}
    assert list(Seat.objects.values_list("pk", "state")) == before
    assert "The quotas could still be met" in page.content.decode()


def test_what_if_says_why_it_could_not_be_mended(panel, assembly, organiser, client_of):
    """Nobody young is left in the pool."""
    for person in Respondent.objects.filter(state="pool", answers__value__name="⟪young⟫"):
        leave_pool(person)
    number = Seat.objects.filter(respondent__answers__value__name="⟪young⟫")[0].number
    outlook = dropout_outlook(assembly, [number])
    assert (outlook.is_possible, outlook.possible) == (False, 0)
    assert outlook.causes[0] == "⟪young⟫ (⟪Age⟫) needs at least 2, but the pool can offer only 1."
    page = client_of(organiser).get(address("panel_what_if", assembly), {"seat": number})
    assert "The quotas could not be met any more" in page.content.decode()


def test_what_if_asks_the_alternates(panel, assembly):
    """Of two who stand by the one steps in who is like the person who leaves."""
    seat = Seat.objects.filter(respondent__answers__value__name="⟪young⟫")[0]
    areas = seat.respondent.answers.get(category__name="⟪Area⟫").value
    pool = Respondent.objects.filter(state="pool")
    old = pool.filter(answers__value__name="⟪old⟫").first()
    young = make_people(assembly, 1, Value.objects.get(name="⟪young⟫"), areas)[0]
    assert dropout_outlook(assembly, [seat.number]).has_alternates is False
    make_alternates(assembly, people=[old, young])
    outlook = dropout_outlook(assembly, [seat.number])
    assert [row.alternate.respondent for row in outlook.alternates] == [young]


def test_rates_are_ninety_until_somebody_sets_them(panel, assembly, organiser, observer, client_of):
    """Of everybody, and of a value; a blank takes the value's rate away."""
    young = Value.objects.get(name="⟪young⟫")
    client, where = client_of(organiser), address("alternates_rates", assembly)
    assert rates_of(assembly).as_json() == {"all": 0.9, "values": []}
    client.post(where, {"everybody": "92.5", f"value_{young.pk}": "80"})
    assert rates_of(assembly).as_json() == {"all": 0.925, "values": [["⟪Age⟫", "⟪young⟫", 0.8]]}
    client.post(where, {"everybody": "92.5", f"value_{young.pk}": ""})
    assert rates_of(assembly).as_json() == {"all": 0.925, "values": []}
    assert DropoutRate.objects.count() == 1
    client.post(where, {"everybody": "92.5"})
    assert AuditEvent.objects.filter(type="alternates.rates").count() == 2
    assert client.post(where, {"everybody": "101"}).status_code == 422
    assert client_of(observer).post(where, {"everybody": "50"}).status_code == 403


def test_alternates_are_chosen_in_the_background_and_compared(panel, assembly, organiser, client_of, queued):
    """A proposal first; nobody stands by before somebody says so."""
    client = client_of(organiser)
    answer = client.post(address("alternates", assembly), {"wanted": "2"})
    chosen = AlternateSet.objects.get()
    assert answer.headers["Location"] == address("alternate_set", assembly, 1)
    assert queued()[-1] == ("sortition.tasks.choose_alternates", [chosen.pk])
    assert ask_for_alternates(assembly=assembly, wanted=3, actor=organiser, now=NOON) == chosen
    assert "They are being chosen" in client.get(answer.headers["Location"]).content.decode()
    assert do_choice(chosen.pk, clock=lambda: NOON) is True
    assert do_choice(chosen.pk, clock=lambda: NOON) is False
    chosen.refresh_from_db()
    assert (chosen.state, chosen.people.count()) == (AlternatesState.PROPOSED, 2)
    assert 0 <= chosen.with_set < chosen.with_none
    assert chosen.with_set <= chosen.with_next <= chosen.with_none
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Let these people stand by" in page
    client.post(answer.headers["Location"], {"act": "stand_by"})
    chosen.refresh_from_db()
    assert chosen.state == AlternatesState.CURRENT


def test_of_two_sets_one_stands_by(panel, assembly, organiser):
    """The other is set aside; one that was set aside does not come back."""
    first, second = make_alternates(assembly), make_alternates(assembly, AlternatesState.PROPOSED)
    let_stand_by(alternates=second, actor=organiser, now=NOON)
    states = AlternateSet.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [AlternatesState.PAST, AlternatesState.CURRENT]
    with pytest.raises(IllegalMove):
        let_stand_by(alternates=first, actor=organiser, now=NOON)
    set_aside(alternates=second, actor=organiser, now=NOON)
    assert AlternateSet.objects.filter(state=AlternatesState.CURRENT).count() == 0


def test_too_many_alternates_are_refused_in_words(panel, assembly, organiser, client_of):
    """The engine says how many there are; the page says to ask for fewer."""
    chosen = ask_for_alternates(assembly=assembly, wanted=50, actor=organiser, now=NOON)
    do_choice(chosen.pk, clock=lambda: NOON)
    page = client_of(organiser).get(address("alternate_set", assembly, 1)).content.decode()
    assert "Ask for fewer." in page
    with pytest.raises(AlternatesRefused):
        ask_for_alternates(assembly=assembly, wanted=61, actor=organiser, now=NOON)


def test_a_choice_that_nobody_works_on_is_found(panel, assembly):
    """After an hour; a worker that comes back later writes nothing."""
    chosen = make_alternates(assembly, AlternatesState.WORKING)
    chosen.people.all().delete()
    assert fail_silent_choices(NOON) == 0
    assert fail_silent_choices(NOON.replace(hour=NOON.hour + 2)) == 1
    assert fail_silent_choices(NOON.replace(hour=NOON.hour + 2)) == 0
    assert do_choice(chosen.pk, clock=lambda: NOON) is False
    assert chosen.people.count() == 0


def test_whoever_withdrew_drops_out_of_the_alternates_visibly(panel, assembly, organiser, client_of):
    """They stay in the list, struck out, and cannot be called."""
    standby = make_alternates(assembly)
    gone, there = (row.respondent for row in standby.people.order_by("rank"))
    leave_pool(gone)
    assert [(row.is_there, row.has_left) for row in standing_by(standby)] == [(False, True), (True, False)]
    assert (
        "Cannot be called any more"
        in client_of(organiser).get(address("alternates", assembly)).content.decode()
    )
    (seat,) = give_up(assembly, [1])
    with pytest.raises(AlternatesRefused):
        call_alternate(seat=seat, respondent=gone.pk, actor=organiser, now=NOON)
    assert there.state == RespondentState.POOL


def test_an_alternate_takes_a_seat_in_one_step(panel, assembly, organiser, client_of):
    """Whoever said no is withdrawn with it; the alternate shows as seated."""
    seat = Seat.objects.filter(respondent__answers__value__name="⟪old⟫").order_by("number")[0]
    area = seat.respondent.answers.get(category__name="⟪Area⟫").value
    person = make_people(assembly, 1, Value.objects.get(name="⟪old⟫"), area)[0]
    standby = make_alternates(assembly, people=[person])
    give_up(assembly, [seat.number])
    client = client_of(organiser)
    assert str(person) in client.get(address("seat", assembly, seat.number)).content.decode()
    where = address("seat_alternate", assembly, seat.number)
    client.post(where, {"person": str(person.pk)})
    now = seat_of(assembly, seat.number)
    assert (now.respondent, now.origin, now.fills) == (person, SeatOrigin.ALTERNATE, seat)
    assert [row.seat for row in standing_by(standby)] == [seat.number]
    answer = client.post(where, {"person": "x"}, follow=True)
    assert "cannot be drawn any more" in answer.content.decode()


def test_an_alternate_who_does_not_fit_is_refused(panel, assembly, organiser):
    """Somebody old for the seat of somebody young would be one too many."""
    seat = Seat.objects.filter(respondent__answers__value__name="⟪young⟫").order_by("number")[0]
    old = Respondent.objects.filter(state="pool", answers__value__name="⟪old⟫").first()
    make_alternates(assembly, people=[old])
    (left,) = give_up(assembly, [seat.number])
    with pytest.raises(AlternatesRefused) as refused:
        call_alternate(seat=left, respondent=old.pk, actor=organiser, now=NOON)
    assert str(refused.value) == "With this person there would be more than 2 with ⟪old⟫ (⟪Age⟫)."
    assert Seat.objects.get(pk=left.pk).state == SeatState.DECLINED


def test_next_in_line_are_those_with_the_highest_chance_one_of_each_home(panel, assembly):
    """Nobody who lives with somebody of the panel."""
    instance = residual_of(assembly)
    rest = [person for person in instance.people if person.id not in instance.fixed]
    chances = {person.id: 0.1 + 0.01 * place for place, person in enumerate(rest)}
    line = next_in_line(instance, instance.fixed, chances, 3)
    homes = {p.household for p in instance.people if p.id in instance.fixed and p.household}
    free = [p for p in reversed(rest) if p.household not in homes]
    seen, expected = set(), []
    for person in free:
        if person.household is None or person.household not in seen:
            expected.append(person.id)
            seen.add(person.household)
    assert line == expected[:3]


def test_a_reset_says_whom_it_touches_and_whom_not(assembly, organiser, client_of):
    """And asks again if somebody has answered meanwhile."""
    make_vacancies(assembly, (1,))
    move_seat(seat=seat_of(assembly, 2), verb="confirm", actor=organiser, now=NOON)
    client, where = client_of(organiser), address("offers_reset", assembly, 1)
    page = client.get(where)
    counts = page.context["counts"]
    assert (counts.touched, counts.said_yes, counts.left, counts.others) == (2, 1, 1, 0)
    assert client.post(where, {"offers": "2", "reason": ""}).status_code == 422
    assert client.post(where, {"offers": "3", "reason": "⟪wrong date⟫"}).status_code == 409
    client.post(where, {"offers": "2", "reason": "⟪wrong date⟫"})
    assert sorted(Seat.objects.values_list("state", flat=True)) == [
        "confirmed",
        "declined",
        "recalled",
        "recalled",
    ]
    assert "There is nothing to take back" in client.get(where).content.decode()


def test_whoever_joined_later_and_has_a_seat_counts_in_balance_and_report(assembly, observer, client_of):
    """The frozen file of the first draw does not know them."""
    make_vacancies(assembly, (1,))
    seat = seat_of(assembly, 1)
    values = [answer.value for answer in seat.respondent.answers.select_related("value")]
    twins = {value.name for value in values}
    for person in Respondent.objects.filter(state="pool"):
        if {answer.value.name for answer in person.answers.select_related("value")} == twins:
            leave_pool(person)
    late = make_people(assembly, 1, *values)[0]
    make_alternates(assembly, people=[late])
    call_alternate(seat=seat, respondent=late.pk, actor=UserFactory(), now=NOON)
    panel = panel_of(assembly)
    assert all(value.is_met for category in panel.balance() for value in category.values)
    assert client_of(observer).get(address("panel_reached", assembly)).status_code == 200
    with pytest.raises((AlternatesRefused, ChangedMeanwhile)):
        call_alternate(seat=seat, respondent=late.pk, actor=UserFactory(), now=NOON)

"""Changing a plan by hand: move or swap people, fix a place, undo, repair after absences."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.models import Person
from scheduling.forms.tables import MissingForm, MoveForm
from scheduling.known_absences import absent_people
from scheduling.models import FixedSeat, PlanTable
from scheduling.seating_words import (
    broken_sentence,
    effect_sentences,
    host_sentence,
    move_reason,
    newly_broken,
    people_named,
    rounds_words,
)
from scheduling.selectors.round_hours import rounds_away
from scheduling.selectors.seating import people_by_key, rounds_of, seated_in
from scheduling.selectors.seating_hosts import host_repair, hosts_of
from scheduling.selectors.seating_problem import Effects, repair_of
from scheduling.selectors.sessions import members_at
from scheduling.services.seating_moves import Change, after, change_plan, move_of, swap_of, undo_move
from scheduling.services.seating_rules import fix_place, free_place
from scheduling.views.seating_plans import OnePlanView, number_in, plan_context


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do, in words."""

    sentences: list[str]
    broken: list[str]


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A table that somebody could go to, and what that would do."""

    table: PlanTable
    people: list[Person]
    free: int
    effect: Effect | None


class MoveView(OnePlanView):
    """One person's place in one round: where else they could sit, and what that would do.

    The form and the drag send the same to the same address; a drag asks for the part of the page alone.
    """

    permission = "assembly.seat_tables"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the choices; with a table or a partner named, what that change would do."""
        given = self._given(request.GET)
        changes = self._changes(given)
        effect = self.effect(changes) if changes else None
        if request.htmx:
            return render(request, "scheduling/seating_effect.html", {"effect": effect})
        return self._page(given, effect)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the change; a stale one is refused and the plan shown as it stands."""
        given = self._given(request.POST)
        verb = "swap" if given["partner"] else "move"
        said, status = "", 200
        try:
            change_plan(
                plan=self.plan,
                verb=verb,
                changes=self._changes(given),
                version=given["version"] or 0,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refusal:
            said, status = str(refusal), 409
        if request.htmx:
            self.plan.refresh_from_db()
            context = plan_context(self, self.plan, given["round"]) | {
                "assembly": self.assembly,
                "session": self.session,
                "refused": said,
                "done": "" if said else _("Done. The figures below are those of the changed plan."),
            }
            return render(request, "scheduling/seating_round.html", context)
        if said:
            self.plan.refresh_from_db()
            return self._page(given, None, refused=said, status=status)
        messages.success(request, _("Done. The figures below are those of the changed plan."))
        return self.back(plan=self.plan, round_number=given["round"])

    def effect(self, changes: list[Change]) -> Effect:
        """Say what changes would do."""
        effects, rounds = Effects(self.plan, also={each[1] for each in changes}), rounds_of(self.plan)
        return _effect(effects.of(rounds), effects.of(after(rounds, changes)))

    def _given(self, data: Any) -> dict[str, Any]:
        form = MoveForm(data)
        if not form.is_valid():
            # Nobody was named: the page says what to choose.
            return {"round": 1, "person": None, "table": None, "partner": None, "version": None}
        given = form.cleaned_data
        if given["round"] > self.plan.rounds:
            raise Http404
        known = seated_in(rounds_of(self.plan)) | {person.pk for person in members_at(self.session)}
        if given["person"] not in known or (given["partner"] and given["partner"] not in known):
            raise Http404
        return given

    def _changes(self, given: dict[str, Any]) -> list[Change]:
        rounds = rounds_of(self.plan)
        if given["person"] is None:
            return []
        if given["partner"]:
            return swap_of(rounds, given["round"], given["person"], given["partner"])
        if given["table"] is not None:
            return move_of(rounds, given["round"], given["person"], given["table"] or None)
        return []

    def _page(
        self, given: dict[str, Any], effect: Effect | None, *, refused: str = "", status: int = 200
    ) -> HttpResponse:
        rounds = rounds_of(self.plan)
        seats = rounds[given["round"] - 1]
        people = people_by_key({*seats, given["person"]} - {None})
        person = people.get(given["person"])
        self.note_list_reading("tables.list_read")
        fixed = FixedSeat.objects.filter(session=self.session, person=person).exists() if person else False
        context = {
            "plan": self.plan,
            "round_number": given["round"],
            "person": person,
            "present_table": seats.get(given["person"]) if person else None,
            "choices": self._choices(given, person, people) if person else [],
            "everybody": sorted(people.values(), key=lambda each: str(each).casefold()),
            "partners": sorted(
                (each for each in people.values() if person and seats.get(each.pk) != seats.get(person.pk)),
                key=lambda each: str(each).casefold(),
            ),
            "chosen": given,
            "effect": effect,
            "refused": refused,
            "is_fixed": fixed,
        }
        return self.render("scheduling/seating_move.html", context, status=status)

    def _choices(self, given: dict[str, Any], person: Person, people: dict[int, Person]) -> list[TableChoice]:
        rounds, number = rounds_of(self.plan), given["round"]
        effects = Effects(self.plan, also={person.pk})
        before = effects.of(rounds)
        seats = rounds[number - 1]
        choices = []
        for table in self.plan.tables.select_related("room__venue"):
            there = [people[key] for key, at in seats.items() if at == table.number]
            free = table.capacity - len(there)
            if table.number == seats.get(person.pk):
                continue
            effect = None
            if free > 0:
                changes = move_of(rounds, number, person.pk, table.number)
                effect = _effect(before, effects.of(after(rounds, changes)))
            choices.append(TableChoice(table, there, free, effect))
        return choices


def _effect(before: dict[str, Any], later: dict[str, Any]) -> Effect:
    broken = newly_broken(before, later)
    people = people_by_key(people_named(broken))
    return Effect(effect_sentences(before, later), [broken_sentence(each, people) for each in broken])


class UndoView(OnePlanView):
    """Take the last change back."""

    permission = "assembly.seat_tables"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Undo the change that the page named."""
        number = request.POST.get("move", "")
        try:
            undo_move(
                plan=self.plan,
                move=int(number) if number.isdecimal() else 0,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The last change is undone."))
        at = number_in(request.POST.get("round"), self.plan.rounds)
        return self.back(plan=self.plan, round_number=at)


class FixView(OnePlanView):
    """Fix somebody's place for this session, or free it."""

    permission = "assembly.seat_tables"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Fix the place where they sit now, in this round or in all."""
        form = MoveForm(request.POST)
        if not form.is_valid() or form.cleaned_data["round"] > self.plan.rounds:
            messages.error(request, _("Choose somebody first."))
            return self.back(plan=self.plan)
        number = form.cleaned_data["round"]
        seats = rounds_of(self.plan)[number - 1]
        person = Person.objects.filter(pk=form.cleaned_data["person"], pk__in=seats).first()
        if person is None:
            raise Http404
        if request.POST.get("verb") == "free":
            free_place(session=self.session, person=person, actor=request.user, now=self.now)
            messages.success(request, _("%(name)s can sit anywhere again.") % {"name": person})
        else:
            fix_place(
                session=self.session,
                person=person,
                table_number=seats[person.pk],
                round_number=None if request.POST.get("verb") == "fix_all" else number,
                actor=request.user,
                now=self.now,
            )
            said = _("%(name)s stays at table %(table)s, also in new plans of this session.")
            messages.success(request, said % {"name": person, "table": seats[person.pk]})
        return self.back(plan=self.plan, round_number=number)


@dataclass(frozen=True, slots=True)
class RepairMove:
    """One line of a proposal, in words."""

    round: int
    person: Person
    before: int | None
    after: int | None
    why: str


class MissingView(OnePlanView):
    """Who is missing: tick, look at the repair with the fewest moves, apply it in one step."""

    permission = "assembly.seat_tables"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the ticks; once some are sent, the proposal beside them."""
        form = self._form(request.GET) if "from_round" in request.GET else None
        return self._page(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Apply the proposal: worked out again, and refused where the plan changed since it was shown."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, refused=_("Tick who is missing first."), status=422)
        given = form.cleaned_data
        moves: tuple[Any, ...] = ()
        if given["missing"] or given["arrived"]:
            moves = repair_of(
                self.plan,
                absent=given["missing"],
                arrived=given["arrived"],
                from_round=given["from_round"],
            ).moves
        hosts = host_repair(self.plan, absent=self._absences(given), from_round=given["from_round"])
        try:
            change_plan(
                plan=self.plan,
                verb="repair",
                changes=[(each.round, each.person, each.before, each.after) for each in moves],
                hosts=hosts,
                version=given["version"] or 0,
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refusal:
            self.plan.refresh_from_db()
            return self._page(form, refused=str(refusal), status=409)
        except HouseError as refusal:
            return self._page(form, refused=str(refusal), status=409)
        messages.success(request, _("The plan is repaired. One press undoes it."))
        return self.back(plan=self.plan, round_number=given["from_round"])

    def _form(self, data: Any) -> MissingForm:
        return MissingForm(
            data,
            seated=self.seated,
            unseated=self.unseated,
            hosts=self.hosts,
            hosts_in_part=self.hosts_in_part,
            rounds=self.plan.rounds,
        )

    def _absences(self, given: dict[str, Any]) -> dict[int, Collection[int]]:
        """Return in which rounds facilitators are not there: those who are ticked for a part in the known ones."""
        absences: dict[int, Collection[int]] = {key: self.hosts_in_part[key] for key in given["away_in_part"]}
        return absences | dict.fromkeys(given["away"], range(1, self.plan.rounds + 1))

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load who sits in the plan, and who is expected and does not."""
        super().load_scope(kwargs)
        rounds = rounds_of(self.plan)
        self.seated = sorted(seated_in(rounds))
        self.hosts = sorted(hosts_of(self.plan))
        told = rounds_away(self.session, self.hosts, self.plan.rounds)
        self.hosts_all_day = {key for key, numbers in told.items() if len(numbers) == self.plan.rounds}
        self.hosts_in_part = {
            key: sorted(number + 1 for number in numbers)
            for key, numbers in told.items()
            if key not in self.hosts_all_day
        }
        self.unseated = sorted(
            {person.pk for person in members_at(self.session)} - set(rounds[-1]) - set(self.seated)
        )

    def _page(self, form: MissingForm | None, *, refused: str = "", status: int = 200) -> HttpResponse:
        is_asked = form is not None and form.is_valid()
        given = form.cleaned_data if form is not None and is_asked else {}
        missing = set(given.get("missing", absent_people(self.session)))
        arrived = set(given.get("arrived", ()))
        away = set(given["away"]) if is_asked else self.hosts_all_day
        away_in_part = set(given["away_in_part"]) if is_asked else set(self.hosts_in_part)
        absences = self._absences(given) if is_asked else {}
        hosts = host_repair(self.plan, absent=absences, from_round=given["from_round"]) if is_asked else []
        people = people_by_key(
            {*self.seated, *self.unseated, *self.hosts, *(each[3] for each in hosts)} - {None}
        )
        moves: list[RepairMove] = []
        effect, is_fewest = None, False
        if missing | arrived and is_asked:
            proposal = repair_of(self.plan, absent=missing, arrived=arrived, from_round=given["from_round"])
            effect = _effect(proposal.before, proposal.after)
            is_fewest = proposal.is_fewest
            uneven = [
                broken_sentence(each, people) for each in proposal.remaining if each["code"] == "too_uneven"
            ]
            effect = Effect(effect.sentences, [*effect.broken, *uneven])
            moves = [
                RepairMove(
                    each.round,
                    people[each.person],
                    each.before,
                    each.after,
                    move_reason(each.reason, each.because),
                )
                for each in proposal.moves
            ]
        self.note_list_reading("tables.list_read")
        seats = rounds_of(self.plan)

        def lines(keys: list[int], ticked: set[int]) -> list[tuple[Person, bool, int | None]]:
            named = sorted((people[key] for key in keys), key=lambda each: str(each).casefold())
            return [(each, each.pk in ticked, seats[0].get(each.pk)) for each in named]

        context = {
            "plan": self.plan,
            "seated": lines(self.seated, missing),
            "unseated": lines(self.unseated, arrived),
            "hosts": [(people[key], key in away, key in self.hosts_in_part) for key in self.hosts],
            "hosts_in_part": [
                (people[key], key in away_in_part, rounds_words(numbers))
                for key, numbers in self.hosts_in_part.items()
            ],
            "host_moves": [host_sentence(each, people) for each in hosts],
            "rounds": range(1, self.plan.rounds + 1),
            "from_round": given.get("from_round", 1),
            "is_asked": is_asked,
            "moves": moves,
            "gone": len({each.person.pk for each in moves if each.after is None}),
            "is_fewest": is_fewest,
            "shifted": [each for each in moves if each.after is not None],
            "effect": effect,
            "refused": refused,
        }
        return self.render("scheduling/seating_missing.html", context, status=status)

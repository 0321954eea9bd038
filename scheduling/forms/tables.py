"""Forms of seating plans: a new plan, a rule, a move, who is missing."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from scheduling.enums import Part
from scheduling.enums_tables import RuleKind
from scheduling.known_absences import absent_people
from scheduling.models import SeatingRule, Session
from scheduling.models.tables import MOST_ROUNDS
from scheduling.selectors.free_times import away_at
from scheduling.selectors.seating_problem import PlanSettings, TableWanted
from scheduling.selectors.sessions import members_at, rooms_of, sessions_of

MOST_TABLES = 60
USUAL_SIZE = 8
MOST_CATEGORIES = 4
_NARROW = {"class": "narrow"}


class NewPlanForm(forms.Form):
    """What a plan is asked to be: rounds, tables, rooms, what to balance, who facilitates, who comes."""

    rounds = forms.IntegerField(
        label=gettext_lazy("Rounds"),
        help_text=gettext_lazy("How often people change tables, the first seating included."),
        min_value=1,
        max_value=MOST_ROUNDS,
        widget=forms.NumberInput(attrs=_NARROW),
    )
    tables = forms.IntegerField(
        label=gettext_lazy("Tables"),
        min_value=1,
        max_value=MOST_TABLES,
        widget=forms.NumberInput(attrs=_NARROW),
    )
    most = forms.IntegerField(
        label=gettext_lazy("Most people at a table"),
        help_text=gettext_lazy("Left empty: as even as possible."),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs=_NARROW),
    )
    expected = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who comes"),
        help_text=gettext_lazy("All members expected, except those who said that they cannot come."),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one person.")},
    )
    facilitators = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Facilitators"),
        help_text=gettext_lazy(
            "They change tables from round to round, so that they meet as many as possible. "
            "Whoever is not free on that day gets no table."
        ),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    go_on = forms.BooleanField(
        label=gettext_lazy("Go on without the rules that cannot be kept"), required=False
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        members = members_at(session)
        absent = absent_people(session)
        self.fields["expected"].queryset = members
        hosts = Person.objects.here().filter(
            assembly=session.assembly_id, kind__in=(PersonKind.FACILITATOR, PersonKind.STAFF)
        )
        self.fields["facilitators"].queryset = hosts
        on_duty = set(session.duties.filter(part=Part.FACILITATOR).values_list("person", flat=True))
        away = {key: each.state for key, each in away_at(session, hosts.values("pk")).items()}
        told = {"taken": _("%(person)s (not free then)"), "partly": _("%(person)s (free for a part only)")}
        # Whoever is there for a part of the day gets tables in the rounds of that part.
        self.fields["facilitators"].initial = sorted(key for key in on_duty if away.get(key) != "taken")
        self.fields["facilitators"].label_from_instance = lambda person: (
            told.get(away.get(person.pk, ""), "%(person)s") % {"person": person}
        )
        present = [person for person in members if person.pk not in absent]
        self.fields["expected"].initial = [person.pk for person in present]
        self.fields["rounds"].initial = 3
        self.fields["tables"].initial = max(1, round(len(present) / USUAL_SIZE))
        categories = sorted({name for person in members for name in person.values})
        self.rooms = rooms_of(session)
        for room in self.rooms if len(self.rooms) > 1 else []:
            self.fields[f"room_{room.pk}"] = forms.IntegerField(
                label=_("Tables in %(room)s") % {"room": room},
                required=False,
                min_value=0,
                max_value=MOST_TABLES,
                widget=forms.NumberInput(attrs=_NARROW),
            )
        places = [_("Most important"), _("Then"), _("Then"), _("Then")]
        for number in range(min(len(categories), MOST_CATEGORIES)):
            self.fields[f"category_{number}"] = forms.ChoiceField(
                label=places[number],
                required=False,
                choices=[("", _("nothing more")), *[(name, name) for name in categories]],
                initial=categories[number],
            )

    def room_fields(self) -> list[forms.BoundField]:
        """Return the numbers of tables by room."""
        return [self[name] for name in self.fields if name.startswith("room_")]

    def category_fields(self) -> list[forms.BoundField]:
        """Return the categories to balance, the weightiest first."""
        return [self[name] for name in self.fields if name.startswith("category_")]

    def clean(self) -> dict[str, Any]:
        """Check that there are places for all, and that the rooms hold as many tables as there are."""
        given = super().clean()
        tables, expected = given.get("tables"), given.get("expected")
        if tables and expected is not None:
            if given.get("most") and given["most"] * tables < len(expected):
                self.add_error(
                    "most",
                    _("%(tables)s tables of %(most)s are too few places for %(people)s people.")
                    % {"tables": tables, "most": given["most"], "people": len(expected)},
                )
            if tables > len(expected):
                self.add_error("tables", _("There are more tables than people."))
        by_room = [given.get(field.name) or 0 for field in self.room_fields()]
        if tables and any(by_room) and sum(by_room) != tables:
            self.add_error(
                "tables",
                _("The rooms hold %(held)s tables together, not %(tables)s.")
                % {"held": sum(by_room), "tables": tables},
            )
        return given

    def wanted(self, seed: int) -> PlanSettings:
        """Return the settings, once the form is valid."""
        given = self.cleaned_data
        people, tables = len(given["expected"]), given["tables"]
        capacity = given["most"] or -(-people // tables)
        rooms = self._room_of_each_table(tables)
        chosen = [given[field.name] for field in self.category_fields()]
        return PlanSettings(
            rounds=given["rounds"],
            categories=tuple(dict.fromkeys(name for name in chosen if name)),
            tables=tuple(
                TableWanted(
                    number,
                    capacity,
                    min(people // tables, capacity),
                    room.pk if room else None,
                    tuple(room.features) if room else (),
                )
                for number, room in enumerate(rooms, start=1)
            ),
            expected=tuple(sorted(person.pk for person in given["expected"])),
            facilitators=tuple(person.pk for person in given["facilitators"]),
            seed=seed,
        )

    def _room_of_each_table(self, tables: int) -> list[Any]:
        if len(self.rooms) == 1:
            return self.rooms * tables
        by_room = [self.cleaned_data.get(f"room_{room.pk}") or 0 for room in self.rooms]
        if not any(by_room):
            return [None] * tables
        return [room for room, number in zip(self.rooms, by_room, strict=True) for _table in range(number)]


class RuleForm(forms.Form):
    """Who sits together or apart, why, and in which sessions."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is asked"), choices=RuleKind.choices, widget=forms.RadioSelect
    )
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least two people.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy(
            "Read by organisers and session staff alone, never by facilitators or members."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    since = forms.ModelChoiceField(
        label=gettext_lazy("From session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=gettext_lazy("the first"),
    )
    until = forms.ModelChoiceField(
        label=gettext_lazy("To session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=gettext_lazy("the last"),
    )

    def __init__(
        self, *args: Any, assembly: Assembly, rule: SeatingRule | None = None, **kwargs: Any
    ) -> None:
        if rule is not None:
            kwargs["initial"] = {
                "kind": rule.kind,
                "people": [person.pk for person in rule.people.all()],
                "reason": rule.reason,
                "since": rule.since_id,
                "until": rule.until_id,
            }
        super().__init__(*args, **kwargs)
        named = rule.people.values("pk") if rule else Person.objects.none().values("pk")
        members = Person.objects.members().filter(assembly=assembly)
        self.fields["people"].queryset = members.here() | members.filter(pk__in=named)
        for name in ("since", "until"):
            self.fields[name].queryset = sessions_of(assembly)

    def clean_people(self) -> Any:
        """Two people at least."""
        people = self.cleaned_data["people"]
        if len(people) < 2:
            raise forms.ValidationError(_("Choose at least two people."))
        return people


class MoveForm(forms.Form):
    """Who changes place in which round: to a table, or with somebody."""

    round = forms.IntegerField(min_value=1)
    person = forms.IntegerField()
    table = forms.IntegerField(required=False)
    partner = forms.IntegerField(required=False)
    version = forms.IntegerField(required=False)


class MissingForm(forms.Form):
    """Who is missing, who came without a place, which facilitators are away, and from which round on."""

    missing = forms.TypedMultipleChoiceField(coerce=int, required=False)
    arrived = forms.TypedMultipleChoiceField(coerce=int, required=False)
    away = forms.TypedMultipleChoiceField(coerce=int, required=False)
    away_in_part = forms.TypedMultipleChoiceField(coerce=int, required=False)
    """Those who are away in the rounds of which that is known, and there in the others."""
    from_round = forms.TypedChoiceField(coerce=int)
    version = forms.IntegerField(required=False)

    def __init__(
        self,
        *args: Any,
        seated: Sequence[int],
        unseated: Sequence[int],
        hosts: Sequence[int],
        hosts_in_part: Collection[int],
        rounds: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"].choices = [(key, key) for key in seated]
        self.fields["arrived"].choices = [(key, key) for key in unseated]
        self.fields["away"].choices = [(key, key) for key in hosts]
        self.fields["away_in_part"].choices = [(key, key) for key in hosts_in_part]
        self.fields["from_round"].choices = [(number, number) for number in range(1, rounds + 1)]

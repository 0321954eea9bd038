"""The form of an agenda item: what it is, who takes part, what it needs, what it must come after."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import AccessFeature, PersonKind
from assembly.models import Assembly, Person, User
from scheduling.enums import ItemKind, Part, Phase, Position
from scheduling.models import AgendaItem
from scheduling.selectors.plan_people import accounts_to_choose, people_to_choose
from scheduling.services.plan_items import ItemFacts, PartOf

SPARE_ROWS = 3
"""Empty lines for people below those who take part already."""

FACT_FIELDS = (
    "title",
    "kind",
    "minutes",
    "description",
    "material",
    "staff_notes",
    "expected",
    "needs",
    "phase",
    "position",
    "needs_room",
    "is_fixed",
)


class ItemForm(forms.Form):
    """All of an item but its place. `version` is that of the item which the form showed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give it a name, as members will read it.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of item is it?"),
        choices=ItemKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a kind.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=5,
        max_value=1440,
        initial=30,
        error_messages={"required": gettext_lazy("Say how long it takes.")},
    )
    description = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Members read this in the programme."),
    )
    expected = forms.IntegerField(
        label=gettext_lazy("How many people will be in the room?"),
        min_value=0,
        max_value=32000,
        required=False,
        help_text=gettext_lazy(
            "Leave it empty for all members (plenary, break, table work), or for only those with a part (the rest)."
        ),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What must the room have?"),
        choices=AccessFeature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What members who are expected need is counted by itself. Tick what else."),
    )
    needs_room = forms.BooleanField(label=gettext_lazy("It needs a room"), required=False, initial=True)
    material = forms.CharField(
        label=gettext_lazy("What must be there?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A projector, flip charts, printed papers. Staff read this on the run sheet."),
    )
    phase = forms.ChoiceField(
        label=gettext_lazy("Phase"),
        choices=[("", gettext_lazy("That of its session")), *Phase.choices],
        required=False,
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Where does it stand on the question?"),
        choices=Position.choices,
        required=False,
        help_text=gettext_lazy("So that each session can hear all sides."),
    )
    after = forms.ModelMultipleChoiceField(
        label=gettext_lazy("It must come after"),
        queryset=AgendaItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_fixed = forms.BooleanField(
        label=gettext_lazy(
            "It stays where it is: nobody moves it by mistake, and no automatic placement does"
        ),
        required=False,
    )
    staff_notes = forms.CharField(
        label=gettext_lazy("Notes for staff"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Never shown to members."),
    )

    def __init__(self, *args: Any, assembly: Assembly, item: AgendaItem | None = None, **kwargs: Any) -> None:
        parts = [(str(slot.person_id), slot.part) for slot in item.slots.all()] if item else []
        if item is not None:
            kwargs["initial"] = {**initial_of(item), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        others = AgendaItem.objects.filter(assembly=assembly).order_by("starts_at", "title", "pk")
        self.fields["after"].queryset = others.exclude(pk=item.pk) if item else others
        self.people = {str(each.pk): each for each in people_to_choose(assembly, besides=_keys(parts))}
        self.accounts = {f"u{user.pk}": (user, kind) for user, kind in accounts_to_choose(assembly).items()}
        self.rows = self._count_rows(len(parts))
        choices = _people_choices(self.people, self.accounts)
        for row in range(self.rows):
            person, part = parts[row] if row < len(parts) else ("", "")
            self.fields[f"person_{row}"] = forms.ChoiceField(
                label=_("Person %(number)s") % {"number": row + 1},
                choices=choices,
                initial=person,
                required=False,
            )
            self.fields[f"part_{row}"] = forms.ChoiceField(
                label=_("What person %(number)s does") % {"number": row + 1},
                choices=Part.choices,
                initial=part or Part.SPEAKER,
                required=False,
            )

    def _count_rows(self, standing: int) -> int:
        """Return how many lines for people there are: those that were sent, or those that stand and some to spare."""
        sent = sum(1 for name in self.data if name.startswith("person_") and name[7:].isdigit())
        return min(max(standing + SPARE_ROWS, sent), 60)

    def people_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the lines for people: who, and what they do."""
        return [(self[f"person_{row}"], self[f"part_{row}"]) for row in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """Refuse somebody who stands on two lines."""
        cleaned: dict[str, Any] = super().clean() or {}
        seen: set[str] = set()
        for row in range(self.rows):
            who = cleaned.get(f"person_{row}")
            if who and who in seen:
                self.add_error(f"person_{row}", _("This person stands on another line already."))
            seen.add(who or "")
        return cleaned

    def facts(self) -> ItemFacts:
        """Return what was entered."""
        given = self.cleaned_data
        return ItemFacts(
            **{name: given[name] for name in FACT_FIELDS if name != "needs"},
            needs=tuple(given["needs"]),
            after=tuple(item.pk for item in given["after"]),
            parts=tuple(self._parts()),
        )

    def _parts(self) -> list[PartOf]:
        found = []
        for row in range(self.rows):
            who, part = self.cleaned_data.get(f"person_{row}"), self.cleaned_data.get(f"part_{row}")
            if who in self.people:
                found.append(PartOf(part or Part.SPEAKER, person=self.people[who]))
            elif who in self.accounts:
                user, kind = self.accounts[who]
                found.append(PartOf(part or Part.SPEAKER, account=user, kind=kind))
        return found


def initial_of(item: AgendaItem) -> dict[str, Any]:
    """Return what a form about an item shows."""
    return {
        **{name: getattr(item, name) for name in (*FACT_FIELDS, "version")},
        "after": list(item.after.values_list("pk", flat=True)),
    }


def _keys(parts: list[tuple[str, str]]) -> set[int]:
    return {int(key) for key, _part in parts}


def _people_choices(
    people: Mapping[str, Person], accounts: Mapping[str, tuple[User, PersonKind]]
) -> list[Any]:
    """Group whom one can choose by what they are; accounts of the team stand among staff and facilitators."""
    groups: list[Any] = [("", _("Nobody"))]
    for kind in (
        PersonKind.WITNESS,
        PersonKind.GUEST,
        PersonKind.FACILITATOR,
        PersonKind.STAFF,
        PersonKind.MEMBER,
    ):
        members = [(key, _name(each)) for key, each in people.items() if each.kind == kind]
        members += [(key, str(user)) for key, (user, as_kind) in accounts.items() if as_kind == kind]
        if members:
            groups.append((kind.label, members))
    return groups


def _name(person: Person) -> str:
    return f"{person} ({person.organisation})" if person.organisation else str(person)

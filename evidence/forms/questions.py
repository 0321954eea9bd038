"""Forms of members' questions."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.fields import DayField
from assembly.models import Assembly, Person
from evidence.enums import Way
from evidence.models import Question, Topic, Witness
from evidence.selectors.questions import sessions_to_ask, topics_to_ask, witnesses_to_ask
from evidence.services.questions import Asked
from scheduling.models import Session

BY_STAFF = [(way, way.label) for way in Way if way != Way.ONLINE]
MOST_ROWS = 30


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """What a member wants to know. `token` is made with the form, so that a double submit is one question."""

    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=2000,
        widget=_long(4),
        help_text=gettext_lazy("One question at a time is answered best."),
        error_messages={"required": gettext_lazy("Write your question.")},
    )
    session = forms.ModelChoiceField(
        label=gettext_lazy("About which session?"), queryset=Session.objects.none(), required=False
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("About which topic?"), queryset=Topic.objects.none(), required=False
    )
    witness = forms.ModelChoiceField(
        label=gettext_lazy("To whom?"),
        queryset=Witness.objects.none(),
        required=False,
        help_text=gettext_lazy("Leave it empty if you do not know: the team finds somebody."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions_to_ask(assembly)
        self.fields["topic"].queryset = topics_to_ask(assembly)
        self.fields["witness"].queryset = witnesses_to_ask(assembly)

    def asked(self, person: Person) -> Asked:
        """Return what was asked."""
        return Asked(asked_by=person, **self.cleaned_data)


class SheetForm(forms.Form):
    """What is the same of all questions on one sheet."""

    session = forms.ModelChoiceField(
        label=gettext_lazy("Session"), queryset=Session.objects.none(), required=False
    )
    table = forms.CharField(
        label=gettext_lazy("Table"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Where a table asks together."),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How did they come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how they came.")},
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions_to_ask(assembly)


class RowForm(forms.Form):
    """One question of a sheet; an empty row is passed over."""

    text = forms.CharField(label=gettext_lazy("Question"), max_length=2000, required=False, widget=_long(2))
    asked_by = forms.ChoiceField(label=gettext_lazy("Asked by"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, members: dict[str, Person], topics: dict[str, Topic], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self._members, self._topics = members, topics
        self.fields["asked_by"].choices = [("", "–"), *((key, _seat(who)) for key, who in members.items())]
        self.fields["topic"].choices = [("", "–"), *((key, str(each)) for key, each in topics.items())]

    def clean(self) -> dict[str, Any]:
        """Want words where somebody is named."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("asked_by") and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Write the question, or name nobody."))
        return cleaned


def _seat(person: Person) -> str:
    """Name a member as their badge does: whoever enters a sheet needs no family name."""
    called = person.called or str(person).split()[0]
    return _("Seat %(seat)s, %(called)s") % {"seat": person.seat_number, "called": called}


class SheetRows:
    """The rows of one sheet, with one query for members and one for topics however many rows there are."""

    def __init__(self, assembly: Assembly, count: int, data: Any = None) -> None:
        members = Person.objects.members().here().filter(assembly=assembly)
        self._members = {str(each.pk): each for each in members}
        self._topics = {str(each.pk): each for each in topics_to_ask(assembly)}
        self.forms = [
            RowForm(data, members=self._members, topics=self._topics, prefix=f"row{place}")
            for place in range(1, min(max(count, 1), MOST_ROWS) + 1)
        ]

    def is_valid(self) -> bool:
        """Whether every row is."""
        # Each is looked at, so that the errors of all are shown.
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    def asked(self, *, session: Session | None, table: str) -> list[Asked]:
        """Return the questions of the rows that hold one."""
        return [
            Asked(
                text=given["text"],
                token=given["token"],
                asked_by=self._members.get(given["asked_by"]),
                table=table,
                session=session,
                topic=self._topics.get(given["topic"]),
            )
            for given in (form.cleaned_data for form in self.forms)
            if given["text"].strip()
        ]


class WordForm(forms.Form):
    """A clearer wording."""

    wording = forms.CharField(
        label=gettext_lazy("Wording"),
        max_length=2000,
        required=False,
        widget=_long(3),
        help_text=gettext_lazy("What was asked is kept beside it. Leave it empty to use the words as asked."),
    )


class AboutForm(forms.Form):
    """What a question is about."""

    session = forms.ModelChoiceField(
        label=gettext_lazy("Session"), queryset=Session.objects.none(), required=False
    )
    topic = forms.ModelChoiceField(label=gettext_lazy("Topic"), queryset=Topic.objects.none(), required=False)

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions_to_ask(assembly)
        self.fields["topic"].queryset = topics_to_ask(assembly)


class MergeForm(forms.Form):
    """With which question another is put together."""

    into = forms.IntegerField(
        label=gettext_lazy("Number of the other question"),
        min_value=1,
        max_value=99_999,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
        error_messages={"required": gettext_lazy("Write the number of the other question.")},
    )

    def __init__(self, *args: Any, questions: QuerySet[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = questions

    def clean_into(self) -> Question:
        """Return the question that has the number."""
        found = self._questions.filter(number=self.cleaned_data["into"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no question with this number."))
        return found


class AssignForm(forms.Form):
    """To whom a question goes, and by when the answer is wanted."""

    witness = forms.ModelChoiceField(
        label=gettext_lazy("Witness"),
        queryset=Witness.objects.none(),
        error_messages={"required": gettext_lazy("Choose a witness.")},
    )
    due_on = DayField(
        label=gettext_lazy("Answer wanted by"),
        error_messages={"required": gettext_lazy("Give the day by which the answer is wanted.")},
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].queryset = witnesses_to_ask(assembly)


class ReasonForm(forms.Form):
    """Why something is decided, or asked again."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=_long(2),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )

    def __init__(self, *args: Any, label: Any = None, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class AnswerForm(forms.Form):
    """An answer of a witness."""

    text = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=10_000,
        widget=_long(8),
        error_messages={"required": gettext_lazy("Write the answer.")},
    )


class EnterAnswerForm(AnswerForm):
    """An answer that came on paper, by phone, in person or by e-mail."""

    way = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how the answer came.")},
    )
    field_order: Sequence[str] = ("way", "text")

"""Forms of recommendations, their themes, sources and comments."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from assembly.models import Assembly
from assembly.outcomes.models import RecommendationVersion, Theme
from assembly.outcomes.selectors.recommendations import PARTS, themes_of
from evidence.models import EvidenceItem
from evidence.selectors.items import readable_items
from scheduling.models import Session
from scheduling.selectors.sessions import sessions_of

_ROWS = {"text": 5, "rationale": 5, "conditions": 3, "cost_note": 2}


def long_text(rows: int) -> forms.Textarea:
    """Return a field of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class WordingForm(forms.ModelForm[RecommendationVersion]):
    """The parts of a recommendation's text."""

    class Meta:
        model = RecommendationVersion
        fields = PARTS
        widgets: ClassVar = {name: long_text(rows) for name, rows in _ROWS.items()}
        help_texts: ClassVar = {
            "text": gettext_lazy("What should be done, by whom, and by when."),
            "rationale": gettext_lazy("What the assembly heard and weighed."),
            "conditions": gettext_lazy("What must be kept in mind, or must not happen."),
        }
        error_messages: ClassVar = {
            "title": {"required": gettext_lazy("Give it a few words by which people know it.")},
            "text": {"required": gettext_lazy("Write what the assembly recommends.")},
        }

    def words(self) -> dict[str, str]:
        """Return the parts as they were typed, with the line ends of this house."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in PARTS}


class NewRecommendationForm(WordingForm):
    """An idea. `token` is made with the form, so that a double submit is one idea."""

    theme = forms.ModelChoiceField(label=gettext_lazy("Theme"), queryset=Theme.objects.none(), required=False)
    table = forms.CharField(
        label=gettext_lazy("Table"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("From where the idea came, if a table had it."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes_of(assembly)


class VersionForm(WordingForm):
    """The next version: `began_with` is the number of the one with which this began."""

    note = forms.CharField(label=gettext_lazy("What changed, in a sentence"), max_length=300, required=False)
    began_with = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @classmethod
    def beginning_with(cls, version: RecommendationVersion) -> "VersionForm":
        """Return the form that begins with a version."""
        return cls(initial={**version.words(), "began_with": version.number})


class ThemeForm(forms.ModelForm[Theme]):
    """What a theme is called, and the report's words before it."""

    class Meta:
        model = Theme
        fields = ("name", "introduction")
        widgets: ClassVar = {"introduction": long_text(4)}
        help_texts: ClassVar = {"introduction": gettext_lazy("The report begins the theme with these words.")}
        error_messages: ClassVar = {"name": {"required": gettext_lazy("Write a name.")}}


class SortForm(forms.Form):
    """Under which theme a recommendation stands."""

    theme = forms.ModelChoiceField(label=gettext_lazy("Theme"), queryset=Theme.objects.none(), required=False)

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes_of(assembly)


class _ItemChoice(forms.ModelChoiceField):
    """Evidence by number and title."""

    def label_from_instance(self, item: EvidenceItem) -> str:
        """Name an item as members know it."""
        return f"{item}: {item.shown.title}"


class SourceForm(forms.Form):
    """An evidence item that members read, or a session."""

    item = _ItemChoice(label=gettext_lazy("Evidence"), queryset=EvidenceItem.objects.none(), required=False)
    session = forms.ModelChoiceField(
        label=gettext_lazy("or session"), queryset=Session.objects.none(), required=False
    )
    note = forms.CharField(label=gettext_lazy("What it shows"), max_length=300, required=False)

    def __init__(self, *args: Any, assembly: Assembly, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = readable_items(assembly, now).order_by("number")
        self.fields["session"].queryset = sessions_of(assembly)


class CommentForm(forms.Form):
    """What a table said. `token` is made with the form, so that a double submit is one comment."""

    table = forms.CharField(
        label=gettext_lazy("Table"),
        max_length=40,
        error_messages={"required": gettext_lazy("Say which table.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=2000,
        widget=long_text(3),
        error_messages={"required": gettext_lazy("Write what the table said.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)


class SettleForm(forms.Form):
    """What became of a comment."""

    settlement = forms.CharField(
        label=gettext_lazy("What became of it"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say what became of it. The table wants to know.")},
    )


class ReasonForm(forms.Form):
    """Why something is decided; `required` where it has to be said."""

    def __init__(
        self, *args: Any, required: bool = True, help_text: Any = "", longest: int = 500, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("Reason"),
            max_length=longest,
            required=required,
            help_text=help_text,
            widget=long_text(2),
            error_messages={"required": gettext_lazy("Say why.")},
        )

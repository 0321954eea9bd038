"""Forms of publishing: which sessions go along, what changed, who is written to."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly, MessageTemplate
from scheduling.models import ProgrammeVersion, Session
from scheduling.selectors.programme import draft_sessions, versions_of
from scheduling.services.programme_notices import AUDIENCE, version_known


class _SessionChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Session) -> str:
        """Name a session with its title."""
        return f"{obj}: {obj.title}"


class ChosenSessionsForm(forms.Form):
    """Which of the sessions that were never published go along; all of them unless somebody says otherwise."""

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = draft_sessions(assembly)
        self.fields["session"] = _SessionChoices(
            label=gettext_lazy("Sessions that are not published yet"),
            queryset=Session.objects.filter(pk__in=[session.pk for session in drafts]),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext_lazy("Those that you leave out stay plans that only the team sees."),
        )
        self.fields["session"].initial = [session.pk for session in drafts]
        self.has_choice = bool(drafts)

    def chosen(self) -> list[int]:
        """Return the keys of the chosen sessions."""
        if self.is_bound and self.is_valid():
            return sorted(session.pk for session in self.cleaned_data["session"])
        return list(self.fields["session"].initial)


class PublishForm(forms.Form):
    """What changed, and which state of the plan somebody has read."""

    note = forms.CharField(
        label=gettext_lazy("What changed, in a sentence"),
        max_length=300,
        help_text=gettext_lazy(
            "Everybody who reads the programme sees it, for good: name no private person. For example: “The talk on "
            "stoves moved to the afternoon.”"
        ),
        error_messages={"required": gettext_lazy("Write in a sentence what changed.")},
    )


class CompareForm(forms.Form):
    """Two versions to hold against each other."""

    before = forms.ChoiceField(label=gettext_lazy("From"))
    after = forms.ChoiceField(label=gettext_lazy("To"))

    def __init__(self, *args: Any, versions: list[ProgrammeVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].choices = [(str(each.number), str(each)) for each in versions]


class NoticesForm(forms.Form):
    """What people are taken to know already, and in which words they are told."""

    since = forms.ChoiceField(label=gettext_lazy("They know"), required=False)
    template = forms.ModelChoiceField(
        label=gettext_lazy("Words"),
        queryset=MessageTemplate.objects.none(),
        required=False,
        empty_label=gettext_lazy("The house’s own words"),
    )

    def __init__(self, *args: Any, version: ProgrammeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = list(versions_of(version.assembly).filter(number__lt=version.number))
        self.versions = {str(each.number): each for each in earlier}
        self.fields["since"].choices = [
            *((number, str(each)) for number, each in self.versions.items()),
            ("", _("nothing yet")),
        ]
        known = version_known(version)
        self.fields["since"].initial = str(known.number) if known else ""
        templates = MessageTemplate.objects.filter(assembly=version.assembly, audience=AUDIENCE)
        self.fields["template"].queryset = templates
        if first := templates.order_by("pk").first():
            self.fields["template"].initial = first.pk
            self.fields["template"].empty_label = None

    def since_version(self) -> ProgrammeVersion | None:
        """Return the version that people know."""
        if self.is_bound and self.is_valid():
            return self.versions.get(self.cleaned_data["since"])
        return self.versions.get(self.fields["since"].initial)

"""Forms of the final report."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assembly.outcomes.models import ReportVersion
from assembly.outcomes.services.reports import ReportWords


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """The report's own words; `revision` is that of the draft which the writer saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("In which its headings and the sentences about votes are written."),
    )

    class Meta:
        model = ReportVersion
        fields = ("title", "foreword", "method", "language")
        widgets = {  # noqa: RUF012
            "foreword": forms.Textarea(attrs={"rows": 8}),
            "method": forms.Textarea(attrs={"rows": 12}),
        }
        help_texts = {  # noqa: RUF012
            "method": _(
                "Who took part, how evidence was heard, how texts were written. An empty line parts."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision if self.instance.pk else 0

    def words(self) -> ReportWords:
        """Return what was written."""
        return ReportWords(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class PublishForm(forms.Form):
    """Publish the report: what was corrected, and that nobody wished to write a minority statement."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What was corrected, in a sentence"),
        max_length=300,
        help_text=_("Everybody reads it beside the report."),
    )
    has_seen_remarks = forms.BooleanField(
        label=_("Those who voted against were asked, and nobody wished to write a statement."),
    )

    def __init__(self, *args: Any, report: ReportVersion, has_remarks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", report.revision)
        if report.number == 1:
            del self.fields["note"]
        if not has_remarks:
            del self.fields["has_seen_remarks"]

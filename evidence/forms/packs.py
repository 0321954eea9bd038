"""Forms of packs, deliveries, and of those who read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.enums import PackPrint, PackWay
from evidence.models import EvidenceItem, Pack, PrivateNote
from evidence.selectors.packs import addable_items, title_of
from evidence.services.packs import PackWords


class RevisionForm(forms.Form):
    """Carries the revision that its reader saw, so that a stale form is noticed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class WordsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Title, introduction and language of a pack."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Pack
        fields = ("title", "intro", "language")
        widgets = {"intro": forms.Textarea(attrs={"rows": 5})}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "intro": _("Stands before the papers: what they are about, what to read first."),
            "language": _("A code such as en, cy or pl: what the cover and the contents are written in."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["revision"].initial = self.instance.revision

    def words(self) -> PackWords:
        """Return what was written."""
        return PackWords(**{name: self.cleaned_data[name] for name in ("title", "intro", "language")})


class AddForm(RevisionForm):
    """Choose papers to add."""

    items = forms.ModelMultipleChoiceField(
        EvidenceItem.objects.none(), label=_("Papers"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", pack.revision)
        found = addable_items(pack)
        field = self.fields["items"]
        field.queryset = EvidenceItem.objects.filter(pk__in=[item.pk for item in found])
        field.choices = [
            (item.pk, f"{item.number}. {title_of(item)} ({item.get_state_display()})") for item in found
        ]


class IssueForm(RevisionForm):
    """Issue a pack; from the second version on somebody says what changed.

    `after` is the number of the version that the page knew as the last one, so that a double submit is one version.
    """

    after = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What changed, in a sentence"),
        max_length=300,
        required=False,
        help_text=_("Members read it on the cover and on the page."),
    )
    tell = forms.BooleanField(
        label=_("Write messages to members who read on a screen"),
        required=False,
        initial=True,
        help_text=_("They wait as drafts until somebody has reviewed them and lets them go."),
    )

    def __init__(self, *args: Any, pack: Pack, after: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", pack.revision)
        self.initial.setdefault("after", after)
        if not after:
            del self.fields["note"]


class WishForm(forms.Form):
    """How somebody wishes to get packs."""

    way = forms.ChoiceField(label=_("How"), choices=PackWay.choices, widget=forms.RadioSelect)
    size_of_print = forms.ChoiceField(label=_("Print"), choices=PackPrint.choices, widget=forms.RadioSelect)


class NoteForm(forms.Form):
    """A private note; emptied, it is removed."""

    text = forms.CharField(
        label=_("Your note"),
        required=False,
        max_length=PrivateNote._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only you can read it; the team cannot. Empty it to remove it."),
    )

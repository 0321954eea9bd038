"""Forms that take targets over, and that keep them as a template."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sortition.models import TargetsTemplate
from sortition.selectors.targets_copies import Source


class CopyForm(forms.Form):
    """Choose whose targets to take over."""

    source = forms.ChoiceField(
        label=gettext_lazy("Take over from"),
        help_text=gettext_lazy(
            "Quotas are taken over where the number of seats is the same; otherwise only categories, values and shares,"
            " from which quotas can be filled."
        ),
    )

    def __init__(
        self, *args: Any, assemblies: Sequence[Source], templates: Sequence[Source], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {source.key: source for source in (*assemblies, *templates)}
        groups = [
            (_("Templates"), [(each.key, _label(each)) for each in templates]),
            (_("Assemblies"), [(each.key, _label(each)) for each in assemblies]),
        ]
        self.fields["source"].choices = [("", _("Choose one")), *(group for group in groups if group[1])]


def _label(source: Source) -> str:
    words = {"name": source.name, "seats": source.seats}
    return ngettext("%(name)s, %(seats)s seat", "%(name)s, %(seats)s seats", source.seats) % words


class TemplateForm(forms.Form):
    """A name for the targets as they stand."""

    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        max_length=TargetsTemplate._meta.get_field("name").max_length,
        help_text=gettext_lazy(
            "A template keeps categories, values, shares and quotas. Whoever can see this assembly’s targets can take"
            " it. The same name again replaces it."
        ),
    )

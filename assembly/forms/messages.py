"""Forms about messages."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.audiences import audience_of, audiences
from assembly.enums import MailingChannel, MessageState
from assembly.errors import PlaceholderUnknown
from assembly.forms.fields import DayField
from assembly.gateways import has_sms_gateway
from assembly.models import Assembly, Mailing, MessageTemplate
from assembly.services.mailings import check_placeholders


class TemplateForm(forms.ModelForm[MessageTemplate]):
    """A template; its placeholders are checked against its audience."""

    class Meta:
        model = MessageTemplate
        fields = ("name", "audience", "subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}  # noqa: RUF012 (Django's own form)
        help_texts = {  # noqa: RUF012
            "name": gettext_lazy("For the team; recipients do not see it."),
            "subject": gettext_lazy("Text messages go out without it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.key, each.label) for each in audiences()]
        self.fields["audience"] = forms.ChoiceField(label=gettext_lazy("Audience"), choices=choices)
        known = {name: label for each in audiences() for name, label in each.placeholders.items()}
        listed = ", ".join(f"{{{{ {name} }}}} ({label})" for name, label in known.items())
        self.fields["body"].help_text = _("Placeholders: %(listed)s.") % {"listed": listed}

        self.languages = self._other_languages()
        for code, language in self.languages.items():
            label = {"language": language}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject in %(language)s") % label, max_length=200, required=False
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text in %(language)s") % label,
                max_length=10_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 12}),
                help_text=_("For people who chose this language; all others get the text above."),
            )

    def _other_languages(self) -> dict[str, str]:
        """Return name by code of the languages beside the installation's own, and give the words that there are."""
        texts = {each.language: each for each in self.instance.texts.all()} if self.instance.pk else {}
        for code, each in texts.items():
            self.initial |= {f"subject_{code}": each.subject, f"body_{code}": each.body}
        names = dict(settings.LANGUAGES)
        return {
            code: str(names.get(code, code)) for code in {**names, **texts} if code != settings.LANGUAGE_CODE
        }

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return (subject, text) in the other languages, as far as there are any."""
        given = self.cleaned_data
        words = {code: (given[f"subject_{code}"], given[f"body_{code}"]) for code in self.languages}
        return {code: each for code, each in words.items() if all(each)}

    def clean(self) -> dict[str, Any]:
        """Check placeholders and the name, which is unique in the assembly; a language has both texts or none."""
        given = super().clean() or {}
        other = [f"{name}_{code}" for code in self.languages for name in ("subject", "body")]
        for name in ("subject", "body", *other):
            try:
                check_placeholders(given.get(name, ""), given.get("audience") or audiences()[0].key)
            except PlaceholderUnknown as refused:
                self.add_error(name, str(refused))
        for code in self.languages:
            subject, body = given.get(f"subject_{code}"), given.get(f"body_{code}")
            if bool(subject) != bool(body):
                missing = "subject" if body else "body"
                self.add_error(f"{missing}_{code}", _("Write both in this language, or neither."))
        same = MessageTemplate.objects.filter(assembly=self.instance.assembly, name=given.get("name", ""))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("Another template has this name."))
        return given


def channel_field() -> forms.ChoiceField:
    """Return the question by which way a mailing goes out; text messages only where a gateway takes them."""
    choices = [
        choice for choice in MailingChannel.choices if choice[0] != MailingChannel.SMS or has_sms_gateway()
    ]
    return forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=choices,
        widget=forms.RadioSelect,
        initial=MailingChannel.PREFERRED,
        error_messages={"required": gettext_lazy("Choose how the messages go out.")},
    )


class MailingForm(forms.Form):
    """Which template goes to which part of its audience."""

    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"), queryset=MessageTemplate.objects.none(), empty_label=None
    )
    part = forms.ChoiceField(label=gettext_lazy("To"))
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The highest number of a mailing when the form was shown, so that a double submit is one mailing."""

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        last = Mailing.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
        kwargs.setdefault("initial", {}).setdefault("after", last)
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = MessageTemplate.objects.filter(assembly=assembly)
        self.fields["part"].choices = [(each.label, list(each.filters.items())) for each in audiences()]
        self.fields["channel"] = channel_field()

    def clean(self) -> dict[str, Any]:
        """Refuse a part that the template's audience does not have."""
        given = super().clean() or {}
        template = given.get("template")
        if template and given.get("part") not in audience_of(template.audience).filters:
            self.add_error("part", _("This template is written for other people."))
        return given


class ChosenPeopleForm(forms.Form):
    """Which template goes to people who were chosen one by one, and how."""

    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"), queryset=MessageTemplate.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, assembly: Assembly, audience: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = MessageTemplate.objects.filter(
            assembly=assembly, audience=audience
        )
        self.fields["channel"] = channel_field()

    def has_template(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.fields["template"].queryset.exists())


class OutboxFilterForm(forms.Form):
    """Narrow the outbox by state and words."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *MessageState.choices],
    )
    words = forms.CharField(label=gettext_lazy("Name or address"), required=False, max_length=100)


class SenderForm(forms.Form):
    """What stands beside the team's name on letters."""

    sender = forms.CharField(
        label=gettext_lazy("How to reach the team"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        help_text=gettext_lazy("Address and phone number, one line each. They are printed on each letter."),
        error_messages={"required": gettext_lazy("Write how people can reach you.")},
    )


class PostedForm(forms.Form):
    """When letters were posted."""

    posted_on = DayField(
        label=gettext_lazy("Posted on"),
        error_messages={"required": gettext_lazy("Write the day on which the letters were posted.")},
    )

"""The form of a topic."""

from django import forms
from django.utils.translation import gettext_lazy

from evidence.models import Topic


class TopicForm(forms.ModelForm[Topic]):
    """What a topic is called, and what belongs to it."""

    class Meta:
        model = Topic
        fields = ("title", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}  # noqa: RUF012
        error_messages = {"title": {"required": gettext_lazy("Write a title.")}}  # noqa: RUF012

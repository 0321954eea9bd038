"""How reading of lists with names is told in the record."""

from django.utils.translation import gettext_lazy as _

from assembly.record import register_event_sentences

register_event_sentences(
    {
        "survey.list_read": _("%(actor)s read who was asked in a survey: %(purpose)s"),
        "welfare.list_read": _("%(actor)s read who agreed to a welfare call: %(purpose)s"),
    }
)

"""What was changed of a respondent, beside the record: readable only by those who may read respondents."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.models import AuditEvent
from sortition.models.pool import Respondent


class RespondentChange(models.Model):
    """What one event of the record changed of one respondent.

    The record itself holds no personal data of respondents: oversight reads it. An event that concerns many people
    has one of these for each of them. `before` and `after` hold fields by name, answers as "category:<pk>" with the
    value's name; people who were only brought in have neither.
    """

    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="respondent_changes")
    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="changes", db_index=False)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("change of a respondent")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["respondent", "event"], name="change_one_per_event"),
        ]

    def __str__(self) -> str:
        return f"{self.respondent}: {', '.join(self.after)}"

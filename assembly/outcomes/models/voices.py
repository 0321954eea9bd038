"""What members say back to answers: ratings and concerns."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Person
from assembly.outcomes.enums_responses import CONCERN_TONES, ConcernKind, ConcernState
from assembly.outcomes.models.responses import FormalResponse, ResponseVersion
from evidence.enums import Way


class ResponseRating(models.Model):
    """A member's score of one published version of an answer. Who gave it nobody reads; the counts are published."""

    version = models.ForeignKey(ResponseVersion, models.PROTECT, related_name="ratings")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="response_ratings"
    )
    score = models.PositiveSmallIntegerField(_("score from 0 to 10"))
    counted = models.JSONField(default=list)
    """As what it stood in each count that was published, from the first; null where it was not there yet."""
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    rated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rating of an answer")
        ordering: ClassVar = ["version", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "person"],
                condition=Q(person__isnull=False),
                name="rating_once_for_a_member",
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=10), name="rating_score"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.score}"


class Concern(models.Model):
    """A request for clarification or a disagreement. The team passes it on; the body's next version answers it."""

    response = models.ForeignKey(FormalResponse, models.PROTECT, related_name="concerns")
    version = models.ForeignKey(ResponseVersion, models.PROTECT, related_name="concerns")
    """The version that it is about."""
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=13, choices=ConcernKind.choices)
    state = models.CharField(
        _("state"), max_length=9, choices=ConcernState.choices, default=ConcernState.RAISED
    )
    text = models.TextField(_("what is unclear, or why you disagree"), max_length=2000)
    supporters = models.PositiveIntegerField(_("how many members say so"), default=1)
    raised_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="concerns")
    """For the team alone: the authority and the public read the words."""
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one concern."""
    raised_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    passed_on_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("why it was set aside"), max_length=500, blank=True)
    answered_in = models.ForeignKey(
        ResponseVersion, models.PROTECT, null=True, blank=True, related_name="answers_concerns"
    )

    class Meta:
        verbose_name = _("concern")
        ordering: ClassVar = ["response", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "number"], name="concern_number_unique"),
            models.CheckConstraint(condition=Q(kind__in=ConcernKind.values), name="concern_kind"),
            models.CheckConstraint(condition=Q(state__in=ConcernState.values), name="concern_state"),
            models.CheckConstraint(condition=Q(supporters__gte=1), name="concern_has_supporters"),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(reason=""), name="concern_set_aside_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_in__isnull=False)
                | (~Q(state="answered") & Q(answered_in=None)),
                name="concern_answered_in_a_version",
            ),
        ]

    def __str__(self) -> str:
        return _now("%(kind)s %(number)s") % {"kind": self.get_kind_display(), "number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return CONCERN_TONES.get(ConcernState(self.state), "")

"""Topics, witnesses, and what witnesses agreed to have made public."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, Person
from evidence.enums import (
    WITNESS_TONES,
    Gender,
    OrganisationKind,
    ProposedBy,
    ReleaseScope,
    Way,
    WitnessKind,
    WitnessState,
)
from scheduling.enums import Position


class Topic(models.Model):
    """One part of the assembly's question, on which evidence is heard. Balance is looked at topic by topic."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="topics")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("what belongs to it"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("topic")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="topic_number_unique"),
            models.UniqueConstraint(fields=["assembly", "title"], name="topic_title_unique"),
        ]

    def __str__(self) -> str:
        return self.title


class Witness(models.Model):
    """The file about somebody who gives evidence, or was proposed to.

    Name and address are the directory's own; from the invitation on a ground-floor `Person` is kept in step with
    them (`origin_kind` "witness"), which can stand in a programme and sign in.
    """

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="witnesses")
    number = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=12, choices=WitnessState.choices, default=WitnessState.PROPOSED
    )
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="witness", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=12, choices=OrganisationKind.choices, blank=True
    )
    kind = models.CharField(_("speaks as"), max_length=12, choices=WitnessKind.choices)
    expertise = models.CharField(_("what they know about"), max_length=300, blank=True)
    position = models.CharField(
        _("position"), max_length=8, choices=Position.choices, blank=True, default=Position.NONE
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender.choices, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="witnesses", verbose_name=_("topics"))
    proposed_by = models.CharField(_("proposed by"), max_length=10, choices=ProposedBy.choices)
    proposer = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="witnesses_proposed"
    )
    """The member who proposed them, where it was one."""
    proposer_name = models.CharField(_("name of who proposes"), max_length=200, blank=True)
    proposer_contact = models.CharField(_("address of who proposes"), max_length=254, blank=True)
    why = models.TextField(_("why members should hear them"), max_length=2000, blank=True)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one proposal."""
    decision_reason = models.TextField(_("reason of the decision"), max_length=2000, blank=True)
    """Why they were shortlisted or not; whoever proposed them reads it."""
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    """The last time, so that an invitation without an answer is noticed."""
    interests = models.TextField(_("declared interests"), max_length=3000, blank=True)
    has_no_interests = models.BooleanField(_("declares to have none"), default=False)
    interests_at = models.DateTimeField(_("declared"), null=True, blank=True)
    interests_way = models.CharField(
        _("how they were declared"), max_length=8, choices=Way.choices, blank=True
    )
    staff_notes = models.TextField(_("notes for staff"), max_length=3000, blank=True)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("witness")
        verbose_name_plural = _("witnesses")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="witness_number_unique"),
            models.CheckConstraint(condition=Q(state__in=WitnessState.values), name="witness_state"),
            models.CheckConstraint(condition=Q(kind__in=WitnessKind.values), name="witness_kind"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="witness_position"),
            models.CheckConstraint(
                condition=Q(proposed_by__in=ProposedBy.values), name="witness_proposed_by"
            ),
            # Whoever is invited can stand in a programme.
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "shortlisted", "not_chosen"])
                | Q(person__isnull=False)
                | Q(erased_at__isnull=False),
                name="witness_invited_is_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_chosen") | ~Q(decision_reason=""), name="witness_refusal_says_why"
            ),
            models.CheckConstraint(
                condition=Q(interests_at=None, interests="", has_no_interests=False)
                | Q(interests_at__isnull=False, has_no_interests=True, interests="")
                | Q(interests_at__isnull=False, has_no_interests=False) & ~Q(interests="")
                | Q(erased_at__isnull=False),
                name="witness_interests_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Witness %(number)s") % {"number": self.number})

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return WITNESS_TONES.get(WitnessState(self.state), "")


class Release(models.Model):
    """A witness's agreement that something of theirs is made public, and its end where it was taken back."""

    witness = models.ForeignKey(Witness, models.CASCADE, related_name="releases")
    scope = models.CharField(_("what"), max_length=10, choices=ReleaseScope.choices)
    agreed_at = models.DateTimeField(_("agreed"))
    way = models.CharField(_("how"), max_length=8, choices=Way.choices)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf = models.CharField(
        _("who agreed on their behalf, and why they may"), max_length=300, blank=True
    )
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("release agreement")
        ordering: ClassVar = ["-agreed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(scope__in=ReleaseScope.values), name="release_scope"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="release_way"),
            models.UniqueConstraint(
                fields=["witness", "scope"], condition=Q(ended_at=None), name="release_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="release_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.witness}: {self.get_scope_display()}"

"""Secret votes: who has had their turn, codes that nobody has yet, sealed votes, and receipts.

No row of these tables has a time, and none of a vote leads to a person. Everything is made in one transaction at the
opening; from then on every write rewrites all rows of its table alike, so that no row is newer than another.
docs/ballot-protocol.md says what this protects against, and what not.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Person
from assembly.outcomes.enums import VotingWay
from assembly.outcomes.models.votes import Ballot, BallotQuestion


class VoterTurn(models.Model):
    """One who may vote in a secret ballot, and how they took their turn. Whether they then voted nobody knows."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="turns")
    person = models.ForeignKey(Person, models.CASCADE, related_name="voter_turns")
    how = models.CharField(_("how they vote"), max_length=5, choices=VotingWay.choices, blank=True)
    """Blank until they took a code, a slip or a paper."""
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who of the team gave it to them; None where they took it themselves."""

    class Meta:
        verbose_name = _("turn of a voter")
        ordering: ClassVar = ["ballot", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "person"], name="voter_turn_once"),
            models.CheckConstraint(condition=Q(how__in=["", *VotingWay.values]), name="voter_turn_how"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot}: {self.person}"


class UnissuedCode(models.Model):
    """A voting code that nobody has yet; given out, it is deleted. It does not vote while it stands here."""

    code = models.CharField(max_length=16, primary_key=True)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="unissued_codes")

    class Meta:
        verbose_name = _("voting code that nobody has yet")

    def __str__(self) -> str:
        return str(self.ballot)


class BallotKeys(models.Model):
    """The secret with which codes are sealed while the vote is open; deleted when it closes."""

    ballot = models.OneToOneField(Ballot, models.CASCADE, primary_key=True, related_name="keys")
    secret = models.BinaryField()

    class Meta:
        verbose_name = _("keys of a ballot")

    def __str__(self) -> str:
        return str(self.ballot)


class SealedVote(models.Model):
    """One vote on one question. While the vote is open also what a code has not voted yet, as a blank choice.

    `key` is the sealed code, and a random number from the closing on. `choice` is as in `CountLine`, or `abstain` or
    `blank`.
    """

    key = models.CharField(max_length=64, primary_key=True)
    question = models.ForeignKey(BallotQuestion, models.CASCADE, related_name="sealed_votes")
    choice = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("sealed vote")

    def __str__(self) -> str:
        return str(self.question)


class VoteReceipt(models.Model):
    """A word of chance by which whoever voted finds that their vote is among those counted; it leads to no vote."""

    key = models.CharField(max_length=64, primary_key=True)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="receipts")
    receipt = models.CharField(max_length=16)
    is_counted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("receipt of a vote")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "receipt"], name="vote_receipt_once"),
        ]

    def __str__(self) -> str:
        return self.receipt


class Reconciliation(models.Model):
    """What was given out in a secret ballot and what came back: numbers alone, and why they differ where they do."""

    ballot = models.OneToOneField(Ballot, models.CASCADE, primary_key=True, related_name="reconciliation")
    eligible = models.PositiveIntegerField(_("may vote"))
    codes = models.PositiveIntegerField(_("codes made"))
    slips_printed = models.PositiveIntegerField(_("sealed slips printed"), default=0)
    own = models.PositiveIntegerField(_("codes taken signed in"), default=0)
    desk = models.PositiveIntegerField(_("codes given at the desk"), default=0)
    slips = models.PositiveIntegerField(_("sealed slips drawn"), default=0)
    papers = models.PositiveIntegerField(_("ballot papers given out"), default=0)
    """These four, and the two below, are written when the vote closes."""
    unused_codes = models.PositiveIntegerField(_("codes that nobody was given"), default=0)
    cast = models.PositiveIntegerField(_("votes cast by code"), default=0)
    slips_returned = models.PositiveIntegerField(_("slips left over, unopened"), default=0)
    papers_in_urn = models.PositiveIntegerField(_("papers in the urn"), default=0)
    explanation = models.TextField(_("why numbers differ"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("reconciliation")

    def __str__(self) -> str:
        return str(self.ballot)

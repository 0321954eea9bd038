"""What draws and seats hold about people."""

from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, declare
from sortition.declarations import SELECTED, SELECTION
from sortition.enums import RESPONDENT_KIND
from sortition.models import Alternate, AlternateSet, Draw, DrawEntrant, DrawFile, DropoutRate, Seat

declare(
    # Witnesses and readers lend the draw their names: these are part of what is published, and stay.
    Declaration(
        Draw,
        impersonal=(
            "source",
            "witnesses",
            "void_rule",
            "frozen_hash",
            "readings",
            "value",
            "bundle_hash",
            "void_reason",
            "void_witnesses",
        ),
    ),
    # People stand in them by pseudonyms made for one draw.
    Declaration(DrawFile, impersonal=("frozen", "bundle", "seed")),
    Declaration(
        DrawEntrant,
        name=_("Openings of the draw"),
        personal=("reference", "salt"),
        sensitive=("values", "groups"),
        # Without the salt nobody can tell any more of whom the published commitment speaks.
        impersonal=("pseudonym",),
        purpose=_("To prove to volunteers and auditors that the draw was fair"),
        retention=SELECTED,
        rows={RESPONDENT_KIND: lambda pks: DrawEntrant.objects.filter(respondent__in=pks)},
        labels={
            "pseudonym": _("pseudonym in the draw"),
            "reference": _("id in the draw"),
            "salt": _("secret number that opens the commitment"),
            "values": _("answers that counted"),
            "groups": _("groups that counted"),
        },
    ),
    Declaration(
        Seat,
        name=_("Seats on the panel"),
        purpose=SELECTION,
        retention=SELECTED,
        rows={RESPONDENT_KIND: lambda pks: Seat.objects.filter(respondent__in=pks)},
        labels={"number": _("seat"), "state": _("state"), "offered_at": _("offered")},
    ),
    Declaration(
        Alternate,
        name=_("Alternates"),
        purpose=SELECTION,
        retention=SELECTED,
        rows={RESPONDENT_KIND: lambda pks: Alternate.objects.filter(respondent__in=pks)},
        labels={"rank": _("place among the alternates")},
    ),
    # What is expected of values, never of one person.
    Declaration(DropoutRate),
    Declaration(AlternateSet, impersonal=("rates", "error")),
)

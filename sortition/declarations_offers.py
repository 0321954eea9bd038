"""What offers, answers and calls hold about people."""

from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, declare
from sortition.declarations import SELECTED
from sortition.enums import RESPONDENT_KIND
from sortition.models import ContactAttempt, Offer, SeatingPolicy

OFFERING = _("To offer people their seats and take their answers")

declare(
    Declaration(SeatingPolicy, impersonal=("phone", "sender_lines", "link_base")),
    # Digests of what was drawn by chance: nobody is named by them.
    Declaration(
        Offer,
        name=_("Offers of seats"),
        personal=("reason",),
        impersonal=("token_digest", "code_digest"),
        purpose=OFFERING,
        retention=SELECTED,
        rows={RESPONDENT_KIND: lambda pks: Offer.objects.filter(seat__respondent__in=pks)},
        labels={"opened_at": _("offered"), "answered_at": _("answered")},
    ),
    Declaration(
        ContactAttempt,
        name=_("Calls and answers"),
        personal=("note",),
        purpose=OFFERING,
        retention=SELECTED,
        rows={RESPONDENT_KIND: lambda pks: ContactAttempt.objects.filter(seat__respondent__in=pks)},
    ),
)

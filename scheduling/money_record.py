"""How the record tells of honoraria, claims and payments: sums and numbers, never accounts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _claim_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("claim", args=[assembly.slug, number]) if isinstance(number, int) else None


def _payment_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("payment", args=[assembly.slug, number]) if isinstance(number, int) else None


register_event_kinds(
    {
        "money": gettext_lazy("Terms of payment"),
        "honorarium": gettext_lazy("Honoraria"),
        "claim": gettext_lazy("Expense claims"),
        "payment": gettext_lazy("Payments"),
        "payments": gettext_lazy("Payments"),
    }
)
register_object_links(
    {"expenseclaim": _claim_link, "payment": _payment_link}, permission="assembly.view_payments"
)
register_event_sentences(
    {
        "money.terms": gettext_lazy("%(actor)s changed the terms of payment"),
        "money.details": gettext_lazy("%(actor)s entered how somebody is paid"),
        "money.details_erased": ngettext_lazy(
            "%(actor)s erased the bank details of %(people)s person",
            "%(actor)s erased the bank details of %(people)s people",
            "people",
        ),
        "claim.receipts_erased": ngettext_lazy(
            "%(actor)s erased %(receipts)s receipt", "%(actor)s erased %(receipts)s receipts", "receipts"
        ),
        "honorarium.work_out": gettext_lazy("%(actor)s worked out the honoraria of session %(number)s"),
        "honorarium.approve_all": gettext_lazy(
            "%(actor)s approved honoraria of %(total)s for session %(number)s"
        ),
        "honorarium.approve": gettext_lazy("%(actor)s approved an honorarium of session %(number)s"),
        "honorarium.take_back": gettext_lazy("%(actor)s took back an approval for session %(number)s"),
        "honorarium.waive": gettext_lazy("%(actor)s decided not to pay an honorarium of session %(number)s"),
        "honorarium.restore": gettext_lazy(
            "%(actor)s decided to pay an honorarium of session %(number)s after all"
        ),
        "claim.submit": gettext_lazy("%(actor)s entered claim %(number)s of %(amount)s"),
        "claim.approve": gettext_lazy("%(actor)s granted %(granted)s for claim %(number)s"),
        "claim.query": gettext_lazy("%(actor)s asked about claim %(number)s"),
        "claim.answer": gettext_lazy("%(actor)s answered about claim %(number)s"),
        "claim.refuse": gettext_lazy("%(actor)s refused claim %(number)s"),
        "payment.make": ngettext_lazy(
            "%(actor)s made payment %(number)s of %(total)s %(currency)s to %(people)s person",
            "%(actor)s made payment %(number)s of %(total)s %(currency)s to %(people)s people",
            "people",
        ),
        "payment.settle": gettext_lazy("%(actor)s noted that payment %(number)s was paid"),
        "payment.cancel": gettext_lazy("%(actor)s cancelled payment %(number)s"),
        "payment.export": ngettext_lazy(
            "%(actor)s took the account of payment %(number)s, %(people)s person: %(purpose)s",
            "%(actor)s took the accounts of payment %(number)s, %(people)s people: %(purpose)s",
            "people",
        ),
        "payments.list_read": gettext_lazy("%(actor)s read who is paid what: %(purpose)s"),
    }
)

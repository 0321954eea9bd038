"""Amounts in templates."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from scheduling.models import MoneyTerms

register = template.Library()


@register.simple_tag
def money(amount: Decimal, terms: MoneyTerms) -> str:
    """Return an amount with its currency, in the language's order."""
    return _("%(amount)s %(currency)s") % {"amount": amount, "currency": terms.currency}

"""Amounts in templates."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scheduling.models import MoneyTerms, Payment

register = template.Library()


@register.simple_tag
def money(amount: Decimal, terms: MoneyTerms | Payment) -> str:
    """Return an amount with its currency, in the language's order."""
    shown = number_format(amount, decimal_pos=2, force_grouping=True)
    return _("%(amount)s %(currency)s") % {"amount": shown, "currency": terms.currency}

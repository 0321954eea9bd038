"""What was counted, in words: the number beside what it is of, and nothing finer than what was counted."""

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.evaluation.indicators import Days, Hidden, Measured, Share


def value_words(value: Measured | Hidden) -> str:
    """Return “9 of 12 (75 %)”, “7 days”, or what is said where few people are meant."""
    if isinstance(value, Hidden):
        return _hidden_words(value)
    if isinstance(value, Days):
        number = number_format(float(value.days), 0 if value.days.denominator == 1 else 1)
        # One and a half day is no single day, though it is nearer to one than to three.
        plural = 1 if value.days == 1 else 2
        return ngettext("%(number)s day", "%(number)s days", plural) % {"number": number}
    told = {"part": _number(value.part), "whole": _number(value.whole), "share": percent_words(value)}
    return _("%(part)s of %(whole)s (%(share)s)") % told


def percent_words(share: Share) -> str:
    """Return a share in whole percent; 0 % and 100 % are said of none and of all alone."""
    rounded = round(share.fraction * 100)
    if rounded == 0 and share.part:
        return _("under 1 %%") % {}
    if rounded == 100 and share.part < share.whole:
        return _("over 99 %%") % {}
    return _("%(number)s %%") % {"number": rounded}


def counted_words(value: Measured | Hidden) -> str:
    """Say how many were counted."""
    if isinstance(value, Hidden):
        if value.whole is None:
            return _("fewer than %(limit)s") % {"limit": value.limit}
        return _number(value.whole)
    return _number(value.n)


def _hidden_words(value: Hidden) -> str:
    if value.whole is None:
        return _("Too few people to say")
    if value.span is not None:
        return _span_words(*value.span, value.whole)
    if value.is_few:
        return _("fewer than %(limit)s of %(whole)s") % {"limit": value.limit, "whole": _number(value.whole)}
    least = value.whole - value.limit + 1
    return _("at least %(least)s of %(whole)s") % {"least": _number(least), "whole": _number(value.whole)}


def _span_words(low: int, high: int, whole: int) -> str:
    told = {"low": _number(low), "high": _number(high), "limit": _number(high + 1), "whole": _number(whole)}
    if low <= 1 and high >= whole - 1:
        return _("not shown")
    if low <= 1:
        return _("fewer than %(limit)s of %(whole)s") % told
    return _("%(low)s to %(high)s of %(whole)s") % told


def _number(number: int) -> str:
    return number_format(number, force_grouping=True)


def bar_width(value: Measured | Hidden) -> Fraction | None:
    """Return how much of a bar a share fills, from 0 to 100; None where there is no exact share to draw."""
    return value.fraction * 100 if isinstance(value, Share) else None

"""Template tags of the shared look."""

import math
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide as draw_icon

from assembly.sent_once import FIELD
from assembly.stages import Stage, StageStatus

register = template.Library()

# Below this a chance is rounded error of the solver, not a chance.
NO_CHANCE = 1e-9


@register.simple_tag
def lucide(name: str, *, size: int | None = None, **attributes: object) -> str:
    """Draw an icon, hidden from screen readers: words stand beside every icon."""
    return _drawn(name, size=size, **{"aria_hidden": "true", **attributes})


# The same few icons stand on every page, and each is made of a parsed picture.
_drawn = lru_cache(maxsize=512)(draw_icon)


@register.simple_tag
def slot(state: str, label: Any = "") -> SafeString:
    """Draw the slot shape; `label` is for those who cannot see it, unneeded where words stand beside it."""
    shape = format_html('<span class="slot" data-state="{}"></span>', state)
    if not label:
        return shape
    return format_html('{}<span class="visually-hidden">{}</span>', shape, label)


@register.simple_tag
def badge(label: Any, tone: str = "") -> SafeString:
    """Draw a state in one word; `tone` is "", active, good, warn, bad or plain."""
    if tone:
        return format_html('<span class="badge" data-tone="{}">{}</span>', tone, label)
    return format_html('<span class="badge">{}</span>', label)


@register.simple_tag(takes_context=True)
def own_card(context: template.Context, name: str, shown: dict[str, Any]) -> SafeString:
    """Draw a card of somebody's own page: its template, with the page's context and the card's own."""
    with context.push(**shown):
        return context.template.engine.get_template(name).render(context)


@register.simple_tag
def sent_once() -> SafeString:
    """Write a form's own token, so that it writes once however often it is sent (assembly/sent_once.py)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())


@register.simple_tag
def amount_in(amount: Decimal, currency: str) -> str:
    """Write an amount of money with its currency, in the order of the language; cents only where there are some."""
    places = 0 if amount == amount.to_integral_value() else 2
    shown = number_format(amount, decimal_pos=places, force_grouping=True)
    return _("%(amount)s %(currency)s") % {"amount": shown, "currency": currency}


@register.filter
def one_in(chance: float | None) -> str:
    """Say a chance as people say it: "1 in 18", "2 in 3" above a half, "never", "certain"."""
    if chance is None:
        return ""
    if chance < NO_CHANCE:
        return _("never")
    if chance > 1 - NO_CHANCE:
        return _("certain")
    if chance <= 0.5:
        return _("1 in %(number)s") % {
            "number": number_format(round(1 / chance), use_l10n=True, force_grouping=True)
        }
    # Above a half every "1 in n" would be a lie: take the nearest small fraction that people can picture.
    part, whole = min(
        ((part, whole) for whole in (3, 4, 5, 10, 20) for part in range(1, whole)),
        key=lambda fraction: (abs(fraction[0] / fraction[1] - chance), fraction[1]),
    )
    return _("%(part)s in %(whole)s") % {"part": part, "whole": whole}


@register.filter
def percent(share: float | None, decimals: int = 0) -> str:
    """Write a share between 0 and 1 as "27 %"."""
    if share is None or not math.isfinite(share):
        return ""
    return _("%(number)s %%") % {"number": number_format(round(share * 100, int(decimals)), int(decimals))}


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of an error summary: where, what it is called there, what is wrong."""

    target: str
    label: Any
    message: Any

    @property
    def mark(self) -> str:
        """Return the colon after the label; a label that is a sentence has its own mark."""
        return "" if str(self.label).endswith((".", "?", "!")) else ":"


@register.simple_tag
def problems(form: BaseForm | BaseFormSet | Iterable[BaseForm]) -> list[Problem]:
    """List every error of a form, a formset or several of them, in the order of the page."""
    return list(_problems_of(form))


def _problems_of(form: Any) -> Iterator[Problem]:
    if isinstance(form, BaseFormSet):
        if not form.is_bound:
            return
        yield from (Problem("", "", message) for message in form.non_form_errors())
        for each in form.forms:
            yield from _problems_of(each)
    elif isinstance(form, BaseForm):
        yield from (Problem("", "", message) for message in form.non_field_errors())
        for bound in [*form.hidden_fields(), *form.visible_fields()]:
            target = "" if bound.is_hidden else (bound.id_for_label or bound.auto_id)
            yield from (Problem(target, bound.label, message) for message in bound.errors)
    elif form:
        for each in form:
            yield from _problems_of(each)


@dataclass(frozen=True, slots=True)
class RailLine:
    """One line of the rail, with what the drawing needs to know of its neighbours."""

    stage: Stage
    status: StageStatus
    is_current: bool
    is_on_line: bool
    is_last_on_line: bool
    is_apart: bool


@register.simple_tag
def rail_lines(rail: list[tuple[Stage, StageStatus]], current: str) -> list[RailLine]:
    """Arrange the stages: those with a state on one line of travel, the others above and below it."""
    lines = []
    for index, (stage, status) in enumerate(rail):
        on_line = not stage.icon
        previous_on_line = index > 0 and not rail[index - 1][0].icon
        next_on_line = index + 1 < len(rail) and not rail[index + 1][0].icon
        lines.append(
            RailLine(
                stage=stage,
                status=status,
                is_current=stage.key == current,
                is_on_line=on_line,
                is_last_on_line=on_line and not next_on_line,
                is_apart=index > 0 and on_line != previous_on_line,
            )
        )
    return lines


@register.filter
def current_stage_name(lines: list[RailLine]) -> str:
    """Return the name of the line on which one stands; "" where the page's stage is none of this reader's lines."""
    return next((str(line.stage.name) for line in lines if line.is_current), "")


@register.simple_tag
def page_window(page: Any) -> list[int | None]:
    """Return the numbers of a page list: first, last and those around the present one; None is a gap."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]

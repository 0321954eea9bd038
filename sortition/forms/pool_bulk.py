"""What is done to many respondents at once: which act, whom it concerns, and why."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sortition.services.respondents import FLAGS

WITHDRAW = "withdraw"
MOST_CHOSEN = 10_000
"""More ticked rows than any page can hold."""

_FLAG_ACTS: dict[str, tuple[Any, Any]] = {
    "consents:yes": (gettext_lazy("Set: agreed to take part"), gettext_lazy("agreed to take part")),
    "consents:no": (gettext_lazy("Set: has not agreed"), gettext_lazy("not agreed to take part")),
    "is_eligible:yes": (gettext_lazy("Set: eligible"), gettext_lazy("eligible")),
    "is_eligible:no": (gettext_lazy("Set: not eligible"), gettext_lazy("not eligible")),
    "can_attend:yes": (gettext_lazy("Set: able to attend"), gettext_lazy("able to attend")),
    "can_attend:no": (gettext_lazy("Set: cannot attend"), gettext_lazy("unable to attend")),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act on many people; `flags` is empty for a withdrawal."""

    key: str
    label: Any
    outcome: Any
    flags: dict[str, bool]


def act_choices() -> list[tuple[str, Any]]:
    """Return the acts that a list offers."""
    return [(WITHDRAW, _("Take out of the pool")), *((key, words[0]) for key, words in _FLAG_ACTS.items())]


def act_of(key: str) -> Act | None:
    """Return the act of this key."""
    if key == WITHDRAW:
        return Act(key, _("Take out of the pool"), _("withdrawn"), {})
    if key not in _FLAG_ACTS:
        return None
    flag, _colon, answer = key.partition(":")
    if flag not in FLAGS:
        return None
    return Act(key, *_FLAG_ACTS[key], {flag: answer == "yes"})


def chosen_people(sent: QueryDict) -> list[int]:
    """Return the keys of the ticked rows; whatever is no key is passed over."""
    keys = sent.getlist("person")[:MOST_CHOSEN]
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 18]


class BulkReasonForm(forms.Form):
    """Why many people are changed at once."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It is kept in the record, once for all of them. Leave names out."),
        error_messages={"required": gettext_lazy("Write why. It stands in the record.")},
    )

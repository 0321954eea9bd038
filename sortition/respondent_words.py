"""What happened to respondents and what they have in common, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import AuditEvent
from assembly.record import actor_name, register_event_kinds, register_event_sentences
from sortition.enums import Channel, RespondentState
from sortition.reading.fields import BY_NAME

_REASONS = {
    "email": gettext_lazy("same e-mail address"),
    "phone": gettext_lazy("same phone"),
    "born": gettext_lazy("same date of birth"),
    "address": gettext_lazy("same address"),
    "born_differs": gettext_lazy("dates of birth differ"),
    "names": gettext_lazy("names %(number)d %% alike"),
    "address_alike": gettext_lazy("same postcode and numbers, words %(number)d %% alike"),
}


def reasons_in_words(reasons: Iterable[tuple[str, int]]) -> str:
    """Say what two entries have in common: “same phone; names 92 % alike”."""
    said = []
    for code, number in reasons:
        if code == "names" and number == 100:
            said.append(_("same name"))
        elif code == "address_alike" and number == 100:
            said.append(_("same postcode, numbers and words"))
        else:
            said.append(str(_REASONS[code]) % {"number": number})
    return "; ".join(said)


def label_of_field(name: str, categories: Mapping[str, str]) -> str:
    """Return what people call a field, or the category of an answer (keys as in `content_of`)."""
    if name in categories:
        return categories[name]
    if name == "state":
        return _("State")
    # A change that an import made is kept in the words of its dry run.
    return str(BY_NAME[name].label) if name in BY_NAME else name


def shown_value(name: str, value: Any) -> str:
    """Return a value as people read it; "" for what is blank."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "state" and value in RespondentState.values:
        return str(RespondentState(value).label)
    if name == "channel" and value in Channel.values:
        return str(Channel(value).label)
    if name in ("born_on", "registered_on"):
        return date_format(date.fromisoformat(value) if isinstance(value, str) else value, "j F Y")
    return str(value)


def _withdrawn(event: AuditEvent) -> str:
    words = {"actor": actor_name(event), "reason": event.details.get("reason", "…")}
    if "merged_into" in event.details:
        return _("%(actor)s withdrew an entry because its person has another one, which stays") % words
    return _("%(actor)s took a person out of the pool: %(reason)s") % words


def _added(event: AuditEvent) -> str:
    if event.actor is None:
        return _("Somebody registered by themselves")
    return _("%(actor)s entered a person by hand") % {"actor": actor_name(event)}


register_event_kinds({"household": gettext_lazy("Households")})
register_event_sentences(
    {
        "respondent.withdraw": _withdrawn,
        "respondent.withdraw_many": ngettext_lazy(
            "%(actor)s took %(people)s person out of the pool: %(reason)s",
            "%(actor)s took %(people)s people out of the pool: %(reason)s",
            "people",
        ),
        "respondent.set_flags": ngettext_lazy(
            "%(actor)s set flags of %(people)s person: %(reason)s",
            "%(actor)s set flags of %(people)s people: %(reason)s",
            "people",
        ),
        "respondent.add": _added,
        "respondent.change": gettext_lazy("%(actor)s corrected a person by hand: %(reason)s"),
        "respondent.merge": gettext_lazy("%(actor)s merged two entries of one person"),
        "respondent.keep_both": gettext_lazy("%(actor)s decided that two entries are two people"),
        "respondent.ask_again": gettext_lazy(
            "%(actor)s took back the decision that two entries are two people"
        ),
        "household.same": ngettext_lazy(
            "%(actor)s joined two addresses as one household; it is new for %(people)s person",
            "%(actor)s joined two addresses as one household; it is new for %(people)s people",
            "people",
        ),
        "household.different": gettext_lazy("%(actor)s decided that two addresses are two households"),
        "household.none": ngettext_lazy(
            "%(actor)s marked an address as no household; it is new for %(people)s person",
            "%(actor)s marked an address as no household; it is new for %(people)s people",
            "people",
        ),
        "household.take_back": ngettext_lazy(
            "%(actor)s took back a decision on households; it is new for %(people)s person",
            "%(actor)s took back a decision on households; it is new for %(people)s people",
            "people",
        ),
    }
)

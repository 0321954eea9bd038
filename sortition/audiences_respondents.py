"""Respondents as an audience of messages."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from assembly.audiences import Audience, Recipient, register_audience
from assembly.models import Assembly
from sortition.enums import RespondentState
from sortition.services.respondents_erasure import RESPONDENT_KIND

_PARTS = {
    "panel": (RespondentState.SELECTED, RespondentState.CONFIRMED),
    "pool": (RespondentState.POOL,),
}


def _recipients(assembly: Assembly, part: str) -> Iterator[Recipient]:
    """Yield real respondents of one part; test entries never get a message."""
    people = assembly.respondents.filter(state__in=_PARTS[part], is_test=False).order_by("reference", "pk")
    for each in people.only("reference", "first_name", "last_name", "email").iterator(chunk_size=2_000):
        values = {
            "first_name": each.first_name,
            "last_name": each.last_name,
            "name": str(each),
            "assembly": assembly.name,
        }
        yield Recipient(RESPONDENT_KIND, each.pk, str(each), each.email.strip(), values)


register_audience(
    Audience(
        key="respondents",
        label=_("Volunteers and panel"),
        placeholders={
            "first_name": _("first name"),
            "last_name": _("last name"),
            "name": _("whole name"),
            "assembly": _("name of the assembly"),
        },
        filters={
            "panel": _("Everybody on the panel"),
            "pool": _("Volunteers in the pool who were not drawn"),
        },
        recipients=_recipients,
    )
)

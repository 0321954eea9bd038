"""Respondents as an audience of messages."""

from collections.abc import Collection, Iterator

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from assembly.audiences import Audience, Recipient, register_audience
from assembly.models import Assembly
from sortition.enums import RESPONDENT_KIND, RespondentState
from sortition.models import Respondent
from sortition.postal_address import address_lines_of

RESPONDENTS = "respondents"
_PARTS = {
    "panel": (RespondentState.SELECTED, RespondentState.CONFIRMED),
    "pool": (RespondentState.POOL,),
}
REACHABLE = (RespondentState.POOL, RespondentState.SELECTED, RespondentState.CONFIRMED)
"""Whoever withdrew, or was found to be another entry's person, is not written to."""


def _recipients(assembly: Assembly, part: str) -> Iterator[Recipient]:
    """Yield real respondents of one part; test entries never get a message."""
    return _as_recipients(assembly, assembly.respondents.filter(state__in=_PARTS[part]))


def _among(assembly: Assembly, pks: Collection[int]) -> Iterator[Recipient]:
    """Yield those of some respondents who may be written to."""
    return _as_recipients(assembly, assembly.respondents.filter(state__in=REACHABLE, pk__in=pks))


def _as_recipients(assembly: Assembly, people: QuerySet[Respondent]) -> Iterator[Recipient]:
    # Whoever registered by themselves did so in a language; nobody else's is known.
    found = people.filter(is_test=False).annotate(language=F("registration__language"))
    for each in found.order_by("reference", "pk").iterator(chunk_size=2_000):
        yield Recipient(
            kind=RESPONDENT_KIND,
            pk=each.pk,
            name=str(each),
            email=each.email.strip(),
            values={
                "first_name": each.first_name,
                "last_name": each.last_name,
                "name": str(each),
                "assembly": assembly.name,
            },
            address=address_lines_of(each),
            phone=each.phone,
            language=each.language or "",
        )


register_audience(
    Audience(
        key=RESPONDENTS,
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
        among=_among,
    )
)

"""Who is written to when a draft is sent to be cleared, or back: officials of its body, each in their language."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.audiences import Audience, Recipient, register_audience
from assembly.models import Assembly
from assembly.outcomes.audiences_bodies import as_official, spoken
from assembly.outcomes.models import FormalResponse
from assembly.outcomes.selectors.answer_drafts import draft_of
from assembly.outcomes.selectors.officials import languages_of, officials_with_role
from assembly.outcomes.services.clearing import SENT_BACK, TO_CLEAR

_PLACEHOLDERS = {
    "name": _("whole name"),
    "body": _("the bodies for which they are written to"),
    "assembly": _("name of the assembly"),
    "recommendation": _("the recommendation that is answered"),
    "due": _("by when the answer is due"),
    "link": _("where the draft is read"),
}
_WITH_REASON = {**_PLACEHOLDERS, "reason": _("what is missing")}


def _values(response: FormalResponse, name: str) -> dict[str, str]:
    """Tell which answer it is, without a word of it: messages are read by more people than drafts are."""
    recommendation = response.recommendation
    due = _now("It is due on %(day)s.") % {"day": date_format(response.due_on, "j F Y")}
    return {
        "name": name,
        "body": response.body.name,
        "assembly": response.assembly.name,
        "recommendation": f"{recommendation}: {recommendation.frozen_version}",
        "due": due if response.is_owed else _now("It is a new version of an answer that is published."),
        # What the act itself says takes their place.
        "link": "",
        "reason": "",
    }


def _officials(assembly: Assembly, keys: Collection[int]) -> Iterator[Recipient]:
    """Yield the officials of the bodies of these answers; the act keeps those whom it concerns.

    Of whom nobody knows a language, they are written to in the one in which their body drafts.
    """
    found = FormalResponse.objects.filter(assembly=assembly, pk__in=keys)
    for response in found.select_related("assembly", "body", "recommendation__frozen_version").order_by("pk"):
        draft, users = draft_of(response), [each.user for each in officials_with_role(response.body)]
        languages = languages_of(users, assembly)
        for user in users:
            language = spoken(languages.get(user.pk) or (draft.language if draft else ""))
            yield as_official(user, response.body, language, partial(_values, response, str(user)))


def _nobody(assembly: Assembly, part: str) -> Iterable[Recipient]:  # noqa: ARG001 (the signature of audiences)
    return ()


for _key, _label, _placeholders in (
    (TO_CLEAR, _("Those who clear an answer: it is sent to them"), _PLACEHOLDERS),
    (SENT_BACK, _("Those who draft an answer: it is sent back to them"), _WITH_REASON),
):
    # Whom it concerns the act finds; nobody chooses them by hand.
    register_audience(
        Audience(
            key=_key,
            label=_label,
            placeholders=_placeholders,
            filters={},
            recipients=_nobody,
            among=_officials,
        )
    )

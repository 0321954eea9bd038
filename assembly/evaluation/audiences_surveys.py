"""Who is asked in a survey, as an audience: one link each, made when the message leaves."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from assembly.audiences import Audience, Recipient, register_audience, stand_in
from assembly.evaluation.models import SurveyTurn
from assembly.evaluation.services.survey_codes import late_link
from assembly.evaluation.services.survey_mail import SURVEY_AUDIENCE
from assembly.evaluation.survey_keys import SurveyLetter
from assembly.models import Assembly
from scheduling.audiences_people import spoken_language, subject_of

_PLACEHOLDERS = {
    "name": _("whole name"),
    "assembly": _("name of the assembly"),
    "survey": _("title of the survey"),
    "until": _("last day to answer"),
    "link": _("their own link"),
    "code": _("their own code, to be typed"),
}
_LATE = ("link", "code")


class _LinksOfTurns(Mapping[str, str]):
    """Fill `link 17` and `code 17` for the turn 17, made when first asked for.

    A message knows whom it is about, but not in which survey: two can be open at once. So what stands in for the link
    says whose turn it is.
    """

    def __init__(self) -> None:
        self._made: dict[int, SurveyLetter] = {}

    def __getitem__(self, name: str) -> str:
        kind, _space, turn = name.partition(" ")
        if kind not in _LATE or not turn.isdecimal():
            raise KeyError(name)
        key = int(turn)
        if key not in self._made:
            self._made[key] = late_link(turn_id=key)
        return self._made[key].address() if kind == "link" else self._made[key].shown_code

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _asked(assembly: Assembly, keys: Collection[int]) -> Iterator[Recipient]:
    """Yield those of some turns; the keys are those of turns."""
    turns = SurveyTurn.objects.filter(wave__assembly=assembly, pk__in=keys)
    for turn in turns.select_related("wave", "person").order_by("person__seat_number", "pk"):
        person, (kind, key) = turn.person, subject_of(turn.person)
        with override(spoken_language(person)):
            until = date_format(timezone.localtime(turn.wave.closes_at), "j F Y, H:i")
        yield Recipient(
            kind=kind,
            pk=key,
            name=str(person),
            email=person.email.strip(),
            values={
                "name": str(person),
                "assembly": assembly.name,
                "survey": turn.wave.title,
                "until": until,
                **{name: stand_in(f"{name} {turn.pk}") for name in _LATE},
            },
            language=person.language,
        )


def _nobody(assembly: Assembly, part: str) -> Iterable[Recipient]:  # noqa: ARG001 (the signature of audiences)
    return ()


def _late(_about: int, _now: datetime) -> Mapping[str, str]:
    return _LinksOfTurns()


# Who is asked the wave knows; nobody chooses them by hand.
register_audience(
    Audience(
        key=SURVEY_AUDIENCE,
        label=_("Members who are asked in a survey: written to when it opens"),
        placeholders=_PLACEHOLDERS,
        filters={},
        recipients=_nobody,
        among=_asked,
        late=_late,
    )
)

"""Write to those who are asked in a survey: one link each, made when the message leaves and kept nowhere."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.evaluation.enums_surveys import TurnState
from assembly.evaluation.models import SurveyTurn, SurveyWave
from assembly.models import User
from assembly.outcomes.services.body_mail import HouseWords, write_to_bodies

SURVEY_AUDIENCE = "survey"
"""The audience that is written to; `assembly/evaluation/audiences_surveys.py` says who stands in it."""


def write_links(*, wave: SurveyWave, actor: User, now: datetime) -> int:
    """Write to those of a wave who have not answered and have an e-mail address; return to how many."""
    waiting = SurveyTurn.objects.filter(wave=wave, state=TurnState.ASKED).exclude(person__email="")
    mailing = write_to_bodies(
        home=wave.assembly,
        words=_WORDS,
        keys=set(waiting.values_list("pk", flat=True)),
        keep=lambda person: bool(person.email),
        now=now,
        actor=actor,
    )
    return mailing.messages.count() if mailing else 0


def _asked() -> tuple[str, str]:
    subject = _("{{ assembly }}: how is it going for you?")
    body = _(
        "Dear {{ name }},\n\n"
        "We would like to know how {{ assembly }} is going for you: {{ survey }}\n\n"
        "This link is yours. You need no password:\n{{ link }}\n\n"
        "You can answer until {{ until }}, and change your answers until then by the same link. Nobody on the team can "
        "read your answers with your name. When the survey closes, every tie between you and your answers is cut.\n\n"
        "You can also answer on paper or by phone. Ask the team. You do not have to answer.\n\n"
        "Thank you for taking part."
    )
    return subject, body


_WORDS = HouseWords(SURVEY_AUDIENCE, gettext_lazy("Survey of members"), _asked)

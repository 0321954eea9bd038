"""By which way members are written to about a survey: by post where they have no e-mail address, or wish it so."""

from django.db.models import Q, QuerySet

from assembly.evaluation.models import SurveyTurn
from sortition.enums import RESPONDENT_KIND
from sortition.enums_membership import ContactChannel
from sortition.models import ContactPreference

_NO_ADDRESS = Q(person__email__regex=r"^\s*$")


def by_letter(turns: QuerySet[SurveyTurn]) -> QuerySet[SurveyTurn]:
    """Return those of some turns whose people get a letter."""
    return turns.filter(_NO_ADDRESS | _wishes_post())


def by_mail(turns: QuerySet[SurveyTurn]) -> QuerySet[SurveyTurn]:
    """Return those whose people get a message."""
    return turns.exclude(_NO_ADDRESS | _wishes_post())


def _wishes_post() -> Q:
    wishing = ContactPreference.objects.filter(channel=ContactChannel.POST).values("respondent")
    return Q(person__origin_kind=RESPONDENT_KIND, person__origin_key__in=wishing)

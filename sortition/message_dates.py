"""Dates of sortition relative to which people can be reminded."""

from django.utils.translation import gettext_lazy as _

from assembly.message_dates import MessageDate, Occasion, register_message_date
from assembly.models import Assembly
from sortition.models import InvitationWave, RegistrationPage


def _last_day_to_register(assembly: Assembly) -> list[Occasion]:
    page = RegistrationPage.objects.filter(assembly=assembly).first()
    return [Occasion(page.last_day)] if page and page.last_day else []


def _last_days_to_answer(assembly: Assembly) -> list[Occasion]:
    waves = InvitationWave.objects.filter(assembly=assembly, answer_by__isnull=False).order_by("number")
    return [Occasion(wave.answer_by, key=f"wave:{wave.pk}") for wave in waves if wave.answer_by]


register_message_date(
    MessageDate("sortition.registration_closes", _("the last day to register"), _last_day_to_register)
)
register_message_date(
    MessageDate("sortition.answer_by", _("the last day to answer a letter"), _last_days_to_answer)
)

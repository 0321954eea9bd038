"""Count an answer for the wave that brought it, when the code comes later: on a card, or by phone."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assembly.models import User
from assembly.services.record import record_event
from sortition.models import Respondent, WaveResponse
from sortition.selectors.waves_answers import letter_of_code


@transaction.atomic
def note_letter(*, respondent: Respondent, code: str, actor: User, now: datetime) -> WaveResponse | None:
    """Write down which wave brought a respondent, in place of what stood before; a test entry counts for none.

    Raises:
        CodeRefused: no letter of the assembly has the code, or the time to answer it is over.
    """
    person = (
        Respondent.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=respondent.pk)
    )
    letter = letter_of_code(person.assembly, code, timezone.localdate(now))
    if letter is None or person.is_test:
        return None
    found, _made = WaveResponse.objects.update_or_create(
        respondent=person, defaults={"wave": letter.wave, "area": letter.area}
    )
    record_event(
        "respondent.letter_noted",
        obj=person,
        assembly=person.assembly,
        actor=actor,
        now=now,
        details={"wave": letter.wave.number},
    )
    return found

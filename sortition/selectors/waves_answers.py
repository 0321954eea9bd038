"""Which letter a code belongs to, and whether its time is over."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.models import Assembly
from assembly.typed_codes import typed_code
from sortition.errors import CodeRefused
from sortition.models import InvitationWave, InvitedAddress, Respondent, WaveResponse
from sortition.wave_codes import code_digest


def letter_of_code(assembly: Assembly, typed: str, today: date) -> InvitedAddress | None:
    """Return the letter with this code; None where nothing was typed.

    Raises:
        CodeRefused: no letter of this assembly has it, or the time to answer is over.
    """
    code = typed_code(typed)
    if not code:
        return None
    letters = InvitedAddress.objects.filter(wave__assembly=assembly, code_digest=code_digest(code))
    letter = letters.select_related("wave").first()
    if letter is None:
        raise CodeRefused(_("No letter has this code. Compare it with your letter, or leave it out."))
    if not letter.wave.takes_answers(today):
        if letter.wave.answer_by is not None and today > letter.wave.answer_by:
            day = date_format(letter.wave.answer_by)
            said = _(
                "Thank you for wanting to take part. This letter could be answered until %(day)s. Leave the code out"
                " to register all the same, or ask us."
            ) % {"day": day}
        else:
            said = _(
                "Thank you for wanting to take part. This letter can no longer be answered: please ask us."
            )
        raise CodeRefused(said, code="code_over")
    return letter


def invited_named(assembly: Assembly, words: str, by_name: bool) -> QuerySet[InvitedAddress]:
    """Return the letters with this code, and those whose address has all the words; none without the right."""
    kept = InvitedAddress.objects.filter(wave__assembly=assembly).exclude(lines="").select_related("wave")
    if not by_name:
        return kept.none()
    addressed = Q()
    for word in words.replace("\x00", "").split():
        addressed &= Q(lines__icontains=word)
    found = kept.filter(addressed | Q(code_digest=code_digest(typed_code(words))))
    return found.order_by("wave__number", "number")


def has_waves(assembly: Assembly) -> bool:
    """Whether anybody can have a letter with a code."""
    return InvitationWave.objects.filter(assembly=assembly).exists()


def letter_of(person: Respondent) -> WaveResponse | None:
    """Return which wave brought somebody, as far as it is known."""
    return WaveResponse.objects.filter(respondent=person).select_related("wave").first()

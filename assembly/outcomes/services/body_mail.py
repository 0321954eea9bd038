"""Write to those who answer for bodies, in the assembly's own words or the house's, and let it go."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from assembly.audiences import Recipient
from assembly.enums import AssemblyState, MailingChannel, Role
from assembly.errors import HouseError
from assembly.models import Appointment, Assembly, Mailing, MessageTemplate, User
from assembly.outcomes.models import Body
from assembly.outcomes.selectors.officials import officials_acting
from assembly.permissions import OVER
from assembly.services.mailings import approve_mailing, save_template, write_mailing

QUIET = (*OVER, AssemblyState.PAUSED)
"""The states of an assembly in which the clock reminds nobody."""


@dataclass(frozen=True, slots=True)
class HouseWords:
    """What an audience is written while the assembly has no words of its own for it.

    name: what the template is called. text: makes subject and body in the language that is active.
    """

    audience: str
    name: Any
    text: Callable[[], tuple[str, str]]


def words_around(placeholder: str, *, before: str, after: str) -> str:
    """Return a text that greets, says what this is about, lists it, and says what to do."""
    greeting = _("Dear {{ name }},")
    return f"{greeting}\n\n{before}\n\n{{{{ {placeholder} }}}}\n\n{after}"


def acting_for(bodies: Iterable[Body], day: date) -> Callable[[Recipient], bool]:
    """Return who of an audience acts for the bodies on a day: their officials, and a body's office where none does."""
    acting = {body.pk: officials_acting(body, day) for body in bodies}
    present = {official.user_id for officials in acting.values() for official in officials}
    return lambda person: person.pk in present if person.kind == "account" else not acting[person.pk]


def write_to_bodies(
    *,
    home: Assembly,
    words: HouseWords,
    keys: Collection[int],
    now: datetime,
    keep: Callable[[Recipient], bool] | None = None,
    said: Mapping[str, str] | None = None,
    actor: User | None = None,
) -> Mailing | None:
    """Write to some of an audience and let it go; None where nobody can be reached: the pages say what is open.

    actor: by whose act this goes out; None is the clock, which writes in the name of an organiser. The invented people
    of a rehearsal get drafts that nobody sends.
    """
    if not keys:
        return None
    signs, by_clock = actor or _signs_for(home), actor is None
    try:
        # A text that nobody can fill, or nobody who can be reached, is no reason to forget what was due or done.
        with transaction.atomic():
            mailing = write_mailing(
                template=_template(home, words, signs, now),
                part="",
                people=keys,
                keep=keep,
                said=said,
                channel=MailingChannel.PREFERRED,
                actor=signs,
                by_clock=by_clock,
                now=now,
            )
    except HouseError:
        return None
    if not home.is_rehearsal:
        mailing = approve_mailing(mailing=mailing, actor=signs, by_clock=by_clock, now=now)
    return mailing


def _signs_for(home: Assembly) -> User:
    """Return in whose name the clock writes: the organiser who is one longest."""
    organisers = Appointment.objects.filter(assembly=home, role=Role.ORGANISER, user__is_active=True)
    first = organisers.order_by("appointed_at", "pk").select_related("user").first()
    return first.user if first else home.created_by


def _template(home: Assembly, words: HouseWords, actor: User, now: datetime) -> MessageTemplate:
    """Return the assembly's own words for an audience, made of the house's where there are none."""
    standing = MessageTemplate.objects.filter(assembly=home, audience=words.audience).order_by("pk").first()
    if standing is not None:
        return standing
    own = settings.LANGUAGE_CODE
    with override(own):
        name, (subject, body) = str(words.name), words.text()
    texts = {code: _text_in(code, words) for code, _label in settings.LANGUAGES if code != own}
    taken = set(MessageTemplate.objects.filter(assembly=home).values_list("name", flat=True))
    name = next(
        each for each in (name, *(f"{name} {n}" for n in range(2, len(taken) + 3))) if each not in taken
    )
    template = MessageTemplate(assembly=home, name=name, audience=words.audience, subject=subject, body=body)
    return save_template(template=template, texts=texts, actor=actor, now=now)


def _text_in(language: str, words: HouseWords) -> tuple[str, str]:
    with override(language):
        return words.text()

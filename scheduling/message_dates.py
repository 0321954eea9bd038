"""Sessions as dates relative to which people can be reminded."""

from django.utils.translation import gettext_lazy as _

from assembly.message_dates import MessageDate, Occasion, register_message_date
from assembly.models import Assembly, Person
from scheduling.audiences_people import subject_of
from scheduling.selectors.programme import comes_to, latest_version, programme_of, session_keys


def _session_days(assembly: Assembly) -> list[Occasion]:
    """Return the days of the sessions as they are published: nobody is reminded of a plan."""
    programme = programme_of(latest_version(assembly))
    keys = session_keys(assembly)
    members = list(Person.objects.members().filter(assembly=assembly)) if programme else []
    return [
        Occasion(
            session.starts_at.astimezone(session.zone).date(),
            key=f"session:{keys[session.uid]}",
            people=frozenset(subject_of(person) for person in members if comes_to(person, session)),
        )
        for session in programme
        if session.uid in keys
    ]


register_message_date(MessageDate("session.day", _("each session"), _session_days))

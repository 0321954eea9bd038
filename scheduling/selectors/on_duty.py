"""Who works at a session, and when they said that they are not free."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assembly.models import Person
from scheduling.local_times import clock_time
from scheduling.models import Session
from scheduling.selectors.free_times import Freedom, away_at


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody on duty. away: when they are not free, in words; blank for somebody who is there all day."""

    person: Person
    part: str
    away: str


def people_on_duty(session: Session) -> list[OnDuty]:
    """Return who is on duty at a session, by what they do. Why somebody is not free is not told."""
    duties = list(session.duties.select_related("person").order_by("part", "person__name", "pk"))
    away = away_at(session, [duty.person_id for duty in duties]) if duties else {}
    found = []
    for duty in duties:
        freedom = away.get(duty.person_id)
        words = away_words(freedom, session) if freedom else ""
        found.append(OnDuty(duty.person, str(duty.get_part_display()), words))
    return found


def away_words(freedom: Freedom, session: Session) -> str:
    """Say when somebody is away from a session, by its clock."""
    if freedom.state == "taken":
        return _("not free on that day")
    spans = [
        _("%(start)s to %(end)s")
        % {"start": clock_time(start, session.zone), "end": clock_time(end, session.zone)}
        for start, end in freedom.gaps
    ]
    return _("not free from %(times)s") % {"times": get_text_list(spans, _("and"))}

"""The stage Sessions: how many are planned, which is next, and what needs somebody."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.attention import ALWAYS
from assembly.enums import StageState
from assembly.models import Assembly
from assembly.services.people_accounts import members_without_account
from assembly.stages import Figure, NextAction, Stage, StageStatus, register_stage
from scheduling.attention import sessions_parts
from scheduling.enums import SessionState
from scheduling.models import Session
from scheduling.selectors.sessions import sessions_of

SOON = timedelta(days=7)
_OVER = (SessionState.CLOSED, SessionState.MATERIALS)


def sessions_status(assembly: Assembly) -> StageStatus:
    """Answer from the sessions' dates and states."""
    found = list(sessions_of(assembly))
    actions = sessions_parts.attention_of(assembly)
    if not found:
        return StageStatus(StageState.TODO, _("No session is planned yet."), actions)
    now = timezone.now()
    planned = ngettext("One session is planned", "%(n)s sessions are planned", len(found)) % {"n": len(found)}
    if all(session.state in _OVER for session in found):
        return StageStatus(StageState.DONE, _("All sessions are over."), actions)
    coming = next((session for session in found if session.ends_at > now), None)
    sentence = f"{planned}."
    if coming:
        words = {"planned": planned, "session": coming, "day": day_of(coming)}
        sentence = _("%(planned)s; next: %(session)s on %(day)s.") % words
    over = sum(session.state in _OVER for session in found)
    figures = (Figure(_("Sessions"), len(found), _("%(n)s over") % {"n": over}),)
    return StageStatus(StageState.ACTIVE, sentence, actions, figures)


def day_of(session: Session) -> str:
    """Return the day of a session in words, by its own clock."""
    return date_format(session.starts_at.astimezone(session.zone), "j F Y")


def _of_sessions(assembly: Assembly) -> list[NextAction]:
    """Ask for the first session; for programmes, venues and closing as days come and go."""
    found, now = list(sessions_of(assembly)), timezone.now()
    if not found:
        return [
            NextAction(
                title=_("Plan the first session"),
                why=_("Members, witnesses and the venue need the dates."),
                url=reverse("session_new", args=[assembly.slug]),
                button=_("Plan a session"),
                permission="assembly.edit_sessions",
            )
        ]
    return [action for session in found for action in _of_one(session, assembly, now)]


def _of_one(session: Session, assembly: Assembly, now: datetime) -> list[NextAction]:
    day = session.starts_at.astimezone(session.zone).date()
    url = reverse("session", args=[assembly.slug, session.number])
    button = _("Open %(session)s") % {"session": session}
    is_soon = session.starts_at - now <= SOON
    if session.state == SessionState.DRAFT and is_soon:
        days = (day - timezone.localdate(now, session.zone)).days
        title = ngettext(
            "%(session)s is in one day and not published",
            "%(session)s is in %(n)s days and not published",
            days,
        )
        if days == 0:
            title = _("%(session)s is today and not published")
        elif days < 0:
            title = _("%(session)s has passed and was not published")
        why = _("Members do not have its programme.")
        plans, is_blocking = "assembly.edit_sessions", days >= 0
        return [
            NextAction(title % {"session": session, "n": days}, why, url, button, day, is_blocking, plans)
        ]
    if session.state in (SessionState.PUBLISHED, SessionState.OPEN) and session.ends_at < now:
        title = (
            _("Close %(session)s")
            if session.state == SessionState.OPEN
            else _("%(session)s was never opened")
        )
        why = _("Its day is over, and attendance can be completed.")
        takes = "assembly.take_attendance"
        return [NextAction(title % {"session": session}, why, url, button, day, permission=takes)]
    if session.venue_id is None and now < session.starts_at <= now + 4 * SOON:
        why = _("Members need to know where to go, or that it is online.")
        title = _("%(session)s has no venue") % {"session": session}
        return [NextAction(title, why, url, button, day, permission="assembly.edit_sessions")]
    return []


def _of_accounts(assembly: Assembly) -> list[NextAction]:
    """Ask for accounts once there is a session that members could look up."""
    if not Session.objects.filter(assembly=assembly).exclude(state=SessionState.DRAFT).exists():
        return []
    waiting = members_without_account(assembly)
    if not waiting:
        return []
    title = ngettext("Give one member an account", "Give %(n)s members accounts", waiting)
    return [
        NextAction(
            title=title % {"n": waiting},
            why=_("They cannot sign in to their own page yet."),
            url=reverse("people_accounts", args=[assembly.slug]),
            button=_("Give accounts"),
            permission="assembly.manage_team",
        )
    ]


sessions_parts.register_attention(ALWAYS, _of_sessions)
sessions_parts.register_attention(ALWAYS, _of_accounts)
register_stage(
    Stage(
        key="sessions",
        name=gettext_lazy("Sessions"),
        order=60,
        url_name="sessions",
        permission="assembly.view_sessions",
        status=sessions_status,
    )
)

"""Officials of a body: give them an account, say what they are, let them go; and who stands in for whom."""

from datetime import date, datetime, timedelta

import structlog
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile
from assembly.models import Appointment, Assembly, Invitation, User
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import Body, Official, StandIn
from assembly.outcomes.selectors.officials import ANSWERING
from assembly.services.invitations import invite_person
from assembly.services.record import record_event
from assembly.services.sign_in_letters import add_person_without_address
from assembly.services.team import give_role, take_role
from evidence.near_names import plain_name
from scheduling.selectors.seen import seen_of

_log = structlog.get_logger(__name__)


@transaction.atomic
def name_official(
    *, body: Body, user: User, office: str, is_approver: bool, actor: User, now: datetime
) -> Official:
    """Let somebody of the team answer for a body; who clears answers has the role of an approver already.

    Raises:
        ResponseRefused: they have no such role here, or are named already.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=body.assembly_id)
    roles = set(Appointment.objects.filter(assembly=home, user=user).values_list("role", flat=True))
    if not roles & set(ANSWERING):
        raise ResponseRefused(_("They have no role as an official here."), code="no_role")
    if is_approver and Role.RESPONSE_APPROVER not in roles:
        raise ResponseRefused(
            _("They are no response approver yet. Invite them as one on the page of the team first."),
            code="no_approver",
        )
    return _name(body, user, office, is_approver=is_approver, actor=actor, now=now)


@transaction.atomic
def invite_official(
    *,
    body: Body,
    name: str,
    email: str,
    office: str,
    is_approver: bool,
    actor: User,
    now: datetime,
) -> tuple[Official, tuple[Invitation, str] | None]:
    """Give somebody an account with the role of an official and name them for a body.

    Who clears answers gets, besides, an invitation to that role: it asks for more than a code to sign in. It is
    returned with its token, to be sent after the commit. Without an e-mail address somebody signs in by letter.

    Raises:
        ResponseRefused: the address is somebody else's, or whoever is to clear answers has none.
        AlreadyOnTeam: an official of that name without an address is on the team.
        AlreadyInvited: they have an open invitation to clear answers.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=body.assembly_id)
    if is_approver and not email:
        raise ResponseRefused(
            _("Whoever clears answers signs in with an e-mail address. Write theirs."), code="no_address"
        )
    if email:
        user = _by_address(email.strip().lower(), name)
        give_role(assembly=home, user=user, role=Role.OFFICIAL, actor=actor, now=now)
    else:
        user = add_person_without_address(assembly=home, name=name, role=Role.OFFICIAL, actor=actor, now=now)
    official = _name(body, user, office, is_approver=is_approver, actor=actor, now=now)
    approver = Appointment.objects.filter(assembly=home, user=user, role=Role.RESPONSE_APPROVER)
    if not is_approver or approver.exists():
        return official, None
    invited = invite_person(
        assembly=home, email=email, name=name, role=Role.RESPONSE_APPROVER, actor=actor, now=now
    )
    return official, invited


def _by_address(email: str, name: str) -> User:
    standing = User.objects.filter(email__iexact=email).first()
    if standing is None:
        return User.objects.create_user(email, name=name)
    # It may be somebody else's of the same office, and is never taken over.
    if not standing.is_active or plain_name(standing.name) != plain_name(name):
        raise ResponseRefused(
            _("An account with this address bears another name. Correct the address or the name."),
            code="address_taken",
        )
    return standing


def _name(body: Body, user: User, office: str, *, is_approver: bool, actor: User, now: datetime) -> Official:
    if Official.objects.filter(body=body, user=user).exists():
        raise ResponseRefused(_("They answer for this body already."), code="named")
    official = Official.objects.create(body=body, user=user, office=office.strip(), is_approver=is_approver)
    _record("name", official, actor, now)
    return official


@transaction.atomic
def change_official(
    *, official: Official, office: str, is_approver: bool, seen: str, actor: User, now: datetime
) -> Official:
    """Keep somebody's office, and whether they clear answers.

    Raises:
        ChangedMeanwhile: somebody else changed them since the page that gave the mark `seen`.
        ResponseRefused: they have no role as an approver, or stand in for somebody who clears.
    """
    fresh = (
        Official.objects.select_for_update(no_key=True, of=("self",))
        .select_related("body")
        .get(pk=official.pk)
    )
    if seen != seen_of(fresh):
        raise ChangedMeanwhile(
            _("Somebody else changed this official meanwhile. Compare before you save again.")
        )
    if is_approver and not fresh.is_approver:
        role = Appointment.objects.filter(
            assembly=fresh.body.assembly_id, user=fresh.user_id, role=Role.RESPONSE_APPROVER
        )
        if not role.exists():
            raise ResponseRefused(
                _("They are no response approver yet. Invite them as one on the page of the team first."),
                code="no_approver",
            )
    fresh.office, fresh.is_approver = office.strip(), is_approver
    fresh.save(update_fields=["office", "is_approver"])
    _record("change", fresh, actor, now)
    return fresh


@transaction.atomic
def remove_official(*, official: Official, actor: User, now: datetime) -> None:
    """Let somebody answer no more for a body. Who answers for no other body loses the roles that go with it."""
    fresh = (
        Official.objects.select_for_update(no_key=True, of=("self",))
        .select_related("body__assembly")
        .get(pk=official.pk)
    )
    home, user = fresh.body.assembly, fresh.user
    _record("remove", fresh, actor, now)
    fresh.delete()
    if not Official.objects.filter(body__assembly=home, user=user).exists():
        for role in ANSWERING:
            take_role(assembly=home, user=user, role=role, actor=actor, now=now)


@transaction.atomic
def name_stand_in(
    *, official: Official, stands_in: Official, from_on: date, until_on: date, actor: User, now: datetime
) -> StandIn:
    """Let another official of the same body act for one for some days. Sent twice, it is one.

    Raises:
        ResponseRefused: another body's, the same person, over already, overlapping, away themselves, or no approver
            in an approver's place.
    """
    # The body's row is the lock: of two who name each other at once, the second sees the first.
    Body.objects.select_for_update(no_key=True).get(pk=official.body_id)
    if until_on < from_on:
        raise ResponseRefused(_("The last day is before the first."), code="order")
    if until_on < timezone.localdate(now):
        raise ResponseRefused(_("Those days are over."), code="over")
    if official.pk == stands_in.pk or official.body_id != stands_in.body_id:
        raise ResponseRefused(_("Choose somebody else of the same body."), code="another_body")
    if official.is_approver and not stands_in.is_approver:
        raise ResponseRefused(
            _("Only somebody who clears answers can stand in for one who does."), code="no_approver"
        )
    days = {"from_on__lte": until_on, "until_on__gte": from_on}
    given = {"stands_in": stands_in, "from_on": from_on, "until_on": until_on}
    own = StandIn.objects.filter(official=official, **days).first()
    if own is not None:
        if all(getattr(own, name) == value for name, value in given.items()):
            return own
        raise ResponseRefused(
            _("There is a stand-in for some of these days already. End that first."), code="overlap"
        )
    if StandIn.objects.filter(official=stands_in, **days).exists():
        raise ResponseRefused(_("They are away on some of these days themselves."), code="away")
    stand_in = StandIn.objects.create(official=official, **given)
    _record("stand_in", official, actor, now, from_on=from_on, until_on=until_on)
    return stand_in


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, actor: User, now: datetime) -> None:
    """End it yesterday, or take it away where it has not begun. One that is over is left as it was."""
    fresh = (
        StandIn.objects.select_for_update(no_key=True, of=("self",))
        .select_related("official__body")
        .filter(pk=stand_in.pk)
    )
    found, today = fresh.first(), timezone.localdate(now)
    if found is None or found.until_on < today:
        return
    _record("stand_in_end", found.official, actor, now, from_on=found.from_on, until_on=found.until_on)
    if found.from_on >= today:
        found.delete()
        return
    found.until_on = today - timedelta(days=1)
    found.save(update_fields=["until_on"])


def send_official_welcome(*, official: Official, link: str) -> bool:
    """Write to an official what is asked of them and where; call it after the commit. Return whether it left."""
    words = {"official": official, "body": official.body, "assembly": official.body.assembly, "link": link}
    subject = _("You answer for %(body)s to %(assembly)s") % {
        "body": official.body,
        "assembly": official.body.assembly,
    }
    try:
        send_mail(
            " ".join(subject.split()),
            render_to_string("outcomes/mail/official_named.txt", words),
            None,
            [official.user.email or ""],
        )
    except OSError:  # SMTP errors and sockets that do not answer are OSErrors
        _log.exception("official_welcome_not_sent", official=official.pk)
        return False
    return True


def _record(verb: str, official: Official, actor: User, now: datetime, **more: object) -> None:
    """Name the body and the account by its key: the record tells no names."""
    body = official.body
    details = {"body": body.name, "person": official.user_id, **more}
    record_event(f"official.{verb}", obj=body, assembly=body.assembly, actor=actor, now=now, details=details)

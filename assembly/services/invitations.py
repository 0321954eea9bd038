"""Invite people to a team by e-mail. Only a digest of the link's token is kept, so that nobody can read links."""

import hashlib
import secrets
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from assembly.enums import Role
from assembly.errors import AddressTaken, AlreadyInvited, AlreadyOnTeam, InvitationClosed
from assembly.models import Appointment, Assembly, Invitation, User
from assembly.services.record import record_event
from assembly.services.team import give_role

_log = structlog.get_logger(__name__)


def digest_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_person(
    *, assembly: Assembly, email: str, name: str, role: str, actor: User, now: datetime
) -> tuple[Invitation, str]:
    """Write an invitation and return it with its token, which is kept nowhere.

    Send the message after the commit, with `send_invitation`. An open invitation that has expired gives way.

    Raises:
        AlreadyOnTeam: the person has that role.
        AlreadyInvited: an open invitation to that address and role exists; it can be sent again.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    email = email.strip().lower()
    if Appointment.objects.filter(assembly=assembly, role=role, user__email__iexact=email).exists():
        raise AlreadyOnTeam(
            _("%(email)s is on the team as %(role)s already.") % {"email": email, "role": Role(role).label}
        )
    waiting = Invitation.objects.filter(
        assembly=assembly, email=email, role=role, accepted_at=None, revoked_at=None
    ).first()
    if waiting and not waiting.refusal(now):
        raise AlreadyInvited(
            _("%(email)s has an open invitation as %(role)s. Send that one again instead.")
            % {"email": email, "role": Role(role).label}
        )
    if waiting:
        waiting.revoked_at = now
        waiting.save(update_fields=["revoked_at"])
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        assembly=assembly,
        email=email,
        name=name,
        role=role,
        token_digest=digest_of(token),
        invited_by=actor,
        invited_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    _record("team.invited", invitation, actor, now)
    return invitation, token


@transaction.atomic
def renew_invitation(*, invitation: Invitation, actor: User, now: datetime) -> tuple[Invitation, str]:
    """Give an open or expired invitation a new link and a new term; the old link stops working.

    Raises:
        InvitationClosed: it was used or revoked.
    """
    fresh = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if (refusal := fresh.refusal(now)) not in ("", "expired"):
        raise _closed(refusal)
    token = secrets.token_urlsafe(32)
    fresh.token_digest = digest_of(token)
    fresh.expires_at = now + timedelta(days=settings.INVITATION_DAYS)
    fresh.mailed_at = None
    fresh.save(update_fields=["token_digest", "expires_at", "mailed_at"])
    _record("team.invitation_renewed", fresh, actor, now)
    return fresh, token


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: User, now: datetime) -> Invitation:
    """Make the link useless.

    Raises:
        InvitationClosed: it was used or revoked before.
    """
    fresh = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if (refusal := fresh.refusal(now)) not in ("", "expired"):
        raise _closed(refusal)
    fresh.revoked_at = now
    fresh.save(update_fields=["revoked_at"])
    _record("team.invitation_revoked", fresh, actor, now)
    return fresh


def send_invitation(*, invitation: Invitation, link: str, now: datetime) -> bool:
    """Send the message and note that it left; call it after the commit. Return whether it could be sent.

    A mail server that does not answer is no reason to lose the invitation: the team page shows that the message
    has not left, and offers to send it again.
    """
    words = {"invitation": invitation, "assembly": invitation.assembly, "link": link}
    subject = _("Join the team of %(assembly)s") % {"assembly": invitation.assembly}
    try:
        send_mail(
            " ".join(subject.split()),
            render_to_string("assembly/mail/invitation.txt", words),
            None,
            [invitation.email],
        )
    except OSError:  # SMTP errors and sockets that do not answer are OSErrors
        _log.exception("invitation_not_sent", invitation=invitation.pk)
        return False
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=now)
    return True


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, now: datetime) -> Appointment:
    """Give the role to `user`, whose address is the invited one. A link works once.

    Raises:
        InvitationClosed: it was used, revoked, or has expired.
    """
    # The lock makes the second of two clicks see the first one's `accepted_at`.
    fresh = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if refusal := fresh.refusal(now):
        raise _closed(refusal)
    if (user.email or "").lower() != fresh.email:
        raise InvitationClosed(_("This invitation is for another address."), code="other_address")
    fresh.accepted_at = now
    fresh.save(update_fields=["accepted_at"])
    _record("team.invitation_accepted", fresh, user, now)
    return give_role(assembly=fresh.assembly, user=user, role=fresh.role, actor=user, now=now)


@transaction.atomic
def accept_invitation_as_new_user(
    *, invitation: Invitation, name: str, now: datetime, password: str | None = None
) -> User:
    """Make the account of the invited address and give it the role; without a password it is signed in to by code.

    Raises:
        AddressTaken: somebody has an account with this address.
        InvitationClosed: it was used, revoked, or has expired.
    """
    fresh = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if refusal := fresh.refusal(now):
        raise _closed(refusal)
    if User.objects.filter(email__iexact=fresh.email).exists():
        raise AddressTaken(_("There is an account with this address. Sign in with it to accept."))
    user = User.objects.create_user(fresh.email, password, name=name)
    accept_invitation(invitation=fresh, user=user, now=now)
    return user


def _closed(refusal: str) -> InvitationClosed:
    sentences = {
        "used": _("This invitation has been used already."),
        "revoked": _("This invitation was withdrawn by an organiser."),
        "expired": _("This invitation has expired."),
    }
    return InvitationClosed(sentences[refusal], code=refusal)


def _record(kind: str, invitation: Invitation, actor: User, now: datetime) -> None:
    record_event(
        kind,
        obj=invitation,
        assembly=invitation.assembly,
        actor=actor,
        now=now,
        details={"invitation": invitation.pk, "role": invitation.role},
    )

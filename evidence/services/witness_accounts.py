"""Give a witness an account, so that they can sign in to their own pages: by e-mail, or by a printed letter."""

from datetime import datetime

import structlog
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from assembly.enums import Role
from assembly.models import Appointment, Person, User
from assembly.services.people_accounts import NAME_LENGTH
from assembly.services.record import record_event
from assembly.services.sign_in_letters import add_person_without_address
from assembly.services.team import give_role
from evidence.errors import WitnessRefused
from evidence.models import Witness
from evidence.near_names import plain_name
from evidence.services.witnesses import locked_witness

_log = structlog.get_logger(__name__)

BY_EMAIL, BY_LETTER = "email", "letter"


@transaction.atomic
def give_witness_account(*, witness: Witness, by: str, actor: User, now: datetime) -> User:
    """Give an invited witness an account with the role of a witness, and return it.

    An account that has the address already is taken only where it bears the same name, and is nobody else's here:
    it may be somebody else's of the same office, and is never taken over. By letter, whoever is on the team as a
    witness of this name, and of whom there is no file yet, is linked to it.

    Raises:
        WitnessRefused: not invited yet, has an account, has no address, or the address is somebody else's.
        AlreadyOnTeam: by letter, where another file's witness of that name signs in by letter already.
    """
    fresh = locked_witness(witness)
    person = fresh.person
    if person is None or person.left_at is not None:
        raise WitnessRefused(_("Invite them first."), code="not_invited")
    if person.user_id is not None:
        raise WitnessRefused(_("They have an account already."), code="has_account")
    if by == BY_EMAIL:
        user = _by_address(fresh)
        give_role(assembly=fresh.assembly, user=user, role=Role.WITNESS, actor=actor, now=now)
    else:
        user = _without_file(fresh) or add_person_without_address(
            assembly=fresh.assembly, name=fresh.name[:NAME_LENGTH], role=Role.WITNESS, actor=actor, now=now
        )
    person.user = user
    person.save(update_fields=["user"])
    record_event(
        "person.account",
        obj=person,
        assembly=fresh.assembly,
        actor=actor,
        now=now,
        details={"kind": str(person.kind), "how": by},
    )
    return user


def _without_file(witness: Witness) -> User | None:
    """Return the account without e-mail that the team gave to a witness of this name, and that is nobody's here yet."""
    named = Appointment.objects.filter(
        assembly=witness.assembly, role=Role.WITNESS, user__email=None, user__name__iexact=witness.name
    )
    taken = Person.objects.filter(assembly=witness.assembly, user__isnull=False).values("user")
    found = named.exclude(user__in=taken).select_related("user").first()
    return found.user if found else None


def _by_address(witness: Witness) -> User:
    email = witness.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise WitnessRefused(
            _("They have no e-mail address that can be written to."), code="no_address"
        ) from None
    standing = User.objects.filter(email__iexact=email).first()
    if standing is None:
        return User.objects.create_user(email, name=witness.name[:NAME_LENGTH])
    is_taken = Person.objects.filter(assembly=witness.assembly, user=standing).exists()
    if is_taken or not standing.is_active or plain_name(standing.name) != plain_name(witness.name):
        raise WitnessRefused(
            _(
                "An account with this address belongs to somebody else. Choose the letter, or correct the address."
            ),
            code="address_taken",
        )
    return standing


def send_witness_invitation(*, witness: Witness, link: str) -> bool:
    """Write to a witness that they are invited and where to answer; call it after the commit. Return whether it left.

    A mail server that does not answer is no reason to lose the invitation: the page says that nothing was sent.
    """
    words = {"witness": witness, "assembly": witness.assembly, "link": link}
    subject = _("Will you give evidence to %(assembly)s?") % {"assembly": witness.assembly}
    try:
        send_mail(
            " ".join(subject.split()),
            render_to_string("evidence/mail/witness_invited.txt", words),
            None,
            [witness.email],
        )
    except OSError:  # SMTP errors and sockets that do not answer are OSErrors
        _log.exception("witness_invitation_not_sent", witness=witness.pk)
        return False
    return True

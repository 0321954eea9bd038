"""Give members accounts, so that they can sign in to their home: by e-mail, or by a printed letter."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from assembly.enums import PersonKind, Role
from assembly.models import Appointment, Assembly, Person, User
from assembly.services.record import record_event
from assembly.services.sign_in_letters import add_person_without_address
from assembly.services.team import give_role

NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class AccountsGiven:
    """How many members got an account: one that was there, one with e-mail, one without."""

    linked: int = 0
    by_email: int = 0
    by_letter: int = 0

    @property
    def total(self) -> int:
        """Return how many got one."""
        return self.linked + self.by_email + self.by_letter


def members_without_account(assembly: Assembly) -> int:
    """Count the present members who cannot sign in."""
    return Person.objects.here().members().filter(assembly=assembly, user=None).exclude(name="").count()


@transaction.atomic
def give_accounts(*, assembly: Assembly, actor: User, now: datetime) -> AccountsGiven:
    """Give every present member who has none an account with the role of a member; a second time does nothing.

    An address that is a member's alone becomes that of the account. Who shares an address, or has none that can be
    written to, gets an account without one and signs in by letter. An account that has the address already is taken
    only where it bears the same name: it may be somebody else's of the same family, and is never taken over.
    """
    # The lock orders two who press at once: the second finds nobody left.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    people = Person.objects.here().members().filter(assembly=locked)
    shared = Counter(person.email.casefold() for person in people)
    named = Counter(_plain(person.name) for person in people)
    taken = set(Person.objects.filter(assembly=locked, user__isnull=False).values_list("user", flat=True))
    done: Counter[str] = Counter()
    for person in people:
        if person.user_id is not None or not person.name:
            continue
        email = person.email.strip().lower()
        is_own = shared[person.email.casefold()] == 1 and _is_address(email)
        is_only = named[_plain(person.name)] == 1
        user, how = _account(
            locked,
            person,
            email=email if is_own else "",
            taken=taken,
            is_only=is_only,
            actor=actor,
            now=now,
        )
        person.user = user
        person.save(update_fields=["user"])
        taken.add(user.pk)
        give_role(assembly=locked, user=user, role=Role.MEMBER, actor=actor, now=now)
        record_event(
            "person.account",
            obj=person,
            assembly=locked,
            actor=actor,
            now=now,
            details={"kind": str(PersonKind.MEMBER), "seat": person.seat_number, "how": how},
        )
        done[how] += 1
    return AccountsGiven(done["linked"], done["email"], done["letter"])


def _account(
    assembly: Assembly,
    person: Person,
    *,
    email: str,
    taken: set[int],
    is_only: bool,
    actor: User,
    now: datetime,
) -> tuple[User, str]:
    standing = User.objects.filter(email__iexact=email).first() if email else None
    if standing and standing.is_active and standing.pk not in taken and _is_called(standing, person):
        return standing, "linked"
    if email and standing is None:
        return User.objects.create_user(email, name=person.name[:NAME_LENGTH]), "email"
    without = Appointment.objects.filter(
        assembly=assembly, role=Role.MEMBER, user__email=None, user__name__iexact=person.name
    ).exclude(user__in=taken)
    if is_only and (found := without.select_related("user").first()):
        return found.user, "linked"
    # Two of one name need two names to be told apart by.
    is_free = is_only and not Appointment.objects.filter(
        assembly=assembly, role=Role.MEMBER, user__email=None, user__name__iexact=person.name
    )
    name = (
        person.name
        if is_free
        else _("%(name)s (seat %(seat)s)")
        % {
            "name": person.name[: NAME_LENGTH - 20],
            "seat": person.seat_number,
        }
    )
    made = add_person_without_address(
        assembly=assembly, name=name[:NAME_LENGTH], role=Role.MEMBER, actor=actor, now=now
    )
    return made, "letter"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_called(user: User, person: Person) -> bool:
    return _plain(user.name) == _plain(person.name)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True

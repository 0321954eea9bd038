"""Accounts of people without e-mail, and the letters by which they sign in (docs/adr/0016)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import AddressTaken, AlreadyOnTeam, LetterNotAllowed
from assembly.letter_digests import digest_beside, fresh_digests
from assembly.models import Appointment, Assembly, SignInCode, SignInLetter, User
from assembly.second_factor import BY_CODE_ALONE, has_second_factor, users_with_second_factor
from assembly.services.record import record_event
from assembly.services.team import give_role
from assembly.typed_codes import drawn_code

REFERENCE_LENGTH, CODE_LENGTH = 8, 12


@dataclass(frozen=True, slots=True)
class LetterCodes:
    """What is printed: the number of the letter and its codes. They are kept nowhere."""

    reference: str
    codes: tuple[str, ...]


def draw_codes(count: int) -> LetterCodes:
    """Draw the number of a letter and `count` codes."""
    return LetterCodes(drawn_code(REFERENCE_LENGTH), tuple(drawn_code(CODE_LENGTH) for _each in range(count)))


def last_moment(made_at: datetime) -> datetime:
    """Return until when the codes of a letter of that moment work."""
    return made_at + timedelta(days=settings.LETTER_CODE_DAYS)


def letter_refusal(user: User, assembly: Assembly | None = None) -> str:
    """Say why this account is not signed in to by letter; "" where it may be.

    Whoever sees other people's data needs a second factor, which paper is not. Whoever has a role elsewhere is not
    let in by the organisers of one assembly (`assembly`, where a letter is to be printed).
    """
    held = set(Appointment.objects.filter(user=user).values_list("assembly", "role"))
    return _refusal(user, held, assembly, has_factor=has_second_factor(user))


def _refusal(
    user: User, roles: Collection[tuple[int, str]], assembly: Assembly | None, *, has_factor: bool
) -> str:
    if not user.is_active or not roles:
        return _("This account is closed or has no role.")
    if user.is_staff or user.is_superuser or any(role not in BY_CODE_ALONE for _pk, role in roles):
        return _(
            "Only members, witnesses and officials sign in by letter: every other role needs a second factor."
        )
    if assembly is not None and {pk for pk, _role in roles} != {assembly.pk}:
        return _("This person has a role in another assembly too, so they sign in by e-mail only.")
    if has_factor:
        return _("This person has set up a second factor, which a letter would go around.")
    return ""


def open_letter(user: User) -> SignInLetter | None:
    """Return the letter that was printed last, unless it was withdrawn."""
    return SignInLetter.objects.filter(user=user, withdrawn_at=None).first()


def people_for_letters(assembly: Assembly) -> list[tuple[User, SignInLetter | None]]:
    """Return everybody without e-mail who may sign in by letter, by name, each with the letter that is open."""
    users = User.objects.filter(email=None, appointments__assembly=assembly).distinct().order_by("name", "pk")
    roles: dict[int, set[tuple[int, str]]] = {user.pk: set() for user in users}
    for pk, home, role in Appointment.objects.filter(user__in=roles).values_list("user", "assembly", "role"):
        roles[pk].add((home, role))
    factors = users_with_second_factor(roles)
    letters = {
        letter.user_id: letter for letter in SignInLetter.objects.filter(user__in=roles, withdrawn_at=None)
    }
    return [
        (user, letters.get(user.pk))
        for user in users
        if not _refusal(user, roles[user.pk], assembly, has_factor=user.pk in factors)
    ]


@transaction.atomic
def add_person_without_address(
    *, assembly: Assembly, name: str, role: str, actor: User, now: datetime
) -> User:
    """Make an account without an e-mail address and give it a role.

    Raises:
        AlreadyOnTeam: somebody of that name without an address has that role; two need two names.
        LetterNotAllowed: the role needs an address.
    """
    if role not in BY_CODE_ALONE:
        raise LetterNotAllowed(_("This role needs an e-mail address."))
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    same = Appointment.objects.filter(assembly=assembly, role=role, user__email=None, user__name__iexact=name)
    if same.exists():
        raise AlreadyOnTeam(
            _(
                "%(name)s is on the team without e-mail already. If this is somebody else, add what tells them apart."
            )
            % {"name": name}
        )
    user = User.objects.create_user(None, name=name)
    record_event(
        "team.added",
        obj=user,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"person": user.pk, "role": role},
    )
    give_role(assembly=assembly, user=user, role=role, actor=actor, now=now)
    return user


def keep_letter(
    *, assembly: Assembly, user: User, printed: LetterCodes, actor: User, now: datetime
) -> SignInLetter:
    """Keep the digests of a printed letter. Codes of earlier letters stop working.

    Raises:
        LetterNotAllowed: this account is not signed in to by letter.
    """
    [letter] = keep_letters(assembly=assembly, printed=[(user, printed)], actor=actor, now=now)
    return letter


def keep_letters(
    *, assembly: Assembly, printed: Iterable[tuple[User, LetterCodes]], actor: User, now: datetime
) -> list[SignInLetter]:
    """Keep the digests of letters that were printed together: all of them, or none. Answer with them by account.

    Raises:
        LetterNotAllowed: one of the accounts is not signed in to by letter (any more).
    """
    # The digests take their time: nobody waits for a lock meanwhile. In one order, whoever prints: two people at once
    # wait for each other and never for ever.
    made = [
        (user, codes.reference, fresh_digests(codes.reference, codes.codes))
        for user, codes in sorted(printed, key=lambda each: each[0].pk)
    ]
    with transaction.atomic():
        return [
            _kept(
                SignInLetter(assembly=assembly, user=user, reference=reference, made_by=actor), digests, now
            )
            for user, reference, digests in made
        ]


def _kept(letter: SignInLetter, digests: list[str], now: datetime) -> SignInLetter:
    # The lock orders two organisers who print for the same person: the later letter is the one that works.
    letter.user = User.objects.select_for_update(no_key=True).get(pk=letter.user_id)
    if refusal := letter_refusal(letter.user, letter.assembly):
        raise LetterNotAllowed(refusal)
    SignInLetter.objects.filter(user=letter.user, withdrawn_at=None).update(withdrawn_at=now)
    letter.made_at, letter.expires_at = now, last_moment(now)
    letter.save()
    SignInCode.objects.bulk_create(
        SignInCode(letter=letter, number=number, digest=digest)
        for number, digest in enumerate(digests, start=1)
    )
    _record("account.letter_printed", letter, letter.made_by, now)
    return letter


@transaction.atomic
def withdraw_letter(*, user: User, actor: User, now: datetime) -> bool:
    """Make the codes of the open letter useless; answer whether there was one."""
    letter = SignInLetter.objects.select_for_update(no_key=True).filter(user=user, withdrawn_at=None).first()
    if letter is None:
        return False
    letter.withdrawn_at = now
    letter.save(update_fields=["withdrawn_at"])
    _record("account.letter_withdrawn", letter, actor, now)
    return True


def use_code(*, reference: str, code: str, now: datetime) -> User | None:
    """Return whose code this is and use it up; None whatever the reason is that it does not fit.

    The answer is the same for a wrong number, a wrong code, a used one and a locked letter, so that nobody learns
    which letters exist; it takes one slow digest in every case, and the page evens out the rest. Wrong codes in a row
    lock the letter: `CODE_ATTEMPTS`.
    """
    # Computed first, for every number alike, while no row is locked: digests of a letter never change.
    kept = SignInCode.objects.filter(letter__reference=reference).values_list("digest", flat=True).first()
    return _used(reference, digest_beside(kept, reference, code), now)


@transaction.atomic
def _used(reference: str, digest: str, now: datetime) -> User | None:
    # The row's lock lets one of two requests use a code.
    letter = SignInLetter.objects.select_for_update(no_key=True).filter(reference=reference).first()
    if letter is None or letter.refusal(now) or letter_refusal(letter.user):
        return None
    found = letter.codes.filter(digest=digest, used_at=None).first()
    if found is None:
        letter.wrong_attempts += 1
        letter.save(update_fields=["wrong_attempts"])
        if letter.refusal(now) == "locked":
            _record("account.letter_locked", letter, None, now)
        return None
    found.used_at = now
    found.save(update_fields=["used_at"])
    letter.wrong_attempts = 0
    letter.save(update_fields=["wrong_attempts"])
    _record("account.letter_used", letter, letter.user, now)
    return letter.user


@transaction.atomic
def give_address(*, assembly: Assembly, user: User, email: str, actor: User, now: datetime) -> User:
    """Write down the e-mail address of somebody who had none; from now on codes are sent there.

    Raises:
        AddressTaken: another account has it, or this one has one already.
    """
    fresh = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    email = email.strip().lower()
    if fresh.email or User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(_("There is an account with this address, or this person has one already."))
    fresh.email = email
    fresh.save(update_fields=["email"])
    record_event(
        "account.address_given",
        obj=fresh,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"person": fresh.pk},
    )
    return fresh


def _record(kind: str, letter: SignInLetter, actor: User | None, now: datetime) -> None:
    record_event(
        kind,
        obj=letter.user,
        assembly=letter.assembly,
        actor=actor,
        now=now,
        details={"person": letter.user_id, "letter": letter.pk},
    )

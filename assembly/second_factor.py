"""Who needs more than a password to sign in, and how a second factor is kept and shown."""

import base64
from collections.abc import Collection
from io import BytesIO
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from assembly.enums import Role
from assembly.models import Appointment, User

BY_CODE_ALONE = (Role.MEMBER, Role.WITNESS, Role.OFFICIAL)
"""They see what is theirs or is published, and sign in by a code that reached them by mail or post."""

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes stand in for one of these and are none themselves."""


def has_second_factor(user: User) -> bool:
    """Whether signing in asks for more than the password, in one query."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def users_with_second_factor(pks: Collection[int]) -> set[int]:
    """Return who of some accounts has one, in one query."""
    found = Authenticator.objects.filter(user_id__in=pks, type__in=FACTORS)
    return set(found.values_list("user_id", flat=True))


def lacks_second_factor(user: User) -> bool:
    """Whether somebody must set up a second factor before anything else is shown to them."""
    if not settings.SECOND_FACTOR_OBLIGATORY or has_second_factor(user):
        return False
    if user.is_staff or user.is_superuser:
        return True
    return Appointment.objects.filter(user=user).exclude(role__in=BY_CODE_ALONE).exists()


class HouseMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted with a key made of `SECRET_KEY`; the picture to scan comes from the house's QR maker."""

    def encrypt(self, text: str) -> str:
        """Hide a secret from readers of the database."""
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; older keys in `SECRET_KEY_FALLBACKS` still read theirs."""
        return _ciphers().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Draw the code that an app scans."""
        out = BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=5, border=4, light="#fff")
        return out.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 (the signature is allauth's)
        """Propose a name for a passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("My passkey") if not number else _("My passkey %(number)s") % {"number": number + 1}


def _ciphers() -> MultiFernet:
    return MultiFernet([_cipher(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _cipher(key: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"assembly.second_factor").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))

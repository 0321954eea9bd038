"""How secrets of webhooks are kept: encrypted with a key made of `SECRET_KEY`, which the database does not hold."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from assembly.connections.errors_webhooks import SecretUnreadable


def sealed(secret: str) -> str:
    """Hide a secret from readers of the database."""
    return _ciphers().encrypt(secret.encode()).decode()


def unsealed(text: str) -> str:
    """Read a secret; older keys in `SECRET_KEY_FALLBACKS` still read theirs.

    Raises:
        SecretUnreadable: it was sealed with a key that is not here.
    """
    try:
        return _ciphers().decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable(_("The secret cannot be read with the keys of this installation.")) from error


def _ciphers() -> MultiFernet:
    return MultiFernet([_cipher(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _cipher(key: str) -> Fernet:
    # Another purpose than that of second factors: what is sealed for one is never read as the other.
    derived = HKDF(SHA256(), length=32, salt=None, info=b"assembly.webhooks").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))

"""The personal address at which a volunteer sees their own part in a draw. Nothing of it is stored.

It is made from the entrant's key and the server's secret, so that it can be printed again at any time and cannot be
guessed: 128 bits.
"""

import hmac

from django.conf import settings

from sortition.models import DrawEntrant

_BYTES = 16


def own_token(entrant: DrawEntrant) -> str:
    """Return what stands in the address."""
    return f"{entrant.pk}-{_seal(entrant.pk)}"


def entrant_of(token: str) -> DrawEntrant | None:
    """Return whose address it is; None for a wrong one, and for somebody who was erased."""
    pk, _dash, seal = token.partition("-")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    if not hmac.compare_digest(seal.encode(), _seal(int(pk)).encode()):
        return None
    found = DrawEntrant.objects.exclude(salt="").select_related("draw__assembly", "draw__run", "draw__file")
    return found.filter(pk=pk).first()


def _seal(pk: int) -> str:
    key = f"own opening:{settings.SECRET_KEY}".encode()
    return hmac.digest(key, str(pk).encode(), "sha256")[:_BYTES].hex()

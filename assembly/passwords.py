"""What a password may not be: known from a breach, a common one with ornaments, or made of words about this house.

No rule says which kinds of characters it needs. The lists lie here, and nothing is asked of anybody's server.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_LETTERS_OF_ONES_OWN = 6
"""What has to be left of a password when the words about this house are taken out."""

_LOOKALIKES = str.maketrans("@043157$!", "aoaeisssi")
_ORNAMENTS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789")


class CommonCoreValidator:
    """Refuse a common password that was only repeated, or given figures and marks before and behind."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 (the signature is Django's)
        """Look at what is left without the ornaments."""
        if any(_is_common(core) for core in _cores(password) if len(core) > 3):
            raise ValidationError(
                _("This is a common password with a few characters added or repeated."), code="common_core"
            )

    def get_help_text(self) -> str:
        """Say it beside the field."""
        return _("Not a common word with figures added: a few words of your own are safer.")


class ContextWordsValidator:
    """Refuse what is made of the words that everybody here would try first."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 (the signature is Django's)
        """Take the words out and look at what is left."""
        left = plain = _letters(password)
        for word in context_words():
            left = left.replace(word, "")
        if left != plain and len(left) < LEAST_LETTERS_OF_ONES_OWN:
            raise ValidationError(
                _("This is made of words that anybody would try first on this site."), code="context_words"
            )

    def get_help_text(self) -> str:
        """Say it beside the field."""
        return _("Not only words about assemblies or this site.")


class BreachedPasswordValidator:
    """Refuse a password that stands in the file of breached ones, if this installation has one."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 (the signature is Django's)
        """Look its digest up.

        Raises:
            OSError: the file that the settings name cannot be read; no password is taken unseen then.
        """
        if settings.BREACHED_PASSWORDS and _stands_in(Path(settings.BREACHED_PASSWORDS), password):
            raise ValidationError(_("This password is known from a breach of another site."), code="breached")

    def get_help_text(self) -> str:
        """Say nothing: the other lines say what to do."""
        return ""


@cache
def context_words() -> tuple[str, ...]:
    """Return words of the settings and of the installation's addresses, the longest first."""
    hosts = [*settings.ALLOWED_HOSTS, settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]]
    labels = [label for host in hosts for label in re.split(r"[.\-]", host) if len(label) > 3]
    words = {_letters(word) for word in (*settings.PASSWORD_WORDS, *labels)}
    return tuple(sorted(words - {""}, key=lambda word: (-len(word), word)))


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_common(core: str) -> bool:
    unit = _unit(core)
    if unit != core and len(unit) < 4:
        return True
    return unit in _common() or any(unit in row or unit[::-1] in row for row in _ROWS)


def _letters(text: str) -> str:
    """Return a text in small letters, look-alikes read as letters, without whatever is none."""
    return re.sub(r"[\W\d_]", "", text.lower().translate(_LOOKALIKES))


def _cores(password: str) -> set[str]:
    """Return what may be the word behind a password."""
    lower = password.lower()
    bare = _ORNAMENTS.sub("", lower)
    read = _ORNAMENTS.sub("", lower.translate(_LOOKALIKES))
    return {lower, bare, read, _ORNAMENTS.sub("", bare.translate(_LOOKALIKES))}


def _unit(text: str) -> str:
    """Return the shortest piece that makes a text by being repeated: the text itself, mostly."""
    return text[: (text + text).find(text, 1)]


def _stands_in(path: Path, password: str) -> bool:
    """Search a file of SHA-1 digests, one a line in ascending order, as those who collect breaches give them."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()  # the rest of a line that begins before
            line = file.readline()
            if not line or line[:40].upper() >= wanted:
                high = middle
            else:
                low = middle + 1
        file.seek(low)
        if low:
            file.readline()
        return file.readline()[:40].upper() == wanted

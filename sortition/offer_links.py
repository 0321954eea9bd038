"""Personal links of offers: a token of 128 bits and a short code, printed or mailed once and kept only as digests."""

import hashlib
import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from assembly.typed_codes import drawn_code, shown_code, typed_code
from sortition.models import Offer

TOKEN_LENGTH = 26
"""Marks of almost five bits each: 128.8 bits, which can still be typed from paper."""
CODE_LENGTH = 6
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class OfferLink:
    """What is printed or mailed; kept nowhere."""

    token: str
    code: str

    @property
    def shown_code(self) -> str:
        """Return the short code as it is printed."""
        return shown_code(self.code)

    def address(self, base: str) -> str:
        """Return the link below `base`, in groups that people can type."""
        return f"{base}{shown_code(self.token).lower()}/"


def draw_link() -> OfferLink:
    """Draw a link that nobody can foresee."""
    return OfferLink(drawn_code(TOKEN_LENGTH), drawn_code(CODE_LENGTH))


def token_digest(token: str) -> str:
    """Return what is stored of a token, from however somebody typed it."""
    return hashlib.sha256(typed_code(token).encode()).hexdigest()


def code_digest(digest: str, code: str) -> str:
    """Return what is stored of a short code. It is keyed: whoever reads the database cannot try codes against it."""
    return salted_hmac("sortition.offers", f"{digest}:{code}", algorithm="sha256").hexdigest()


def is_theirs(offer: Offer, proof: str) -> bool:
    """Whether somebody has typed the year of birth of whoever holds the seat, or the short code of the link."""
    typed = typed_code(proof)
    fits_code = constant_time_compare(code_digest(offer.token_digest or "", typed), offer.code_digest)
    born_on = offer.seat.respondent.born_on
    return fits_code or (born_on is not None and bool(_YEAR.fullmatch(typed)) and typed == str(born_on.year))

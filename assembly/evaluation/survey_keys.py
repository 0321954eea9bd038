"""Links and codes by which a survey is answered without an account; only their digests are kept."""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from assembly.evaluation.models import SurveyTurn
from assembly.outcomes.secret_codes import CODE_LENGTH, fresh_code
from assembly.outcomes.secret_codes import shown_code as shown_code  # noqa: PLC0414 (printed like every other code)
from assembly.outcomes.secret_codes import typed_code as read_code
from assembly.typed_codes import LETTERS, drawn_code, typed_code

TOKEN_LENGTH = 26
"""Marks of almost five bits each: 128.8 bits, as in the links of offers."""


@dataclass(frozen=True, slots=True)
class SurveyLetter:
    """What is printed or mailed for somebody; kept nowhere."""

    turn: SurveyTurn
    token: str
    code: str

    @property
    def shown_code(self) -> str:
        """Return the code as it is printed."""
        return shown_code(self.code)

    def address(self, base: str = "") -> str:
        """Return the link, below the wave's own base unless told."""
        return f"{base or self.turn.wave.link_base}{shown_code(self.token).lower()}/"


def fresh_token() -> str:
    """Return a link's token that nobody can foresee."""
    return drawn_code(TOKEN_LENGTH)


def fresh_typed_code() -> str:
    """Return a code for typing, with a mark by which a slip of the finger is told from a code of nobody's."""
    return fresh_code()


@sensitive_variables()
def digest_of(text: str) -> str | None:
    """Return the digest of a token or code, however somebody typed it; None where a mark was mistyped.

    It is keyed: whoever reads the database cannot try codes against it.
    """
    marks = typed_code(text)
    if len(marks) == CODE_LENGTH:
        read = read_code(marks)
        return _digest("code", read) if read else None
    if len(marks) == TOKEN_LENGTH and set(marks) <= set(LETTERS):
        return _digest("token", marks)
    return None


def _digest(kind: str, marks: str) -> str:
    return salted_hmac("evaluation.surveys", f"{kind}:{marks}", algorithm="sha256").hexdigest()

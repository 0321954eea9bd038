"""Account numbers as people type them: an IBAN, or a British sort code with an account number."""

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_SORT_CODE_AND_ACCOUNT = re.compile(r"\d{6}\d{8}")


def account_as_kept(typed: str) -> str:
    """Return an account number without spaces and marks; "" where it is none.

    An IBAN is checked by its two check digits (ISO 13616, modulo 97), which find every single wrong digit and every
    two that were swapped. A sort code (6 digits) with an account number (8) has no check digits of its own.
    """
    plain = re.sub(r"[\s\-./]", "", typed).upper()
    if _SORT_CODE_AND_ACCOUNT.fullmatch(plain):
        return plain
    if not _IBAN.fullmatch(plain):
        return ""
    turned = plain[4:] + plain[:4]
    number = "".join(str(int(mark, 36)) for mark in turned)
    return plain if int(number) % 97 == 1 else ""

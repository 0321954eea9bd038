"""Text messages: how many parts a text takes on the network, and a number as gateways want it."""

import re

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")
"""These take two places in the network's own alphabet (3GPP TS 23.038)."""
_WRITTEN = re.compile(r"[\s()./\-\u2010-\u2015]+")
_NUMBER = re.compile(r"\+?[0-9]{5,15}")


def sms_length(text: str) -> tuple[int, int, int]:
    """Return (places that `text` takes, places of a single message, places of each of several).

    One letter outside the network's alphabet makes every letter of the text take twice the room.
    """
    if all(mark in _GSM or mark in _GSM_TWICE for mark in text):
        return sum(2 if mark in _GSM_TWICE else 1 for mark in text), 160, 153
    return len(text.encode("utf-16-be")) // 2, 70, 67


def sms_parts(text: str) -> int:
    """Return as how many messages the network carries, and bills, a text."""
    length, single, each = sms_length(text)
    return 1 if length <= single else -(-length // each)


def sms_number(phone: str, country: str = "") -> str:
    """Return a phone number as gateways want it; "" where it is none.

    country: the code put in place of a leading zero, "44" say; without one a national number stays as it is.
    """
    number = _WRITTEN.sub("", phone)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    elif country and number.startswith("0"):
        number = f"+{country}{number[1:]}"
    return number if _NUMBER.fullmatch(number) else ""

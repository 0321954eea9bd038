"""What one cell means: yes and no, dates, channels. Blank is always None, never “no”."""

import datetime
import re

YES = frozenset(
    [
        "y",
        "yes",
        "yep",
        "yeah",
        "ja",
        "j",
        "oui",
        "o",
        "si",
        "sí",
        "s",
        "sim",
        "1",
        "true",
        "t",
        "wahr",
        "vrai",
        "x",
        "✓",
        "✔",
        "ok",
        "agreed",
        "agree",
    ]
)
NO = frozenset(["n", "no", "nope", "nein", "non", "não", "0", "false", "f", "falsch", "faux", "✗", "✘"])
BLANKS = frozenset(
    ["n/a", "na", "n.a.", "-", "–", "—", "?", "none", "null", "nan", "#n/a", "unknown", "not known", "blank"]
)
CHANNELS = {
    "web": ["web", "online", "internet", "website", "form", "e-mail", "email", "digital"],
    "phone": ["phone", "telephone", "call", "tel", "telefon"],
    "post": ["post", "letter", "paper", "mail", "by post", "postal"],
    "in_person": ["in person", "in_person", "in-person", "door", "doorstep", "face to face"],
}
DAY_FIRST, MONTH_FIRST = "day", "month"

# Ways to say “this age or more”.
_OPEN_ENDED = re.compile(
    r"(?:over|above|more than|older than|ab|über)\s*(?P<above>\d+)"
    r"|(?P<low>\d+)\s*(?:\+|plus|(?:years )?(?:and|or|&) (?:over|older|above|more)|und älter|et plus)"
)
_SAME_WORDS = {
    **dict.fromkeys(["woman", "women", "frau", "weiblich", "femme"], "female"),
    **dict.fromkeys(["man", "men", "mann", "männlich", "homme"], "male"),
}
_NUMERIC = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_TIME = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?( ?(Z|GMT|UTC|[+-]\d{2}:?\d{2}))?$", re.IGNORECASE
)
_SERIAL = re.compile(r"\d{4,5}(\.\d+)?")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})", re.IGNORECASE)
# Excel counts days from here (it believes that 1900 was a leap year).
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_OLDEST = datetime.date(1900, 1, 1)


def fold(text: str) -> str:
    """Return text as it is compared: trimmed, spaces collapsed, case folded."""
    return " ".join(text.split()).casefold()


def gist(text: str) -> str:
    """Return what two spellings of one answer have in common: “30 - 44” and “30–44”, “over 75” and “75+”."""
    folded = fold(text)
    if opened := _OPEN_ENDED.fullmatch(folded):
        return f"{opened['low'] or opened['above']}+"
    return _SAME_WORDS.get(folded, "-".join(re.findall(r"\w+", folded)))


def yes_or_no(text: str) -> bool | None:
    """Return True, False, or None where the cell is neither."""
    folded = fold(text).rstrip(".!")
    if folded in YES:
        return True
    return False if folded in NO else None


def channel(text: str) -> str | None:
    """Return the channel that a cell names, or None."""
    folded = fold(text)
    return next((name for name, words in CHANNELS.items() if folded in words), None)


def date_order(cells: list[str]) -> tuple[str, bool]:
    """Decide for a whole column whether day or month comes first, and say if the data proved it."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _NUMERIC.match(cell))]
    day_first = sum(first > 12 for first, _second in pairs)
    month_first = sum(second > 12 for _first, second in pairs)
    if month_first > day_first:
        return MONTH_FIRST, True
    return DAY_FIRST, bool(day_first) or all(first == second for first, second in pairs)


def reads_both_ways(text: str) -> bool:
    """Whether a date is another one when day and month change places."""
    found = _NUMERIC.match(text)
    if found is None:
        return False
    first, second = int(found[1]), int(found[2])
    return first != second and max(first, second) <= 12


def past_date(text: str, *, order: str, today: datetime.date) -> datetime.date | None:
    """Read a date up to today: ISO, 31/12/1980, 31.12.1980, 31 December 1980, or Excel's number of days.

    Two-digit years are those of the last hundred years; a time of day is left out. Years alone, dates to come and
    dates before 1900 are none.
    """
    text = _TIME.sub("", text.strip())
    found = _parts(text, order, today)
    try:
        if found:
            day = datetime.date(*found)
        elif _SERIAL.fullmatch(text) and not 1900 <= float(text) <= today.year:
            day = _EXCEL_EPOCH + datetime.timedelta(days=int(float(text)))
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return day if _OLDEST <= day <= today else None


def _parts(text: str, order: str, today: datetime.date) -> tuple[int, int, int] | None:
    if iso := _ISO.fullmatch(text):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if named := _NAMED.fullmatch(text):
        month = _MONTHS.get(named[2].lower())
        return (int(named[3]), month, int(named[1])) if month else None
    if numeric := _NUMERIC.fullmatch(text):
        day, month = int(numeric[1]), int(numeric[2])
        if order == MONTH_FIRST:
            day, month = month, day
        year = int(numeric[3])
        if len(numeric[3]) == 2:
            year += 2000 if year <= today.year % 100 else 1900
        return year, month, day
    return None


def split_name(text: str) -> tuple[str, str]:
    """Part a full name into first and last: at the comma of “Osei, Amara”, otherwise before the last word."""
    if "," in text:
        last, first = (part.strip() for part in text.split(",", 1))
        return first, last
    first, _space, last = text.rpartition(" ")
    return (first.strip(), last) if first else (last, "")

"""A made-up language that puts every message between ⟦ and ⟧, and a reader that finds text outside such marks."""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser

LANGUAGE = "xx"
SPOKEN_ATTRIBUTES = ("alt", "title", "aria-label", "aria-description", "placeholder", "label")
NOT_WORDS = frozenset({"script", "style", "code", "pre", "kbd", "samp"})
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
# Proper names and addresses stay as they are in every language.
ALLOWED = re.compile(r"\bAssembly\b|\S+@\S+|https?://\S+")
OPEN, CLOSE = "⟦⟪", "⟧⟫"


class MarkingTranslations(NullTranslations):
    """Every message is "translated" by marks around it."""

    def language(self) -> str:
        """Return the code."""
        return LANGUAGE

    to_language = language

    def gettext(self, message: str) -> str:
        """Mark a message; a context before it is dropped, as real translations do."""
        text = message.rpartition("\x04")[2]
        return f"⟦{text}⟧" if text else text

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Mark the form that English would take."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 (the signature is gettext's)
        """Mark a message with a context."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        """Mark a plural with a context."""
        return self.ngettext(msgid1, msgid2, n)


class _Reader(HTMLParser):
    """Collects text outside marks. Marks may open in one element and close in another."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.depth = 0
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read the attributes that are spoken or shown; skip what is not words."""
        values = {name: value or "" for name, value in attrs}
        spoken = [values[name] for name in SPOKEN_ATTRIBUTES if name in values]
        if tag == "input" and values.get("type") in ("submit", "button", "reset"):
            spoken.append(values.get("value", ""))
        for text in spoken:
            self.found += [f"{tag}: {bare}" for bare in bare_words(text)]
        if tag in VOID:
            return
        is_silent = tag in NOT_WORDS or "avatar" in values.get("class", "").split()
        if self.silent or is_silent:
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave a skipped element."""
        if self.silent and tag not in VOID:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        """Follow the marks through the text."""
        if self.silent:
            return
        outside = ""
        for letter in data:
            if letter in OPEN:
                self.depth += 1
                outside += " "
            elif letter in CLOSE:
                self.depth -= 1
            elif self.depth == 0:
                outside += letter
        self.found += _letters(outside)


def bare_words(text: str) -> list[str]:
    """Return the words of a single text that stand outside marks."""
    depth, outside = 0, ""
    for letter in text:
        depth += (letter in OPEN) - (letter in CLOSE)
        outside += letter if depth == 0 and letter not in CLOSE else " "
    return list(_letters(outside))


def _letters(text: str) -> Iterator[str]:
    left = " ".join(ALLOWED.sub(" ", text).split())
    if any(letter.isalpha() for letter in left):
        yield left


def untranslated(html: str) -> list[str]:
    """Return the texts of a page that no translator could reach."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.depth:
        return [*reader.found, f"{reader.depth} marks were cut off, and hide what follows"]
    return reader.found

"""Words by which an answer sounds like a promise and binds nobody. Pure; pointed out, never forbidden."""

import re
from dataclasses import dataclass

_VAGUE = {
    "en": (
        r"considers?|considering|give consideration",
        r"explor(?:e|es|ing)",
        r"look(?:s|ing)? (?:in)?to",
        r"review(?:s|ing)? (?:whether|the possibility)",
        r"(?:aim|aims|aiming|hope|hopes|hoping|intend|intends|seek|seeks|seeking|strive|strives|striving) to",
        r"work(?:s|ing)? towards",
        r"endeavou?rs?(?: to)?",
        r"where (?:possible|appropriate|practicable|feasible)",
        r"as (?:appropriate|resources allow|far as possible)",
        r"in due course|as soon as possible|when resources allow|in the (?:near|medium|longer) (?:future|term)",
        r"(?:take|takes|taking) (?:it|this|them|note) (?:on board|of)|(?:is|are) (?:noted|aware of)",
        r"encourag(?:e|es|ing)|support(?:s|ing)? the (?:aim|idea|principle)",
        r"continues? to",
    ),
    "fr": (
        r"envisag(?:e|er|eons|ent|era)",
        r"(?:étudi|examin|explor|réfléch)(?:e|er|ir|ons|ira|era|issons)(?: à)?",
        r"(?:vis|tend|cherch|aspir)(?:e|er|ons|ent) à",
        r"s[’']efforc(?:e|er|era|ons|ent)",
        r"dans la mesure du possible|si possible|le cas échéant|autant que possible",
        r"en temps (?:utile|voulu)|dès que possible|à (?:moyen|long|court) terme|prochainement",
        r"(?:prend|prenons|prendre) (?:bonne )?note",
        r"(?:encourag|souten)(?:e|er|ir|ons)",
        r"(?:continu|poursuiv)(?:e|er|ons|ra|re)",
    ),
}
_FOUND = {
    language: re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)
    for language, patterns in _VAGUE.items()
}


@dataclass(frozen=True, slots=True)
class Vague:
    """One vague wording: the words as they stand in the text, and where they begin."""

    words: str
    at: int


def vague_words(text: str, language: str) -> list[Vague]:
    """Return the vague wordings of a text, each once, in their order; of a language that nobody listed, none."""
    pattern = _FOUND.get(language.split("-", maxsplit=1)[0])
    seen: dict[str, Vague] = {}
    for match in pattern.finditer(text) if pattern else ():
        seen.setdefault(match[0].casefold(), Vague(match[0], match.start()))
    return list(seen.values())

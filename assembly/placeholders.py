"""Placeholders in texts that are written to people: `{{ first_name }}`. No logic, no attributes, nothing else."""

import re
from collections.abc import Collection, Mapping

_BRACES = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\}\}")


def placeholders_in(text: str) -> list[str]:
    """Return the names of the placeholders in `text`, each once, in the order in which they stand."""
    return list(dict.fromkeys(_BRACES.findall(text)))


def unknown_placeholders(text: str, known: Collection[str]) -> list[str]:
    """Return the placeholders that nobody can fill; braces that are never closed or opened count as one."""
    unknown = [name for name in placeholders_in(text) if name not in known]
    loose = _LOOSE.findall(_BRACES.sub("", text))
    return unknown + list(dict.fromkeys(loose))


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with every placeholder filled. What is filled in is never read as a placeholder again.

    Raises:
        KeyError: a placeholder has no value; check with `unknown_placeholders` first.
    """
    return _BRACES.sub(lambda found: values[found[1]], text)


def fill_known(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with those placeholders filled that have a value; all else stays as it was written."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)

"""Languages by their names, as Django knows them."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _


def language_choices() -> list[tuple[str, str]]:
    """Return codes and names of languages by name, English first."""
    named = [(code, _(info["name"])) for code, info in LANG_INFO.items() if "name" in info]
    return sorted(named, key=lambda choice: (choice[0] != "en", choice[1].casefold()))


def language_name(code: str) -> str:
    """Return a language's name; of a code that nobody knows, the code."""
    info = LANG_INFO.get(code.lower(), {})
    return _(info["name"]) if "name" in info else code

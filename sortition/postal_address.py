"""The lines of a window envelope for a respondent, whose address is one text as they wrote it."""

import re

from sortition.models import Respondent

_PARTS = re.compile(r"\s*[,\n\r]+\s*")


def address_lines_of(person: Respondent) -> tuple[str, ...]:
    """Return name, street and place; nothing where no address is known. Commas and line ends part the lines."""
    lines = [part for part in _PARTS.split(person.address.strip()) if part]
    if not lines:
        return ()
    if person.postcode and person.postcode not in person.address:
        lines.append(person.postcode)
    return (str(person), *lines)

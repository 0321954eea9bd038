"""The published programme as everybody may read it: without rooms, notes for members, and names that nobody agreed to.

It is made of published versions alone, which never hold what is internal. A name that somebody did not agree to is
taken out of titles and descriptions too.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from scheduling.enums import Part
from scheduling.models import ProgrammeVersion
from scheduling.programme_content import Programme, PublishedItem, PublishedSession
from scheduling.public_speakers import agreed_names
from scheduling.selectors.programme import programme_of, versions_of

_LINK = re.compile(r"\S+://\S+|\S+@\S+")
SHORTEST_NAME = 4
"""Shorter words are no names that could be found again in a text."""


@dataclass(frozen=True, slots=True)
class PublicProgramme:
    """A version as the public reads it. names: key → who agreed to be named, with what they stand for."""

    version: ProgrammeVersion
    note: str
    sessions: Programme
    names: Mapping[int, str]

    def coming(self, now: datetime) -> list[PublishedSession]:
        """Return the sessions that are not over, by their days."""
        return [each for each in self.sessions if each.ends_at > now]

    def over(self, now: datetime) -> list[PublishedSession]:
        """Return the sessions that have taken place, by their days."""
        return [each for each in self.sessions if each.ends_at <= now]

    def unnamed(self, item: PublishedItem) -> int:
        """Return how many speak in an item who did not agree to be named; who leads through it is no speaker."""
        return sum(part == Part.SPEAKER and key not in self.names for key, part in item.people)


def public_programmes(assembly: Assembly, versions: Collection[ProgrammeVersion]) -> list[PublicProgramme]:
    """Return versions as the public reads them; people are read once for all of them."""
    told = [(version, programme_of(version)) for version in versions]
    keys = {key for _version, programme in told for session in programme for key in session.keys}
    may = agreed_names(keys)
    people = list(Person.objects.filter(assembly=assembly).only("name", "called", "organisation", "kind"))
    # A member is never named, whatever else they may be.
    named = {
        each.pk: each for each in people if each.pk in may and each.kind != PersonKind.MEMBER and each.name
    }
    names = {key: ", ".join(filter(None, (each.name, each.organisation))) for key, each in named.items()}
    hidden = _pattern({each.name for each in people if each.pk not in named})
    return [
        PublicProgramme(
            version,
            _without(version.note, hidden),
            tuple(sorted((_public(each, hidden) for each in programme), key=lambda each: each.starts_at)),
            names,
        )
        for version, programme in told
    ]


def public_programme(assembly: Assembly, number: int | None = None) -> PublicProgramme | None:
    """Return a version as the public reads it, the newest where no number is said; None where there is none."""
    versions = versions_of(assembly)
    version = (versions if number is None else versions.filter(number=number)).first()
    return public_programmes(assembly, [version])[0] if version else None


def next_session(assembly: Assembly, now: datetime) -> PublishedSession | None:
    """Return the first session that is published and not over."""
    programme = public_programme(assembly)
    return next(iter(programme.coming(now)), None) if programme else None


def _public(session: PublishedSession, hidden: re.Pattern[str] | None) -> PublishedSession:
    items = tuple(
        replace(
            item,
            title=_without(item.title, hidden),
            description=_without(_LINK.sub("", item.description), hidden),
            room="",
        )
        for item in session.items
    )
    # A line with a link is how members join from afar, and no place.
    lines = [line for line in session.address.splitlines() if not _LINK.search(line)]
    return replace(
        session, title=_without(session.title, hidden), address="\n".join(lines), note="", items=items
    )


def _pattern(names: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds names as whole words, the longest first."""
    known = sorted(
        {name for name in names if len(name) >= SHORTEST_NAME}, key=lambda name: (-len(name), name)
    )
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)", re.IGNORECASE) if known else None
    )


def _without(text: str, hidden: re.Pattern[str] | None) -> str:
    return hidden.sub(_("(not named)"), text) if hidden else text

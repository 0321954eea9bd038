"""Postal addresses of people, as the apps know them that keep them. Each registers its part at start-up.

So that a letter can be written to whoever has no e-mail address, without a second copy of where people live.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from assembly.models import Person

AddressesOf = Callable[[Collection[int]], Mapping[int, tuple[str, ...]]]
"""From keys of an origin to the lines of a window envelope, the name first; whoever has no address is left out."""

_registered: dict[str, AddressesOf] = {}


def register_addresses(origin_kind: str, addresses: AddressesOf) -> None:
    """Add where people of one origin live; call it from `AppConfig.ready`."""
    _registered[origin_kind] = addresses


def addresses_of(people: Iterable[Person]) -> dict[int, tuple[str, ...]]:
    """Return the lines of the addresses that are known, by the keys of people."""
    by_origin: dict[str, dict[int, int]] = {}
    for person in people:
        if person.origin_kind in _registered and person.origin_key is not None:
            by_origin.setdefault(person.origin_kind, {})[person.origin_key] = person.pk
    return {
        keys[origin]: lines
        for kind, keys in by_origin.items()
        for origin, lines in _registered[kind](list(keys)).items()
        if lines
    }

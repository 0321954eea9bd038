"""Letters to addresses drawn at random, and the people who answer."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sortition.rehearsal.town import Town, TownCategory


def _words(text: str) -> list[str]:
    return text.split()


FIRST_NAMES = {
    "Female": _words("""
        Aisha Amelia Anna Beth Carol Chloe Dorothy Elena Fatima Grace Hannah Ines Ivy Joan Joyce Kelly
        Leila Linda Lucia Maya Mina Naomi Nora Olive Pauline Priya Rosa Ruth Sinead Sofia Teresa Uma
        Wendy Yasmin Zoe
    """),
    "Male": _words("""
        Ahmed Alan Barry Callum Colin Daniel Derek Felix Frank George Glen Hugo Ibrahim Jean Keith Kofi
        Leon Marek Martin Nabil Noah Omar Peter Piotr Raj Ravi Samuel Stan Suresh Theo Tom Umar Victor
        Wei Yusuf
    """),
}
LAST_NAMES = _words("""
    Adeyemi Ahmad Baker Baptiste Begum Bianchi Boateng Brown Clarke Cohen Davies Dimitrov Doyle Evans
    Farah Fischer Ford Garcia Ghosh Hall Haddad Hughes Hussain Ivanova Jones Kaya Kerr Khan King Kowalski
    Larsen Lewis Lopez Marsden Mensah Moore Murphy Nair Novak Nguyen Okafor Osman Patel Petrov Price
    Quinn Rahman Reid Rossi Sato Shah Silva Singh Smith Stokes Tan Taylor Turner Usman Vargas Walsh Wang
    White Wood Wright Young Zhang Zielinski
""")
AGES = {"16–29": (16, 29), "30–44": (30, 44), "45–59": (45, 59), "60–74": (60, 74), "75 or over": (75, 93)}


@dataclass(frozen=True, slots=True)
class Address:
    """Where one letter goes."""

    letter: int
    street: str
    area: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who answered the letter: what they said, how they answered, whether they can be drawn."""

    number: int
    first_name: str
    last_name: str
    born_on: date
    address: Address
    values: dict[str, str]
    channel: str
    can_attend: bool | None = True
    consents: bool | None = True

    @property
    def email(self) -> str:
        """Where they can be written to; people who phoned or wrote left none."""
        if self.channel != "web":
            return ""
        return f"{self.first_name}.{self.last_name}{self.number}@example.org".lower()


def invite(town: Town, letters: int, *, source: random.Random) -> list[Address]:
    """Draw the addresses that get a letter, in every area according to its people."""
    area = town.category(town.area)
    names, shares = [value.name for value in area.values], [value.share for value in area.values]
    taken: set[tuple[str, str]] = set()
    addresses: list[Address] = []
    while len(addresses) < letters:
        place = source.choices(names, shares)[0]
        street = f"{source.randint(1, 240)} {source.choice(town.streets)}"
        if (street, place) in taken:
            continue
        taken.add((street, place))
        code = f"{town.postcodes[place]} {source.randint(1, 9)}{source.choice('ABDEFGHJ')}{source.choice('LNPQRSTU')}"
        addresses.append(Address(len(addresses) + 1, street, place, code))
    return addresses


def volunteers(
    town: Town,
    addresses: Sequence[Address],
    *,
    count: int,
    by_phone_or_post: int,
    shared_addresses: int,
    unable: int,
    today: date,
    source: random.Random,
) -> list[Volunteer]:
    """Invent who answers.

    A person at an invited address answers with a chance proportional to the product of the pulls of their values, which
    gives the skew that self-selection gives. At `shared_addresses` a second person of the household answers too;
    `unable` of them cannot attend, withheld consent or left the question blank.
    """
    strongest = _strongest_pull(town)
    letters = source.sample(list(addresses), len(addresses))
    found: list[Volunteer] = []
    singles = count - shared_addresses
    while len(found) < singles:
        address = letters[len(found)]
        values = _values_of_somebody(town, address, source)
        if source.random() * strongest < _pull(town, values):
            found.append(_volunteer(len(found) + 1, address, values, today, source))
    for neighbour in source.sample(found, shared_addresses):
        values = _values_of_somebody(town, neighbour.address, source)
        found.append(
            _volunteer(
                len(found) + 1, neighbour.address, values, today, source, last_name=neighbour.last_name
            )
        )
    return _with_channels(found, by_phone_or_post, unable, source)


def _values_of_somebody(town: Town, address: Address, source: random.Random) -> dict[str, str]:
    values = {town.area: address.area}
    for category in town.categories:
        if category.name not in values:
            weights = _weights(town, category, values)
            values[category.name] = source.choices([value.name for value in category.values], weights)[0]
    return values


def _weights(town: Town, category: TownCategory, so_far: dict[str, str]) -> list[float]:
    weights = {value.name: value.share for value in category.values}
    for leaning in town.leanings:
        if leaning.other == category.name and so_far.get(leaning.category) == leaning.value:
            weights[leaning.other_value] *= leaning.factor
    return list(weights.values())


def _pull(town: Town, values: dict[str, str]) -> float:
    product = 1.0
    for category in town.categories:
        product *= next(value.pull for value in category.values if value.name == values[category.name])
    return product


def _strongest_pull(town: Town) -> float:
    product = 1.0
    for category in town.categories:
        product *= max(value.pull for value in category.values)
    return product


def _volunteer(
    number: int,
    address: Address,
    values: dict[str, str],
    today: date,
    source: random.Random,
    *,
    last_name: str = "",
) -> Volunteer:
    youngest, oldest = AGES.get(values.get("Age", ""), (18, 80))
    born_on = today - timedelta(
        days=365 * source.randint(youngest, oldest) + source.randint(30, 330) + oldest // 4
    )
    names = FIRST_NAMES.get(values.get("Gender", ""), FIRST_NAMES["Female"] + FIRST_NAMES["Male"])
    return Volunteer(
        number=number,
        first_name=source.choice(names),
        last_name=last_name or source.choice(LAST_NAMES),
        born_on=born_on,
        address=address,
        values=values,
        channel="web",
    )


def _with_channels(
    found: list[Volunteer], by_phone_or_post: int, unable: int, source: random.Random
) -> list[Volunteer]:
    """Let older people phone and write more often, and some find that they cannot come."""
    weights = [3.0 if person.values.get("Age") in ("60–74", "75 or over") else 1.0 for person in found]
    # A weighted sample without replacement: the largest of u^(1/w) (Efraimidis and Spirakis, 2006).
    order = sorted(range(len(found)), key=lambda i: source.random() ** (1 / weights[i]), reverse=True)
    channels = {i: "phone" if place % 3 else "post" for place, i in enumerate(order[:by_phone_or_post])}
    hindered = {i: place for place, i in enumerate(source.sample(range(len(found)), unable))}
    return [_changed(person, channels.get(i, "web"), hindered.get(i)) for i, person in enumerate(found)]


def _changed(person: Volunteer, channel: str, hindered: int | None) -> Volunteer:
    fields = {name: getattr(person, name) for name in Volunteer.__slots__}
    fields["channel"] = channel
    if hindered is not None:
        if hindered % 3 == 2:
            fields["consents"] = False if hindered % 2 else None
        else:
            fields["can_attend"] = False
    return Volunteer(**fields)

"""What the audiences of bodies share: their officials, each once and in their language, and their offices."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial

from django.conf import settings
from django.utils.translation import override

from assembly.audiences import Recipient
from assembly.models import Assembly, User
from assembly.outcomes.models import Body
from assembly.outcomes.selectors.officials import languages_of, officials_with_role
from assembly.services.mailings import language_for

ACCOUNT, BODY = "account", "body"
Values = Callable[[str, Collection[Body]], Mapping[str, str]]
"""Fills the placeholders for somebody by name, who is written to for some bodies, in the language that is active."""


def bodies_by_key(assembly: Assembly, keys: Collection[int]) -> list[Body]:
    """Return the bodies of an assembly with these keys, by name."""
    return list(Body.objects.filter(assembly=assembly, pk__in=keys).order_by("name"))


def window_of(name: str, body: Body) -> tuple[str, ...]:
    """Return the lines of the window: the person, the body, where it is; none where nobody knows."""
    lines = [line.strip() for line in body.address.splitlines() if line.strip()]
    return tuple(dict.fromkeys([name, body.name, *lines])) if lines else ()


def spoken(language: str) -> str:
    """Return a language that the house speaks: the one that is known of somebody, or its own."""
    return language_for(
        language, dict.fromkeys((settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)), ("", ""))
    )


def as_official(user: User, body: Body, language: str, values: Callable[[], Mapping[str, str]]) -> Recipient:
    """Return an official as somebody who is written to; `values` is asked for in their language."""
    with override(language):
        return Recipient(
            kind=ACCOUNT,
            pk=user.pk,
            name=str(user),
            email=user.email or "",
            values=values(),
            address=window_of(str(user), body),
            language=language,
        )


def officials_and_offices(assembly: Assembly, bodies: Iterable[Body], values: Values) -> Iterator[Recipient]:
    """Yield the officials of bodies, each once, and the bodies' offices; the clock keeps those who act that day."""
    bodies = list(bodies)
    users: dict[User, list[Body]] = {}
    for body in bodies:
        for official in officials_with_role(body):
            users.setdefault(official.user, []).append(body)
    languages = languages_of(users, assembly)
    for user, own in users.items():
        language = spoken(languages.get(user.pk, ""))
        yield as_official(user, own[0], language, partial(values, str(user), own))
    for body in bodies:
        yield as_office(body, body.name, values)


def as_office(body: Body, name: str, values: Values, *, email: str | None = None) -> Recipient:
    """Return a body as somebody who is written to: its office, or who heads it, by name and address."""
    with override(settings.LANGUAGE_CODE):
        return Recipient(
            kind=BODY,
            pk=body.pk,
            name=name,
            email=body.email if email is None else email,
            values=values(name, [body]),
            address=window_of(name, body),
            phone=body.phone,
            language=settings.LANGUAGE_CODE,
        )

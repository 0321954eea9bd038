"""How people do by phone, by post or in person what others do on a page. Upper apps register theirs when they start.

A test asks every page that members, witnesses, officials or the public can reach, and fails where one has no route.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role

TAKE_PART = frozenset({Role.MEMBER, Role.WITNESS, Role.OFFICIAL})


@dataclass(frozen=True, slots=True)
class OfflineRoute:
    """One act, and how it is done without a screen.

    entered_at: the page on which the staff enters it, by its URL's name; "" where nothing has to be entered.
    roles: whose act it is; none means everybody's, also of people without an account.
    """

    act: Any
    how: Any
    entered_at: str = ""
    roles: frozenset[Role] = TAKE_PART


_routes: dict[str, OfflineRoute] = {}


def register_offline_routes(routes: Mapping[str, OfflineRoute]) -> None:
    """Add routes by the URL's name of the page on which the act is done; call it from `AppConfig.ready`."""
    _routes.update(routes)


def offline_route_of(url_name: str) -> OfflineRoute | None:
    """Return the route for what is done on a page."""
    return _routes.get(url_name)


def offline_routes(*roles: str) -> list[OfflineRoute]:
    """Return the routes for people with these roles, each once, in the order in which they were registered."""
    return list(dict.fromkeys(route for route in _routes.values() if route.roles & set(roles)))


_READ = OfflineRoute(
    _("Read the question, the promise and what comes next"),
    _("They come with the letters; ask the team to send or read out what you need."),
)
_LETTER = OfflineRoute(
    _("Sign in without e-mail"),
    _("With a letter that has codes: the team prints and posts it. You need none to take part."),
    "team_letter",
)

register_offline_routes(
    {
        "invitation": OfflineRoute(
            _("Say yes to taking part"),
            _("Tell the team by phone, by post or in person: they put you on the team."),
            "team_invite",
        ),
        "sign_in_by_letter": _LETTER,
        "account_login": _LETTER,
        "account_request_login_code": _LETTER,
        "home": _READ,
        "set_language": OfflineRoute(
            _("Read in another language"),
            _("Ask the team: they write and read out in your language, or find somebody who does."),
        ),
        "own_home": _READ,
        "permissions": OfflineRoute(
            _("Read who may do what"), _("Ask the team to post the table."), "permissions"
        ),
        "privacy_notice": OfflineRoute(
            _("Read what is held about people, see your own data, or have them erased"),
            _("Ask by phone or by post: the team sends you a printed copy, or erases your data."),
            "privacy",
        ),
        "account_sessions": OfflineRoute(
            _("End where you are signed in"),
            _("Call the team: they make your codes useless."),
            "team_letter_withdraw",
        ),
    }
)

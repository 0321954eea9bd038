"""What access tokens need of the team."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.connections.attention import connections_parts
from assembly.connections.enums_tokens import TokenState
from assembly.connections.selectors.tokens import is_near, tokens_of
from assembly.models import Assembly
from assembly.stages import NextAction

_MANAGE = "assembly.manage_connections"


def token_actions(assembly: Assembly) -> Iterator[NextAction]:
    """Point to tokens whose last day is near, and to those whose maker has left; one query."""
    today = timezone.localdate()
    rows = list(tokens_of(assembly, state=TokenState.ACTIVE).values_list("expires_on", "has_maker"))
    url, button = reverse("connections_tokens", args=[assembly.slug]), _("Open the tokens")
    days = [day for day, _has_maker in rows if is_near(day, today)]
    if n := len(days):
        title = ngettext("One access token comes to its end", "%(n)s access tokens come to their end", n) % {
            "n": n
        }
        why = _("Whoever reads by it needs a new one, or can be told that it is over.")
        yield NextAction(title, why, url, button, min(days), permission=_MANAGE)
    if n := sum(not has_maker for _day, has_maker in rows):
        title = ngettext(
            "One access token was made by somebody who has left the organisers",
            "%(n)s access tokens were made by people who have left the organisers",
            n,
        ) % {"n": n}
        why = _("They may still know its secret. Make a new token, and end this one.")
        yield NextAction(title, why, url, button, permission=_MANAGE)


connections_parts.register_attention("tokens", token_actions)

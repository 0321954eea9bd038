"""The programme among the pages of the public, and what the page about the assembly says of it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.public_site import PublicPage, Teaser, register_public_page
from scheduling.programme_words import session_name, session_when
from scheduling.selectors.programme import versions_of
from scheduling.selectors.public_programme import next_session


def _is_there(assembly: Assembly) -> bool:
    return versions_of(assembly).exists()


def _teaser(assembly: Assembly, now: datetime) -> Teaser:
    coming = next_session(assembly, now)
    told = {
        "coming": coming,
        "coming_name": session_name(coming) if coming else "",
        "coming_when": session_when(coming) if coming else "",
    }
    return "scheduling/public_programme_teaser.html", told


register_public_page(
    PublicPage("programme", _("Programme"), 20, "public_programme", is_there=_is_there, teaser=_teaser)
)

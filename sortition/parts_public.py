"""What sortition adds to the public site: how people were chosen, and its entries of the feed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.public_site import PublicPage, Teaser, register_public_page
from sortition.draw_words import draw_story
from sortition.enums_draws import DrawState
from sortition.selectors.draws import public_draws


def _teaser(assembly: Assembly, now: datetime) -> Teaser | None:  # noqa: ARG001 (the registry's signature)
    draw = public_draws(assembly).exclude(state=DrawState.VOIDED).first()
    return ("sortition/public_teaser.html", {"draw": draw, "story": draw_story(draw)}) if draw else None


def _feed(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001
    for draw in public_draws(assembly):
        story = " ".join(draw_story(draw))
        moments: list[tuple[str, Any, str, str]] = [
            ("committed", draw.committed_at, _("%(draw)s was frozen"), ""),
            ("published", draw.published_at, _("The result of %(draw)s"), story),
            ("voided", draw.voided_at, _("%(draw)s is void"), draw.void_reason),
        ]
        for key, at, title, text in moments:
            if at is not None:
                name = f"draw-{draw.number}-{key}"
                yield FeedEntry(name, title % {"draw": draw}, text, at, "public_draw", (draw.number,))


register_public_page(
    PublicPage(
        key="chosen",
        label=gettext_lazy("How people were chosen"),
        order=10,
        url_name="public_draws",
        is_there=lambda assembly: public_draws(assembly).exists(),
        teaser=_teaser,
    )
)
register_feed_source(_feed)

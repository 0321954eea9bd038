"""The Atom document of a feed."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed


class Feed(Atom1Feed):
    """A feed without an entry is as old as `begun` says; Django's would change with each second."""

    def latest_post_date(self) -> Any:
        """Return when it last changed."""
        return super().latest_post_date() if self.items else self.feed["begun"]

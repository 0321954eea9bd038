"""What all pages of the register share: anybody may read them, of an assembly that the public knows of."""

from datetime import datetime
from typing import ClassVar

from django.utils.functional import cached_property

from assembly.outcomes.selectors.register import handed_over_at
from assembly.views.public_base import PublicView


class RegisterView(PublicView):
    """A page about recommendations and answers."""

    here: ClassVar[str] = "answers"

    @cached_property
    def handed_over(self) -> datetime | None:
        """Return when the report was first published."""
        return handed_over_at(self.assembly)

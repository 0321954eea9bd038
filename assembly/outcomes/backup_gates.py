"""No backup while a secret vote is open: one made before and one made after a vote would show whose it is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assembly.backup.gates import register_backup_gate
from assembly.outcomes.enums import BallotMethod, BallotState
from assembly.outcomes.models import Ballot


def _open_secret_votes() -> Iterator[str]:
    for ballot in Ballot.objects.filter(method=BallotMethod.SECRET, state=BallotState.OPEN).select_related(
        "assembly"
    ):
        yield _("The secret vote “%(title)s” of %(assembly)s is open. Wait until it is closed.") % {
            "title": ballot.title,
            "assembly": ballot.assembly,
        }


register_backup_gate(_open_secret_votes)

"""What the public can do about evidence, apart from reading it: send something in, propose a witness."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.models import Assembly
from evidence.enums import CallState
from evidence.selectors.calls import call_of
from evidence.services.witnesses import PROPOSABLE


def entries_of(assembly: Assembly) -> list[tuple[str, str]]:
    """Return, each with its address, what can be done now, or could until lately."""
    entries = []
    call = call_of(assembly)
    if call is not None and call.state != CallState.DRAFT:
        entries.append((_("Send evidence"), reverse("public_call", args=[assembly.slug])))
    if assembly.state in PROPOSABLE:
        entries.append((_("Propose a witness"), reverse("public_propose_witness", args=[assembly.slug])))
    return entries

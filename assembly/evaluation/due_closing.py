"""The due-checks of the closing."""

from assembly.clock import register_due_check
from assembly.evaluation.services.disclosure_packs import fail_silent_packs

register_due_check("evaluation.silent_disclosures", fail_silent_packs)

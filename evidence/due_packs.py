"""The due-checks of packs."""

from assembly.clock import register_due_check
from evidence.services.packs_build import fail_silent_files

register_due_check("evidence.silent_packs", fail_silent_files)

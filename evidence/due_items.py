"""The due-checks of evidence items: planned releases and publications, and files that belong to nothing."""

from assembly.clock import register_due_check
from evidence.services.files import remove_stray_files
from evidence.services.item_moves import show_what_is_due

register_due_check("evidence.planned_moments", show_what_is_due)
register_due_check("evidence.stray_files", remove_stray_files)

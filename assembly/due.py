"""The ground floor's due-checks, registered with the clock."""

from assembly.clock import register_due_check
from assembly.page_cache import remove_old_pages
from assembly.sent_once import forget_sent_forms
from assembly.services.erasure import complete_ledger
from assembly.services.lost_tasks import end_lost_tasks
from assembly.services.mailings_send import continue_sending
from assembly.services.reminders import write_due_reminders
from assembly.services.retention import erase_what_is_due
from assembly.services.stray_files import remove_stray_files_daily

register_due_check("assembly.erasure_ledger", complete_ledger)
register_due_check("assembly.retention", erase_what_is_due)
register_due_check("assembly.lost_tasks", end_lost_tasks)
register_due_check("assembly.mailings", continue_sending)
register_due_check("assembly.pages", remove_old_pages)
register_due_check("assembly.reminders", write_due_reminders)
register_due_check("assembly.sent_forms", forget_sent_forms)
register_due_check("assembly.stray_files", remove_stray_files_daily)

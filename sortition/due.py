"""Sortition's due-checks, registered with the clock."""

from assembly.clock import register_due_check
from assembly.selectors_metrics import register_metrics
from sortition.services.alternates import fail_silent_choices
from sortition.services.canary import ask_for_canary, canary_metrics
from sortition.services.match_search import queue_lost_searches
from sortition.services.offers_notices import ask_for_notices_again, note_overdue_offers
from sortition.services.runs_stale import fail_stale_runs
from sortition.services.seats_by_itself import complete_seats, start_seats
from sortition.services.waves_print import fail_silent_printing

register_due_check("sortition.stale_runs", fail_stale_runs)
register_due_check("sortition.silent_printing", fail_silent_printing)
register_due_check("sortition.lost_match_searches", queue_lost_searches)
register_due_check("sortition.overdue_offers", note_overdue_offers)
register_due_check("sortition.answer_notices", ask_for_notices_again)
register_due_check("sortition.silent_choices", fail_silent_choices)
register_due_check("sortition.seats_started", start_seats)
register_due_check("sortition.seats_completed", complete_seats)
register_due_check("sortition.canary", ask_for_canary)
register_metrics(canary_metrics)

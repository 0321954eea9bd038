"""The due-checks of webhooks, what follows the record, and their figures."""

from assembly.clock import register_due_check
from assembly.connections.selectors.webhooks import webhook_metrics
from assembly.connections.services.webhook_clock import ask_workers, forget_old_deliveries
from assembly.connections.services.webhook_outbox import follow_event
from assembly.connections.services.webhook_stop import stop_all_after_restore, stop_failing_webhooks
from assembly.connections.webhook_kinds import TEST, told_types
from assembly.event_listeners import register_event_listener
from assembly.selectors_metrics import register_metrics

register_event_listener([*told_types(), TEST], follow_event)
register_event_listener(["platform.backup_restored"], stop_all_after_restore)
register_due_check("connections.webhooks", ask_workers)
register_due_check("connections.failing_webhooks", stop_failing_webhooks)
register_due_check("connections.old_deliveries", forget_old_deliveries)
register_metrics(webhook_metrics)

"""The pool monitor: who is missing, how the pool grows, by which way people answer."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from assembly.views.workspace import AssemblyView
from sortition.enums import Channel
from sortition.pictures_monitor import grid_steps, growth_picture, per_seat_at, per_seat_width
from sortition.selectors.monitor import (
    AT_RISK,
    COMFORTABLE,
    ENOUGH,
    IMPOSSIBLE,
    NO_QUOTA,
    RECENT_DAYS,
    Monitor,
    pool_monitor,
)


class PoolMonitorView(AssemblyView):
    """Figures alone, no people: for everybody who may see the pool's figures."""

    permission: ClassVar[str] = "assembly.view_pool_figures"
    stage: ClassVar[str] = "pool"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show values at risk first."""
        monitor = pool_monitor(self.assembly, self.now)
        rows = [(value, per_seat_width(value.per_seat)) for value in monitor.values]
        context = {
            "monitor": monitor,
            "rows": rows,
            "counts": {
                state: len(monitor.values_in(state)) for state in (IMPOSSIBLE, AT_RISK, ENOUGH, NO_QUOTA)
            },
            "comfortable": COMFORTABLE,
            "comfortable_at": per_seat_at(COMFORTABLE),
            "least_at": per_seat_at(1),
            "recent_days": RECENT_DAYS,
            "growth": _growth(monitor),
            "channels": [
                (label, monitor.by_channel.get(key, 0), monitor.recent_by_channel.get(key, 0))
                for key, label in Channel.choices
            ],
            "period_rows": [
                (period, [period.by_channel.get(key, 0) for key in Channel.values])
                for period in monitor.periods
            ],
            "channel_labels": Channel.labels,
        }
        return self.render("sortition/pool_monitor.html", context)


def _growth(monitor: Monitor) -> dict[str, Any]:
    """Return the picture of the growing pool with the days of its ticks."""
    totals = [period.together for period in monitor.periods]
    picture = growth_picture(totals, grid_steps(max(totals, default=1)))
    return {
        "picture": picture,
        "ticks": [(monitor.periods[at].begin, line) for at, line in picture.ticks],
        "first": monitor.periods[0].begin if monitor.periods else None,
        "last": monitor.periods[-1].begin if monitor.periods else None,
    }

"""How much processor time the parts of an installation used: what remains true where others use the machine too."""

import os
from pathlib import Path

from tests.load.installation import Installation
from tests.load.killing import children_of

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(pid: int) -> float:
    """Return what a process and all below it have used so far, those that have ended included; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    own = sum(int(each) for each in fields[11:15]) / _TICKS
    return own + sum(seconds_of(child) for child in children_of(pid))


def used(installation: Installation) -> dict[str, float]:
    """Return the seconds of each part; the clients are this process."""
    web, workers = installation.web, installation.workers
    return {
        "web": seconds_of(web.pid) if web else 0.0,
        "workers and clock": seconds_of(workers.pid) if workers else 0.0,
        "database": seconds_of(installation.cluster.pid),
        "clients": sum(os.times()[:2]),
    }


def lines(before: dict[str, float], after: dict[str, float], requests: int) -> list[str]:
    """Say what each part used in between, and how much that is for one request."""
    spent = {name: after[name] - before[name] for name in after}
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in spent.items())
    each = 1000 * (spent["web"] + spent["database"]) / max(requests, 1)
    return [f"  processor time: {told}; web and database {each:.0f} ms a request"]

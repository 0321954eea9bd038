"""Read by gunicorn from the folder in which it starts, also below `manage.py supervise`."""

import logging
import os
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.http import wsgi
from gunicorn.workers.base import Worker

# Nobody who asks needs to know what answers.
wsgi.SERVER = "assembly"
logger_class = "assembly.server_log.ServerLog"

# Many processes that answer one request at a time. Reading a file of 100,000 people or drawing letters takes a
# processor for a minute; threads beside it in the same process would wait for its interpreter, other processes do not:
# the system shares processors among them. A process that is busy takes no connection, so nothing waits behind a long
# job. The proxy in front keeps connections to browsers open; those between it and here are cheap to make anew.
workers = int(os.environ.get("WEB_CONCURRENCY", "0")) or 4 * (os.cpu_count() or 1)
threads = 1
worker_connections = 1
keepalive = 0
# The product is read once, and processes share its memory.
preload_app = True


def worker_exit(server: Arbiter, worker: Worker) -> None:  # noqa: ARG001 (gunicorn's signature)
    """End a process that has finished its requests at once, with the code that it was about to end with.

    Its interpreter would first take down all it shares with the others, object by object, which takes eight of them ten
    seconds on two processors; somebody who starts the product anew waits for that.
    """
    if not isinstance(ending := sys.exc_info()[1], SystemExit):
        return
    logging.shutdown()
    os._exit(ending.code if isinstance(ending.code, int) else 0)

"""Serve the product on the loopback, with as many processes as `gunicorn.conf.py` says."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection


@contextmanager
def serving(port: int, address: str, environment: Mapping[str, str] = {}) -> Iterator[None]:
    """Serve until the block ends; begin it once `address` answers."""
    command = [sys.executable, "-m", "gunicorn", "assembly.project.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--log-level", "error", "--no-control-socket"]
    server = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                line = HTTPConnection("127.0.0.1", port, timeout=120)
                line.request("GET", address)
                line.getresponse().read()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()

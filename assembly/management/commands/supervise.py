"""`manage.py supervise`: the workers, the clock and, if asked, the web server in one foreground process."""

import contextlib
import errno
import os
import socket
import sys
import threading
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assembly.supervisor import Child, Supervisor, own_place_at_terminal, watch_parent

WEB_WAIT = 60.0
"""Seconds until the web server must answer before the address is printed anyway."""


def web_address(text: str) -> tuple[str, int]:
    """Parse HOST:PORT."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        message = f"{text!r} is not HOST:PORT, such as 127.0.0.1:8000"
        raise ArgumentTypeError(message)
    return host.strip("[]"), int(port)


class Command(BaseCommand):
    """Start the workers of both queues, the clock and the web server; stop them together on Ctrl-C."""

    help = "Run the workers of both queues and the clock; with --web also the web server. Ctrl-C stops everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the web server's address and the grace time."""
        parser.add_argument("--web", metavar="HOST:PORT", type=web_address, help="also serve the pages here")
        parser.add_argument(
            "--web-workers",
            type=int,
            default=0,
            help="processes of the web server; 0 leaves it to gunicorn.conf.py",
        )
        parser.add_argument(
            "--tick-seconds", type=int, default=60, help="how often the clock looks what is due"
        )
        parser.add_argument(
            "--worker-nice",
            type=int,
            choices=range(20),
            default=19,
            metavar="0-19",
            help="by how much workers give way to the web server",
        )
        parser.add_argument("--grace", type=float, default=10.0, help="seconds a process may take to stop")
        parser.add_argument(
            "--with-parent", action="store_true", help="stop as well when whatever started this ends"
        )

    def handle(self, *, web: tuple[str, int] | None, grace: float, **options: Any) -> None:
        """Supervise until a signal comes."""
        if web:
            check_address(*web)
        nice = options["worker_nice"]
        children = [
            Child(f"worker-{queue}", manage("db_worker", "--queue-name", queue, "--no-reload"), nice)
            for queue in settings.TASKS["default"]["QUEUES"]
        ]
        children.append(Child("clock", manage("tick", "--every", str(options["tick_seconds"]))))
        if web:
            children.insert(0, Child("web", web_command(*web, workers=options["web_workers"])))
        supervisor = Supervisor(children, grace=grace, folder=settings.ROOT)
        if options["with_parent"]:
            supervisor.is_over = watch_parent()
        with noted_as_running(settings.VAR / "supervisor.pid"), own_place_at_terminal():
            supervisor.run(on_start=lambda: self.greet(web))
        self.stdout.write("Everything has stopped.")

    def greet(self, web: tuple[str, int] | None) -> None:
        """Say where the pages are as soon as they are there, without holding up the supervision."""
        if web:
            threading.Thread(target=self._greet_when_served, args=web, daemon=True).start()
        else:
            self.stdout.write("Workers and clock are running. Ctrl-C stops them.")

    def _greet_when_served(self, host: str, port: int) -> None:
        end = time.monotonic() + WEB_WAIT
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
                break
            time.sleep(0.1)
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(
            f"\n  {settings.GREETING % {'address': f'http://{shown}:{port}'}}\n  Ctrl-C stops everything.\n"
        )
        self.stdout.flush()


@contextlib.contextmanager
def noted_as_running(file: Path) -> Iterator[None]:
    """Keep this process's number in `file` while it runs: `make demo-reset` asks it."""
    file.write_text(str(os.getpid()), "ascii")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def manage(*words: str) -> list[str]:
    """Return the command line of a management command with this interpreter and these settings."""
    return [sys.executable, "-m", "django", *words]


def web_command(host: str, port: int, *, workers: int) -> list[str]:
    """Return gunicorn's command line; how processes answer is said in `gunicorn.conf.py`."""
    shown = f"[{host}]" if ":" in host else host
    options = ["--bind", f"{shown}:{port}", *(["--workers", str(workers)] if workers else [])]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", "assembly.project.wsgi:application", *options, *quiet]


def check_address(host: str, port: int) -> None:
    """Refuse an address that the demonstration must not have, or that is taken.

    Raises:
        CommandError: with what to do instead.
    """
    if settings.DEMO and not is_loopback(host):
        message = (
            f"The demonstration lets anybody sign in as anybody: it binds the loopback only, not {host}."
        )
        raise CommandError(message)
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CommandError(str(error)) from error
        example = f"make demo PORT={port + 100}" if settings.DEMO else f"--web {host}:{port + 100}"
        message = f"Port {port} is taken. Choose another one, for example: {example}"
        raise CommandError(message) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

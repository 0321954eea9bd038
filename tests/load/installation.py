"""An installation as `compose.yaml` has it: database, web server, workers with the clock; and a mail server."""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from email.message import Message
from http.client import HTTPConnection, HTTPException
from io import StringIO
from pathlib import Path

from tests.load.database import Cluster
from tests.load.filling import Town
from tests.smtp_server import MailServer

APP_ROLE = "assembly_app"
ROOT = Path(__file__).resolve().parent.parent.parent
CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)


class Post(MailServer):
    """The mail server: what it took by address, and the codes to sign in with."""

    request_queue_size = 200

    def __init__(self) -> None:
        super().__init__()
        self._taken = threading.Condition()
        self._seen = 0
        self.by_address: dict[str, list[Message]] = defaultdict(list)

    def code_for(self, email: str, *, patience: float = 30.0) -> str:
        """Wait for a message with a code, and return the code; a message gives its code once."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            with self._taken:
                self._sort()
                waiting = self.by_address[email]
                while waiting:
                    if found := CODE.search(str(waiting.pop().get_payload(decode=True), "utf-8")):
                        return found[1]
            time.sleep(0.05)
        message = f"no code came for {email}"
        raise LookupError(message)

    def _sort(self) -> None:
        while self._seen < len(self.received):
            message = self.received[self._seen]
            self.by_address[str(message["To"])].append(message)
            self._seen += 1


class Installation:
    """Everything that runs, in a scratch folder. What dies is started again by whoever plays the process manager."""

    def __init__(
        self,
        port: int,
        like: str,
        *,
        web_workers: int = 0,
        tick_seconds: int = 60,
    ) -> None:
        """Lay everything out; `like` names what it is filled with, so that it can be kept for the next time."""
        self.port = port
        self._shape = ["--workers", str(web_workers)] if web_workers else []
        self._tick_seconds = tick_seconds
        self.folder = Path(tempfile.mkdtemp(prefix="assembly-load-"))
        kept = os.environ.get("LOAD_TEMPLATE")
        self._template = Path(kept) / like if kept else None
        is_kept = self._template is not None and (self._template / "town.json").exists()
        self._kept = self._template if is_kept else None
        place = Path(tempfile.gettempdir()) / f"assembly-load-pg-{os.getpid()}"
        self.cluster = Cluster(place, like=self._kept / "data" if self._kept else None)
        self.post = Post()
        self.web: subprocess.Popen[bytes] | None = None
        self.workers: subprocess.Popen[bytes] | None = None
        key = (self._kept / "key").read_text() if self._kept else secrets.token_urlsafe(50)
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "assembly.project.settings",
            "SECRET_KEY": key,
            "DATABASE_URL": self.cluster.address,
            "DATABASE_APP_ROLE": APP_ROLE,
            "DATABASE_APP_PASSWORD": "asked-for-by-nobody-here",
            "ASSEMBLY_VAR": str(self.folder / "var"),
            "STATIC_ROOT": str(self.folder / "static"),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.post.server_address[1]}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUST_PROXY_HEADER": "1",
            "LOG_LEVEL": "WARNING",
        }

    def prepare(self, fill: Callable[[], Town]) -> Town:
        """Start the database, make and fill its tables, collect static files; this very process can use it all then.

        Where `LOAD_TEMPLATE` names a folder, all that is kept there, and taken from there the next time.
        """
        for name in ("UPLOADS_DIR", "OBJECT_STORE", "DEBUG", "BEHIND_HTTPS", "ERASURE_LEDGER"):
            os.environ.pop(name, None)
        os.environ.update(self.environment)
        if self._kept:
            for name in ("var", "static"):
                shutil.copytree(self._kept / name, self.folder / name)
        self.cluster.start()
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        if self._kept:
            call_command("grant_rights", stdout=StringIO())
            connection.close()
            return Town(**json.loads((self._kept / "town.json").read_text()))
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("grant_rights", stdout=StringIO())
        call_command("collectstatic", interactive=False, verbosity=0)
        town = fill()
        connection.close()
        if self._template:
            self._keep(self._template, town)
        return town

    def _keep(self, at: Path, town: Town) -> None:
        at.mkdir(parents=True)
        self.cluster.keep(at / "data")
        for name in ("var", "static"):
            shutil.copytree(self.folder / name, at / name)
        (at / "key").write_text(self.environment["SECRET_KEY"])
        (at / "town.json").write_text(json.dumps(asdict(town)))

    def _address_of_the_product(self) -> str:
        """Return the address of the database as web server and workers have it: not as the tables' owner."""
        return self.cluster.address.replace("tester@", f"{APP_ROLE}@")

    def start_web(self) -> None:
        """Start the web server as the image does."""
        command = [sys.executable, "-m", "gunicorn", "assembly.project.wsgi:application"]
        command += ["--bind", f"127.0.0.1:{self.port}", *self._shape]
        command += ["--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--no-control-socket"]  # noqa: S108
        self.web = self._start("web", command)

    def start_workers(self) -> None:
        """Start workers and clock as the image does."""
        command = [sys.executable, "manage.py", "supervise", "--grace", "60"]
        self.workers = self._start("workers", [*command, "--tick-seconds", str(self._tick_seconds)])

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self.environment, "DATABASE_URL": self._address_of_the_product()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_ready(self) -> bool:
        """Ask whether the product says that it can take requests."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("GET", "/health/ready/", headers={"X-Forwarded-For": "192.0.2.9"})
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    def wait_until_ready(self, patience: float = 60.0) -> None:
        """Return when it can; raise `TimeoutError` where it never does."""
        until = time.monotonic() + patience
        while not self.is_ready():
            if time.monotonic() > until:
                message = f"not ready after {patience:.0f} s; see {self.folder}/web.log"
                raise TimeoutError(message)
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask everything to end, and kill what does not."""
        for process in (self.web, self.workers):
            if process is None or process.poll() is not None:
                continue
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def remove(self, *, keep_logs: bool = False) -> None:
        """Stop everything and throw it away; the logs stay where something went wrong."""
        self.stop()
        self.cluster.remove()
        self.post.shutdown()
        self.post.server_close()
        if keep_logs:
            print(f"  The logs are in {self.folder}", flush=True)
            for name in ("var", "static"):
                shutil.rmtree(self.folder / name, ignore_errors=True)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

"""A private PostgreSQL cluster without a network port, for tests and benchmarks."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def program(name: str) -> str | None:
    """Find one of PostgreSQL's programs; Debian keeps them out of PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(installed[0]) if installed else shutil.which(name)


def missing() -> str:
    """Say why there can be no cluster, or nothing."""
    if not (program("initdb") and program("pg_ctl")):
        return "PostgreSQL's initdb and pg_ctl are not installed"
    if os.geteuid() == 0 and not (shutil.which("runuser") and has_account("postgres")):
        return "as root PostgreSQL needs runuser and an account “postgres”"
    return ""


def has_account(name: str) -> bool:
    """Whether the machine knows the account."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@contextmanager
def running_cluster() -> Iterator[str]:
    """Start a cluster; give the address of its database; throw it away."""
    folder = Path("/tmp") / f"assembly-pg-{os.getpid()}"  # noqa: S108 (a socket's path must be short, and postgres must reach it)
    folder.mkdir(mode=0o700)
    prefix: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]

    def run(name: str, *arguments: str) -> None:
        done = subprocess.run(
            [*prefix, str(program(name)), *arguments], cwd="/", capture_output=True, text=True, check=False
        )
        if done.returncode:
            message = done.stdout + done.stderr
            raise RuntimeError(message)

    data = str(folder / "data")
    locale = ["-E", "UTF8", "--locale=C.UTF-8"]
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=30"
    try:
        run("initdb", "-D", data, "-U", "tester", "-A", "trust", *locale, "-N")
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgres://tester@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)

"""The product on PostgreSQL: migrations and the integration tests, in a private cluster of their own."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SUBSET = "not browser and not slow and not postgres"


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


pytestmark = [pytest.mark.postgres, pytest.mark.skipif(bool(missing()), reason=missing() or "-")]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a cluster without a network port; return the address of its database."""
    folder = Path("/tmp") / f"assembly-pg-{os.getpid()}"  # noqa: S108 (a socket's path must be short, and postgres must reach it)
    folder.mkdir(mode=0o700)
    prefix: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        done = subprocess.run([*prefix, *command], cwd="/", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    data = folder / "data"
    run(
        program("initdb"),
        "-D",
        str(data),
        "-U",
        "tester",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=30"
    run(program("pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield f"postgres://tester@/postgres?host={folder}"
    run(program("pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    shutil.rmtree(folder)


def test_the_integration_tests_pass_on_postgresql(cluster: str):
    """Everything below tests/integration that needs no browser, migrations included."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        SUBSET,
        "tests/integration",
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": cluster},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]

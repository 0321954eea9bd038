"""A short, seeded sample of `make chaos`: each process is killed once while people write, and nothing is lost."""

import os
import subprocess
import sys

import pytest

from tests.load.installation import ROOT
from tests.ports import free_port
from tests.postgres_cluster import missing

SAMPLE = ["--seconds", "60", "--gap", "7", "--members", "6", "--rows", "60", "--seed", "1"]


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.skipif(bool(missing()), reason=missing() or "can be run")
def test_nothing_is_lost_when_processes_are_killed():
    """Every acknowledged write is there once, no import is half, no message went out twice, every job has ended."""
    command = [sys.executable, "-m", "tests.load.chaos", *SAMPLE, "--port", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert "Nothing was lost, nothing is there twice, nothing half." in done.stdout

"""The supervisor with real processes: what dies is started again, a signal ends everything."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from assembly.supervisor import Child, Supervisor

PARENT = """
    import sys
    from pathlib import Path
    from assembly.supervisor import Child, Supervisor

    notes = Path(sys.argv[1])
    child = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n'); " + sys.argv[2]
    Supervisor(
        [Child("sleeper", [sys.executable, "-c", child, str(notes)])], grace=0.5, last_grace=0.2, poll=0.05
    ).run()
    print("stopped")
"""
SLEEPS = "time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


@pytest.fixture
def start(tmp_path):
    """Start a supervisor of one child that runs the given code; return it and a lister of the child's pids."""
    started = []

    def begin(code):
        notes = tmp_path / "pids"
        parent = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(PARENT), str(notes), code],
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(parent)

        def pids():
            return [int(line) for line in notes.read_text().split()] if notes.exists() else []

        wait_until(lambda: len(pids()) == 1)
        return parent, pids

    yield begin
    for parent in started:
        parent.kill()
        parent.wait()
        parent.stdout.close()


def wait_until(condition, seconds=20):
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def is_alive(pid):
    """Whether a process exists and is no zombie."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_killed_child_is_started_again(start):
    """`kill -9` of a worker costs a pause; then there is a new one."""
    _parent, pids = start(SLEEPS)
    first = pids()[0]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: len(pids()) == 2)
    assert not is_alive(first)
    assert is_alive(pids()[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_and_the_exit_is_clean(start, number):
    """Ctrl-C and `kill` end the children first, then the supervisor, without an error."""
    parent, pids = start(SLEEPS)
    parent.send_signal(number)
    assert parent.communicate(timeout=20)[0].splitlines()[-1] == "stopped"
    assert parent.returncode == 0
    assert not is_alive(pids()[0])


def test_a_child_that_does_not_listen_is_killed(start):
    """After the grace time nothing of it is left."""
    parent, pids = start(DEAF)
    wait_until(lambda: ignores_sigterm(pids()[0]))
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(timeout=20) == 0
    assert not is_alive(pids()[0])


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_children_do_not_outlive_a_killed_supervisor(start):
    """`kill -9` of the supervisor leaves no orphan."""
    parent, pids = start(SLEEPS)
    parent.kill()
    parent.wait()
    wait_until(lambda: not is_alive(pids()[0]))


def ignores_sigterm(pid):
    """Whether the child has come as far as ignoring the signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    mask = next(line for line in status.splitlines() if line.startswith("SigIgn"))
    return bool(int(mask.split()[1], 16) & 1 << (signal.SIGTERM - 1))


@pytest.mark.skipif(shutil.which("make") is None or sys.platform != "linux", reason="needs make on Linux")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_make_that_started_it(tmp_path, number):
    """Whatever `make` alone is told, nothing that it started goes on."""
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(PARENT)
        .replace("poll=0.05", "poll=0.05, is_over=watch_parent()")
        # The root of the checkout comes first, as it does for manage.py.
        .replace("import sys\n", f"import sys\nsys.path.insert(0, {str(Path.cwd())!r})\n", 1)
        .replace("Child, Supervisor", "Child, Supervisor, watch_parent")
    )
    notes, ended = tmp_path / "pids", tmp_path / "ended"
    script.write_text(script.read_text() + f"\nPath({str(ended)!r}).touch()\n")
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"serve:\n\t@{sys.executable} {script} {notes} '{SLEEPS}'\n")
    make = subprocess.Popen(
        ["make", "--file", str(makefile)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_until(lambda: notes.exists() and notes.read_text().endswith("\n"))
    make.send_signal(number)
    wait_until(ended.exists)
    assert make.wait(timeout=20) != 0
    assert not Path(f"/proc/{notes.read_text().strip()}").exists()


def test_a_child_gives_way_to_others_as_told(tmp_path):
    """Workers compute in the background; whoever waits for a page goes first."""
    notes = tmp_path / "nice"
    code = f"import os, time; open({str(notes)!r}, 'w').write(str(os.nice(0))); time.sleep(600)"
    child = Child("worker", [sys.executable, "-c", code], nice=7)
    supervisor = Supervisor([child], grace=0.5, last_grace=0.2, poll=0.05, is_over=lambda: bool(read(notes)))
    supervisor.run()
    assert int(read(notes)) == os.nice(0) + 7


def read(notes):
    """Return what a child wrote, blank before it did."""
    return notes.read_text() if notes.exists() else ""

"""Commands for make, containers and units that the documents name: looked up where they cannot be run here.

To run targets of make is the part of .ci/run, or takes minutes or the network; containers and units cannot be started.
"""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec

import pytest
import yaml
from django.core.management import get_commands

from tests.documented_commands import ROOT, all_commands, arguments_of

EXAMPLES = ROOT / "docs" / "examples"
COMMANDS = all_commands()


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.startswith("make ")])
def test_each_target_of_make_that_is_named_can_be_made(command):
    """What it would run is there; to run it is the part of .ci/run, or takes minutes or the network."""
    done = subprocess.run(
        ["make", "-n", *command.split()[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for module in re.findall(r"-m ((?:tests|assembly)[\w.]+)", done.stdout):
        assert find_spec(module) is not None, module
    named = set(re.findall(r"manage\.py ([a-z_]+)", done.stdout)) - {"build_demo"}
    assert named <= set(get_commands())


def test_a_demonstration_is_thrown_away(tmp_path):
    """`make demo-reset`, in a folder of the test's own; not while it runs."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "var" / "demo").mkdir(parents=True)
    pid = tmp_path / "var" / "demo" / "supervisor.pid"
    pid.write_text(str(os.getpid()))
    made = ["make", "-C", str(tmp_path), "demo-reset"]
    assert subprocess.run(made, capture_output=True, check=False).returncode == 2
    assert pid.exists()
    pid.unlink()
    assert subprocess.run(made, capture_output=True, check=False).returncode == 0
    assert not (tmp_path / "var" / "demo").exists()


def test_modules_of_the_tests_that_are_named_exist():
    """Benchmarks take minutes; `make bench` runs them."""
    named = [each.split()[2] for each in COMMANDS if each.startswith("python -m tests.")]
    assert named
    assert [name for name in named if find_spec(name) is None] == []


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.startswith("docker ")])
def test_each_command_for_containers_names_what_is_there(command):
    """Docker itself is not here: verbs, services and what is run in them are looked up."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    words = [word for word in arguments_of(command)[2:] if not word.startswith("-")]
    verb, rest = words[0], words[1:]
    assert verb in {"build", "up", "run", "stop", "start", "logs", "ps"}
    named, inside = (rest[:1], rest[1:]) if verb == "run" else (rest, [])
    assert set(named) <= services.keys()
    if inside:
        assert inside[:2] == ["python", "manage.py"]
        assert inside[2] in get_commands()


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if each.startswith(("systemctl", "journalctl"))]
)
def test_each_unit_that_is_named_is_an_example(command):
    """No unit can be started here: units and verbs are looked up."""
    units = {word for word in command.split() if re.search(r"\.(service|timer)$", word)} - {"nginx.service"}
    assert {name for name in units if not (EXAMPLES / name).exists()} == set()

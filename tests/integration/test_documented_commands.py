"""Every command that README and docs name is exercised: run with its real arguments, or looked at as near as can be.

A command that is in no table of tests/documented_tables.py makes the first test fail: write it there, with its effect.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assembly.outcomes.counting.plain import plain_result, plain_rule
from assembly.outcomes.counting.presets import PRESETS
from assembly.outcomes.counting.reckoning import reckon
from assembly.outcomes.counting.rules import Tally
from tests.documented_commands import ROOT, all_commands, arguments_of
from tests.documented_tables import ELSEWHERE, MANAGE, NOT_HERE, SERVED, is_exercised, of_manage
from tests.migrated import copy_migrated
from tests.ports import free_port
from tests.unit.draw.test_protocol_example import HASHES, public_file

COMMANDS = all_commands()
EXAMPLES = ROOT / "docs" / "examples"


def test_every_command_that_is_named_is_exercised():
    """And nothing stands in a table that no page names any more."""
    assert len(COMMANDS) > 60
    told = {name for name, pages in COMMANDS.items() if not set(pages) <= ELSEWHERE.keys()}
    assert sorted(name for name in told if not is_exercised(name)) == []
    tables = of_manage() | SERVED | NOT_HERE.keys()
    assert sorted(tables - COMMANDS.keys()) == []


def test_commands_of_a_page_that_another_test_runs_are_run_there():
    """That test reads the page."""
    for page, test in ELSEWHERE.items():
        assert Path(page).name in (ROOT / test).read_text(encoding="utf-8")


def environment(folder: Path) -> dict[str, str]:
    """Return the variables of an installation below a folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": "the-key-of-an-installation-that-lives-for-a-test-0123456789",
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings",
        "ASSEMBLY_VAR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "ALLOWED_HOSTS": "assembly.example.org,127.0.0.1",
        "FIRST_ADMIN_PASSWORD": "seven-green-boats-at-noon",
        "METRICS_TOKEN": "a-token-for-a-test",
        "BEHIND_HTTPS": "1",
        "LOG_LEVEL": "ERROR",
    }


def run(
    command: list[str], folder: Path, *, stdin: str = "", cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, input=stdin, cwd=cwd, env=environment(folder), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of an installation that nobody has used."""
    folder = tmp_path_factory.mktemp("installed")
    copy_migrated(folder / "assembly.sqlite3")
    (folder / "backups").mkdir()
    return folder


@pytest.fixture(scope="module")
def lived(installed: Path) -> list[tuple[str, int, int, str, str]]:
    """Run all commands of manage.py over it, in two processes: the second knows what the first has made."""

    def ran(rows: list[tuple[str, str, int, str]], **known: str) -> list[tuple[int, str]]:
        arguments = [arguments_of(row[1].format(folder=installed, **known)) for row in rows]
        done = run([sys.executable, "-m", "tests.run_commands"], installed, stdin=json.dumps(arguments))
        assert done.returncode == 0, done.stderr[-3000:]
        return [tuple(each) for each in json.loads(done.stdout)]

    second = [row[0] for row in MANAGE].index("audit_verify") + 1
    first = ran(MANAGE[:second])
    [end] = re.findall(r"end (platform:\d+:\w{64})", first[-1][1])
    results = first + ran(MANAGE[second:], end=end, archive=str(installed / "kept.tar"))
    return [(row[0], row[2], code, row[3], said) for row, (code, said) in zip(MANAGE, results, strict=True)]


def test_the_commands_of_an_installation_do_what_the_documents_say(lived):
    """From empty tables to a backup that is put back, with the arguments of the documents."""
    wrong = [
        (name, code, said[-600:])
        for name, expected, code, words, said in lived
        if code != expected or words not in said
    ]
    assert wrong == []


def test_archives_are_where_the_commands_wrote_them(lived, installed):
    """Named by their time in a folder, with the keys beside them unless told."""
    [dated] = (installed / "backups").glob("assembly-????????-??????.tar")
    assert dated.with_name(f"{dated.name}.keys.json").exists()
    assert (installed / "one.tar.keys.json").exists()
    assert not (installed / "kept.tar.keys.json").exists()


# --- The command line of the lottery, the verifiers ---


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the documents name: quotas, a pool of two hundred, a panel, a draw, votes."""
    folder = tmp_path_factory.mktemp("pool")
    quotas = (
        "category,feature,min,max\ngender,female,37,38\ngender,male,37,38\nage,16-39,30,45\nage,40+,30,45\n"
    )
    (folder / "categories.csv").write_text(quotas, encoding="utf-8")
    rows = [
        f"{n},{'female' if n % 2 else 'male'},{'16-39' if n % 3 else '40+'},{n} Mill Lane,AB1"
        for n in range(1, 201)
    ]
    (folder / "respondents.csv").write_text(
        "\n".join(["id,gender,age,address,postcode", *rows]), encoding="utf-8"
    )
    (folder / "bundle.json").write_bytes(public_file())
    (folder / "votes.json").write_text(json.dumps(votes()), encoding="utf-8")
    shutil.copy(ROOT / "sortition" / "verify.py", folder)
    shutil.copy(ROOT / "assembly" / "outcomes" / "counting" / "recount.py", folder)
    return folder


def votes() -> dict[str, object]:
    """Return the published file of a vote with one question."""
    rule = next(rule for rule in PRESETS.values() if rule.kind == "yes_no")
    tally = Tally(3, 3, 0, 0, 0, {"for": 2, "against": 1}, ())
    question = {
        "number": 1,
        "rule": plain_rule(rule),
        "options": {},
        "eligible": 3,
        "present": 3,
        "spoiled": 0,
        "votes": ["against", "for", "for"],
        "result": plain_result(reckon(tally, rule)),
    }
    cast = {"cast": 3, "papers_in_urn": 0}
    return {"format": "assembly-votes/1", "questions": [question], "reconciliation": cast}


def test_the_command_line_of_the_lottery_does_what_the_documents_say(pool):
    """A check, a selection by both pages' arguments, alternates for the panel that came out."""
    for command in COMMANDS:
        if (
            command.startswith("python -m sortition ")
            and "verify" not in command
            and "alternates" not in command
        ):
            done = run([sys.executable, *arguments_of(command)[1:]], pool, cwd=pool)
            assert (command, done.returncode) == (command, 0), done.stderr[-2000:]
    result = json.loads((pool / "result.json").read_text(encoding="utf-8"))
    [panel] = [value for key, value in result.items() if key == "panel"]
    assert len(panel) == 75
    (pool / "panel.csv").write_text("\n".join(map(str, panel)), encoding="utf-8")
    [alternates] = [command for command in COMMANDS if command.startswith("python -m sortition alternates")]
    done = run([sys.executable, *arguments_of(alternates)[1:]], pool, cwd=pool)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (pool / "alternates.json").exists()
    assert "select" in run([sys.executable, "-m", "sortition", "--help"], pool).stdout


def test_a_draw_is_verified_by_each_way_that_the_documents_name(pool):
    """The worked example of the protocol holds; under another hash it does not."""
    for program in ("-m sortition verify", "verify.py"):
        cwd = pool if program == "verify.py" else ROOT
        command = [sys.executable, *program.split(), str(pool / "bundle.json"), "--published"]
        assert run([*command, HASHES[0], "--published", HASHES[2]], pool, cwd=cwd).returncode == 0
        as_json = run([*command, HASHES[2], "--json"], pool, cwd=cwd)
        assert json.loads(as_json.stdout)["result"] == "holds"
        assert run([*command, "0" * 64], pool, cwd=cwd).returncode == 1


def test_votes_are_counted_again_by_each_way_that_the_documents_name(pool):
    """As a module and as a file that runs alone."""
    for program in ("-m assembly.outcomes.counting.recount", "recount.py"):
        cwd = pool if program == "recount.py" else ROOT
        done = run([sys.executable, *program.split(), str(pool / "votes.json")], pool, cwd=cwd)
        assert done.returncode == 0, done.stdout + done.stderr


# --- Keys, encryption, processes ---


def test_the_command_for_a_key_makes_one():
    """Long enough, and another each time."""
    [command] = [each for each in COMMANDS if each.startswith("python3 -c")]
    made = {
        subprocess.run(
            [sys.executable, *arguments_of(command)[1:]], capture_output=True, text=True, check=True
        ).stdout
        for _time in range(2)
    }
    assert [len(each.strip()) >= 50 for each in made] == [True, True]


@pytest.mark.skipif(shutil.which("gpg") is None, reason="GnuPG is not installed")
def test_an_archive_is_encrypted_and_decrypted_as_the_guide_says(tmp_path):
    """With a key of the test's own in a keyring of the test's own."""
    ring = Path("/tmp") / f"gpg-{os.getpid()}"  # noqa: S108 (the path of its socket must be short)
    ring.mkdir(mode=0o700)
    ours = {**os.environ, "GNUPGHOME": str(ring)}
    try:
        batch = ["gpg", "--batch", "--quiet", "--trust-model", "always"]
        make = [
            *batch,
            "--passphrase",
            "",
            "--quick-gen-key",
            "backups@example.org",
            "default",
            "default",
            "never",
        ]
        subprocess.run(make, env=ours, check=True, capture_output=True)
        (tmp_path / "assembly-20261129-030000.tar").write_bytes(b"everything")
        wanted = sorted(
            (each for each in COMMANDS if each.startswith("gpg ")), key=lambda each: "--decrypt" in each
        )
        for command in wanted:
            here = arguments_of(command.replace("/srv/assembly/backups", str(tmp_path)))
            subprocess.run([*batch, *here[1:]], env=ours, check=True, capture_output=True)
            (tmp_path / "assembly-20261129-030000.tar").unlink(
                missing_ok=len(wanted) == 2 and "--enc" in command
            )
            if "--decrypt" not in command:
                assert b"everything" not in (tmp_path / "copy.tar.gpg").read_bytes()
                continue
    finally:
        subprocess.run(["gpgconf", "--kill", "all"], env=ours, check=False, capture_output=True)
        shutil.rmtree(ring)


def test_the_web_server_takes_the_settings_it_is_started_with(installed):
    """Its own check of the line in operations.md, in the Dockerfile and in the unit; serving is tested below."""
    lines = {
        "gunicorn assembly.project.wsgi:application",
        " ".join(dockerfile_command()),
        unit("assembly-web.service")["ExecStart"].replace("/srv/assembly/app/.venv/bin/", ""),
    }
    assert "gunicorn assembly.project.wsgi:application" in COMMANDS
    for line in lines:
        command = [str(Path(sys.executable).with_name("gunicorn")), *arguments_of(line)[1:], "--check-config"]
        done = run(command, installed)
        assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
def test_supervise_serves_and_answers_as_the_guide_asks_it(installed, lived):
    """Web server, workers and clock in one command; each curl of the guide gets what it asks for; it ends when told."""
    port = free_port()
    served = [sys.executable, "manage.py", "supervise", "--web", f"127.0.0.1:{port}", "--web-workers", "1"]
    with subprocess.Popen(
        served,
        cwd=ROOT,
        env=environment(installed),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            assert any("Open " in line for line in iter(running.stdout.readline, ""))
            asked = [each for each in COMMANDS if each.startswith("curl ") and "127.0.0.1:8000" in each]
            said = {}
            for command in [*asked, "curl --fail http://127.0.0.1:8000/health/ready/"]:
                here = command.replace(":8000", f":{port}").replace("$METRICS_TOKEN", "a-token-for-a-test")
                done = subprocess.run(arguments_of(here), capture_output=True, text=True, check=True)
                said[command.split()[-1].partition("8000")[2]] = done.stdout
            assert said["/health/"] == "ok"
            assert said["/health/ready/"] == "database: ok\nmigrations: ok\ncache: ok\nfiles: ok\n"
            assert "assembly_clock_age_seconds" in said["/metrics/"]
        finally:
            running.terminate()
            assert running.wait(timeout=60) == 0


def dockerfile_command() -> list[str]:
    """Return what a container runs unless told."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    return json.loads(re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)[-1])


def unit(name: str) -> dict[str, str]:
    """Return the last value of each key of a unit."""
    lines = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))

"""The command line, run as others run it: exit codes, files, streams, seeds, interruption."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sortition.__main__ import main
from sortition.lottery import Instance
from tests.property.lottery.random_instances import equality_instance
from tests.unit.lottery.problems import POOL, QUOTAS

ROOT = Path(__file__).parents[3]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "q.csv").write_bytes(QUOTAS.encode())
    (tmp_path / "p.csv").write_bytes(POOL.encode())
    return tmp_path


def run(
    folder: Path, *options: str, hash_seed: str = "", seats: str = "3"
) -> subprocess.CompletedProcess[str]:
    """Run a command: with a hash seed in a process of its own, else here, which spares loading the solvers."""
    arguments = [options[0], "--quotas", "q.csv", "--pool", "p.csv", "--seats", seats, *options[1:]]
    if not hash_seed:
        return run_here(folder, arguments)
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "sortition", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def run_here(folder: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in this process; what libraries write past Python's streams is not seen."""
    out, said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code
    out.flush()
    assert isinstance(code, int)
    return subprocess.CompletedProcess(arguments, code, out.buffer.getvalue().decode(), said.getvalue())


def strict(text: str) -> dict[str, Any]:
    """Parse JSON as the standard has it: no NaN, no Infinity."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    answer = json.loads(text, parse_constant=refuse)
    assert isinstance(answer, dict)
    return answer


def test_select_writes_the_promised_keys_to_standard_output_only(files: Path) -> None:
    done = run(files, "select", "--seed", "7", hash_seed="0")
    answer = strict(done.stdout)
    assert done.returncode == 0
    assert set(answer) == {
        "panel",
        "probabilities",
        "lottery",
        "certificate",
        "never_chosen",
        "settings",
        "timings",
    }
    assert set(answer["certificate"]) >= {"objective", "status", "bound", "gap", "checks"}
    assert answer["certificate"]["status"] == "proven"
    assert answer["settings"]["seed"] == 7
    assert answer["settings"]["sha256"]["pool"] == hashlib.sha256(POOL.encode()).hexdigest()
    assert {"python", "numpy", "scipy", "highs", "pulp"} == set(answer["settings"]["versions"])
    assert "HiGHS" not in done.stdout + done.stderr
    assert "proven" in done.stderr


def test_explicit_panels_give_everybody_their_chance(files: Path) -> None:
    answer = strict(run(files, "select", "--seed", "0", "--household-columns", "street,town").stdout)
    given = dict.fromkeys(answer["probabilities"], 0.0)
    for weighted in answer["lottery"]:
        assert not {"a", "b"} <= set(weighted["panel"])
        for identifier in weighted["panel"]:
            given[identifier] += weighted["probability"]
    assert given == pytest.approx(answer["probabilities"], abs=1e-6)
    assert answer["panel"] in [weighted["panel"] for weighted in answer["lottery"]]


def test_panels_adds_a_uniform_lottery_and_draws_from_it(files: Path) -> None:
    answer = strict(run(files, "select", "--seed", "0", "--panels", "20").stdout)
    assert len(answer["uniform_lottery"]) == 20
    assert answer["panel"] in answer["uniform_lottery"]


def test_out_holds_the_answer_and_standard_output_nothing(files: Path) -> None:
    done = run(files, "select", "--out", "result.json", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    answer = strict((files / "result.json").read_text("utf-8"))
    assert isinstance(answer["settings"]["seed"], int)
    assert sorted(path.name for path in files.iterdir()) == ["p.csv", "q.csv", "result.json"]


def test_the_same_seed_gives_the_same_answer_whatever_the_hash_seed(files: Path) -> None:
    one, two = (
        strict(run(files, "select", "--seed", "0", "--panels", "9", hash_seed=h).stdout) for h in ("1", "77")
    )
    del one["timings"], two["timings"]
    assert one == two


def test_maximin_is_an_objective(files: Path) -> None:
    answer = strict(run(files, "select", "--objective", "maximin", "--seed", "1").stdout)
    assert answer["certificate"]["objective"] == "maximin"


def test_bom_crlf_and_the_other_header_do_not_matter(files: Path) -> None:
    plain = strict(run(files, "select", "--seed", "3").stdout)
    other = QUOTAS.replace("category,feature", "feature,value")
    (files / "q.csv").write_bytes(b"\xef\xbb\xbf" + other.replace("\n", "\r\n").encode())
    (files / "p.csv").write_bytes(b"\xef\xbb\xbf" + POOL.replace("\n", "\r\n").encode())
    dressed = strict(run(files, "select", "--seed", "3").stdout)
    assert (dressed["panel"], dressed["probabilities"]) == (plain["panel"], plain["probabilities"])


def test_check_says_yes(files: Path) -> None:
    done = run(files, "check")
    answer = strict(done.stdout)
    assert (done.returncode, answer["feasible"], len(answer["panel"])) == (0, True, 3)


@pytest.mark.parametrize("command", ["check", "select"])
def test_impossible_quotas_exit_3_with_the_repair(files: Path, command: str) -> None:
    (files / "q.csv").write_text(QUOTAS.replace("age,old,1,2", "age,old,0,0"))
    done = run(files, command)
    answer = strict(done.stdout)
    assert done.returncode == 3
    assert answer["feasible"] is False
    assert answer["causes"][0]["code"] == "maxima_below_seats"
    change = {"kind": "quota", "category": "age", "value": "old", "bound": "maximum", "before": 0, "after": 1}
    assert answer["repairs"][0]["changes"] == [change]
    assert "raise the maximum of age: old from 0 to 1" in done.stderr


def test_more_seats_than_people_exit_3(files: Path) -> None:
    assert run(files, "check", seats="6").returncode == 3


@pytest.mark.parametrize(
    ("file", "data", "place"),
    [
        ("q.csv", b"", "q.csv: the file is empty"),
        ("p.csv", b"\x00\x01\x02\xff", "p.csv"),
        ("q.csv", QUOTAS.replace("old,1,2", "old,3,2").encode(), "q.csv, row 5, column max"),
        ("p.csv", POOL.replace("e,male", "a,male").encode(), "p.csv, row 6, column id"),
        ("p.csv", POOL.replace("d,male,old", "d,male,odd").encode(), "p.csv, row 5, column age"),
    ],
)
def test_bad_input_exits_2_and_names_the_place(files: Path, file: str, data: bytes, place: str) -> None:
    (files / file).write_bytes(data)
    done = run(files, "select", "--out", "result.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert place in done.stderr
    assert "Traceback" not in done.stderr
    assert not (files / "result.json").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--id-column", "nr"),
        ("--household-columns", "postcode"),
        ("--panels", "0"),
        ("--time-limit", "0"),
        ("--objective", "envy"),
        ("--seed", "seven"),
        ("--pool", "nowhere.csv"),
        ("--out", "nowhere/result.json"),
    ],
)
def test_options_that_make_no_sense_exit_2(files: Path, options: tuple[str, str]) -> None:
    done = run(files, "select", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def hard_files(folder: Path) -> str:
    """Write a problem that keeps the engine busy for many seconds; give its seats."""
    problem = equality_instance(1, people=150, seats=30, categories=8, shared=0.2)
    quotas = "".join(f"{q.category},{q.value},{q.minimum},{q.maximum}\n" for q in problem.quotas)
    (folder / "q.csv").write_text("category,feature,min,max\n" + quotas)
    rows = "".join(f"{p.id},{','.join(p.values.values())},{p.household or ''}\n" for p in problem.people)
    (folder / "p.csv").write_text(f"id,{','.join(problem.categories)},home\n{rows}")
    return str(problem.seats)


def test_the_time_limit_exits_4_with_the_best_so_far(tmp_path: Path) -> None:
    seats = hard_files(tmp_path)
    done = run(
        tmp_path, "select", "--time-limit", "1.5", "--household-columns", "home", "--seed", "0", seats=seats
    )
    answer = strict(done.stdout)
    assert done.returncode == 4
    assert answer["certificate"]["status"] == "unproven"
    assert answer["certificate"]["gap"] > 0
    assert len(answer["panel"]) == int(seats)


def test_no_time_for_anything_exits_4_with_strict_json(files: Path) -> None:
    done = run(files, "select", "--time-limit", "0.000001")
    assert done.returncode == 4
    assert strict(done.stdout)["error"] == "nothing_found_in_time"


def test_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    seats = hard_files(tmp_path)
    command = [
        sys.executable,
        "-m",
        "sortition",
        "select",
        "--quotas",
        "q.csv",
        "--pool",
        "p.csv",
        "--seats",
        seats,
    ]
    with subprocess.Popen(
        [*command, "--household-columns", "home", "--out", "result.json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("panels"):
                break
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(timeout=60) == 130
    assert "Traceback" not in rest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.csv", "q.csv"]


def test_help_starts_without_the_web_and_without_pandas() -> None:
    code = "import sys, sortition.__main__; sys.exit(any(m in sys.modules for m in ('django', 'pandas')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
    help_text = subprocess.run(
        [sys.executable, "-m", "sortition", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "exit codes" in help_text


def imports(path: Path, library: str) -> bool:
    return re.search(rf"^\s*(import|from) {library}\b", path.read_text("utf-8"), re.MULTILINE) is not None


def test_one_gate_to_each_solver() -> None:
    package = ROOT / "sortition" / "lottery"
    for library, gate in (("pulp", "integer_programmes.py"), ("highspy", "warm_programmes.py")):
        users = [path.name for path in package.glob("*.py") if imports(path, library)]
        assert users == [gate]


def test_the_checker_loads_no_solver() -> None:
    """The package itself offers `select`, so the checker is looked at by the modules it names."""
    package = ROOT / "sortition" / "lottery"
    seen, todo = set(), {"certificate"}
    while todo:
        name = todo.pop()
        seen.add(name)
        text = (package / f"{name}.py").read_text("utf-8")
        assert not imports(package / f"{name}.py", "pulp")
        assert not imports(package / f"{name}.py", "highspy")
        found = {
            line.split()[1].rsplit(".", 1)[1]
            for line in text.splitlines()
            if line.startswith("from sortition.")
        }
        todo |= found - seen
    assert "warm_programmes" not in seen


@pytest.mark.parametrize("objective", ["nash", "goldilocks"])
def test_other_objectives_are_proven_and_say_what_they_reached(files: Path, objective: str) -> None:
    done = run(files, "select", "--objective", objective, "--seed", "1")
    answer = strict(done.stdout)
    assert done.returncode == 0
    assert answer["certificate"]["status"] == "proven"
    assert f"{objective}: lowest chance" in done.stderr
    assert "objective " in done.stderr


def test_a_plain_random_panel_is_written_without_chances(files: Path) -> None:
    done = run(files, "select", "--objective", "random", "--seed", "1")
    answer = strict(done.stdout)
    assert done.returncode == 0
    assert len(answer["panel"]) == 3
    assert (answer["probabilities"], answer["lottery"]) == ({}, [])
    assert answer["certificate"]["status"] == "not claimed"
    assert "nothing is claimed about chances" in done.stderr


def test_what_an_objective_cannot_do_is_refused(files: Path) -> None:
    numbered = run(files, "select", "--objective", "random", "--panels", "10")
    assert numbered.returncode == 2
    assert "there are no numbered panels" in numbered.stderr
    assert run(files, "select", "--objective", "goldilocks", "--gamma", "0").returncode == 2


@pytest.mark.parametrize("objective", ["leximin", "nash", "goldilocks", "random"])
def test_files_of_two_processes_are_the_same_byte_for_byte(tmp_path: Path, objective: str) -> None:
    """Whatever order sets and dictionaries have in each; only the timings differ."""
    write_problem(tmp_path, equality_instance(7, people=40, seats=10, categories=3, shared=0.2))
    numbered = [] if objective == "random" else ["--panels", "50"]
    options = ["--objective", objective, "--seed", "3", "--household-columns", "home", *numbered]
    found = [
        run(tmp_path, "select", *options, "--out", f"{seed}.json", hash_seed=seed, seats="10")
        for seed in ("1", "12345")
    ]
    assert [done.returncode for done in found] == [0, 0]
    texts = {
        re.sub(r'(?m)^ "timings": .*$', "", (tmp_path / f"{seed}.json").read_text(encoding="utf-8"))
        for seed in ("1", "12345")
    }
    assert len(texts) == 1


def write_problem(folder: Path, instance: Instance) -> None:
    """Write a problem as the two files that the command line reads."""
    categories = list(instance.people[0].values)
    rows = [",".join(["id", *categories, "home"])]
    rows += [
        ",".join([person.id, *(person.values[category] for category in categories), person.household or ""])
        for person in instance.people
    ]
    (folder / "p.csv").write_text("\n".join(rows), encoding="utf-8")
    quotas = [f"{q.category},{q.value},{q.minimum},{q.maximum}" for q in instance.quotas]
    (folder / "q.csv").write_text("\n".join(["category,feature,min,max", *quotas]), encoding="utf-8")

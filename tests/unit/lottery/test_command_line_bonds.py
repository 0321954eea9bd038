"""Bonds on the command line: lists of ids, caps and weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.lottery.test_command_line import files, run, strict

__all__ = ["files"]


def test_everything_that_binds_people_can_be_asked_for(files: Path) -> None:
    (files / "fixed.csv").write_text("id\nc\n")
    (files / "together.csv").write_text("a,d\n")
    (files / "apart.csv").write_text("group,id\n1,b\n1,e\n")
    options = [
        "--fixed",
        "fixed.csv",
        "--together",
        "together.csv",
        "--apart",
        "apart.csv",
        "--cap",
        "town:2",
    ]
    done = run(files, "select", "--seed", "1", *options)
    answer = strict(done.stdout)
    assert done.returncode == 0, done.stderr
    for weighted in answer["lottery"]:
        panel = set(weighted["panel"])
        assert "c" in panel
        assert len(panel & {"a", "d"}) in {0, 2}
        assert len(panel & {"b", "e"}) <= 1
        assert len(panel & {"a", "b", "d"}) <= 2
    assert answer["probabilities"]["c"] == pytest.approx(1.0)
    assert answer["certificate"]["status"] == "proven"
    settings = answer["settings"]
    assert settings["fixed"] == ["c"]
    assert settings["together"] == [["a", "d"]]
    assert settings["apart"] == [["b", "e"]]
    assert settings["caps"] == [{"column": "town", "maximum": 2}]
    assert set(settings["sha256"]) == {"quotas", "pool", "fixed", "together", "apart"}


def test_weights_come_from_a_column(files: Path) -> None:
    (files / "q.csv").write_text("category,feature,min,max\nk,x,1,1\n")
    (files / "p.csv").write_text("id,k,claim\na,x,3\nb,x,1\n")
    answer = strict(run(files, "select", "--seed", "1", "--weight-column", "claim", seats="1").stdout)
    assert answer["probabilities"] == pytest.approx({"a": 0.75, "b": 0.25})


def test_crossed_quotas_stand_among_the_others(files: Path) -> None:
    with (files / "q.csv").open("a") as quotas:
        quotas.write("gender×age,female × old,1,1\n")
    answer = strict(run(files, "select", "--seed", "1").stdout)
    assert answer["probabilities"]["b"] == pytest.approx(1.0)


def test_fixed_seats_that_contradict_are_told_with_a_repair(files: Path) -> None:
    (files / "fixed.csv").write_text("a\nb\n")
    done = run(files, "check", "--fixed", "fixed.csv", "--household-columns", "street,town")
    answer = strict(done.stdout)
    assert done.returncode == 3
    assert "because fixed people share a household, which gives one person: a, b" in done.stderr
    assert "smallest repair: do not fix b" in done.stderr
    assert answer["repairs"][0] == {"cost": 4.0, "changes": [{"kind": "fixed", "ids": ["b"]}]}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--fixed", "missing.csv"], "missing.csv: the file cannot be read"),
        (["--fixed", "x.csv"], "x.csv, row 1: there is nobody with the id “zoe” in the pool"),
        (["--apart", "x.csv"], "x.csv, row 1: there is nobody with the id “zoe” in the pool"),
        (["--cap", "club:2"], "p.csv, row 1, column club: there is no such column"),
        (["--cap", "town"], "must be a column, a colon and a number"),
        (["--cap", "town:0"], "must be at least 1"),
        (["--cap", "town:1", "--cap", "town:2"], "there are two caps on “town”"),
        (["--weight-column", "street"], "p.csv, row 2, column street: “High St 1” is not a number"),
    ],
)
def test_bonds_that_cannot_be_read_are_refused(files: Path, options: list[str], said: str) -> None:
    (files / "x.csv").write_text("zoe\n")
    done = run(files, "select", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert not done.stdout

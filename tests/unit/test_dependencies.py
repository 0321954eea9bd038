"""What the product is made of: pinned, of free licences, and audited without a false all-clear."""

import json
import re
from importlib.metadata import distributions, metadata
from pathlib import Path

import pytest

from tests.audit_dependencies import KNOWN, UNSEEN, Audit, read_answer
from tests.bill_of_materials import DIGEST, bill, pinned
from tests.licences import ALLOWED, licences_of

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted((ROOT / "requirements").glob("*.txt"))
SOUND = {"name": "asgiref", "version": "3.13.0", "vulns": []}
SKIPPED = {
    "name": "cffi",
    "skip_reason": "Dependency not found on PyPI and could not be audited: cffi (2.1.1)",
}
WEAK = {
    "name": "pillow",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"], "aliases": [], "description": "⟪…⟫"}],
}


def test_an_audit_in_which_nothing_could_be_looked_up_is_no_pass():
    """pip-audit itself says “No known vulnerabilities found” then."""
    audit = read_answer({"dependencies": [SKIPPED], "fixes": []})
    assert (audit.code, audit.audited) == (UNSEEN, ())
    assert "NOTHING WAS AUDITED" in audit.sentences("runtime")[0]
    assert read_answer({"dependencies": []}).code == UNSEEN


def test_an_audit_in_which_something_is_missing_names_it():
    audit = read_answer({"dependencies": [SOUND, SKIPPED]})
    assert audit == Audit(("asgiref",), ("cffi",), ())
    assert audit.code == UNSEEN
    assert audit.sentences("runtime")[0] == "runtime: 1 not audited: cffi"


def test_a_known_weakness_comes_first_and_tells_what_mends_it():
    audit = read_answer({"dependencies": [SKIPPED, WEAK]})
    assert audit.code == KNOWN
    assert audit.sentences("dev")[0] == "dev: pillow 1.0: PYSEC-2026-1, mended in 1.1"


def test_an_audit_of_everything_without_a_finding_passes():
    audit = read_answer({"dependencies": [SOUND]})
    assert (audit.code, audit.sentences("dev")) == (0, ["dev: 1 audited, 0 with known weaknesses"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_dependency_is_pinned_with_digests_and_no_registry_is_named(path):
    """Whoever installs takes them from the registry that they trust, and nothing else than what was tested."""
    lines = [line for line in path.read_text().splitlines() if line and not line.lstrip().startswith("#")]
    begins = [line for line in lines if not line.startswith(" ")]
    assert [line for line in begins if not re.match(r"^[\w.-]+==[^\s]+( ; .*)? \\$", line)] == []
    assert all(DIGEST.search(line) for line in lines if line.startswith(" "))
    assert all(digests for _version, digests in pinned(path).values())
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host", path.read_text())


def test_every_installed_package_may_be_used_given_on_and_changed():
    named = {each.metadata["Name"]: licences_of(each.metadata) for each in distributions()}
    assert {name: found for name, found in named.items() if not found or found - ALLOWED} == {}


def test_the_bill_of_materials_names_all_that_is_installed():
    path = ROOT / "requirements" / "objects.txt"
    said = json.loads(bill(path))
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    parts = {each["name"]: each for each in said["components"]}
    assert set(parts) == set(pinned(path))
    assert parts["django"]["purl"] == f"pkg:pypi/django@{metadata('Django')['Version']}"
    assert parts["django"]["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]

"""What README and docs name exists: links, make targets, management commands, requirements."""

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def named(pattern: str) -> set[str]:
    """Return what a pattern finds in all pages."""
    return {found for page in PAGES for found in re.findall(pattern, page.read_text("utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = named(r"(?:^ {4}|`)make ([a-z-]+)")
    assert asked
    assert asked - targets == set()


def test_every_management_command_that_is_named_exists() -> None:
    asked = named(r"manage\.py ([a-z_]+)")
    assert "supervise" in asked
    own = {
        path.stem
        for app in ("assembly", "sortition", "scheduling", "evidence")
        for path in (ROOT / app).rglob("management/commands/*.py")
    }
    assert asked - own - set(get_commands()) == set()


def test_what_the_project_asks_for_is_pinned_within_its_range_and_hashed() -> None:
    """`make requirements` was run after the last change of pyproject.toml, as far as can be seen without a network."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for file, wanted in (
        ("runtime", asked["dependencies"]),
        ("objects", [*asked["dependencies"], *asked["optional-dependencies"]["objects"]]),
        ("dev", [*asked["dependencies"], *asked["optional-dependencies"]["dev"]]),
    ):
        text = (ROOT / "requirements" / f"{file}.txt").read_text("utf-8")
        pins = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+).*\\\n +--hash=sha256:", text, re.MULTILINE))
        pins = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins.items()}
        for line in wanted:
            requirement = Requirement(line)
            name = re.sub(r"[-_.]+", "-", requirement.name).lower()
            assert requirement.specifier.contains(pins[name]), (file, name)
        assert "://" not in re.sub(r"#.*", "", text)

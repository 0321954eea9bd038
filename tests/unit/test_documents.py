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


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them; a second one of the same words has a number."""
    found: list[str] = []
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        words = re.sub(r"[^\w\- ]", "", re.sub(r"\]\([^)]*\)", "", heading).lower()).replace(" ", "-")
        found.append(f"{words}-{found.count(words)}" if words in found else words)
    return set(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_to_a_heading_find_it(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]*\.md|)#([^)\s]+)\)", page.read_text("utf-8"))
    missing = [
        f"{to}#{anchor}" for to, anchor in links if anchor not in anchors_of(page.parent / to if to else page)
    ]
    assert missing == []


SETTINGS = (ROOT / "assembly" / "project" / "settings.py").read_text("utf-8")
READ = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS))
"""Variables that the settings read."""


def test_every_variable_that_the_settings_read_is_explained_and_no_other() -> None:
    table = re.findall(
        r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.MULTILINE
    )
    told = {name for row in table for name in re.findall(r"`([A-Z_]+)`", row)}
    assert len(READ) > 30
    assert (READ - told, told - READ) == (set(), set())


def test_every_variable_that_the_guide_or_an_example_names_is_read() -> None:
    examples = [ROOT / ".env.example", *(ROOT / "docs" / "examples").glob("*.env")]
    set_there = {
        name
        for path in examples
        for name in re.findall(r"^(?:# )?([A-Z_]+)=", path.read_text("utf-8"), re.MULTILINE)
    }
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"} <= set_there
    assert set_there - READ == {"POSTGRES_PASSWORD"}
    guide = (ROOT / "docs" / "guide-administrator.md").read_text("utf-8")
    assert set(re.findall(r"\b([A-Z]+_[A-Z_]+)(?==|`)", guide)) - READ == set()

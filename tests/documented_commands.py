"""Finds the commands that README and docs name, and writes each in one form."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
PROGRAMS = frozenset(
    {
        "python",
        "python3",
        "make",
        "docker",
        "gunicorn",
        "curl",
        "systemctl",
        "journalctl",
        "nginx",
        "caddy",
        "certbot",
    }
    | {
        "apt-get",
        "useradd",
        "install",
        "createuser",
        "createdb",
        "psql",
        "pg_dump",
        "pg_restore",
        "gpg",
        "age",
        "git",
    }
    | {"pip", "cp", "export", "systemd-analyze", "cat", "rsync", "openssl", "node", "npx", "wget"}
)
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_ASKED_INLINE = re.compile(
    r"(?:\.venv/bin/)?(?:python3?|make|docker compose|systemctl|journalctl|gunicorn) \S|manage\.py \S"
)
_BEFORE = re.compile(r"^(?:sudo |runuser -u \w+ -- |\.venv/bin/)+")


def commands_of(page: Path) -> Iterator[str]:
    """Yield each command of a page in one form: without comment, folder of programs and other account."""
    text = page.read_text(encoding="utf-8")
    for language, block in _FENCED.findall(text):
        if language in ("", "sh", "bash", "console"):
            for line in block.replace("\\\n", " ").splitlines():
                yield from _in_line(line.strip(), is_shell=bool(language))
    outside = _FENCED.sub("", text)
    for line in _INDENTED.findall(outside):
        yield from _in_line(line, is_shell=False)
    for words in _INLINE.findall(outside):
        if _ASKED_INLINE.match(words):
            yield in_one_form(words)


def _in_line(line: str, *, is_shell: bool) -> Iterator[str]:
    """Yield the commands of one line; a block that is marked as one for a shell holds nothing else."""
    line = re.sub(r"(?:^|\s+)#.*", "", line)
    for part in re.split(r"\s+&&\s+|\s+\|\s+", line):
        said = in_one_form(part)
        if said and (is_shell or said.split()[0] in PROGRAMS):
            yield said


def in_one_form(words: str) -> str:
    """Return a command with single spaces, as `python …` where a virtual environment's own was named."""
    said = re.sub(r"\s+", " ", _BEFORE.sub("", words.strip()))
    return f"python {said}" if said.startswith("manage.py ") else said


def arguments_of(command: str) -> list[str]:
    """Return a command as a list."""
    return shlex.split(command)


def all_commands() -> dict[str, list[str]]:
    """Return each command with the pages that name it."""
    found: dict[str, list[str]] = {}
    for page in PAGES:
        for command in commands_of(page):
            found.setdefault(command, []).append(str(page.relative_to(ROOT)))
    return found


if __name__ == "__main__":
    for each, where in sorted(all_commands().items()):
        print(each, "—", ", ".join(sorted(set(where))))  # noqa: T201 (it answers whoever writes a page)

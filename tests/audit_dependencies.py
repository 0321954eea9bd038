"""Ask whether weaknesses are known in what the product is made of: `make audit`.

The answer is 0 only if every package was looked up and nothing is known; 1 if something is; 2 if not everything could
be looked up. pip-audit alone calls the last a success, and nobody would read its list of names to the end.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILES = ("runtime", "objects", "dev")
KNOWN, UNSEEN = 1, 2


@dataclass(frozen=True)
class Audit:
    """What one file of requirements was found to hold."""

    audited: tuple[str, ...]
    unseen: tuple[str, ...]
    weak: tuple[str, ...]

    @property
    def code(self) -> int:
        """What the command answers."""
        if self.weak:
            return KNOWN
        return UNSEEN if self.unseen or not self.audited else 0

    def sentences(self, name: str) -> list[str]:
        """Say it, the worst first."""
        said = [f"{name}: {each}" for each in self.weak]
        if not self.audited:
            said.append(
                f"{name}: NOTHING WAS AUDITED. The service that knows of weaknesses could not be asked."
            )
        elif self.unseen:
            said.append(f"{name}: {len(self.unseen)} not audited: {', '.join(self.unseen)}")
        if self.audited:
            said.append(f"{name}: {len(self.audited)} audited, {len(self.weak)} with known weaknesses")
        return said


def read_answer(answer: Mapping[str, Any]) -> Audit:
    """Read what pip-audit says as JSON."""
    audited, unseen, weak = [], [], []
    for each in answer["dependencies"]:
        if "skip_reason" in each or "vulns" not in each:
            unseen.append(each["name"])
            continue
        audited.append(each["name"])
        for known in each["vulns"]:
            mended = ", ".join(known.get("fix_versions", ())) or "no version yet"
            weak.append(f"{each['name']} {each['version']}: {known['id']}, mended in {mended}")
    return Audit(tuple(audited), tuple(unseen), tuple(weak))


def ask(path: Path) -> Audit:
    """Have pip-audit look up one file, pinned and with digests, without resolving or installing anything."""
    command = [
        "pip-audit",
        "--disable-pip",
        "--require-hashes",
        "--requirement",
        str(path),
        "--format",
        "json",
    ]
    done = subprocess.run(
        [str(Path(sys.executable).parent / command[0]), *command[1:], "--progress-spinner", "off"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    try:
        return read_answer(json.loads(done.stdout))
    except (ValueError, KeyError):
        sys.stderr.write(done.stderr)
        return Audit((), (path.stem,), ())


def main() -> int:
    """Ask for each file, say what was found, and answer with the worst: what is known before what is not."""
    codes = set()
    for name in FILES:
        audit = ask(ROOT / "requirements" / f"{name}.txt")
        codes.add(audit.code)
        sys.stdout.write("\n".join(audit.sentences(name)) + "\n")
    return KNOWN if KNOWN in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())

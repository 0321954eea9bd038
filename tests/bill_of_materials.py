"""Write down what an installation is made of, as CycloneDX 1.6: `make sbom`."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.licences import licences_of

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pinned(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Return version and digests of each package of a file of requirements."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if begins := PINNED.match(line):
            name = begins[1]
            found[name] = (begins[2], [])
        if digest := DIGEST.search(line):
            found[name][1].append(digest[1])
    return found


def bill(path: Path) -> str:
    """Return the bill of what a file of requirements names."""
    made = Bom()
    made.metadata.component = Component(name="assembly", type=ComponentType.APPLICATION)
    for name, (version, digests) in pinned(path).items():
        part = Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            purl=PackageURL("pypi", None, name.lower().replace("_", "-"), version),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in digests],
            licenses=[DisjunctiveLicense(name=each) for each in _licences(name)],
        )
        made.components.add(part)
        made.register_dependency(made.metadata.component, [part])
    return JsonV1Dot6(made).output_as_string(indent=1)


def _licences(name: str) -> list[str]:
    try:
        return sorted(licences_of(metadata(name)))
    except PackageNotFoundError:  # not installed here: of another platform
        return []


if __name__ == "__main__":
    sys.stdout.write(bill(ROOT / "requirements" / "objects.txt") + "\n")

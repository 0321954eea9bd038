"""Under which terms the parts of the product may be used, as their metadata say."""

import re
from email.message import Message
from importlib.metadata import PackageMetadata

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache Software License",
        "Apache-2.0",
        "BSD License",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "ISC License (ISCL)",
        "LGPL-3.0-only",
        "MIT",
        "MIT License",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "Mozilla Public License 2.0 (MPL 2.0)",
        "PSF-2.0",
        "Python Software Foundation License",
        "Unicode-3.0",
        "Zlib",
    }
)
"""Terms under which a public body may run and change the product and give it on."""

LOOKED_UP = {
    "axe-playwright-python": {"MIT"},  # its metadata name none; the file in its repository does
    "pypdfium2": {"BSD-3-Clause", "Apache-2.0"},  # and those of PDFium's parts, which are as free
}
"""What somebody has read where the metadata are silent or say more than names."""


def licences_of(package: PackageMetadata | Message) -> set[str]:
    """Return the names of all licences that a package's metadata give: expression, classifiers, else one line."""
    known = LOOKED_UP.get(package["Name"])
    if known:
        return known
    if expression := package["License-Expression"]:
        return {each for each in re.split(r"\s+(?:AND|OR)\s+|[()]", expression) if each}
    classifiers = package.get_all("Classifier") or []
    named = {
        each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: OSI Approved :: ")
    }
    line = (package["License"] or "").strip()
    return named or ({line} if line else set())

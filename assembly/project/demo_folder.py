"""Where the demonstration keeps its database, files and mail."""

import os
from pathlib import Path


def demo_folder() -> Path:
    """Return the demonstration's folder, made if it was missing (`DEMO_DIR`, by default `var/demo` in the project)."""
    root = Path(__file__).resolve().parent.parent.parent
    folder = Path(os.environ.get("DEMO_DIR", root / "var" / "demo"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder

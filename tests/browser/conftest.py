"""A real browser against the real demonstration: its own folder, its own port, workers and all."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60_000
"""Milliseconds that a page may take: machines that test are slow and busy."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a browser test, skipped where there is no Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="there is no chromium in PATH"))


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the demonstration in a scratch folder, serve it with its workers, and stop it as Ctrl-C would."""
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "LANG", "TZ", "LD_LIBRARY_PATH")
        },
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings_demo",
        "DEMO_DIR": str(folder),
    }

    subprocess.run(
        [sys.executable, "manage.py", "build_demo"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    address = f"127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "manage.py", "supervise", "--web", address, "--with-parent"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for_page(f"http://{address}/demo/")
    yield f"http://{address}"
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=60) == 0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for_page(url: str) -> None:
    """Return when the page answers."""
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10):  # noqa: S310 (our own address)
                return
        except OSError:
            assert time.monotonic() < end, f"{url} does not answer"
            time.sleep(0.2)


# Not for the session: Playwright's event loop would make Django refuse the database to the tests that follow.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, demo_site: str) -> Iterator[Page]:
    """Open a window of a new visitor, with the demonstration as its base address."""
    context = browser.new_context(base_url=demo_site, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()

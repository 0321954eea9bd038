"""A real browser against the real demonstration: its own folder, its own port, workers and all."""

import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.ports import free_port
from tests.told import copy_told, environment_of

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
def demo_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what a process must know to work with a copy of the demonstration in a scratch folder of its own."""
    # Each process of the web server reads templates anew: two are enough for one browser.
    return environment_of(tmp_path_factory.mktemp("demo")) | {"WEB_CONCURRENCY": "2"}


@pytest.fixture(scope="session")
def demo_site(demo_environment: dict[str, str]) -> Iterator[str]:
    """Lay the demonstration, serve it with its workers, and stop it as Ctrl-C would."""
    copy_told(Path(demo_environment["DEMO_DIR"]))
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [sys.executable, "manage.py", "supervise", "--web", address, "--with-parent"],
        cwd=ROOT,
        env=demo_environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for_page(f"http://{address}/demo/")
    yield f"http://{address}"
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=60) == 0


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


@pytest.fixture(scope="session")
def hall(demo_site: str, demo_environment: dict[str, str]) -> str:
    """Fill a hall with members, tables and a programme, once for all who look into it; return its address."""
    filled = subprocess.run(
        [sys.executable, "-m", "tests.browser.fill_hall"],
        cwd=ROOT,
        env=demo_environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return f"{demo_site}/assemblies/{filled.stdout.strip()}/"


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

"""A part of the tests, chosen by their names: `pytest -p tests.sampled --one-in 4`.

Tests with real commits, and so every race, are always in it; of the others one in so many. The choice hangs on nothing
but the names, so a run can be had again.
"""

from zlib import crc32

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how many tests one stands for."""
    parser.addoption(
        "--one-in", type=int, default=1, help="run one in so many of the tests without real commits"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not in the sample."""
    one_in = config.getoption("--one-in")
    chosen = [item for item in items if has_real_commits(item) or crc32(item.nodeid.encode()) % one_in == 0]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def has_real_commits(item: pytest.Item) -> bool:
    """Whether the test's transactions end for good, as a race's do."""
    mark = item.get_closest_marker("django_db")
    return bool({"transactional_db", "live_server"} & set(item.fixturenames)) or bool(
        mark and mark.kwargs.get("transaction")
    )

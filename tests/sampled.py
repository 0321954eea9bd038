"""A part of the tests, chosen by their names: `pytest -p tests.sampled --one-in 4`.

Every race is always in it, of other tests with real commits one in two, and of the rest one in so many. The choice
hangs on nothing but the names, so a run can be had again.
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
    chosen = [item for item in items if crc32(item.nodeid.encode()) % one_in_how_many(item, config) == 0]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def one_in_how_many(item: pytest.Item, config: pytest.Config) -> int:
    """Return of how many tests like this one is in the sample."""
    one_in = int(config.getoption("--one-in"))
    if "_race" in item.path.stem:
        return 1
    return min(2, one_in) if has_real_commits(item) else one_in


def has_real_commits(item: pytest.Item) -> bool:
    """Whether the test's transactions end for good, as a race's do."""
    mark = item.get_closest_marker("django_db")
    return bool({"transactional_db", "live_server"} & set(item.fixturenames)) or bool(
        mark and mark.kwargs.get("transaction")
    )

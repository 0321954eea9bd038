"""Tests on PostgreSQL as the role with which the product runs: `pytest -p tests.as_app_role`.

The tables are the owner's, who has run `manage.py grant_rights`; every connection to the database of the tests then
begins as the other role. Tests that do what the owner alone may (the mark `owner`) are left out.
"""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from assembly.database_rights import grant_rights
from tests import migrated

ROLE = "assembly_app"
lay_again = migrated.lay_again


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is the owner's."""
    of_the_owner = [item for item in items if item.get_closest_marker("owner")]
    config.hook.pytest_deselected(items=of_the_owner)
    items[:] = [item for item in items if item not in set(of_the_owner)]


@pytest.fixture(autouse=True, scope="session")
def _as_app_role(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the role, give it its rights, and begin every connection as it."""
    with django_db_blocker.unblock():
        _begin_as(None)
        grant_rights(role=ROLE, password="only-for-tests")
        _begin_as(ROLE)
    yield
    with django_db_blocker.unblock():
        _begin_as(None)


@pytest.fixture(autouse=True, scope="session")
def _laid_again_by_the_owner(_database_is_laid_again: None) -> None:
    """Only the owner may put tables back as they were, past their triggers, and have keys begin anew."""
    reset_sequences = TransactionTestCase._reset_sequences
    TransactionTestCase._fixture_teardown = lambda _case: _as_owner(lay_again)
    TransactionTestCase._reset_sequences = staticmethod(lambda name: _as_owner(lambda: reset_sequences(name)))


def _as_owner(act: Callable[[], object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    act()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def _begin_as(role: str | None) -> None:
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            f"ALTER ROLE CURRENT_USER IN DATABASE {name} " + (f"SET role = {role}" if role else "RESET role")
        )
    connection.close()

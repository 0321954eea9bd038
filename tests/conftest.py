"""Fixtures that every part of the suite uses: people, an assembly, signed-in clients, the queue, a clock."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from allauth.account.internal.flows import login
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker

from assembly.enums import Role
from assembly.models import Assembly, User
from assembly.session_lifetime import BEGAN, SEEN
from tests.clamd_server import SCANNER, ClamdServer
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory, add_second_factor
from tests.migrated import copy_migrated, lay_again
from tests.pages import Page, Shown


def pytest_itemcollected(item: pytest.Item) -> None:
    """Leave to `make slow` what the mark `one_in` does not draw for the usual run; other tests draw other pages."""
    mark = item.get_closest_marker("one_in")
    if mark and isinstance(item, pytest.Function):
        page = item.callspec.params.get("page")
        name = f"{item.originalname} {page.name}" if isinstance(page, Page) else item.name
        if crc32(name.encode()) % mark.args[0]:
            item.add_marker("slow")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: one process with PostgreSQL, another with the browser, and then all do the rest.

    Each process is given an equal part of the tests, in their order, and takes from others when it has done its own.
    Tests of one module that share a page's example stand together, so that it is made once.
    """
    modules: dict[object, int] = {}
    pages: dict[str, int] = {}

    def place(item: pytest.Item) -> tuple[bool, int, int]:
        module = modules.setdefault(item.path, len(modules))
        page = -1
        if "shown" in item.fixturenames:
            page = pages.setdefault(item.callspec.params["page"].name, len(pages))
        return item.get_closest_marker("postgres") is None, module, page

    items.sort(key=place)
    browser = [item for item in items if item.get_closest_marker("browser")]
    second = len(items) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "2"))
    items[:] = [item for item in items if item not in browser]
    items[second:second] = browser


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays to the end: all modules and all tests, again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Let Django take the database that is laid for it, where it is a file."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Lay a database with all migrations where this process looks for its own."""
    if connection.vendor != "sqlite":
        yield
        return
    own = Path(connection.settings_dict["TEST"]["NAME"])
    copy_migrated(own)
    yield
    own.unlink()


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget rate limits which a real commit left in the cache's table (Django flushes only models)."""
    real_commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if real_commits:
        request.getfixturevalue("transactional_db")
    yield
    if real_commits:
        cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Begin in the site's own language: a request leaves its reader's behind, for the next request to replace."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _database_is_laid_again() -> Iterator[None]:
    """After a test with real commits lay the database as it was, where Django would empty its tables."""
    emptied = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: lay_again()
    yield
    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture
def now() -> datetime:
    """The moment at which tests take place."""
    return NOON


@pytest.fixture(scope="module")
def shown(page: Page, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Shown]:
    """What `page` shows, made once for the tests of a module: each rolls back to it whatever it changes.

    A test that asks for it parametrizes `page` with `scope="module"`.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        assembly = AssemblyFactory()
        try:
            address = page.address(assembly)
        except BaseException as fault:
            around.__exit__(type(fault), fault, fault.__traceback__)
            raise
    yield Shown(assembly.pk, address)
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def assembly(request: pytest.FixtureRequest, db: None) -> Assembly:
    """An assembly of fifty seats, still a draft; the one of the page for a test that asks for what is `shown`."""
    if "shown" in request.fixturenames:
        return Assembly.objects.get(pk=request.getfixturevalue("shown").assembly)
    return AssemblyFactory()


@pytest.fixture
def organiser(assembly: Assembly) -> User:
    """An organiser of `assembly`."""
    return AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user


@pytest.fixture
def session_staff(assembly: Assembly) -> User:
    """Session staff of `assembly`."""
    return AppointmentFactory(assembly=assembly, role=Role.SESSION_STAFF).user


@pytest.fixture
def observer(assembly: Assembly) -> User:
    """An observer of `assembly`: reads figures, never people, changes nothing."""
    return AppointmentFactory(assembly=assembly, role=Role.OBSERVER).user


@pytest.fixture
def outsider(db: None) -> User:
    """Somebody with an account and no role in `assembly`."""
    return UserFactory()


@pytest.fixture
def clamd(settings: Any) -> Iterator[ClamdServer]:
    """A scanner of malware that runs, and is named by the settings."""
    with ClamdServer() as server:
        settings.MALWARE_SCANNER, settings.CLAMD_ADDRESS = SCANNER, server.address
        yield server
        server.shutdown()


@pytest.fixture
def administrator(db: None) -> User:
    """A platform administrator."""
    user = UserFactory(is_staff=True, is_superuser=True)
    add_second_factor(user)
    return user


def sign_in_recently(client: Client, user: User, *, ago: float = 0) -> None:
    """Note in a signed-in browser when its person last showed who they are, `ago` seconds before now."""
    session = client.session
    note_sign_in(session, user, ago=ago)
    session.save()


def note_sign_in(session: SessionBase, user: User, *, ago: float = 0) -> None:
    """Note it in a session that is still to be saved."""
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - ago}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    # Most tests are not about being asked what data are read for; those that are take this away.
    session["reading_purpose"] = {"words": "⟪Tests⟫", "until": time.time() + 3600, "read": []}
    # As signing in notes them: a request that found neither would write the session anew.
    session.setdefault(BEGAN, int(time.time()))
    session.setdefault(SEEN, int(time.time()))


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """Make a browser in which a person is signed in: `client_of(organiser).get(...)`."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        sign_in_recently(client, user)
        return client

    return signed_in


@pytest.fixture
def work(transactional_db: None) -> Callable[..., None]:
    """Run everything in the queue, as a worker would: `work()`. Real commits: the worker closes its connection.

    A task that raised fails the test, unless it is called as `work(may_fail=True)`.
    """

    def run_queue(*, may_fail: bool = False) -> None:
        call_command("db_worker", batch=True, queue_name="*", interval=0, startup_delay=False, verbosity=0)
        if not may_fail:
            assert [result.traceback for result in DBTaskResult.objects.failed()] == []

    return run_queue


@pytest.fixture
def queued() -> Callable[[], list[tuple[str, list[object]]]]:
    """List what waits in the queue as (dotted path, arguments), oldest first."""

    def waiting() -> list[tuple[str, list[object]]]:
        ready = DBTaskResult.objects.ready().order_by("enqueued_at")
        return [(result.task_path, result.args_kwargs["args"]) for result in ready]

    return waiting

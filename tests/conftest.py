"""Fixtures that every part of the suite uses: people, an assembly, signed-in clients, the queue, a clock."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module

import pytest
from allauth.account.internal.flows import login
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker

from assembly.enums import Role
from assembly.models import Assembly, User
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory, add_second_factor
from tests.pages import Page, Shown


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: one process is busy with PostgreSQL while the others do the rest.

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


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget rate limits which a real commit left in the cache's table (Django flushes only models)."""
    real_commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if real_commits:
        request.getfixturevalue("transactional_db")
    yield
    if real_commits:
        cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _record_can_be_flushed() -> Iterator[None]:
    """Take the triggers off the record while Django empties the tables after a test with real commits."""
    append_only = import_module("assembly.migrations.0003_record_append_only")
    kept = import_module("sortition.migrations.0012_draws_are_kept")
    published = import_module("scheduling.migrations.0007_programme")
    flush = TransactionTestCase._fixture_teardown

    def without_triggers(case: TransactionTestCase) -> None:
        with connection.schema_editor() as editor:
            append_only.allow_changes(None, editor)
            kept.take_triggers_away(None, editor)
            published.take_triggers_away(None, editor)
        flush(case)
        with connection.schema_editor() as editor:
            append_only.refuse_changes(None, editor)
            kept.lay_triggers(None, editor)
            published.lay_triggers(None, editor)

    TransactionTestCase._fixture_teardown = without_triggers
    yield
    TransactionTestCase._fixture_teardown = flush


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
def administrator(db: None) -> User:
    """A platform administrator."""
    user = UserFactory(is_staff=True, is_superuser=True)
    add_second_factor(user)
    return user


def sign_in_recently(client: Client, user: User, *, ago: float = 0) -> None:
    """Note in a signed-in browser when its person last showed who they are, `ago` seconds before now."""
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - ago}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    # Most tests are not about being asked what data are read for; those that are take this away.
    session["reading_purpose"] = {"words": "⟪Tests⟫", "until": time.time() + 3600, "read": []}
    session.save()


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

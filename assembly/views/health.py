"""Pages for load balancers, containers and whoever watches: alive, ready, and figures without people."""

from collections.abc import Callable, Iterable
from functools import cache
from hmac import compare_digest

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assembly.selectors_metrics import Metric, metrics_of

TEXT = "text/plain; charset=utf-8"


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (the signature is Django's)
    """Answer "ok" if this process runs and reaches its database; nobody needs to sign in, nothing else is told."""
    _ask_database()
    return HttpResponse("ok", content_type=TEXT)


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (the signature is Django's)
    """Say part by part whether this process can take requests; 503 if one cannot."""
    parts: dict[str, Callable[[], object]] = {
        "database": _ask_database,
        "migrations": _has_all_tables,
        "cache": lambda: shared_cache.get("ready"),
        "files": _ask_files,
    }
    answers = {name: _answer(ask) for name, ask in parts.items()}
    status = 200 if all(answer == "ok" for answer in answers.values()) else 503
    lines = "".join(f"{name}: {answer}\n" for name, answer in answers.items())
    return HttpResponse(lines, content_type=TEXT, status=status)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give figures of the installation in the text format of Prometheus, to whoever has `METRICS_TOKEN`."""
    token = settings.METRICS_TOKEN
    if not token or not compare_digest(
        request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()
    ):
        raise Http404
    return HttpResponse(
        _in_text(metrics_of(timezone.now())), content_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _answer(ask: Callable[[], object]) -> str:
    """Ask one part, whatever may fail in it, and name the fault by its kind alone."""
    try:
        return "no" if ask() is False else "ok"
    except Exception as fault:
        return type(fault).__name__


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_files() -> None:
    default_storage.exists("ready")


def _has_all_tables() -> bool:
    """Whether every migration was run; once they were, they stay so as long as this process runs this code."""
    try:
        return _were_all_run()
    except _NotYet:
        return False


class _NotYet(Exception):  # noqa: N818 (not an error: an answer that is not remembered)
    """A migration is missing."""


@cache
def _were_all_run() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotYet
    return True


def _in_text(found: Iterable[Metric]) -> str:
    lines = []
    for metric in found:
        lines += [f"# HELP assembly_{metric.name} {metric.sentence}", f"# TYPE assembly_{metric.name} gauge"]
        for labels, value in metric.values:
            named = ",".join(f'{key}="{label}"' for key, label in labels.items())
            lines.append(
                f"assembly_{metric.name}{{{named}}} {value:g}"
                if named
                else f"assembly_{metric.name} {value:g}"
            )
    return "\n".join(lines) + "\n"

"""The trace of an import: what it wrote and what stood there before, small enough to keep for every import."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sortition.models import Answer, ImportMemory, ImportTrace, PoolImport, Respondent
from sortition.reading.fields import STORED_FIELDS
from sortition.services.imports_bulk import in_batches

KEPT_FIELDS = (*STORED_FIELDS, "household_key", "row_digest", "imported_by_id")
"""What an import may change of a person, in the order in which the trace keeps it."""
ANSWER_FIELDS = ("respondent_id", "category_id", "value_id", "raw")
MEMORY_FIELDS = ("columns", "values", "declarations", "derived", "learnt_from_id")

Given = Mapping[int, Iterable[tuple[int, int | None]]]


def person_stamp(fields: Sequence[Any], answers: Iterable[tuple[int, int | None]]) -> str:
    """Return a short digest of a person's own fields and of (category, value) pairs, to see later changes by."""
    content = repr((tuple(fields), sorted(answers)))
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def rows_before(pks: Sequence[int]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Return people's fields (key and state first) and their answers as they are stored now."""
    people: list[list[Any]] = []
    answers: list[list[Any]] = []
    for some in in_batches(pks):
        people += map(list, Respondent.objects.filter(pk__in=some).values_list("pk", "state", *KEPT_FIELDS))
        answers += map(list, Answer.objects.filter(respondent__in=some).values_list(*ANSWER_FIELDS))
    return people, answers


def memory_before(memory: ImportMemory) -> dict[str, Any]:
    """Return what the assembly remembered."""
    return {name: getattr(memory, name) for name in MEMORY_FIELDS}


def keep_trace(pool_import: PoolImport, content: Mapping[str, Any]) -> None:
    """Store a trace beside its import."""
    text = json.dumps(content, default=str, separators=(",", ":"))
    data = gzip.compress(text.encode(), compresslevel=1)
    ImportTrace.objects.create(pool_import=pool_import, data=data)


def read_trace(pool_import: PoolImport) -> dict[str, Any] | None:
    """Return the trace of an import; None where none was kept."""
    trace = ImportTrace.objects.filter(pool_import=pool_import).first()
    return None if trace is None else json.loads(gzip.decompress(bytes(trace.data)))

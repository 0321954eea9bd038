"""Rows that are somebody's own, and rows in whose words they are named: theirs to see, and to have erased."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, TextField, Value, When
from django.utils.translation import gettext as _

from assembly.free_text import found_in, patterns_of, without
from assembly.personal_data import Rows, SubjectKind, subject_kind, subject_kinds


class OwnOrNamed(Mapping[str, Rows]):
    """For people of whatever kind: rows that `own` finds for the kind, and those whose `names` hold their texts.

    Each row says in `is_own` which it is, and in `named` what was found in it, as JSON. The tables are short: they
    are read whole rather than searched for thousands of texts.
    """

    def __init__(
        self, rows: Callable[[], QuerySet[Any]], names: tuple[str, ...], own: Mapping[str, Rows] | None = None
    ) -> None:
        self._all, self._names, self._own = rows, names, own or {}

    def __getitem__(self, key: str) -> Rows:
        kind = subject_kind(key)
        return lambda pks: self._rows(kind, pks)

    def _rows(self, kind: SubjectKind, pks: Collection[int]) -> QuerySet[Any]:
        own = list(self._own[kind.key](pks).values_list("pk", flat=True)) if kind.key in self._own else []
        patterns = patterns_of(kind.texts(pks))
        held = self._all().values_list("pk", *self._names).iterator() if patterns else ()
        named = {pk: sorted(set(found_in(patterns, words))) for pk, *words in held}
        found = {pk: each for pk, each in named.items() if each}
        cases = [When(pk=pk, then=Value(json.dumps(each))) for pk, each in found.items()]
        return (
            self._all()
            .filter(pk__in=[*own, *found])
            .annotate(
                named=Case(*cases, default=Value("[]"), output_field=TextField()),
                is_own=Case(
                    When(pk__in=own, then=Value(True)), default=Value(False), output_field=BooleanField()
                ),
            )
        )

    def __iter__(self) -> Iterator[str]:
        return (kind.key for kind in subject_kinds())

    def __len__(self) -> int:
        return len(subject_kinds())


def words_without(row: Any, name: str) -> str:
    """Return a text of a row without what was found in it of whoever is erased."""
    return without(getattr(row, name), json.loads(row.named), str(_("[erased]")))


def taking_out(
    *names: str, instead: Callable[[Any, str], str] | None = None
) -> dict[str, Callable[[Any], str]]:
    """Return, for each field, what takes whoever is erased out of it and leaves the other words.

    instead: from a row of their own and a field's name to what stands there then, in place of its words.
    """

    def of(name: str) -> Callable[[Any], str]:
        return lambda row: instead(row, name) if instead and row.is_own else words_without(row, name)

    return {name: of(name) for name in names}

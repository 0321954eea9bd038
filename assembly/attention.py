"""What of a stage needs somebody, and its key figures: each part of the stage registers its own.

A stage gathers them on every page of the workspace. So a part that tells of one table says so, and is asked only where
an assembly has rows in it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils.functional import SimpleLazyObject

from assembly.models import Assembly
from assembly.stages import Figure, NextAction

Attention = Callable[[Assembly], Iterable[NextAction]]
"""From an assembly to what is to be done now, cheaply."""
Figures = Callable[[Assembly], Iterable[Figure]]
"""From an assembly to key figures of the overview, as cheaply."""

ALWAYS = ""
"""In place of a table: the part is asked of every assembly."""


class Tables:
    """The tables of which an app's parts tell, by short names.

    rows: for each the rows of the assembly that is `OuterRef("pk")`.
    """

    def __init__(self, app: str, rows: Mapping[str, QuerySet[Any]]) -> None:
        self._memory, self._rows = f"_tables_of_{app}_in_use", dict(rows)

    def __contains__(self, table: str) -> bool:
        return table in self._rows

    def in_use(self, assembly: Assembly) -> frozenset[str]:
        """Return in which of them an assembly has rows, with one question for all that ask of the same object."""
        # An object lives as long as a request, in which several parts of the page ask.
        used: frozenset[str] | None = assembly.__dict__.get(self._memory)
        if used is None:
            asked = {f"has_{name}": Exists(rows) for name, rows in self._rows.items()}
            row = Assembly.objects.filter(pk=assembly.pk).values(**asked).get()
            used = frozenset(name for name in self._rows if row[f"has_{name}"])
            assembly.__dict__[self._memory] = used
        return used


class Parts:
    """The parts of one stage."""

    def __init__(self, tables: Tables | None = None) -> None:
        """Begin without any; without `tables` all are asked of every assembly."""
        self._tables = tables
        self._attention: list[tuple[str, Attention]] = []
        self._figures: list[tuple[str, Figures]] = []

    def register_attention(self, table: str, attention: Attention) -> None:
        """Add a kind of attention, asked where there are rows in `table`; call it from `AppConfig.ready`."""
        self._attention.append((self._known(table), attention))

    def register_figures(self, table: str, figures: Figures) -> None:
        """Add figures, asked where there are rows in `table`; call it from `AppConfig.ready`."""
        self._figures.append((self._known(table), figures))

    def attention_of(self, assembly: Assembly) -> tuple[NextAction, ...]:
        """Return what is to be done, what blocks others first, then by date."""
        told = self._told(assembly)
        found = [action for table, asked in self._attention if table in told for action in asked(assembly)]
        return tuple(
            sorted(
                found, key=lambda action: (not action.is_blocking, action.due is None, str(action.due or ""))
            )
        )

    def figures_of(self, assembly: Assembly) -> tuple[Figure, ...]:
        """Return the figures of all parts, which are counted when somebody looks: only the overview does."""

        def counted() -> tuple[Figure, ...]:
            told = self._told(assembly)
            asked = [figures for table, figures in self._figures if table in told]
            return tuple(figure for figures in asked for figure in figures(assembly))

        return SimpleLazyObject(counted)

    def _told(self, assembly: Assembly) -> frozenset[str]:
        return frozenset({ALWAYS}) | (self._tables.in_use(assembly) if self._tables else frozenset())

    def _known(self, table: str) -> str:
        if table != ALWAYS and (self._tables is None or table not in self._tables):
            raise KeyError(table)
        return table

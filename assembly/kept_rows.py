"""Triggers by which the database itself refuses to change or remove rows: an error of the product, or a hand, cannot.

Migrations call `lay` and `take_away` with a table of refusals. On SQLite a migration that rebuilds a table loses its
triggers and has to lay them again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """One trigger: on which table it refuses `what` (UPDATE, DELETE or INSERT), and when ("" is always).

    `when` is a condition in SQL over `OLD` and `NEW`; `{differs}` stands for the comparison that knows NULL.
    """

    name: str
    table: str
    what: str
    when: str = ""


def differs(*columns: str) -> str:
    """Return the condition that one of the columns is changed."""
    return "(" + " OR ".join(f"OLD.{each} {{differs}} NEW.{each}" for each in columns) + ")"


def lay(editor: Any, refusals: Iterable[Refusal], message: str) -> None:
    """Lay the triggers; `message` is what the database says to who tries (no quotes in it)."""
    is_postgres = editor.connection.vendor == "postgresql"
    for each in refusals:
        # `IS DISTINCT FROM` is new in SQLite, so `IS NOT` there.
        condition = each.when.replace("{differs}", "IS DISTINCT FROM" if is_postgres else "IS NOT")
        if is_postgres:
            # A trigger's WHEN may not ask another table there, so the function does.
            refuse = f"RAISE EXCEPTION '{message}';"
            body = f"IF {condition} THEN {refuse} END IF;" if condition else refuse
            back = "OLD" if each.what == "DELETE" else "NEW"
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {each.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body} RETURN {back}; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {each.name} BEFORE {each.what} ON {each.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {each.name}()"
            )
        else:
            test = f"WHEN {condition} " if condition else ""
            editor.execute(
                f"CREATE TRIGGER {each.name} BEFORE {each.what} ON {each.table} {test}"
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )


def take_away(editor: Any, refusals: Iterable[Refusal]) -> None:
    """Take the triggers away."""
    is_postgres = editor.connection.vendor == "postgresql"
    for each in refusals:
        editor.execute(f"DROP TRIGGER IF EXISTS {each.name}" + (f" ON {each.table}" if is_postgres else ""))

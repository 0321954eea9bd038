"""Two roles on PostgreSQL: one owns the tables and migrates, as the other the product runs, with few rights.

The second reads and writes rows. Where a trigger refuses every change or removal of rows, it has not even the right to
try; it makes and drops no tables and switches no trigger off. What is kept is read off the triggers themselves, so a
migration that lays another needs no word here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.former_rows import lay_function

_ALWAYS_REFUSES = re.compile(r"\s*BEGIN\s+RAISE EXCEPTION '[^']*';\s*(RETURN \w+;\s*)?END\s*")
_EVENTS = (("DELETE", 8), ("UPDATE", 16))
"""What a trigger stands before, and its bit in `pg_trigger.tgtype`."""
_ONLY_READ = {"django_migrations": ("INSERT", "UPDATE", "DELETE")}


class RightsRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """The rights cannot be given so, or the role would have more than it should; nothing was changed."""

    code = "rights_refused"


@dataclass(frozen=True, slots=True)
class Rights:
    """What was given. tables: how many; withheld: table → the rights to change rows that it has not."""

    tables: int
    withheld: dict[str, tuple[str, ...]]


def owns_the_tables() -> bool:
    """Whether the role of this connection owns all tables, or may do what their owner may; on SQLite it does."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(bool_and(pg_has_role(relowner, 'USAGE')), true) FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
        return bool(cursor.fetchone()[0])


def grant_rights(*, role: str, password: str = "") -> Rights:
    """Give a role the rights with which the product runs, and take every other one away; again after each migration.

    password: where the role is not there it is made, and gets this one; it needs an owner who may make roles.

    Raises:
        RightsRefused: this is not PostgreSQL, this connection is not the owner's, there is no such role, or it would
            have more rights than it should.
    """
    if connection.vendor != "postgresql":
        raise RightsRefused(_("This installation does not use PostgreSQL, and SQLite has no roles."))
    if not role:
        raise RightsRefused(_("DATABASE_APP_ROLE names no role."))
    if not owns_the_tables():
        raise RightsRefused(_("Run this as the role that owns the tables, after “manage.py migrate”."))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _make_role(cursor, role, password)
            rights = _given(cursor, role)
            if faults := list(_too_much(cursor, role, rights.withheld)):
                raise RightsRefused(" ".join(faults))
    except DatabaseError as wrong:
        raise RightsRefused(str(wrong).strip()) from wrong
    return rights


def _make_role(cursor: Any, role: str, password: str) -> None:
    """Make the role, or give it its password anew, where a password is told and roles may be made."""
    is_there = _asked(cursor, "SELECT count(*) FROM pg_roles WHERE rolname = %s", role) == 1
    may_make = _asked(cursor, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if role == _asked(cursor, "SELECT current_user"):
        raise RightsRefused(
            _("“%(role)s” owns the tables: name another role for web server and workers.") % {"role": role}
        )
    if password and may_make:
        # The database is told a digest: the password stands in none of its logs.
        secret = connection.connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        ).decode()
        what = "ALTER" if is_there else "CREATE"
        cursor.execute(f"{what} ROLE {_quoted(role)} LOGIN PASSWORD '{secret}'")
    elif not is_there:
        raise RightsRefused(
            _("There is no role “%(role)s”: make it first, “createuser --pwprompt %(role)s” say.")
            % {"role": role}
        )


def _given(cursor: Any, role: str) -> Rights:
    """Take all rights away and give those that are needed; others see the change as one."""
    name = _quoted(role)
    kept = _kept(cursor)
    withheld = {**kept, **_ONLY_READ}
    former_rows = lay_function(cursor)
    for statement in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(
            f"REVOKE {', '.join(rights)} ON public.{_quoted(table)} FROM {name}"
            for table, rights in withheld.items()
        ),
        # Whoever locks a row needs the right to update one of its columns: the key, where the trigger refuses it still.
        *(
            f"GRANT UPDATE ({_quoted(key)}) ON public.{_quoted(table)} TO {name}"
            for table, key in _keys(cursor).items()
            if "UPDATE" in kept.get(table, ())
        ),
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"REVOKE ALL ON FUNCTION {former_rows} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {former_rows} TO {name}",
        # What a later migration makes can be used before this is run again.
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO {name}",
        # A temporary table of the same name would otherwise be asked in place of the one that a trigger means.
        *(
            f"ALTER FUNCTION public.{_quoted(each)}() SET search_path = public, pg_temp"
            for each in _trigger_functions(cursor)
        ),
    ):
        cursor.execute(statement)
    # Imports write through temporary tables; every role may, unless somebody took that away.
    if not _asked(cursor, "SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')", role):
        cursor.execute(f"GRANT TEMPORARY ON DATABASE {_quoted(connection.settings_dict['NAME'])} TO {name}")
    tables = _asked(
        cursor,
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
        "AND has_table_privilege(%s, oid, 'SELECT')",
        role,
    )
    return Rights(tables, withheld)


def _kept(cursor: Any) -> dict[str, tuple[str, ...]]:
    """Return what triggers refuse for every row, whatever stands in it: table → rights."""
    cursor.execute(
        "SELECT c.relname, t.tgtype, p.prosrc FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND t.tgqual IS NULL AND c.relnamespace = 'public'::regnamespace "
        "ORDER BY c.relname, t.tgtype"
    )
    found: dict[str, set[str]] = {}
    for table, kind, body in cursor.fetchall():
        if _ALWAYS_REFUSES.fullmatch(body):
            found.setdefault(table, set()).update(right for right, bit in _EVENTS if kind & bit)
    return {table: tuple(sorted(rights)) for table, rights in found.items() if rights}


def _keys(cursor: Any) -> dict[str, str]:
    """Return table → the column of its key."""
    cursor.execute(
        "SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
        "WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace"
    )
    return dict(cursor.fetchall())


def _trigger_functions(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT proname FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype ORDER BY proname"
    )
    return [name for (name,) in cursor.fetchall()]


def _too_much(cursor: Any, role: str, withheld: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Say what the role could do all the same, by what it is or by what others gave it."""
    asked: Callable[[str], Any] = lambda query: _asked(cursor, query, role)  # noqa: E731
    if asked(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls "
        "FROM pg_roles WHERE rolname = %s"
    ):
        yield _("“%(role)s” is an administrator of the database server.") % {"role": role}
        return
    if asked(
        "SELECT bool_or(pg_has_role(%s, relowner, 'MEMBER')) FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace"
    ):
        yield _("“%(role)s” owns tables, or belongs to a role that does.") % {"role": role}
        return
    if asked("SELECT has_schema_privilege(%s, 'public', 'CREATE')"):
        yield _(
            "“%(role)s” may make tables: as the server's administrator run REVOKE CREATE ON SCHEMA public FROM PUBLIC."
        ) % {"role": role}
    if asked("SELECT has_database_privilege(%s, current_database(), 'CREATE')"):
        yield _("“%(role)s” may make schemas in this database.") % {"role": role}
    if more := list(_more_than(cursor, role, withheld)):
        yield _("“%(role)s” has from elsewhere: %(rights)s.") % {"role": role, "rights": ", ".join(more)}


def _more_than(cursor: Any, role: str, withheld: dict[str, tuple[str, ...]]) -> Iterator[str]:
    cursor.execute(
        "SELECT c.relname, r.wanted FROM pg_class c, unnest(%s::text[]) AS r(wanted) "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' "
        "AND has_table_privilege(%s, c.oid, r.wanted) ORDER BY 1, 2",
        [["INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"], role],
    )
    for table, right in cursor.fetchall():
        if right in withheld.get(table, ()) or right in ("TRUNCATE", "REFERENCES", "TRIGGER"):
            yield f"{right} {table}"


def _asked(cursor: Any, query: str, *values: object) -> Any:
    """Return the one value of the one row, or nothing."""
    cursor.execute(query, values or None)
    found = cursor.fetchone()
    return found[0] if found else None


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

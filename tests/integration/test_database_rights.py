"""On PostgreSQL the product runs as a role that reads and writes rows, and the database refuses it everything else.

In a private cluster: an installation begins with one role, which works as ever, and goes on with two.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from assembly.evaluation.services.survey_rows import REWRITTEN as OF_SURVEYS
from assembly.outcomes.services.secret_rows import REWRITTEN as OF_VOTES
from tests.postgres_cluster import missing, running_cluster

ROOT = Path(__file__).resolve().parents[2]
OWNER, APP = "assembly_owner", "assembly"
ADDED_ONLY, NEVER_DELETED = ("DELETE", "UPDATE"), ("DELETE",)
WITHHELD = {
    "assembly_auditevent": ADDED_ONLY,
    "assembly_eventdetails": ("UPDATE",),
    "assembly_publicationday": ADDED_ONLY,
    "assembly_publicationitem": NEVER_DELETED,
    "evaluation_closeoutcertificate": ADDED_ONLY,
    "evaluation_indicatorremark": ADDED_ONLY,
    "evaluation_learningedition": ADDED_ONLY,
    "evaluation_publishedcolumn": ADDED_ONLY,
    "evaluation_questionset": ADDED_ONLY,
    "evaluation_surveyquestion": ADDED_ONLY,
    "evidence_packversion": ADDED_ONLY,
    "outcomes_progressreport": ADDED_ONLY,
    "outcomes_proof": ADDED_ONLY,
    "outcomes_recommendationversion": ADDED_ONLY,
    "scheduling_programmeversion": ADDED_ONLY,
    "sortition_draw": NEVER_DELETED,
    "sortition_drawfile": NEVER_DELETED,
    "sortition_memberconsent": ("UPDATE",),
    "sortition_seat": NEVER_DELETED,
    "sortition_selectionrun": NEVER_DELETED,
    "django_migrations": ("DELETE", "INSERT", "UPDATE"),
}
"""Everything that a trigger refuses always; what it refuses once something was published, it goes on refusing."""
pytestmark = [pytest.mark.postgres, pytest.mark.skipif(bool(missing()), reason=missing() or "-")]


@dataclass(frozen=True)
class Installation:
    """A database of a private cluster, with a folder for its files."""

    cluster: str
    folder: Path

    def address(self, role: str = APP, name: str = "assembly") -> str:
        """Return the address as which a role reaches it."""
        return self.cluster.replace("tester@/postgres", f"{role}@/{name}")

    def manage(
        self, *arguments: str, role: str = APP, app_role: str = APP, password: str = ""
    ) -> tuple[int, str]:
        """Run a command of manage.py; return its code and what it said."""
        return self.python("manage.py", *arguments, role=role, app_role=app_role, password=password)

    def python(
        self, *arguments: str, role: str = APP, app_role: str = APP, password: str = ""
    ) -> tuple[int, str]:
        """Run Python with the variables of an installation."""
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test",
            "DATABASE_URL": self.address(role),
            "DATABASE_APP_ROLE": app_role,
            "DATABASE_APP_PASSWORD": password,
            "ASSEMBLY_VAR": str(self.folder),
            "ASSEMBLY_VAR_OF": os.environ.get("PYTEST_XDIST_WORKER", ""),
        }
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def ask(self, statement: str, *, role: str = APP, name: str = "assembly") -> list[tuple[object, ...]]:
        """Run one statement as a role, and commit it; return its rows."""
        with psycopg.connect(self.address(role, name).replace("postgres://", "postgresql://", 1)) as opened:
            found = opened.execute(statement)
            return found.fetchall() if found.description else []


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Start a cluster without a network port; return the address of its database."""
    with running_cluster() as address:
        yield address


@pytest.fixture(scope="module")
def installation(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with rows of every part: made as one role, taken over by an owner, as the guide says."""
    here = Installation(cluster, tmp_path_factory.mktemp("installation"))
    for statement in (f"CREATE ROLE {APP} LOGIN", f"CREATE ROLE {OWNER} LOGIN"):
        here.ask(statement, role="tester", name="postgres")
    with psycopg.connect(cluster.replace("postgres://", "postgresql://", 1), autocommit=True) as server:
        server.execute(f"CREATE DATABASE assembly OWNER {APP}")
    for arguments in (
        ["manage.py", "migrate"],
        ["manage.py", "createcachetable"],
        ["-m", "tests.filled_database"],
    ):
        code, said = here.python(*arguments, app_role="")
        assert code == 0, said
    here.ask(f"REASSIGN OWNED BY {APP} TO {OWNER}", role="tester")
    return here


@pytest.fixture(scope="module")
def granted(installation: Installation) -> Installation:
    """The same, with the rights of the product's role given by the owner."""
    code, said = installation.manage("grant_rights", role=OWNER)
    assert code == 0, said
    return installation


def test_what_may_only_be_added_or_not_deleted_is_told_table_by_table(granted):
    """And the database knows no other right; whoever runs it again is told the same."""
    code, said = granted.manage("grant_rights", role=OWNER)
    lines = said.splitlines()
    told = dict(line.removeprefix("  not in ").split(": ") for line in lines[1:])
    assert (code, {table: tuple(rights.split(", ")) for table, rights in told.items()}) == (
        0,
        {table: tuple(sorted(rights)) for table, rights in WITHHELD.items()}
        | {"django_migrations": ("INSERT", "UPDATE", "DELETE")},
    )
    rights = "SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = 'assembly'"
    found = set(granted.ask(rights, role=OWNER))
    tables = {
        name
        for (name,) in granted.ask(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'", role=OWNER
        )
    }
    assert lines[0] == f"{APP} may read and write rows in {len(tables)} tables."
    assert found == {
        (table, right)
        for table in tables
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE")
        if right not in WITHHELD.get(table, ())
    }


def test_a_row_that_is_never_changed_can_be_locked_and_its_key_stays(granted):
    """Erasing somebody locks what it deletes; PostgreSQL asks for a right to update for that."""
    assert granted.ask("SELECT count(*) FROM (SELECT id FROM assembly_auditevent FOR UPDATE) AS locked") != [
        (0,)
    ]
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        granted.ask("UPDATE assembly_auditevent SET id = id")
    columns = (
        "SELECT table_name, column_name FROM information_schema.column_privileges "
        "WHERE grantee = 'assembly' AND privilege_type = 'UPDATE'"
    )
    found = {each for each in granted.ask(columns, role=OWNER) if "UPDATE" in WITHHELD.get(str(each[0]), ())}
    kept = {table for table, rights in WITHHELD.items() if "UPDATE" in rights} - {"django_migrations"}
    assert found == {(table, "event_id" if table == "assembly_eventdetails" else "id") for table in kept}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assembly_auditevent SET type = 'x'",
        "DELETE FROM assembly_auditevent",
        "DELETE FROM assembly_auditevent WHERE false",
        "TRUNCATE assembly_auditevent CASCADE",
        "UPDATE assembly_eventdetails SET text = '{}'",
        "TRUNCATE assembly_eventdetails",
        "TRUNCATE outcomes_sealedvote",
        "DELETE FROM sortition_seat",
        "UPDATE evaluation_closeoutcertificate SET number = 9",
        "DELETE FROM django_migrations",
        "DROP TABLE assembly_auditevent",
        "DROP TABLE cache_entries",
        "ALTER TABLE assembly_auditevent DISABLE TRIGGER USER",
        "ALTER TABLE sortition_draw DISABLE TRIGGER ALL",
        "ALTER TABLE assembly_auditevent ADD COLUMN more text",
        "DROP TRIGGER assembly_auditevent_no_update ON assembly_auditevent",
        "CREATE TRIGGER mine BEFORE INSERT ON assembly_auditevent EXECUTE FUNCTION record_is_append_only()",
        "DROP FUNCTION record_is_append_only() CASCADE",
        "CREATE OR REPLACE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE TABLE mine (id integer)",
        "CREATE SCHEMA mine",
        "SET session_replication_role = replica",
        f"SET ROLE {OWNER}",
        f"GRANT {OWNER} TO {APP}",
        f"ALTER ROLE {APP} SUPERUSER",
    ],
)
def test_postgresql_itself_refuses_the_role_of_the_product(granted, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        granted.ask(statement)


def test_a_trigger_cannot_be_shown_an_empty_table_in_place_of_the_one_that_it_asks(granted):
    """A temporary table comes before all others of its name, unless somebody says otherwise."""
    address = granted.address().replace("postgres://", "postgresql://", 1)
    with psycopg.connect(address) as opened:
        opened.execute("CREATE TEMPORARY TABLE evaluation_surveywave (question_set_id bigint)")
        asked = "INSERT INTO public.evaluation_surveyquestion SELECT * FROM public.evaluation_surveyquestion"
        with pytest.raises(psycopg.errors.RaiseException, match="what was asked"):
            opened.execute(asked)


def test_tables_that_a_later_migration_makes_can_be_used_and_not_emptied(granted):
    granted.ask("CREATE TABLE later (id bigserial PRIMARY KEY)", role=OWNER)
    try:
        granted.ask("INSERT INTO later DEFAULT VALUES")
        assert granted.ask("SELECT count(*) FROM later") == [(1,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            granted.ask("TRUNCATE later")
    finally:
        granted.ask("DROP TABLE later", role=OWNER)


@pytest.mark.parametrize("model", [*OF_VOTES, *OF_SURVEYS], ids=lambda model: model.__name__)
def test_what_led_from_somebody_to_a_vote_or_an_answer_is_rewritten_by_the_owners_function(granted, model):
    """A table gets another file, though the role of the product may not rewrite it."""
    table = model._meta.db_table
    file = f"SELECT pg_relation_filenode('{table}')"
    before = granted.ask(file)
    granted.ask(f"SELECT let_go_of_former_rows('{table}')")
    assert granted.ask(file) != before


def test_the_owners_function_rewrites_nothing_else(granted):
    with pytest.raises(psycopg.errors.CaseNotFound):
        granted.ask("SELECT let_go_of_former_rows('assembly_auditevent')")


@pytest.mark.slow
def test_the_product_backs_up_and_the_owner_puts_back_with_the_rights(granted, tmp_path):
    archive = tmp_path / "one.tar"
    code, said = granted.manage("backup", "--without-keys", str(archive))
    assert (code, "the database and" in said) == (0, True), said
    code, said = granted.manage("restore", "--replace", str(archive))
    assert (code, "Only the role that owns the tables" in said) == (1, True), said
    code, said = granted.manage("restore", "--replace", str(archive), role=OWNER)
    assert (code, "The record is unbroken." in said) == (0, True), said
    assert granted.ask("SELECT count(*) FROM assembly_auditevent") != [(0,)]
    granted.ask("INSERT INTO cache_entries VALUES ('a', 'b', now())")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        granted.ask("DELETE FROM assembly_auditevent")


@pytest.mark.parametrize(
    ("command", "role", "app_role", "words"),
    [
        ("grant_rights", APP, APP, "Run this as the role that owns the tables"),
        ("copy_from_sqlite", APP, APP, "Only the role that owns the tables"),
        pytest.param("grant_rights", OWNER, OWNER, "name another role", marks=pytest.mark.slow),
        pytest.param("grant_rights", OWNER, "gone", "createuser --pwprompt gone", marks=pytest.mark.slow),
        pytest.param("grant_rights", OWNER, "", "DATABASE_APP_ROLE names no role", marks=pytest.mark.slow),
    ],
)
def test_only_the_owner_gives_rights_and_fills_tables(granted, command, role, app_role, words):
    """Who has to run it, and for whom, is told in words."""
    more = [__file__] if command == "copy_from_sqlite" else []
    code, said = granted.manage(command, *more, role=role, app_role=app_role)
    assert (code, words in said) == (1, True), said


@pytest.mark.slow
def test_an_owner_who_may_make_roles_makes_it_and_the_server_is_told_no_password(granted):
    """As containers do it: the administrator of the server owns the tables; run again, it changes the password."""
    digest = "SELECT rolcanlogin, rolpassword FROM pg_authid WHERE rolname = 'made_here'"
    found = []
    try:
        for password in ("first 'secret'", "second"):
            code, said = granted.manage(
                "grant_rights", role="tester", app_role="made_here", password=password
            )
            assert (code, "made_here may read" in said) == (0, True), said
            found += granted.ask(digest, role="tester")
        assert granted.ask("SELECT count(*) FROM assembly_auditevent", role="made_here") != [(0,)]
    finally:
        granted.ask("DROP OWNED BY made_here; DROP ROLE made_here", role="tester")
    assert [can_log_in for can_log_in, _kept in found] == [True, True]
    assert all(str(kept).startswith("SCRAM-SHA-256$") for _can_log_in, kept in found)
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("more", "less", "words"),
    [
        pytest.param(
            f"ALTER ROLE {APP} SUPERUSER",
            f"ALTER ROLE {APP} NOSUPERUSER",
            "administrator of the database server",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            f"GRANT {OWNER} TO {APP}",
            f"REVOKE {OWNER} FROM {APP}",
            "owns tables, or belongs to",
            marks=pytest.mark.slow,
        ),
        (
            f"GRANT pg_write_all_data TO {APP}",
            f"REVOKE pg_write_all_data FROM {APP}",
            "DELETE assembly_auditevent",
        ),
        pytest.param(
            f"GRANT CREATE ON DATABASE assembly TO {APP}",
            f"REVOKE CREATE ON DATABASE assembly FROM {APP}",
            "make schemas",
            marks=pytest.mark.slow,
        ),
        # As PostgreSQL 14 makes its databases.
        (
            "ALTER SCHEMA public OWNER TO tester; GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC; ALTER SCHEMA public OWNER TO pg_database_owner",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        ),
    ],
)
def test_a_role_that_could_do_more_by_another_way_is_refused(granted, more, less, words):
    granted.ask(more, role="tester")
    try:
        code, said = granted.manage("grant_rights", role=OWNER)
        assert (code, words in said) == (1, True), said
    finally:
        granted.ask(less, role="tester")

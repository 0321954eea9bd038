"""What is done with each command that README and docs name: see tests/integration/test_documented_commands.py."""

import re

ELSEWHERE: dict[str, str] = {"docs/guide-api.md": "tests/integration/test_api_guide.py"}
"""Pages whose commands another test runs: page → that test."""

# Commands of manage.py, in the order of an installation's life: as documented, the arguments here, what it says.
# {folder} is a folder of the test's own; {archive} and {end} stand for what commands before it made.
MANAGE: list[tuple[str, str, int, str]] = [
    ("migrate", "migrate", 0, "No migrations to apply"),
    ("createcachetable", "createcachetable", 0, ""),
    # What it does on PostgreSQL: test_database_rights.py.
    ("grant_rights", "grant_rights", 1, "SQLite has no roles"),
    ("collectstatic --noinput", "collectstatic --noinput", 0, "static files copied"),
    ("check --deploy", "check --deploy --fail-level WARNING", 0, "no issues"),
    (
        'create_first_admin --email you@example.org --name "Your Name"',
        'create_first_admin --email you@example.org --name "Your Name"',
        0,
        "Your Name can now sign in with you@example.org",
    ),
    ("", 'create_first_admin --email mei@example.org --name "Mei" --another', 0, "mei@example.org"),
    ("canary_draw", "canary_draw", 0, "All as it must be"),
    ("tick", "tick", 0, ": 0"),
    ("db_worker --queue-name lottery", "db_worker --queue-name lottery --batch --no-startup-delay", 0, ""),
    ("db_worker --queue-name default", "db_worker --queue-name default --batch --no-startup-delay", 0, ""),
    ("db_worker --queue-name webhooks", "db_worker --queue-name webhooks --batch --no-startup-delay", 0, ""),
    (
        'reset_second_factor mei@example.org --reason "Lost the telephone; called back on 24 November"',
        'reset_second_factor mei@example.org --reason "Lost the telephone; called back on 24 November"',
        0,
        "Mei sets up a new one at the next sign-in",
    ),
    (
        'sign_out mei@example.org --reason "Laptop stolen on 24 November"',
        'sign_out mei@example.org --reason "Laptop stolen on 24 November"',
        0,
        "0 sessions ended.",
    ),
    (
        'sign_out --everybody --reason "A backup was lost"',
        'sign_out --everybody --reason "A backup was lost"',
        0,
        "0 sessions ended.",
    ),
    ("sign_out", "sign_out", 2, "--reason"),
    ("audit_verify", "audit_verify", 0, "platform: unbroken"),
    ("audit_verify --noted riverbend:132:4f0c…", "audit_verify --noted {end}", 0, "platform: unbroken"),
    ("backup /backups/", "backup {folder}/backups/", 0, "the keys"),
    ("backup", "backup {folder}/one.tar", 0, "the keys"),
    (
        "backup --without-keys /srv/assembly/backups/",
        "backup --without-keys {folder}/kept.tar",
        0,
        "the database and 0 files",
    ),
    ("restore /backups/assembly-20261129-030000.tar", "restore {archive}", 1, "are to be replaced"),
    (
        "restore --replace /srv/assembly/backups/assembly-20261129-030000.tar",
        "restore --replace {archive}",
        0,
        "The record is unbroken.",
    ),
    # The move itself is done in test_database_move.py, on PostgreSQL.
    (
        "copy_from_sqlite /srv/assembly/var/assembly.sqlite3",
        "copy_from_sqlite {folder}/assembly.sqlite3",
        1,
        "does not use PostgreSQL",
    ),
]
SERVED = {"python manage.py supervise", "python manage.py supervise --web 127.0.0.1:8000"}
"""They run until they are stopped: `test_supervise_serves_…` and test_supervisor.py."""
NOT_HERE = {
    "apt-get install --yes python3-venv postgresql nginx certbot python3-certbot-nginx": "it changes the machine",
    "useradd --system --home-dir /srv/assembly --shell /usr/sbin/nologin assembly": "it changes the machine",
    "install -d -o assembly -g assembly -m 0750 /srv/assembly/app /srv/assembly/static": "its account is not here",
    "install -d -o assembly -g assembly -m 0700 /srv/assembly/var /srv/assembly/ledger /srv/assembly/backups": (
        "its account is not here"
    ),
    "install -d -o 10001 -m 0700 backups": "only root may give a folder away",
    "createuser --pwprompt assembly": "it asks at a terminal",
    "createuser --pwprompt assembly_owner": "it asks at a terminal",
    "createdb --owner assembly_owner assembly": "its owner is not here; test_earlier_states.py makes databases",
    'psql --dbname assembly --command "REASSIGN OWNED BY assembly TO assembly_owner"': (
        "its roles are not here; test_database_rights.py does it with others"
    ),
    "python3 -m venv .venv": "make setup does it on a fresh machine, in .ci/run",
    "python -m pip install --require-hashes -r requirements/runtime.txt": "it needs the network; make setup does it",
    "certbot certonly --nginx --domain assembly.example.org": "the name is an example",
    "ln -s /etc/nginx/sites-available/assembly /etc/nginx/sites-enabled/": "it changes the machine",
    "nginx -t": "it is about the machine's own nginx; test_proxies.py runs nginx by the example",
    "curl --fail https://assembly.example.org/health/ready/": "the name is an example; test_supervise_serves_… asks it",
}
"""What no test may do, each with the reason."""

KINDS = [
    r"make [a-z-]+( [A-Z]+=\S+)*",
    r"python -m tests\.[\w.]+( .*)?",
    r"docker compose .*",
    r"(systemctl|journalctl) .*",
    r"curl --fail .*http://127\.0\.0\.1:8000/.*",
    r"export [A-Z_]+=\S+",
]
"""Kinds of commands that test_documented_machinery.py takes whole."""

BY_HAND = (
    r"python -m sortition.*",
    r"python verify\.py .*",
    r"python (-m assembly\.outcomes\.counting\.recount|recount\.py) .*",
    r"gunicorn assembly\.project\.wsgi:application",
    r"gpg .*",
    r"python3 -c .*",
)
"""Commands with a test of their own in test_documented_commands.py."""


def of_manage() -> set[str]:
    """Return the commands of manage.py that are run, as the documents name them."""
    return {f"python manage.py {said}" for said, *_rest in MANAGE if said}


def is_exercised(command: str) -> bool:
    """Whether a command is in a table or of a kind that a test takes whole."""
    if command in of_manage() | SERVED | NOT_HERE.keys():
        return True
    return any(re.fullmatch(kind, command) for kind in (*KINDS, *BY_HAND))

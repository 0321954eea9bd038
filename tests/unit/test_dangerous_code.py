"""What the product's own code never does, looked for in every file: each exception is named with its reason."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage
from django.db.models import URLField

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSE = ("assembly", "sortition", "scheduling", "evidence")
PYTHON = [
    path for folder in HOUSE for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
]
TEMPLATES = [path for folder in HOUSE for path in (ROOT / folder).rglob("templates/**/*.*")]
SCRIPTS = [
    path for folder in HOUSE for path in (ROOT / folder).rglob("static/**/*.js") if ".min." not in path.name
]

NEVER_CALLED = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "mktemp"}
NEVER_IMPORTED = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "telnetlib",
    "ftplib",
    "ldap",
    "memcache",
    "pylibmc",
    "jwt",
}
NEVER_IMPORTED |= {"xml.sax.make_parser", "xml.sax.parse", "xml.dom", "lxml"}
BY_HAND = {"scheduling/views/check_in.py": "a picture drawn here, of our own address"}
"""Where text is said to be safe by hand."""
WRITES_TEXT_INTO_SQL = {
    "assembly/backup/database.py",  # tables that no archive holds, and keys of numbers
    "assembly/services/backup.py",  # the same, asked of PostgreSQL
    "assembly/services/database_move.py",  # tables and triggers of models
    "assembly/kept_rows.py",  # triggers, from names in the code
    "assembly/database_rights.py",  # tables and rights of PostgreSQL's own catalogue, a role of the settings; quoted
    "assembly/former_rows.py",  # VACUUM of a model's table
    "sortition/services/imports_bulk.py",  # tables and columns of models, quoted; values go beside
}
TAKEN_AWAY = "assembly/evaluation/templates/evaluation/disclosure_index.html"
"""The page that lists what an answer to a request for information holds: read from a disk, without our styles."""
STARTS_PROGRAMS = {
    "assembly/backup/database.py",  # pg_dump, pg_restore, psql
    "assembly/supervisor.py",  # workers and the web server
    "evidence/uploads/gate.py",  # the washer, alone
    "sortition/canary.py",  # the verifier, alone
}
OPENS_CONNECTIONS = {
    "sortition/beacon.py",  # the address of the settings
    "assembly/management/commands/supervise.py",  # looks whether its own port is free
    "assembly/malware.py",  # the scanner of the settings
    "assembly/services/carriers.py",  # the mail server of the settings
    "sortition/services/offers_notices.py",  # names what the mail server may fail with
}
"""The database and the object store have their own libraries, webhooks a room of their own."""
DRAWS_HTML = {
    "scheduling/static/scheduling/tables.js": 5,  # what our own server rendered and escaped, for its own page
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def every_node() -> list[tuple[str, ast.AST]]:
    trees = [(name_of(path), ast.parse(path.read_text(encoding="utf-8"))) for path in PYTHON]
    kept = (ast.Call, ast.Import, ast.ImportFrom, ast.Assign, ast.ClassDef)
    return [(place, node) for place, tree in trees for node in ast.walk(tree) if isinstance(node, kept)]


def nodes(kind: type) -> Iterator[tuple[str, ast.AST]]:
    return ((place, node) for place, node in every_node() if isinstance(node, kind))


def imported() -> Iterator[tuple[str, str]]:
    for place, node in nodes(ast.Import):
        yield from ((place, each.name) for each in node.names)
    for place, node in nodes(ast.ImportFrom):
        yield from ((place, f"{node.module}.{each.name}") for each in node.names)


def is_within(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


def test_nothing_is_run_that_was_made_while_running():
    called = {(place, ast.unparse(node.func)) for place, node in nodes(ast.Call)}
    assert {(place, name) for place, name in called if name in NEVER_CALLED} == set()


def test_nothing_is_unpacked_into_objects_and_no_parser_follows_entities():
    """Nor is anything spoken that would need escaping of its own: directories, caches by text, tokens with claims."""
    found = {
        (place, name) for place, name in imported() for module in NEVER_IMPORTED if is_within(name, module)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("modules", "allowed"),
    [
        (("subprocess",), STARTS_PROGRAMS),
        (("urllib.request", "http.client", "socket", "requests", "httpx", "smtplib"), OPENS_CONNECTIONS),
    ],
)
def test_programs_are_started_and_connections_opened_in_a_few_named_rooms(modules, allowed):
    found = {place for place, name in imported() for module in modules if is_within(name, module)}
    rooms = {place for place in found if not place.startswith(("assembly/demo/", "assembly/connections/"))}
    assert rooms == allowed


def test_no_program_is_started_through_a_shell():
    words = [word for place, node in nodes(ast.Call) for word in node.keywords if word.arg == "shell"]
    assert words == []


def test_queries_are_written_with_their_values_beside_them():
    made = {
        place
        for place, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in ("execute", "executemany", "raw", "extra")
        and node.args
        and not isinstance(node.args[0], ast.Constant)
        and "subprocess" not in ast.unparse(node.func)
    }
    assert made == WRITES_TEXT_INTO_SQL
    assert {place for place, name in imported() if name.endswith(".RawSQL")} == set()


def test_what_is_written_into_pages_is_escaped_by_the_engine():
    by_hand = {place for place, name in imported() if name.endswith(".mark_safe")}
    assert by_hand == set(BY_HAND)
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in TEMPLATES}
    # A message in plain text is no page: nothing in it is read as HTML.
    pages = {place: text for place, text in texts.items() if not place.endswith(".txt")}
    find = re.compile(r"\|\s*safe\b|autoescape")
    said = {(place, found) for place, text in pages.items() for found in find.findall(text)}
    # The texts beside fields are ours, and links stand in some.
    assert said == {("assembly/templates/assembly/forms/hint_and_error.html", "|safe")}


def test_templates_hold_no_script_and_no_style():
    """The policy would stop them; here they do not even stand, but in the one page that leaves in an archive."""
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in TEMPLATES if path.suffix == ".html"}
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\son\w+\s*=\s*[\"']|<style|javascript:"
    )
    found = {place: inline.findall(text) for place, text in texts.items()}
    assert {place: told for place, told in found.items() if told} == {TAKEN_AWAY: ["<style"]}
    foreign = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//")
    assert {place for place, text in texts.items() if foreign.search(text)} == set()


def test_scripts_put_text_as_text_and_talk_to_no_other_window():
    never = re.compile(
        r"\beval\(|new Function|document\.write|postMessage|addEventListener\(.message|__proto__|\.prototype\b"
    )
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in SCRIPTS}
    assert {place for place, text in texts.items() if never.search(text)} == set()
    drawn = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML")
    assert {
        place: len(drawn.findall(text)) for place, text in texts.items() if drawn.search(text)
    } == DRAWS_HTML


def test_browsers_are_given_nothing_about_people_to_keep():
    """One script keeps numbers of seats that wait for the line, for as long as its window is open."""
    keeps = re.compile(r"localStorage|indexedDB|caches\.|document\.cookie|sessionStorage")
    found = {name_of(path): set(keeps.findall(path.read_text(encoding="utf-8"))) for path in SCRIPTS}
    assert {place: what for place, what in found.items() if what} == {
        "scheduling/static/scheduling/attendance.js": {"sessionStorage"}
    }


def test_no_form_takes_whatever_a_model_has():
    """Each names its fields: one that is added to a model is open to nobody."""
    words = {
        (place, ast.unparse(target), ast.unparse(node.value))
        for place, node in nodes(ast.Assign)
        for target in node.targets
    }
    assert {(place, said) for place, name, said in words if name == "fields" and "__all__" in said} == set()
    assert {place for place, name, _said in words if name == "exclude" and "/forms" in place} == set()


def test_chance_that_must_not_be_guessed_comes_from_the_machine():
    """`random` is passed in as a source, seeded for runs that are computed again; nobody calls its own."""
    called = {
        (place, ast.unparse(node.func))
        for place, node in nodes(ast.Call)
        if ast.unparse(node.func).startswith("random.") and not place.startswith("assembly/demo/")
    }
    sources = ("random.Random", "random.SystemRandom")
    assert {name for _place, name in called if not name.startswith(sources)} == set()


def test_only_sound_digests_are_used():
    """SHA-1 stands for one thing: looking passwords up in the lists that are kept by it."""
    weak = {
        (place, ast.unparse(node.func))
        for place, node in nodes(ast.Call)
        if re.fullmatch(r"hashlib\.(md5|sha1|new|sha224)", ast.unparse(node.func))
    }
    assert weak == {("assembly/passwords.py", "hashlib.sha1")}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//x\ny"])
def test_an_address_that_somebody_writes_is_one_of_the_web(address):
    """Of every model: what is no address of the web is refused before it is a link."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    ours = [each for each in fields if isinstance(each, URLField) and each.model.__module__.startswith(HOUSE)]
    assert len(ours) >= 2
    for field in ours:
        with pytest.raises(ValidationError):
            field.run_validators(address)


def test_a_line_end_in_a_subject_or_address_makes_no_header_of_its_own():
    """Messages are built by Django, which refuses it."""
    for words in (
        {"subject": "x\nBcc: y@example.org"},
        {"subject": "x", "to": ["a@example.org\nBcc: y@example.org"]},
    ):
        with pytest.raises(BadHeaderError):
            EmailMessage(**words).message()

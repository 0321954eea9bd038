"""What pages say: the sentences of the templates they are made of, and of the code that their views reach."""

import ast
import importlib.util
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.template import Template
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation.template import templatize

from assembly.own_cards import registered_own_cards

KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "_now", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
SILENT_ROOMS = (".models", ".lifecycles", ".migrations")
"""Outside functions they name fields and moves: a page that shows such a name is met when it is rendered."""
SENT = {
    "account_request_login_code": (
        "account/email/login_code_subject.txt",
        "account/email/login_code_message.txt",
        "account/email/unknown_account_subject.txt",
        "account/email/unknown_account_message.txt",
    ),
    "public_call": ("evidence/mail/submission_received_subject.txt", "evidence/mail/submission_received.txt"),
    "public_propose_witness": (
        "evidence/mail/proposal_received_subject.txt",
        "evidence/mail/proposal_received.txt",
    ),
}
"""Letters that answer what is sent on a page, in the language of that page."""
FILES = re.compile(r"[\w/-]+\.(?:html|txt)")


@dataclass(frozen=True)
class Sentence:
    """One message as the catalogue keeps it."""

    message: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> str:
        """Return the form in which gettext looks it up: of forms by number, the first."""
        return f"{self.context}\x04{self.message}" if self.context else self.message

    def entry(self) -> str:
        """Return the entry to fill in."""
        lines = [f"msgctxt {_quoted(self.context)}"] if self.context else []
        lines.append(f"msgid {_quoted(self.message)}")
        if self.plural is None:
            return "\n".join([*lines, 'msgstr ""'])
        return "\n".join([*lines, f"msgid_plural {_quoted(self.plural)}", 'msgstr[0] ""', 'msgstr[1] ""'])


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def catalogues(language: str) -> list[Path]:
    """Return the folders of a language, in which a catalogue stands as it is written and as it is served."""
    within = f"locale/{language}/LC_MESSAGES"
    return sorted([*settings.ROOT.glob(f"*/{within}"), *settings.ROOT.glob(f"*/*/{within}")])


def catalogue(language: str) -> dict[Sentence, Any]:
    """Return message → translation (or translations by number) as the house keeps them."""
    found: dict[Sentence, Any] = {}
    for folder in catalogues(language):
        with (folder / "django.po").open("rb") as file:
            read = read_po(file, locale=language)
        found |= {
            _sentence(each.id, each.context): each.string for each in read if each.id and not each.fuzzy
        }
    return found


def _sentence(words: str | tuple[str, ...], context: str | None) -> Sentence:
    if isinstance(words, str):
        return Sentence(words, context=context)
    if words[0] == context:
        words = words[1:]
    if len(words) == 1:
        return Sentence(words[0], context=context)
    return Sentence(words[0], words[1], context=context)


def _extracted(source: str) -> frozenset[Sentence]:
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    sentences = (_sentence(words, context) for _line, words, _comments, context in found)
    return frozenset(sentence for sentence in sentences if sentence.message)


@lru_cache
def said_by_template(origin: str) -> frozenset[Sentence]:
    """Return the messages of a template's file."""
    return _extracted(templatize(Path(origin).read_text(), origin=origin))


def said_by_templates(templates: Iterable[Template]) -> set[Sentence]:
    """Return the messages of the templates of a page, without those of other people's packages."""
    names = {template.origin.name for template in templates if template.origin}
    return {sentence for name in names if _is_own(Path(name)) for sentence in said_by_template(name)}


def _is_own(path: Path) -> bool:
    return path.is_relative_to(settings.ROOT) and ".venv" not in path.parts


def unknown_to(translations: Any, sentences: Iterable[Sentence]) -> list[Sentence]:
    """Return what is known neither to the house in a language nor to the packages it is built on."""
    known = translations._catalog
    found = [each for each in sentences if known.get(each.key) is None and known.get((each.key, 0)) is None]
    return sorted(found, key=lambda sentence: sentence.key)


def views_of(url_names: Iterable[str]) -> Iterator[Any]:
    """Return the views behind URLs, by their names."""
    wanted = set(url_names)
    waiting: list[Any] = [get_resolver()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif isinstance(each, URLPattern) and each.name in wanted:
            yield getattr(each.callback, "view_class", each.callback)


@dataclass(frozen=True)
class _Module:
    """What a module defines, and where it got the rest."""

    source: str
    definitions: dict[str, ast.stmt]
    imports: dict[str, tuple[str, str]]


@lru_cache
def _module(name: str) -> _Module | None:
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return None
    if spec is None or spec.origin is None or not _is_own(Path(spec.origin)):
        return None
    source = Path(spec.origin).read_text()
    definitions: dict[str, ast.stmt] = {}
    imports: dict[str, tuple[str, str]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            definitions[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            definitions |= {
                each.id: node for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    return _Module(source, definitions, imports)


def _reached(view: Any) -> Iterator[tuple[str, str]]:
    """Return module and source of all that a view names, and that these name in turn."""
    waiting, seen = [(view.__module__, view.__name__)], set()
    while waiting:
        where = waiting.pop()
        if where in seen or (module := _module(where[0])) is None:
            continue
        seen.add(where)
        name = where[1]
        if name not in module.definitions:
            waiting += [module.imports[name]] if name in module.imports else []
            continue
        node = module.definitions[name]
        yield where[0], ast.get_source_segment(module.source, node) or ""
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                waiting.append((where[0], each.id))
            elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
                package, part = module.imports.get(each.value.id, (where[0], each.value.id))
                waiting.append((f"{package}.{part}", each.attr))


def _functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            yield ast.get_source_segment(source, node) or ""


@lru_cache
def said_by_page(url_name: str) -> frozenset[Sentence]:
    """Return the messages of a page: of its templates and of what its view reaches, so of refusals too.

    Code that is shared with pages of the team counts as far as this page reaches it, and no further.
    """
    said: set[Sentence] = set()
    files = set(SENT.get(url_name, ()))
    cards = [card.content for card in registered_own_cards()] if url_name == "own_home" else []
    for view in [*views_of([url_name]), *cards]:
        files |= {name for name in [getattr(view, "template_name", None)] if name}
        for module, source in _reached(view):
            files |= set(FILES.findall(source))
            is_silent = any(room in f"{module}." for room in SILENT_ROOMS)
            for spoken in _functions(source) if is_silent else [source]:
                said |= _extracted(spoken)
    return frozenset(said | _said_by_files(files))


def _said_by_files(names: set[str]) -> set[Sentence]:
    said: set[Sentence] = set()
    waiting, seen = list(names), set()
    while waiting:
        name = waiting.pop()
        origin = _origin(name)
        if origin is None or origin in seen:
            continue
        seen.add(origin)
        said |= said_by_template(origin)
        waiting += FILES.findall(Path(origin).read_text())
    return said


def _origin(name: str) -> str | None:
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    found = next((folder / name for folder in folders if _is_own(folder) and (folder / name).is_file()), None)
    return str(found) if found else None

"""The schema of question sets and what reads them say the same."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assembly.evaluation.enums_surveys import Measure, QuestionKind
from assembly.evaluation.question_files import MOST_QUESTIONS, example_files, read_question_file
from tests.factories_surveys import question_file

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "question-set-schema.json").read_text())
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def faults(value: Any, schema: Any = SCHEMA) -> Iterator[str]:
    """Yield what in a value the schema does not allow: the keywords that it uses, and no others."""
    if isinstance(schema, bool):
        if not schema:
            yield "nothing may stand here"
        return
    for keyword, asked in schema.items():
        yield from CHECKS[keyword](value, asked, schema)


def _of_type(value: Any, asked: str, _schema: Any) -> Iterator[str]:
    if not isinstance(value, TYPES[asked]) or (asked == "integer" and isinstance(value, bool)):
        yield f"{value!r} is no {asked}"


def _each(value: Any, asked: Any, schema: Any) -> Iterator[str]:
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for name, each in value.items():
            if name not in known:
                yield from faults(each, asked)


def _properties(value: Any, asked: Any, _schema: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name in asked.keys() & value.keys():
            yield from faults(value[name], asked[name])


def _items(value: Any, asked: Any, _schema: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else ():
        yield from faults(each, asked)


def _names(value: Any, asked: Any, _schema: Any) -> Iterator[str]:
    for each in value if isinstance(value, dict) else ():
        yield from faults(each, asked)


def _all(value: Any, asked: Any, _schema: Any) -> Iterator[str]:
    for each in asked:
        branch = "else" if list(faults(value, each["if"])) else "then"
        yield from faults(value, each.get(branch, True))


def _where(kind: type | tuple[type, ...], holds: Callable[[Any, Any], bool]) -> Callable[..., Iterator[str]]:
    def check(value: Any, asked: Any, _schema: Any) -> Iterator[str]:
        if isinstance(value, kind) and not holds(value, asked):
            yield f"{value!r} against {asked!r}"

    return check


def _nothing(_value: Any, _asked: Any, _schema: Any) -> Iterator[str]:
    yield from ()


CHECKS: dict[str, Callable[..., Iterator[str]]] = {
    **dict.fromkeys(("$schema", "$defs", "title", "description"), _nothing),
    "$ref": lambda value, asked, _schema: faults(value, SCHEMA["$defs"][asked.removeprefix("#/$defs/")]),
    "type": _of_type,
    "properties": _properties,
    "additionalProperties": _each,
    "propertyNames": _names,
    "items": _items,
    "allOf": _all,
    "required": _where(dict, lambda value, asked: set(asked) <= set(value)),
    "enum": _where(object, lambda value, asked: value in asked),
    "const": _where(object, lambda value, asked: value == asked),
    "pattern": _where(str, lambda value, asked: re.search(asked, value) is not None),
    "minLength": _where(str, lambda value, asked: len(value) >= asked),
    "maxLength": _where(str, lambda value, asked: len(value) <= asked),
    "minItems": _where(list, lambda value, asked: len(value) >= asked),
    "maxItems": _where(list, lambda value, asked: len(value) <= asked),
    "minProperties": _where(dict, lambda value, asked: len(value) >= asked),
    "uniqueItems": _where(list, lambda value, _asked: len(set(map(str, value))) == len(value)),
    "minimum": _where(int, lambda value, asked: value >= asked),
    "maximum": _where(int, lambda value, asked: value <= asked),
}
SCALE, LEAVING, CHOICE, WORDS = range(4)


def _set(path: list[Any], value: Any) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        place: Any = said
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def _without(path: list[Any]) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        place: Any = said
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


BREAKING = {
    "no source": _without(["source"]),
    "no questions": _set(["questions"], []),
    "too many questions": _set(["questions"], [{}] * (MOST_QUESTIONS + 1)),
    "a field that nobody knows": _set(["colour"], "red"),
    "a field of a question that nobody knows": _set(["questions", WORDS, "colour"], "red"),
    "a kind that nobody knows": _set(["questions", WORDS, "kind"], "stars"),
    "a measure that nobody knows": _set(["questions", WORDS, "measures"], "mood"),
    "a key in capitals": _set(["questions", WORDS, "key"], "Words"),
    "a key without end": _set(["key"], "a" * 61),
    "no text": _set(["questions", WORDS, "text"], {}),
    "an empty text": _set(["questions", WORDS, "text", "en"], " "),
    "a text that is too long": _set(["questions", WORDS, "text", "en"], "a" * 2001),
    "a text that is a number": _set(["questions", WORDS, "text", "en"], 3),
    "a scale without ends": _without(["questions", SCALE, "scale", "lowest"]),
    "a scale with an end that is no whole number": _set(["questions", SCALE, "scale", "lowest"], 1.5),
    "a scale with a far end": _set(["questions", SCALE, "scale", "highest"], 101),
    "a scale question without a scale": _without(["questions", SCALE, "scale"]),
    "a scale where none belongs": _set(["questions", WORDS, "scale"], {}),
    "options where none belong": _set(["questions", WORDS, "options"], []),
    "one option": _set(["questions", CHOICE, "options"], [{"key": "a", "text": {"en": "A"}}]),
    "an option without a key": _without(["questions", CHOICE, "options", 0, "key"]),
    "satisfaction in words": _set(["questions", WORDS, "measures"], "satisfaction"),
    "leaving on a scale": _set(["questions", SCALE, "measures"], "considered_leaving"),
    "reversed as a word": _set(["questions", SCALE, "reversed"], "yes"),
    "a language that is none": _set(["languages"], ["English"]),
    "a language twice": _set(["languages"], ["en", "en", "fr"]),
    "another version as a number": _set(["version"], 1),
}


@pytest.mark.parametrize("name", sorted(BREAKING))
def test_what_the_schema_refuses_is_refused_when_it_is_read(name: str) -> None:
    said = copy.deepcopy(question_file())
    assert list(faults(said)) == []
    BREAKING[name](said)
    assert list(faults(said)) != []
    assert read_question_file(json.dumps(said).encode(), "a.json").faults != ()


@pytest.mark.parametrize("name", sorted(example_files()))
def test_the_sets_that_come_with_the_product_follow_the_schema(name: str) -> None:
    assert list(faults(json.loads(example_files()[name]))) == []


def test_the_schema_names_the_kinds_and_measures_of_the_house() -> None:
    asked = SCHEMA["$defs"]["question"]["properties"]
    assert asked["kind"]["enum"] == QuestionKind.values
    assert asked["measures"]["enum"] == ["", *Measure.values]

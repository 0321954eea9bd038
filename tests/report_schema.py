"""Check data files against the schemas in docs/: the few keywords that these use, and no others."""

import json
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
SCHEMA = json.loads((DOCS / "report-schema.json").read_text())
CASE_SCHEMA = json.loads((DOCS / "case-schema.json").read_text())
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
KNOWN = {
    "$schema",
    "$id",
    "$ref",
    "$defs",
    "title",
    "description",
    "type",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "enum",
    "const",
    "pattern",
    "x-same-as",
}


def faults_against_schema(value: Any, schema: dict[str, Any] = SCHEMA) -> list[str]:
    """Return what in a data file the schema does not allow, by its place."""
    return list(_faults(value, schema, "$"))


def _faults(value: Any, schema: dict[str, Any], place: str) -> list[str]:
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return _faults(value, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]], place)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and type(value) not in [TYPES[name] for name in types]:
        return [f"{place} is a {type(value).__name__}"]
    found = []
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{place} is {value!r}")
    if ("enum" in schema and value not in schema["enum"]) or schema.get("const", value) != value:
        found.append(f"{place} is {value!r}")
    if isinstance(value, dict):
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        found += [f"{place}.{name} lacks" for name in schema.get("required", []) if name not in value]
        for name, each in value.items():
            if name in properties:
                found += _faults(each, properties[name], f"{place}.{name}")
            elif others is False:
                found.append(f"{place}.{name} is unknown")
            elif isinstance(others, dict):
                found += _faults(each, others, f"{place}.{name}")
    elif isinstance(value, list) and "items" in schema:
        for index, each in enumerate(value):
            found += _faults(each, schema["items"], f"{place}[{index}]")
    return found

"""Check a report's data file against docs/report-schema.json: the few keywords that the schema uses, and no others."""

import json
from pathlib import Path
from typing import Any

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "report-schema.json").read_text())
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
}


def faults_against_schema(value: Any) -> list[str]:
    """Return what in a data file the schema does not allow, by its place."""
    return list(_faults(value, SCHEMA, "$"))


def _faults(value: Any, schema: dict[str, Any], place: str) -> list[str]:
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return _faults(value, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]], place)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and type(value) not in [TYPES[name] for name in types]:
        return [f"{place} is a {type(value).__name__}"]
    found = []
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

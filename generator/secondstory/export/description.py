"""The tables -> `datapackage.json`, which tells programs what lies in a folder of an export.

It is a Data Package of Frictionless Data: types, keys and what each column means. By its first
lines an export knows its own folder again.
"""

from __future__ import annotations

import json

from secondstory.export.columns import Column, Kind, Table
from secondstory.export.tables import SCHEMA_VERSION, TABLES

NAME = "datapackage.json"
OPENING = b'{\n "generator": "secondstory export",\n'
_TYPES = {
    Kind.TEXT: "string",
    Kind.DAY: "date",
    Kind.INTEGER: "integer",
    Kind.BOOLEAN: "boolean",
    Kind.LIST: "array",
    Kind.LINES: "string",
}


def description(form: str, suffix: str) -> bytes:
    """What a folder with a file of a format for each table holds."""
    document = {
        "generator": "secondstory export",
        "name": "postmortems",
        "version": f"{SCHEMA_VERSION}.0.0",
        "resources": [_resource(table, form, suffix) for table in TABLES],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _resource(table: Table, form: str, suffix: str) -> dict[str, object]:
    links = [
        {"fields": column.name, "reference": {"resource": column.leads_to, "fields": "slug"}}
        for column in table.columns
        if column.leads_to
    ]
    return {
        "name": table.name,
        "path": f"{table.name}{suffix}",
        "format": form,
        "description": table.about,
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "primaryKey": list(table.key),
            **({"foreignKeys": links} if links else {}),
        },
    }


def _field(table: Table, column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.about,
    }
    if column.kind is Kind.BOOLEAN:
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    if column.name in table.key:
        field["constraints"] = {"required": True}
    return field

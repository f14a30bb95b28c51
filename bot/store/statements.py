"""The named statements of `queries.sql`."""

import re
import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

_LIST = re.compile(r"\(:(\w+)\)")


def _read() -> dict[str, str]:
    statements: dict[str, str] = {}
    for block in Path(__file__).with_name("queries.sql").read_text(encoding="utf-8").split("-- name: ")[1:]:
        head, _newline, body = block.partition("\n")
        statements[head.split(" -- ")[0].strip()] = body.strip()
    return statements


STATEMENTS = _read()
LISTS = {name: _LIST.findall(statement) for name, statement in STATEMENTS.items()}


def run(connection: sqlite3.Connection, name: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
    """Run the named statement; a value for `(:name)` is a collection and becomes as many parameters."""
    statement = STATEMENTS[name]
    if not LISTS[name]:
        return connection.execute(statement, values)
    plain = dict(values)
    for wanted in dict.fromkeys(LISTS[name]):
        items: Collection[Any] = plain.pop(wanted)
        keys = [f"{wanted}_{number}" for number in range(len(items))]
        statement = statement.replace(f"(:{wanted})", f"({','.join(':' + key for key in keys)})")
        plain.update(zip(keys, items, strict=True))
    return connection.execute(statement, plain)

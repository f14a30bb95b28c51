"""The named statements of the `.sql` files beside this one."""

import re
import sqlite3
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

_UNREVIEWED = "(SELECT number FROM changes WHERE unreviewed)"
# Every statement about what stands now can be read as of a change: these are the two ways in which it says “now”.
_NOW = re.compile(r"\bcurrent_(?P<table>\w+)\b|(?P<row>\b\w+\.)?retracted_at IS NULL")
_NAMED = re.compile(r"\{(\w+)\}")
_LIST = re.compile(r"\(:(\w+)\)")


def _read() -> dict[str, str]:
    """Every statement by its name, with `{name}` in it replaced by that statement, which stands before it."""
    statements: dict[str, str] = {}
    for file in sorted(Path(__file__).parent.glob("*.sql")):
        for block in file.read_text(encoding="utf-8").split("-- name: ")[1:]:
            head, _newline, body = block.partition("\n")
            statements[head.split(" -- ")[0].strip()] = _NAMED.sub(lambda named: statements[named[1]], body.strip())
    return statements


STATEMENTS = _read()
LISTS = {name: _LIST.findall(statement) for name, statement in STATEMENTS.items()}


@lru_cache(maxsize=128)
def then(name: str, *, reviewed: bool) -> str:
    """The named statement about the facts as they stood after the change `:as_of`; `reviewed`: had no unreviewed change been."""

    def stood(match: re.Match[str]) -> str:
        table, row = match["table"], match["row"] or ""
        recorded, gone = f"{row}change <= :as_of", f"{row}retracted_in IS NULL OR {row}retracted_in > :as_of"
        if reviewed:
            recorded += f" AND {row}change NOT IN {_UNREVIEWED}"
            gone += f" OR {row}retracted_in IN {_UNREVIEWED}"
        if table and reviewed:
            later = f"later.rev > every_{table}.rev AND later.change <= :as_of AND later.change NOT IN {_UNREVIEWED}"
            recorded += f" AND NOT EXISTS (SELECT 1 FROM {table} later WHERE later.id = every_{table}.id AND {later})"
        return f"(SELECT * FROM every_{table} WHERE {recorded} AND ({gone}))" if table else f"{recorded} AND ({gone})"

    return _NOW.sub(stood, STATEMENTS.get(f"{name}_{'reviewed' if reviewed else 'then'}") or STATEMENTS[name])


def run(connection: sqlite3.Connection, name: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
    """Run the named statement; a value for `(:name)` is a collection and becomes as many parameters.

    With a value for `as_of`, the number of a change, it is about the facts as they stood after that change; with one for
    `reviewed`, as they had stood without what was never reviewed.
    """
    statement = then(name, reviewed="reviewed" in values) if "as_of" in values else STATEMENTS[name]
    if not LISTS[name]:
        return connection.execute(statement, values)
    plain = dict(values)
    for wanted in dict.fromkeys(LISTS[name]):
        items: Collection[Any] = plain.pop(wanted)
        keys = [f"{wanted}_{number}" for number in range(len(items))]
        statement = statement.replace(f"(:{wanted})", f"({','.join(':' + key for key in keys)})")
        plain.update(zip(keys, items, strict=True))
    return connection.execute(statement, plain)

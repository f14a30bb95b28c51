"""What makes the values of a data package wrong, beyond the form of its files: cells, rows, references and circles."""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from bot.edtf import BadDate, parse
from bot.package.table import Fault, Field, Table, number_text, quote, shorten

Trouble = tuple[str, str]
"""What is wrong, and what would be right."""

# Control characters, and those that show nothing but change what a reader sees; joiners that some scripts need may stand.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_INTEGER = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def check_table(file: str, table: Table, known: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Every fault in the values of one table; `known` holds the ids of each table that could be read."""
    for line, row in zip(table.lines, table.rows, strict=True):
        for field in table.fields:
            for trouble in _cell_troubles(field, row[field.name], known):
                yield Fault("error", file, line, field.name, *trouble)
            if field.not_before and (late := _order_trouble(field, row)):
                yield Fault("error", file, line, field.name, *late)
        if table.name == "strengths" and (uncovered := _covers_trouble(row)):
            yield Fault("error", file, line, "deployment", *uncovered)
    for field in table.fields:
        if field.unique:
            yield from _repeats(file, table, field.name)
        if field.references == table.name and not field.separator:
            yield from _circles(file, table, field.name)


def check_accounts(file: str, incidents: Table, accounts: Table) -> Iterator[Fault]:
    """A warning for each incident of which no account tells."""
    told = {row["incident"] for row in accounts.rows}
    for line, row in zip(incidents.lines, incidents.rows, strict=True):
        if row["id"] not in told:
            yield Fault("warning", file, line, "id", f"no account tells of {quote(row['id'])}", "add one to accounts.csv")


def _cell_troubles(field: Field, value: str, known: Mapping[str, Collection[str]]) -> Iterator[Trouble]:
    if trouble := _form_trouble(field, value):
        yield trouble
    elif (ids := known.get(field.references or "")) is not None:
        for item in field.items(value):
            if item not in ids:
                near = _nearest(item, ids)
                remedy = f"write {near}, or add a row with that id" if near else "add a row with that id"
                yield f"{quote(item)} is not the id of a row in {field.references}.csv", remedy


def _form_trouble(field: Field, value: str) -> Trouble | None:
    if not value:
        return ("the cell is empty", f"write a value such as {field.example}") if field.required else None
    if hidden := _HIDDEN.search(value):
        return f"the cell holds the hidden character U+{ord(hidden.group()):04X}", "take it out, and keep each row on one line"
    if field.separator:
        return _list_trouble(value, field.items(value), field.separator)
    if value != value.strip():
        return f"{quote(value)} has a space at its start or end", _write(value.strip())
    if field.kind == "date":
        return _date_trouble(field, value)
    return _text_trouble(field, value) if field.kind == "text" else _number_trouble(field, value)


def _list_trouble(value: str, items: list[str], separator: str) -> Trouble | None:
    right = separator.join(dict.fromkeys(item.strip() for item in items if item.strip()))
    if any(item != item.strip() for item in items):
        return f"{quote(value)} has a space at the start or end of an item", _write(right)
    if "" in items:
        return f"{quote(value)} has an empty item", _write(right)
    if len(set(items)) < len(items):
        twice = next(item for item in items if items.count(item) > 1)
        return f"{quote(twice)} stands in the list twice", _write(right)
    return None


def _text_trouble(field: Field, value: str) -> Trouble | None:
    if field.enum and value not in field.enum:
        near = _nearest(value, field.enum)
        remedy = f"write {near}" if near else f"write {', '.join(field.enum[:-1])} or {field.enum[-1]}"
        return f"{quote(value)} is none of the words for this column", remedy
    if field.pattern and not re.fullmatch(field.pattern, value):
        return f"{quote(value)} does not have the form of this column", f"write {field.expects}, such as {field.example}"
    return None


def _number_trouble(field: Field, value: str) -> Trouble | None:
    whole = field.kind == "integer"
    if not (_INTEGER if whole else _NUMBER).fullmatch(value):
        if whole:
            return f"{quote(value)} is not a whole number", f"write digits only, such as {field.example}"
        return f"{quote(value)} is not a decimal number", f"write digits, with a point if need be, such as {field.example}"
    number = float(value)
    least = float("-inf") if field.minimum is None else field.minimum
    most = float("inf") if field.maximum is None else field.maximum
    if not least <= number <= most:
        span = f"from {number_text(field.minimum)} to {number_text(field.maximum)}"
        return f"{quote(value)} is out of range", f"write a number {span}"
    right = number_text(number)
    return None if right == value else (f"{quote(value)} is not the shortest way to write the number", _write(right))


def _date_trouble(field: Field, value: str) -> Trouble | None:
    try:
        parse(value)
    except BadDate as error:
        problem, _, remedy = str(error).replace(f"“{value}”", quote(value)).rpartition("; ")
        return (problem, remedy) if problem else (remedy, f"write a date such as {field.example}")
    return None


def _order_trouble(field: Field, row: Mapping[str, str]) -> Trouble | None:
    """Two dates of one row, where no day that the earlier can mean is on or before the last day of the later."""
    early, late = row[field.not_before or ""], row[field.name]
    try:
        backwards = bool(early and late) and parse(early).first > parse(late).last
    except BadDate:
        return None
    if not backwards:
        return None
    return f"“{field.not_before}” ({early}) lies after “{field.name}” ({late})", f"write a date on or after {early}"


def _covers_trouble(row: Mapping[str, str]) -> Trouble | None:
    covers, deployment = row["covers"], row["deployment"]
    if covers in ("whole", "part") and not deployment:
        return f"the row covers the {covers} of a deployment but names none", "name it, or write place or package as covers"
    if covers in ("place", "package") and deployment:
        return f"the row covers a {covers} but names a deployment", "leave it empty, or write whole or part as covers"
    return None


def _repeats(file: str, table: Table, column: str) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        value = row[column]
        if value and first.setdefault(value, line) != line:
            problem = f"{quote(value)} already stands in line {first[value]}"
            yield Fault("error", file, line, column, problem, f"give this row another {column}, or take it out")


def _circles(file: str, table: Table, column: str) -> Iterator[Fault]:
    lines = {row["id"]: line for line, row in zip(table.lines, table.rows, strict=True)}
    for circle in find_circles({row["id"]: row[column] for row in table.rows}):
        problem = f"{' → '.join([*circle, circle[0]])} is a circle"
        yield Fault("error", file, lines[circle[0]], column, problem, f"change or empty {column} in one of these rows")


def find_circles(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """Each circle in a table of child to parent, once, from its first member in the order of the table."""
    order = {child: place for place, child in enumerate(parents)}
    seen: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        here = start
        while here in parents and here not in seen:
            seen.add(here)
            path[here] = None
            here = parents[here]
        if here in path:
            members = list(path)
            circle = members[members.index(here) :]
            first = circle.index(min(circle, key=order.__getitem__))
            yield circle[first:] + circle[:first]


def _nearest(said: str, choices: Collection[str]) -> str | None:
    close = get_close_matches(said.lower().replace(" ", "-"), choices, n=1)
    return close[0] if close else None


def _write(right: str) -> str:
    return f"write {shorten(right)}" if right else "leave it empty"

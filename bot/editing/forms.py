"""A form as typed, read into rows of the package; and rows as the values of a form. What is wrong stands beside its field."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.editing.counts import BadCount, Count, read_count
from bot.editing.days import BadDay, read_day
from bot.editing.kinds import KINDS, NEW, TABLES, Entry, entries, source_entries
from bot.editing.proposals import ProposedRow, RowFault
from bot.edtf import parse, say
from bot.package import description, number_text
from bot.wording import capital, counted

_UNIT = re.compile(r"\s*(?:km|kms|kilomet(?:re|er)s?|°)\s*$", re.IGNORECASE)
_WHOLE = frozenset(
    ("cap", "count", "nz_killed", "nz_injured", "others_killed", "others_injured")
)  # columns whose cell is a whole number
_MEASURES = ("distance_km", "latitude", "longitude")
_LISTS = ("aliases",)


@dataclass(frozen=True, slots=True)
class Form:
    """What a form says: its rows, how each field was read where that is not plain, and what is wrong, by field.

    `owners` tells for each row which field holds each of its columns.
    """

    rows: tuple[ProposedRow, ...]
    owners: tuple[Mapping[str, str], ...]
    readings: Mapping[str, str]
    errors: Mapping[str, str]

    def beside(self, faults: Iterable[RowFault]) -> dict[str, str]:
        """The store's faults by the field that each belongs to; one that belongs to none stands beside the first field."""
        found: dict[str, str] = {}
        for fault in faults:
            owner = self.owners[fault.row] if fault.row < len(self.owners) else {}
            at = owner.get(fault.column) or next(iter((self.owners or ({},))[-1].values()), "")
            found.setdefault(at, fault.sentence)
        return found


@dataclass(frozen=True, slots=True)
class Base:
    """The rows that a form corrects or edits: the id of each part, the revision and content where it stands already.

    `alone`: an incident without an account beside it.
    """

    ids: Mapping[str, str]
    action: str = "add"
    base: int | None = None
    before: Mapping[str, str] | None = None
    alone: bool = False


def fields(kind: str, typed: Mapping[str, str], *, alone: bool = False) -> tuple[Entry, ...]:
    """The fields of the form as it stands: with those of a new source where one is to be added."""
    own = entries(kind, alone=alone)
    if not any(each.widget in ("source", "sources") and NEW in typed.get(each.name, "").split("|") for each in own):
        return own
    at = max(place for place, each in enumerate(own) if each.widget in ("source", "sources")) + 1
    return (*own[:at], *source_entries(), *own[at:])


def read_form(kind: str, typed: Mapping[str, str], today: date, base: Base | None = None) -> Form:
    """Read what was typed; `typed` holds the text of each field by its name, ids with | between them."""
    read = _Typed(fields(kind, typed, alone=base is not None and base.alone), typed, today)
    if kind == "strength":
        read.owners[kind]["qualifier"] = read.owners[kind]["count"]
    rows = () if read.errors else tuple(_rows(kind, read.parts, base))
    order = [part for part in ("new", kind, "account") if part in read.owners]
    return Form(rows, tuple(read.owners[part] for part in dict.fromkeys(order)), read.readings, read.errors)


CHECKED = "from"


def confirming_fields(typed: Mapping[str, str]) -> tuple[Entry, ...]:
    """The fields of “checked, unchanged”: when someone looked, and in which source."""
    by_name = {entry.name: entry for entry in fields("strength", typed)}
    day = replace(by_name[CHECKED], label="Checked on", hint="The day on which it was so: today, 10 January 2020")
    new = [entry for entry in by_name.values() if entry.name.startswith(f"{NEW}_")]
    return (day, by_name["source"], *new)


def read_confirmation(typed: Mapping[str, str], today: date) -> tuple[Form, str, str | dict[str, str]]:
    """The form of “checked, unchanged” without its rows, the day checked, and the source: its id, or the values of a new one."""
    read = _Typed(confirming_fields(typed), typed, today)
    said = read.parts.get("strength", {})
    if CHECKED not in read.errors and parse(said[CHECKED]).first > today:
        read.errors[CHECKED] = "Nobody can have looked on a day that is still to come; give the day on which somebody did."
    owners = (*([read.owners["new"]] if "new" in read.owners else []), read.owners["strength"])
    return Form((), owners, read.readings, read.errors), said.get(CHECKED, ""), read.parts.get("new") or said.get("source", "")


class _Typed:
    """The fields of a form, each read: the cells by part of the form and column, and which field holds which column."""

    def __init__(self, entries: Iterable[Entry], typed: Mapping[str, str], today: date) -> None:
        self.readings: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.parts: dict[str, dict[str, str]] = {}
        self.owners: dict[str, dict[str, str]] = {}
        for entry in entries:
            part = "new" if entry.name.startswith(f"{NEW}_") else entry.part
            self.owners.setdefault(part, {})[entry.column] = entry.name
            try:
                values, reading = _read(entry, typed.get(entry.name, "").strip(), today)
            except _WrongError as wrong:
                self.errors[entry.name] = str(wrong)
                continue
            self.parts.setdefault(part, {}).update(values)
            if reading:
                self.readings[entry.name] = reading


def readings(entries: Iterable[Entry], typed: Mapping[str, str], today: date) -> tuple[dict[str, str], dict[str, str]]:
    """How each field is read as it stands, and what is wrong with others; empty fields are passed over."""
    read = _Typed([entry for entry in entries if typed.get(entry.name, "").strip()], typed, today)
    return read.readings, read.errors


def _rows(kind: str, parts: dict[str, dict[str, str]], base: Base | None) -> Iterable[ProposedRow]:
    """The rows of a form; a new row without an id gets one from the store, and is named by its place until then."""
    ids = dict(base.ids) if base else {}
    made = 0
    if "new" in parts:
        yield _row("sources", ids.get("new", ""), parts["new"])
        made = 1
        source = ids.get("new") or "new:0"
        for values in (parts[kind], parts.get("account", {})):
            for column in ("source", "sources"):
                if column in values:
                    values[column] = "|".join(source if each == NEW else each for each in values[column].split("|"))
    table, id = TABLES[kind], ids.get(kind, "")
    if base and base.action == "correct":
        yield ProposedRow(table, id, "correct", _whole_row(table, id, parts[kind]), base.base, base.before)
        return
    yield _row(table, id, parts[kind])
    if kind == "incident" and "account" in parts:
        account = {**parts["account"], "incident": id or f"new:{made}"}
        yield _row("accounts", ids.get("account", ""), account)


def _row(table: str, id: str, values: Mapping[str, str]) -> ProposedRow:
    return ProposedRow(table, id, "add", _whole_row(table, id, values))


def _whole_row(table: str, id: str, values: Mapping[str, str]) -> dict[str, str]:
    return {column: id if column == "id" else values.get(column, "") for column in description()[table].columns}


def as_typed(table: str, values: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """A row as the values of its form."""
    kind = KINDS[table]
    shown = {entry.name: values.get(entry.column, "") for entry in entries(kind, alone=True)}
    if table == "strengths" and values.get("count"):
        shown["count"] = counted(int(values["count"]), values["qualifier"])
    return {f"{prefix}{name}": value for name, value in shown.items() if value}


def from_rows(rows: Iterable[ProposedRow]) -> tuple[str, dict[str, str], Base] | None:
    """The kind, the values and the base of a form that would make these rows; None where no form would."""
    by_table = {row.table: row for row in rows}
    listed = list(rows)
    main = next((row for row in listed if row.table not in ("sources", "accounts")), listed[0] if listed else None)
    if main is None or len(by_table) < len(listed) or any(row.action == "retract" for row in listed):
        return None
    if main.table in ("sources", "accounts"):
        main = by_table.get("accounts", main)
    kind, extra = KINDS[main.table], {row.table: row for row in listed if row is not main}
    typed, ids = as_typed(main.table, main.values), {kind: main.id}
    if source := extra.pop("sources", None):
        typed |= as_typed("sources", source.values, f"{NEW}_")
        ids["new"] = source.id
    if kind == "incident" and (account := extra.pop("accounts", None)):
        typed |= as_typed("accounts", account.values, "account_")
        typed.pop("account_incident", None)
        ids["account"] = account.id
    if extra:
        return None
    if "new" in ids:
        for name in ("source", "sources", "account_sources"):
            if name in typed:
                typed[name] = "|".join(NEW if each == ids["new"] else each for each in typed[name].split("|"))
    alone = kind == "incident" and "account" not in ids
    return kind, typed, Base(ids, main.action, main.base, main.before, alone)


class _WrongError(ValueError):
    """What was typed in one field is wrong; the message is the sentence to show there."""


def _read(entry: Entry, text: str, today: date) -> tuple[dict[str, str], str]:
    """The cells that a field gives, and how it was read where that is not plain."""
    if not text:
        if entry.required:
            raise _WrongError(_missing(entry))
        return {entry.column: ""}, ""
    if entry.widget == "date":
        try:
            day = read_day(text, today)
        except BadDay as wrong:
            raise _WrongError(str(wrong)) from None
        if entry.column == "published" and day.first > today:
            raise _WrongError("A source cannot have been published on a day that is still to come.")
        return {entry.column: day.text}, f"{capital(say(day))} ({day.text})"
    if entry.widget == "count":
        count = _count(text)
        return {"count": str(count.number), "qualifier": count.qualifier}, counted(*count)
    if entry.column in _WHOLE:
        number = _plain_number(entry, text)
        return {entry.column: number}, "" if number == text else number
    if entry.column in _MEASURES:
        return {entry.column: _measure(text)}, ""
    if entry.column in _LISTS:
        return {entry.column: "|".join(dict.fromkeys(item.strip() for item in re.split(r"[|\n]", text) if item.strip()))}, ""
    if entry.column == "url":
        return {entry.column: _address(text)}, ""
    return {entry.column: " ".join(text.split())}, ""


def _missing(entry: Entry) -> str:
    if entry.widget in ("source", "sources"):
        return "Choose a source, or “A new source” to add one here."
    if entry.column == "url":
        return "A source needs a link; write its address, beginning with http:// or https://."
    return "Choose one." if entry.widget in ("choice", "place", "places", "mission", "missions", "incident") else "Fill this in."


def _count(text: str) -> Count:
    try:
        return read_count(text)
    except BadCount as wrong:
        raise _WrongError(str(wrong)) from None


def _plain_number(entry: Entry, text: str) -> str:
    """A number whose column has no qualifier beside it: none that was typed may be lost unseen."""
    count = _count(text)
    if count.qualifier == "exactly" or (entry.column == "cap" and count.qualifier == "up-to"):
        return str(count.number)
    where = "note" if entry.column == "cap" else "summary"
    raise _WrongError(f"A plain number alone can be kept here; write {count.number}, and “{counted(*count)}” in the {where}.")


def _measure(text: str) -> str:
    bare = _UNIT.sub("", text)
    if not re.fullmatch(r"[-−]?\d{1,6}(\.\d{1,8})?", bare, re.ASCII):
        raise _WrongError(f"“{text[:40]}” is not a number; write digits, with a point if need be, such as 3.5.")
    return number_text(float(bare.replace("−", "-")))


def _address(text: str) -> str:
    bare = text.strip("<>").split("|")[0].strip()
    if not re.match(r"https?://[^\s/]", bare):
        raise _WrongError("That is not a link that can be kept; write an address that begins with http:// or https://.")
    return bare

"""“Checked, unchanged”: the report that speaks is said again, as of the day on which somebody looked."""

import sqlite3
from collections.abc import Mapping

from bot.editing.proposals import Draft, ProposedRow, Refused, RowFault, RowFaults
from bot.edtf import BadDate, parse
from bot.package.table import quote
from bot.store.revisions import Revision, revisions, standing
from bot.store.store import FactStore

NOTE = "Checked, unchanged."


def confirmation(store: FactStore, strength: str, day: str, source: str | Mapping[str, str], why: str = NOTE) -> Draft:
    """The draft that adds the rows of a count's report again, from the day checked (EDTF), resting on a source.

    `source` is the id of one, or the values of a new one that is proposed with it. The rules then age the count from that day;
    the old rows stay as history. Raises RowFaults where the day is none or lies before the count's, or the count does not stand.
    """
    with store.looking() as connection:
        spoken = standing(connection, "strengths", strength)
        if spoken is None:
            raise Refused(f"{quote(strength)} is not a count that stands; it may have been corrected or retracted since.")
        _check_day(spoken, day)
        rows = _report(connection, spoken)
    new = [ProposedRow("sources", "", "add", source)] if isinstance(source, Mapping) else []
    id = "new:0" if isinstance(source, Mapping) else source
    again = [ProposedRow("strengths", "", "add", _again(each, day, id)) for each in rows]
    return Draft("confirm", (*new, *again), why)


def _check_day(spoken: Revision, day: str) -> None:
    id, start = spoken.row["id"], spoken.row["from"]
    try:
        early = parse(day).last < parse(start).first
    except BadDate as problem:
        raise RowFaults([RowFault(0, "strengths", id, "from", f"{problem}.")]) from None
    if early:
        sentence = f"{id} is counted from {start}, and {day} lies before it; give the day on which somebody looked."
        raise RowFaults([RowFault(0, "strengths", id, "from", sentence)])


def _report(connection: sqlite3.Connection, spoken: Revision) -> list[Revision]:
    """The rows of the count's report: what one source says of one mission at one time, split by place or not (rule 1)."""
    row = spoken.row
    if row["covers"] != "whole":
        return [spoken]
    same = 'deployment = ? AND source = ? AND "from" = ? AND covers = ? AND retracted_in IS NULL'
    return revisions(connection, "strengths", same, row["deployment"], row["source"], row["from"], row["covers"])


def _again(revision: Revision, day: str, source: str) -> dict[str, str]:
    kept = {column: value for column, value in revision.row.items() if column not in ("id", "to")}
    return {**kept, "from": day, "source": source, "note": NOTE}

"""The counts of a report, in words and as the contract has them."""

from collections.abc import Sequence

from bot.answer import Row
from bot.digest.looks import Standing, View
from bot.edtf import say
from bot.facts import Source, Strength
from bot.names import Gazetteer
from bot.rules.counts import add_up, adds
from bot.rules.histories import Report
from bot.rules.strengths import HISTORIC, LAST_KNOWN, WIDER
from bot.wording import age_words, cite, counted, listed, strength_words


def figures(rows: Sequence[Strength]) -> Row:
    """The rows of a report as the contract has them: its ids, its least and most number, its `from` and its source."""
    span = add_up(adds(row) for row in rows)
    return {
        "strengths": [row.id for row in rows],
        "min": int(span.low),
        "max": None if span.high is None else int(span.high),
        "from": rows[0].start.text,
        "source": rows[0].source.id,
    }


def told(is_: Standing, now: View) -> str:
    """The speaking count with its places and its source, and what keeps it from being counted."""
    if is_.report is None or not is_.rows:
        return ""
    said = dated(is_.rows, is_.report.source, now.look.facts.names)
    if is_.state == WIDER:
        return f"{said}, named only for the wider area"
    if is_.state in (LAST_KNOWN, HISTORIC) and not any(row.end for row in is_.rows):
        return f"{said}, {age_words(min(line.state.age_months for line in is_.lines))} old"
    return said


def dated(rows: Sequence[Strength], source: Source, names: Gazetteer) -> str:
    """45 at Camp Taji (NZ Herald, 9 January 2020); with the day counted where the source came over a month later."""
    others = listed(dict.fromkeys(row.includes for row in rows if row.includes))
    counting = f", counting {others}" if others else ""
    when = f" in {say(rows[0].start)}" if rows[0].start.gap_days(source.published) > 31 else ""
    when = when.replace(" in ", " on ") if rows[0].start.first == rows[0].start.last else when
    return f"{listed(strength_words(row, names) for row in rows)}{counting}{when} ({cite(source)})"


def before_words(was: Standing, now: View) -> str:
    """The count before, with its source."""
    rows = was.rows or (was.report.rows if was.report else ())
    return f"{places_words(rows, now)} ({cite(rows[0].source)})"


def had_words(was: Standing, is_: Standing, now: View) -> str:
    """What was so before: 8 before (NZDF, 22 March 2019); with its places where they were others."""
    rows = was.rows or (was.report.rows if was.report else ())
    same = {row.places for row in rows} == {row.places for row in is_.rows}
    said = listed(counted(row.count, row.qualifier) for row in rows) if same else places_words(rows, now)
    return f"{said} before ({cite(rows[0].source)})"


def places_words(rows: Sequence[Strength], now: View) -> str:
    """The counts with their places: 45 at Camp Taji."""
    return listed(strength_words(row, now.look.facts.names) for row in rows)


def claim(report: Report, now: View) -> str:
    """What a report says, with its source."""
    return dated(report.rows, report.source, now.look.facts.names)


def numbers_of(rows: Sequence[Strength]) -> list[tuple[tuple[str, ...], int, str, str]]:
    """Everything that a report says of how many are where."""
    return sorted((row.places, row.count, row.qualifier, row.includes) for row in rows)


def is_same(old: Sequence[Strength], new: Sequence[Strength], names: Gazetteer) -> bool:
    """Whether two reports give the same numbers of what can be the same places."""

    def meets(one: str, other: str) -> bool:
        return one == other or names.contains(one, other) or names.contains(other, one)

    numbers = [sorted((row.count, row.qualifier, row.includes) for row in rows) for rows in (old, new)]
    places = [[place for row in rows for place in row.places] for rows in (old, new)]
    return numbers[0] == numbers[1] and any(meets(one, other) for one in places[0] for other in places[1])


def ids_of(rows: Sequence[Strength]) -> tuple[str, ...]:
    """The ids of the rows."""
    return tuple(row.id for row in rows)


def size_of(rows: Sequence[Strength]) -> int:
    """How many the rows count, by which lines are ordered."""
    return sum(row.count for row in rows)

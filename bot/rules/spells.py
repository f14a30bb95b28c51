"""What spoke within a period: every report while it spoke, with its state on the period's last day."""

from collections.abc import Iterable
from datetime import date

from bot.names import Gazetteer
from bot.rules.counts import rivals
from bot.rules.histories import History, Report
from bot.rules.scope import touches
from bot.rules.status import Line, uncounted, wider
from bot.rules.strengths import ENDED, speaking_report, state_of


def spoke_within(history: History, first: date, last: date) -> list[Report]:
    """The reports that spoke on some day from `first` to `last` (rule 2 on each day), newest first."""
    turns = {first, *(report.start.first for report in history.reports if first < report.start.first <= last)}
    spoken = {report.rank: report for turn in turns if (report := speaking_report(history, turn))}
    return [spoken[rank] for rank in sorted(spoken, reverse=True)]


def over_before(line: Line, first: date, last: date) -> bool:
    """Whether a line, with its state on `last`, had ended before the period began, so that it spoke of nobody within it."""
    return line.state.name == ENDED and line.ended(last).last < first


def lines_within(history: History, where: frozenset[str] | None, names: Gazetteer, first: date, last: date) -> Iterable[Line]:
    """The lines of one mission over a period: the rows of each report that spoke, else what is known more widely or uncounted."""
    if where is not None and not where:
        return
    spoken = spoke_within(history, first, last)
    for report in spoken:
        disputing, superseded = rivals(report, history), report is not spoken[0]
        rows = [row for row in report.rows if touches(row.places, where)]
        for row in rows:
            yield Line(history, state_of(row, history, last), row, report, rivals=disputing, superseded=superseded)
        if not rows and where is not None:
            yield from wider(history, report, where, names, last)
    if not spoken and not names.parts(history.mission):
        line = uncounted(history, where, first, last)
        if line:
            yield line

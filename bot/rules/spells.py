"""What spoke within a period: every report while it spoke, with its state on the period's last day."""

from collections.abc import Iterable
from datetime import date

from bot.names import Gazetteer
from bot.rules.counts import rivals
from bot.rules.histories import History, Report
from bot.rules.scope import touches
from bot.rules.status import Line, presence
from bot.rules.strengths import ENDED, UNNUMBERED, State, speaking_report, state_of


def spoke_within(history: History, first: date, last: date) -> list[Report]:
    """The reports that spoke on some day from `first` to `last` (rule 2 on each day), newest first."""
    turns = {first, *(report.start.first for report in history.reports if first < report.start.first <= last)}
    spoken = {report.rank: report for turn in turns if (report := speaking_report(history.reports, turn))}
    return [spoken[rank] for rank in sorted(spoken, reverse=True)]


def over_before(line: Line, first: date) -> bool:
    """Whether a line had ended before the period began, so that it spoke of nobody within it."""
    if line.state.name != ENDED or line.row is None:
        return False
    if line.row.end and line.row.end.last < first:
        return True
    return line.history.withdrawn_between(line.row.start.first, first) is not None


def lines_within(history: History, where: frozenset[str] | None, names: Gazetteer, first: date, last: date) -> Iterable[Line]:
    """The lines of one mission over a period: the rows of each report that spoke, or its presence without a number."""
    spoken = spoke_within(history, first, last)
    for report in spoken:
        disputing = tuple(rivals(report, history))
        for row in report.rows:
            if touches(row.places, where):
                yield Line(
                    history, state_of(row, history, last), row, report, rivals=disputing, superseded=report is not spoken[0]
                )
    if not spoken and not names.parts(history.mission):
        proof = presence(history, where, last) or presence(history, where, first)
        if proof and (where is None or where):
            yield Line(history, State(UNNUMBERED, 0), proof=proof)

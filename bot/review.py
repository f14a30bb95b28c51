"""What an editor should look at in a sound package: warnings that only the rules of answering can give."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answer import Question
from bot.edtf import say
from bot.facts import Facts, Mandate, Strength
from bot.package import Fault, Package
from bot.rules.histories import History, histories
from bot.rules.mandates import LAPSED, mandate_state, speaking_mandate
from bot.rules.scope import scope_of
from bot.rules.status import agrees, picture, total
from bot.rules.strengths import ENDED, speaking_report, state_of
from bot.store import FactStore
from bot.store.keeping import closing_store, load
from bot.wording import counted, listed, place_name, ranged


def review(package: Package, directory: Path, now: datetime, today: date) -> list[Fault]:
    """The warnings on a package without faults, by file and line. The package is loaded into a store of its own to ask it."""
    with TemporaryDirectory() as scratch, closing_store(FactStore(Path(scratch) / "review.db", lambda: now)) as store:
        load(store, package)
        with store.reading() as snapshot:
            facts = snapshot.facts()
            found = histories(facts, None)
            lines = _Lines(package, directory)
            warnings = [
                *_totals_that_disagree(facts, found, lines, today),
                *_without_mandate(found, lines),
                *_lapsed_without_word(facts, found, lines, today),
            ]
    return sorted(warnings, key=lambda fault: (fault.file, fault.line or 0))


class _Lines:
    """Where each row of the package stands in its file."""

    def __init__(self, package: Package, directory: Path) -> None:
        self._directory = directory
        self._lines = {
            (name, row["id"]): line
            for name, table in package.tables.items()
            for row, line in zip(table.rows, table.lines, strict=True)
        }

    def warning(self, table: str, id: str, column: str, problem: str, remedy: str) -> Fault:
        """A warning on one cell of a row."""
        return Fault("warning", str(self._directory / f"{table}.csv"), self._lines.get((table, id)), column, problem, remedy)


def _totals_that_disagree(facts: Facts, found: Mapping[str, History], lines: _Lines, today: date) -> Iterable[Fault]:
    """Reported place totals that cannot be true together with the sum of what is counted there on the last day they can mean."""
    for row in facts.strengths():
        if row.covers != "place":
            continue
        day = min(row.start.last, today)
        terms = tuple(term for place in row.places if (term := facts.names.term(place.replace("-", " "), "place")))
        drawn = picture(found, scope_of(Question("status", today, terms=terms), facts.names), facts.names, day)
        summed, about = total(drawn.lines)
        if any(line.state.is_live for line in drawn.lines) and not agrees(row, drawn.lines):
            yield lines.warning("strengths", row.id, "count", *_disagreement(row, facts, ranged(summed, about=about)))


def _disagreement(row: Strength, facts: Facts, summed: str) -> tuple[str, str]:
    where = listed(place_name(facts.names, place) for place in row.places)
    problem = f"{row.id} reports {counted(row.count, row.qualifier)} in all in {where}, but the counts there add up to {summed}"
    return problem, "look for a missing or a stale count; an answer shows both numbers"


def _without_mandate(found: Mapping[str, History], lines: _Lines) -> Iterable[Fault]:
    """Missions with counts and no mandate, of their own or of a whole that they are part of."""
    for history in found.values():
        if history.reports and not any(each.mandates for each in (history, *history.wholes)):
            problem = f"{history.mission} has counts but no mandate"
            yield lines.warning(
                "deployments", history.mission, "id", problem, "add the decision that authorised it, if one is known"
            )


def _lapsed_without_word(facts: Facts, found: Mapping[str, History], lines: _Lines, today: date) -> Iterable[Fault]:
    """Speaking mandates that have lapsed, where nothing dated later tells what became of the mission."""
    for history in found.values():
        mandate = speaking_mandate(history, today)
        if mandate and mandate.ends.last < today and not _has_later_word(history, mandate, today):
            problem = f"{mandate.id} of {history.mission} ended {say(mandate.ends)} and nothing later is held"
            yield lines.warning("mandates", mandate.id, "ends", problem, "add its extension, or the mission's end")


def _has_later_word(history: History, mandate: Mandate, today: date) -> bool:
    """Whether anything tells what became of the mission: its end, a later count or movement, or a whole that goes on."""
    spoken = speaking_report(history, today)
    over = spoken is not None and all(state_of(row, history, today).name == ENDED for row in spoken.rows)
    later = [*(report.start for report in history.reports), *(event.occurred for event in history.events)]
    wholes = [speaking_mandate(whole, today) for whole in history.wholes]
    return (
        over
        or mandate_state(mandate, history, today) != LAPSED
        or any(when.first > mandate.ends.last for when in later)
        or any(whole is not None and whole.ends.last > mandate.ends.last for whole in wholes)
    )

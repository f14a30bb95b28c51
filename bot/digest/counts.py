"""What changed in the counts: new, corrected, checked, ended, gone stale, disputed (rules 1 to 7)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.digest.figures import (
    before_words,
    claim,
    dated,
    figures,
    had_words,
    ids_of,
    is_same,
    numbers_of,
    places_words,
    size_of,
    told,
)
from bot.digest.lines import Change
from bot.digest.looks import Standing, View, key_of
from bot.edtf import say
from bot.facts import Event, Mandate, Source, Strength
from bot.rules.mandates import running_mandate, speaking_mandate
from bot.rules.periods import PERIODS
from bot.rules.strengths import HISTORIC, LAST_KNOWN, UNNUMBERED, has_lapsed
from bot.wording import cite, claimed, counted, listed, mission_name, place_name, plural


def count_changes(before: View, now: View) -> Iterator[Change]:
    """What changed in who is where, mission by mission, and in the totals reported for the place asked about."""
    ended: dict[str, list[Change]] = {}
    for mission in dict.fromkeys([*now.standings, *before.standings]):
        was, is_ = before.standings.get(mission), now.standings.get(mission)
        if is_ is None or not is_.lines:
            yield from _gone(was, is_, now)
        elif is_.speaks:
            for change in _of_mission(was, is_, now):
                if change.kind == "ended":
                    ended.setdefault(change.event or "", []).append(change)
                else:
                    yield change
    for together in ended.values():
        yield _ended_together(together, now) if len(together) > 1 else together[0]
    for id, line in now.details.items():
        if id not in before.details and line.row:
            said = f"{_name(line.history.mission, now)}: part of it, {dated([line.row], line.row.source, now.look.facts.names)}."
            yield Change("part-count", said, (line.source,), line.history.mission, (id,), now=figures([line.row]))
    known = {(row.id, row.count) for row in before.scene.mismatched}
    for row in now.scene.mismatched:
        if (row.id, row.count) not in known:
            yield _mismatch(row, now)


def _of_mission(was: Standing | None, is_: Standing, now: View) -> Iterator[Change]:
    """The lines of one mission that speaks for itself now. Its events and mandates tell of one without a number."""
    if is_.has_ended:
        yield from _ended(was, is_, now)
        return
    if not is_.report or is_.state == UNNUMBERED:
        return
    disputes = is_.disputes - (was.disputes if was else set())
    number = _number(was, is_, disputes, now)
    yield from number or _state(was, is_, now)
    if disputes:
        yield _disagreement(was, is_, now)
    elif was and was.disputes and not is_.disputes and not any(change.kind == "count" for change in number):
        said = f"Sources no longer disagree on {_name(is_.history.mission, now)}: {claimed(is_.report)} stands alone."
        yield Change("settled", said, (is_.report.source,), is_.history.mission, ids_of(is_.rows))


def _number(was: Standing | None, is_: Standing, disputes: set[frozenset[tuple[str, str]]], now: View) -> list[Change]:
    """A changed count of a mission, none or one line. A report that disputes the one before it is told as a disagreement."""
    report, old = is_.report, was.report if was else None
    if report is None or not is_.rows:
        return []
    if was is None or old is None:
        return [_count("first-count", f"counted for the first time: {told(is_, now)}", None, is_, now)]
    old_rows = was.rows or old.rows
    if key_of(report) == key_of(old):
        if was.rows and numbers_of(is_.rows) != numbers_of(was.rows):
            said = f"corrected to {told(is_, now)}; {places_words(old_rows, now)} was given before"
            return [_count("corrected", said, was, is_, now)]
        return []
    if set(ids_of(old_rows)) & set(ids_of(is_.rows)):
        return [_count("corrected", f"corrected to {told(is_, now)}; before, {before_words(was, now)}", was, is_, now)]
    if not is_.holds(old) and report.rank < old.rank:
        return [_count("corrected", f"{told(is_, now)} again; {before_words(was, now)} was taken back", was, is_, now)]
    if frozenset((key_of(report), key_of(old))) in disputes:
        return []
    if is_same(old_rows, is_.rows, now.look.facts.names) and not was.has_ended:
        if is_.is_live and not was.is_live:
            said = f"counted again, still {told(is_, now)}; the count before was of {say(old.start)}"
            return [_count("live-again", said, was, is_, now)]
        return [_count("checked", f"checked, unchanged: still {told(is_, now)}", was, is_, now)]
    when = ", which had ended" if was.has_ended else ", when sources disagreed" if was.disputes and not is_.disputes else ""
    return [_count("count", f"now {told(is_, now)}, {had_words(was, is_, now)}{when}", was, is_, now)]


def _state(was: Standing | None, is_: Standing, now: View) -> Iterator[Change]:
    """A count that the passing of time, or a mandate, moved into another state."""
    if was is None or not was.lines or was.state == is_.state:
        return
    said = claim(is_.report, now) if is_.report else ""
    if is_.is_live and not was.is_live:
        mandate = running_mandate(is_.history, now.day)
        until = f" under the mandate until {say(mandate.ends)} ({cite(mandate.source)})" if mandate else ""
        others: tuple[Source, ...] = (mandate.source,) if mandate else ()
        yield _count("live-again", f"{said} counts again{until}", was, is_, now, others)
    elif is_.state == LAST_KNOWN and was.is_live:
        why, lapsed = _why_stale(is_, now.day)
        line = _count("stale", f"needs re-checking, {why}: {said}", was, is_, now, (lapsed.source,) if lapsed else ())
        yield replace(line, mandate=lapsed.id if lapsed else None)
    elif is_.state == HISTORIC:
        years = plural(PERIODS.kept_months // 12, "year")
        yield _count("historic", f"needs re-checking, not confirmed for over {years}: {said}", was, is_, now)


def _why_stale(is_: Standing, day: date) -> tuple[str, Mandate | None]:
    own = speaking_mandate(is_.history, day)
    if own and any(has_lapsed(row, is_.history, day) for row in is_.rows):
        return f"its mandate lapsed after {say(own.ends)} ({cite(own.source)})", own
    return f"not confirmed for over {plural(PERIODS.fresh_months, 'month')} and no mandate runs", None


def _ended(was: Standing | None, is_: Standing, now: View) -> Iterator[Change]:
    """A mission that has been withdrawn, or whose count has ended; one that had ended before only where its number changed."""
    if was and was.has_ended:
        if was.report and is_.report and key_of(was.report) == key_of(is_.report):
            yield from _number(was, is_, set(), now)
        return
    line = is_.lines[0]
    event = is_.history.withdrawn_between(line.since.first, now.day)
    if event is None:
        ended = say(line.ended(now.day))
        yield _count("count-ended", f"the count of {told(is_, now)} ended {ended}", was, is_, now)
    else:
        yield _withdrawn(event, was, is_, now)


def _withdrawn(event: Event, was: Standing | None, is_: Standing, now: View) -> Change:
    known = was if was and was.rows and was.state != HISTORIC else None
    had = f"; {had_words(known, is_, now)}" if known else ""
    said = f"ended {say(event.occurred)}{had}. {event.summary.rstrip('.')} ({cite(event.source)})"
    return Change(
        "ended",
        f"{_name(is_.history.mission, now)}: {said}.",
        (event.source, *((known.report.source,) if known and known.report else ())),
        is_.history.mission,
        ids_of(is_.rows),
        event=event.id,
        before=figures(known.rows) if known else None,
        order=-size_of(known.rows if known else ()),
    )


def _ended_together(changes: Sequence[Change], now: View) -> Change:
    """One line for the missions that the withdrawal of their whole ended."""
    changes = sorted(changes, key=lambda change: change.deployment or "")
    event = next(each for each in now.found[changes[0].deployment or ""].withdrawals if each.id == changes[0].event)
    parts = listed(_name(change.deployment or "", now) for change in changes)
    said = f"{_name(event.deployment or '', now)}: ended {say(event.occurred)}, with its parts: {parts}."
    return replace(
        changes[0],
        text=f"{said} {event.summary.rstrip('.')} ({cite(event.source)}).",
        sources=(event.source,),
        deployment=event.deployment,
        strengths=tuple(strength for change in changes for strength in change.strengths),
        before=None,
    )


def _gone(was: Standing | None, is_: Standing | None, now: View) -> Iterator[Change]:
    """A mission of which nothing is shown any more: counted elsewhere now, taken back, or not heard of for long."""
    if was is None or not was.speaks or was.has_ended:
        return
    mission = was.history.mission
    if was.report is None:
        line = was.lines[0]
        if not (is_ and is_.report) and isinstance(line.proof, Event) and line.proof.id in now.events:
            months = plural(PERIODS.fresh_months, "month")
            said = f"{_name(mission, now)}: needs re-checking, no sign of it for over {months}; the last, {line.proof_words}"
            yield Change("stale", f"{said} ({cite(line.source)}).", (line.source,), mission, event=line.proof.id)
        return
    report = is_.report if is_ else None
    sources: tuple[Source, ...] = (was.report.source,)
    if is_ and report and is_.holds(was.report):
        where = now.scene.where or "there"
        said = f"its newest count does not name anyone {where}: {claim(report, now)}; {before_words(was, now)} before"
        sources = (report.source, was.report.source)
    else:
        said = f"no count is held any more: {before_words(was, now)} was taken back"
    kind = "count" if len(sources) == 2 else "retracted"
    yield Change(kind, f"{_name(mission, now)}: {said}.", sources, mission, ids_of(was.rows), before=figures(was.rows))


def _disagreement(was: Standing | None, is_: Standing, now: View) -> Change:
    reports = [*([is_.report] if is_.report else []), *is_.rivals]
    said = f"Sources disagree on {_name(is_.history.mission, now)}: {listed(map(claimed, reports), 'or')}."
    return Change(
        "disagreement",
        said,
        tuple(report.source for report in reports),
        is_.history.mission,
        tuple(row.id for report in reports for row in report.rows),
        before=figures(was.rows) if was and was.rows else None,
        now=figures(is_.rows),
        order=-size_of(is_.rows),
    )


def _mismatch(row: Strength, now: View) -> Change:
    where = listed(place_name(now.look.facts.names, place) for place in row.places)
    said = f"A total of {counted(row.count, row.qualifier)} reported for {where} ({cite(row.source)}) does not agree with the sum"
    sources = (row.source, *(line.source for line in now.scene.live))
    return Change("mismatch", f"{said}, {now.scene.sum_words}.", sources, strengths=(row.id,), now=figures([row]))


def _count(kind: str, said: str, was: Standing | None, is_: Standing, now: View, others: tuple[Source, ...] = ()) -> Change:
    """A line about a mission's count; the source of the one before is among its sources where that was another report."""
    old = (was.report.source,) if was and was.rows and was.report and kind not in ("stale", "historic") else ()
    return Change(
        kind,
        f"{_name(is_.history.mission, now)}: {said}.",
        (*(line.source for line in is_.lines[:1]), *old, *others),
        is_.history.mission,
        ids_of(is_.rows),
        before=figures(was.rows) if was and was.rows else None,
        now=figures(is_.rows),
        order=-size_of(is_.rows),
    )


def _name(mission: str, now: View) -> str:
    return mission_name(now.look.facts.names, mission)

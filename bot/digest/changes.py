"""What changed between two looks at the facts, by the rules of answering: the content of a digest."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.answer import Answer, Question, Suggestion, Warning
from bot.digest.counts import count_changes
from bot.digest.figures import claim, figures
from bot.digest.happenings import event_changes, incident_changes
from bot.digest.lines import Change, summed_up
from bot.digest.looks import Look, View, view_of
from bot.digest.mandates import ending, is_over, mandate_changes, tightest
from bot.edtf import from_day, say_day
from bot.lines import line_row
from bot.rules.strengths import LAST_KNOWN, UNNUMBERED
from bot.scenes import total_row
from bot.wording import plural, source_rows, straddling_warnings

__all__ = ["Look", "changed"]

RECENT = timedelta(days=28)  # how far the first digest looks back


def changed(now: Look, before: Look | None, question: Question) -> Answer:
    """The digest of a subject: what the rules answer otherwise at one look than at the look before, most important first.

    Compares the answers and never the rows, so a fact that changes no answer makes no line. Each threshold before the end of a
    mandate is told once: in the digest whose days, after `before.today` and up to `now.today`, hold its day. A look before that
    was taken on a later day, by a clock since put right, is read as of today. Without a look before it is the first digest.
    """
    if before is None:
        return _first(now, question)
    before = Look(before.facts, min(before.today, now.today))
    asked = replace(question, kind="digest", since=question.since or from_day(before.today))
    is_, was = view_of(now, asked), view_of(before, asked)
    found = [*count_changes(was, is_), *mandate_changes(was, is_), *incident_changes(was, is_)]
    found += event_changes(was, is_, found)
    changes = sorted((change for change in _joined(found, is_) if change.sources), key=lambda change: change.weight)
    return _answer(asked, is_, changes, _headline(was, is_, changes))


def _joined(changes: Collection[Change], view: View) -> Iterator[Change]:
    """The lines, with one instead of two for a mandate that lapsed and the count that went stale with it."""
    stale = {change.mandate or "": change for change in changes if change.kind == "stale" and change.mandate}
    lapsed = {change.mandate for change in changes if change.kind == "mandate-lapsed"}
    for change in changes:
        with_it = stale.get(change.mandate or "") if change.kind == "mandate-lapsed" else None
        report = view.standings[with_it.deployment or ""].report if with_it else None
        if with_it and report:
            text = f"{change.text} Its count needs re-checking: {claim(report, view)}."
            yield replace(change, text=text, sources=(*change.sources, *with_it.sources), strengths=with_it.strengths)
        elif change.kind != "stale" or change.mandate not in lapsed:
            yield change


def _headline(was: View, is_: View, changes: Sequence[Change]) -> str:
    label, past = is_.scene.label, is_.day < is_.scene.question.today
    when = f"from {say_day(was.day)} to {say_day(is_.day)}" if past else f"since {say_day(was.day)}"
    if not changes:
        return f"{label}: nothing {'' if past else 'has '}changed {when}; {_total_words(is_)}."
    before = f"{was.scene.sum_words if was.scene.live else 'no live count'} before"
    total = _total_words(is_, "as before" if _counted(was) == _counted(is_) else before)
    return f"{label}, {when}: {summed_up(changes)}; {total}."


def _counted(view: View) -> str:
    """The sum in a few words. Absence is not zero (rule 10)."""
    others = f" ({view.scene.others} included)" if view.scene.others else ""
    return f"{view.scene.people} counted{others}" if view.scene.live else "no live count"


def _total_words(view: View, before: str = "") -> str:
    """The sum, what it was before, and the missions that it leaves out for want of a number."""
    counted = ", ".join(part for part in (_counted(view), before) if part)
    unnumbered = len({line.history.mission for line in view.scene.of(UNNUMBERED)})
    more = plural(unnumbered, "more mission" if view.scene.live else "mission")
    return f"{counted}{',' if before else ''} and {more} without a number" if unnumbered else counted


def _first(now: Look, question: Question) -> Answer:
    """The first digest: the picture today, what ends within 90 days, and what lapsed or went stale in the last weeks."""
    asked = replace(question, kind="digest")
    is_, was = view_of(now, asked), view_of(Look(now.facts, now.today - RECENT), asked)
    present = [
        Change(
            "present",
            line_row(line, now.facts, now.today)["text"],
            (line.source,),
            line.history.mission,
            now=figures([line.row]) if line.row else None,
        )
        for line in is_.scene.shown
        if line.state.is_live or line.state.name == UNNUMBERED
    ]
    ends = [
        ending(one, crossing, is_)
        for one in is_.held.values()
        if one.left and (crossing := tightest(one.mandate.ends, date.min, now.today)) and not is_over(one.owner.mission, is_)
    ]
    moved = _joined([*count_changes(was, is_), *mandate_changes(was, is_)], is_)
    recent = [change for change in moved if change.kind in ("mandate-lapsed", "stale", "historic")]
    headline = f"{is_.scene.label}: first digest, {say_day(now.today)}: {_total_words(is_)}."
    soon = sorted([*ends, *recent], key=lambda change: (change.kind != "mandate-ending", *change.weight))
    return _answer(asked, is_, [*present, *soon], headline)


def _answer(question: Question, view: View, changes: Sequence[Change], headline: str) -> Answer:
    proof = () if changes else tuple(line.source for line in view.scene.live)
    return Answer(
        kind="digest",
        question=question,
        headline=headline,
        rows=tuple(change.row for change in changes),
        total={name: value for name, value in total_row(view.scene).items() if name != "text"},
        warnings=(*question.notes, *_stale(question, view), *_left_out(question, view)),
        suggestions=_suggestions(question),
        sources=source_rows((*(source for change in changes for source in change.sources), *proof)),
    )


def _stale(question: Question, view: View) -> list[Warning]:
    """One line for all the counts that need re-checking, with the command that lists them."""
    count = len({line.history.mission for line in view.scene.of(LAST_KNOWN)})
    if not count:
        return []
    verb = "is last-known and needs" if count == 1 else "are last-known and need"
    return [Warning("stale", f"{plural(count, 'count')} {verb} re-checking; “{_command(question, 'status')}” lists them.")]


def _left_out(question: Question, view: View) -> list[Warning]:
    """The sources that may not have been published yet, where the look is limited to what was known by a day."""
    known_by = view.look.facts.known_by
    return straddling_warnings(view.look.facts, replace(question, reported_by=from_day(known_by))) if known_by else []


def _suggestions(question: Question) -> tuple[Suggestion, ...]:
    """The commands that show all: what is dated since, the mandates, and every count."""
    everything = "status all" if not question.terms else _command(question, "status")
    dated = [Suggestion("Dated since then", _command(question, "timeline", since=True))] if question.since else []
    return (*dated, Suggestion("Mandates", _command(question, "mandate")), Suggestion("All counts", everything))


def _command(question: Question, verb: str, *, since: bool = False) -> str:
    """Another verb's command about the same subject."""
    return replace(
        question,
        kind=verb,
        everything=False,
        since=question.since if since else None,
        until=question.until if since else None,
        on=None,
        reported_by=None,
    ).command()

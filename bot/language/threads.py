"""Follow-ups: what a question in a thread takes from the question before it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Question
from bot.language.words import OPENERS
from bot.spoken import shift, shifted


def carried(asked: Question, previous: Question, words: Sequence[str]) -> Question:
    """A follow-up with what it leaves out taken from the question before it. Raises BadPhrase for a shift that cannot be."""
    by = shifted(words)
    dates = {name: getattr(asked, name) for name in ("on", "since", "until")}
    if by:
        before = {name: getattr(previous, name) for name in dates}
        if not any(before.values()):
            before["on"] = previous.pinned().on
        dates = {name: shift(when, by) if when else None for name, when in before.items()}
    elif not any(dates.values()):
        dates = {name: getattr(previous, name) for name in dates}
    return replace(
        asked,
        terms=asked.terms or previous.terms,
        everything=asked.everything or (previous.everything and not asked.terms),
        reported_by=asked.reported_by or previous.reported_by,
        recorded_by=asked.recorded_by or previous.recorded_by,
        **dates,
    )


def opens_as_follow_up(text: str) -> bool:
    """Whether a text begins by leaning on what was said before: and in Kuwait, what about a year later."""
    return bool(OPENERS.match(text))

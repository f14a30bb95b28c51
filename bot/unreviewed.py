"""An answer that rests on a fact which no second person has checked says so.

It rests on such facts where it would be another answer without them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.answer import Answer, Warning
from bot.store.snapshot import Unreviewed
from bot.wording import listed

_MOST_NAMED = 5


def marked(answer: Answer, without: Answer, rows: Collection[Unreviewed]) -> Answer:
    """The answer, with a warning naming the unreviewed rows if it is another `without` them."""
    if answer == without:
        return answer
    said = {*_texts(answer.rows), *_texts(answer.movements), *_texts(answer.sources), *_texts(without.rows)}
    named = [row for row in rows if row.id in said] or list(rows)
    shown = [f"{row.id} (change {row.change} by {row.by})" for row in named[:_MOST_NAMED]]
    more = [f"{len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
    text = f"Unreviewed: no second person has checked {listed([*shown, *more])}."
    return replace(answer, warnings=(*answer.warnings, Warning("unreviewed", text)))


def _texts(value: Any) -> Iterator[str]:
    """Every text in the rows of an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(one)

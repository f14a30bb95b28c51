"""The answers before and after a change, cut down to what a reviewer must see."""

from collections.abc import Iterable

from bot.answer import Answer
from bot.desk import Preview
from bot.render.forms import Looks

MOST = 4


def looks(previews: Iterable[Preview]) -> tuple[Looks, ...]:
    """The answers that change, most telling first; where none does, the one that was most likely to."""
    found = [Looks(each.question, *_told(each.before, each.after)) for each in previews]
    changed = [look for look in found if look.before != look.after]
    return tuple((changed or found[:1])[:MOST])


def _told(before: Answer, after: Answer) -> tuple[str, str]:
    """Both answers in words: their headlines, or where those are the same the first rows that differ."""
    if before.headline != after.headline:
        return before.headline, after.headline
    old, new = ([str(row["text"]) for row in answer.rows] for answer in (before, after))
    gone = next((text for text in old if text not in new), "")
    come = next((text for text in new if text not in old), "")
    return f"{before.headline} {gone}".strip(), f"{after.headline} {come}".strip()

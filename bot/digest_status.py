"""`python -m bot digest status`: the next and the last digest of every channel, and when the clock last ticked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.digest.plan import ZONE
from bot.digest.status import instant_words, last_words, next_words, setting_words
from bot.store import FactStore
from bot.store.digests import subscriptions
from bot.store.sent import entries, last_tick

STALE = timedelta(minutes=5)


def status_lines(store: FactStore, now: datetime) -> Iterator[str]:
    """One line for the clock and one for each channel. Raises StoreError."""
    ticked, subs, last = last_tick(store), subscriptions(store), entries(store)
    if ticked is None:
        yield "No digest clock has run on this store."
    else:
        late = "" if now - ticked <= STALE else "; it does not run now"
        yield f"The digest clock last ticked at {instant_words(ticked, ZONE)}{late}."
    for sub in subs:
        found = last.get(sub.channel)
        became = last_words(found.state, found.changed_at, found.note, sub.zone) if found else ""
        yield " ".join(part for part in (f"{sub.channel}:", setting_words(sub), next_words(sub), became) if part)
    if not subs:
        yield "No channel has a digest."

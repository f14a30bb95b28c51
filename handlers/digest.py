"""digest: what changed since a day, as the world moved and as it became known."""

from dataclasses import replace
from datetime import date, timedelta

from bot.answer import Answer, Question, Warning
from bot.edtf import from_day, say
from bot.facts import Facts
from bot.wording import capital

ORDER = 7
USAGE = "digest [SUBJECT] [since DATE] [until DATE] [on DATE] [recorded by DATE]"
PURPOSE = "what changed since a day, a week ago unless told otherwise"
EXAMPLES = (
    "digest since 2026-09-01",
    "digest iraq since 2020-01-05 until 2020-01-12",
    "digest on march 2020",
    "what has changed in the last two weeks",
)
TAKES = "subject"

_WEEK = timedelta(days=7)


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with what changed from the end of one day to the end of another, by default from a week ago until today.

    Each look is at the facts that had been published by its day (the knowledge day), on that day. What was entered later into
    the store of an older time is therefore no news here; the digests of a channel compare the store itself. `on` a month or a
    year is from the day before it to its last day; `reported by` is read as `until` where that is not given. `recorded by` takes
    both looks at the store as it stood then.
    """
    from bot.digest.changes import Look, changed  # noqa: PLC0415 - a good part of a cold start, which other verbs need not wait for

    first, last = _days(question)
    since, until = question.since or from_day(first), question.until or question.reported_by
    asked = replace(question, on=None, since=since, until=from_day(last) if question.on else until, reported_by=None)
    if question.since and question.since.first > question.today:
        come = Warning("future", f"{capital(say(question.since))} is still to come, so nothing can have changed since.")
        asked = replace(asked, notes=(*asked.notes, come))
    return changed(Look(facts.as_known_by(last), last), Look(facts.as_known_by(first), first), asked)


def _days(question: Question) -> tuple[date, date]:
    """The days whose ends are compared; none lies after today."""
    if question.on:
        return min(question.on.first, question.today) - timedelta(days=1), min(question.on.last, question.today)
    last = min(question.until.last if question.until else question.vantage, question.today)
    return min(question.since.first if question.since else last - _WEEK, last), last

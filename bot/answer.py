"""What is asked and what is answered: plain data, with no Slack and no SQL in it.

The JSON rendering of these two is a public contract; its words for each kind of row stand in `handlers/`.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.edtf import Date, from_day

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the subject: the places and the missions that it means. One word may mean both (Ukraine)."""

    said: str
    places: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that the word means, places first."""
        return (*self.places, *self.missions, *self.sources)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that would be understood: what its button says, and the command behind it."""

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class Warning:
    """Something the reader must know before relying on the answer; `code` is stable, `text` is a sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. `on`, `reported_by`, `recorded_by`, `since`, `until` are as asked; `today` is the clock's day."""

    kind: str
    today: date
    terms: tuple[Term, ...] = ()
    words: str = ""
    everything: bool = False
    on: Date | None = None
    reported_by: Date | None = None
    recorded_by: Date | None = None
    since: Date | None = None
    until: Date | None = None
    unmatched: tuple[str, ...] = ()
    notes: tuple[Warning, ...] = ()

    @property
    def subject(self) -> tuple[str, ...]:
        """The ids asked about, each once; empty for everywhere."""
        return tuple(dict.fromkeys(i for term in self.terms for i in term.ids))

    @property
    def known_by(self) -> date | None:
        """K, the last day whose publications may be used; None for all that is known now."""
        return self.reported_by.last if self.reported_by else None

    @property
    def vantage(self) -> date:
        """The day looked from where none is named: K, else the day whose store is asked for, else today."""
        if self.known_by:
            return self.known_by
        return min(self.recorded_by.last, self.today) if self.recorded_by else self.today

    @property
    def day(self) -> tuple[date | None, date | None]:
        """D as its first and last day: `on`, else the span of `since` and `until`, else the vantage. None is open.

        For mandates `since` and `until` bound their ends, and leave D as it is.
        """
        if self.on:
            return self.on.first, self.on.last
        if (self.since or self.until) and self.kind != "mandate":
            return self.since.first if self.since else None, self.until.last if self.until else self.today
        return self.vantage, self.vantage

    @property
    def asks_period(self) -> bool:
        """Whether D is more than one day, so that the answer lists what was so within it and gives no total."""
        first, last = self.day
        return first != last

    @property
    def names_days(self) -> bool:
        """Whether the question names a day or a period, beside the knowledge day."""
        return bool(self.on or self.since or self.until)

    @property
    def window(self) -> Date:
        """The days that a list of dated things is about: those named, else all until K or today."""
        if self.on:
            return self.on
        first = self.since.first if self.since else None
        last = self.until.last if self.until else (None if self.since else self.vantage)
        return Date("", first or date.min, last or date.max)

    def command(self) -> str:
        """The question in the command language, with exact dates, so that it can be asked again later and mean the same."""
        subject = self.words or " and ".join(dict.fromkeys(term.said for term in self.terms)) or " ".join(self.unmatched)
        parts = [self.kind, "all" if self.everything else subject]
        dates = (self.on, self.since, self.until, self.reported_by, self.recorded_by)
        for word, when in zip(("on", "since", "until", "reported by", "recorded by"), dates, strict=True):
            if when:
                parts.append(f"{word} {when.text}")
        return " ".join(part for part in parts if part)

    def pinned(self) -> "Question":
        """The same question with today written out where the day decides the answer, so that it means the same tomorrow."""
        if self.kind == "digest" and not (self.on or self.until or self.reported_by or self.recorded_by):
            return replace(self, until=from_day(self.today))
        if self.kind in ("status", "mandate") and not (self.names_days or self.reported_by or self.recorded_by):
            return replace(self, on=from_day(self.today))
        return self


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply: a headline that answers, rows that prove it, and what the reader must know beside it.

    Each row is a dict of the public contract and has a `text` in plain words.
    `absence` is None, `not-held`, `no-rows` or `all-ended`.
    """

    kind: str
    question: Question
    headline: str
    rows: tuple[Row, ...] = ()
    total: Row | None = None
    absence: str | None = None
    warnings: tuple[Warning, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    sources: tuple[Row, ...] = ()
    movements: tuple[Row, ...] = ()

    @property
    def cautions(self) -> tuple[Warning, ...]:
        """The warnings that the headline does not already say."""
        return tuple(warning for warning in self.warnings if warning.text not in self.headline)


def no_rows(question: Question, headline: str, warnings: tuple[Warning, ...], *suggestions: Suggestion) -> Answer:
    """The answer where the store knows the subject and holds nothing of what was asked about it (rule 10)."""
    return Answer("unknown", question, headline, absence="no-rows", warnings=warnings, suggestions=suggestions)

"""Dates in speech: known at the time, back then, for that year, and what the store said on a day."""

from dataclasses import replace
from itertools import pairwise

from bot.answer import Question
from bot.edtf import Date, from_day, say
from bot.language.named import NamedInSpeech
from bot.language.replies import offers, unclear
from bot.language.words import ENDED, ENDING, FROM_A_TIME, KNOWN_WORDS, LISTED, STORE_SAYS, THEN
from bot.names import Gazetteer
from bot.spans import WEEKDAYS
from handlers import Verb

_PUBLISHED = ("published", "printed")  # the day of a report, which is not the day that it speaks of
_TIMES = ("year", "month", "week", "day", "date", "period", "time")


class DatedInSpeech(NamedInSpeech):
    """A reading that knows the dates of a command in the ways in which a sentence gives them."""

    def __init__(self, verb: Verb, words: list[str], names: Gazetteer, question: Question) -> None:
        """`next_clause` is what the next date after by, on or at limits, where a word has said so."""
        super().__init__(verb, words, names, question)
        self.known_then = self.back_then = self.published_in = False
        self.next_clause = ""

    def settle_dates(self, kind: str, before: Date | None = None) -> None:
        """Give “by”, “at the time” and the years of ending mandates their clauses. Raises Unclear where there is no time.

        `before` is the day of the question that this one leans on.
        """
        self._settle_knowledge(kind)
        self.place_by(kind)
        asked = self.question
        if self.published_in and asked.on:
            tries = (replace(asked, kind=kind), replace(asked, kind=kind, on=None, reported_by=asked.on))
            sentence = f"“Published in {say(asked.on)}” cannot be asked for; ask about that time, or by its end."
            raise unclear(asked.today, sentence, offers([each.command() for each in tries]))
        if self.known_then:
            day = asked.on or before
            if not day or asked.reported_by:
                raise unclear(asked.today, "“At the time” needs a date; name the day or the month asked about.")
            self.question = replace(asked, reported_by=day)
        elif self.back_then and not (asked.names_days or before):
            raise unclear(asked.today, "“Back then” needs a date; name a day, a month or a year.")
        elif kind == "mandate":
            self._settle_ends()

    def _settle_knowledge(self, kind: str) -> None:
        """By a date, of what was known or published: the knowledge day; injuries reported on a day: that day."""
        published = kind == "sources" and not KNOWN_WORDS.isdisjoint(self.lowered)  # what had been published on Qatar by May
        triples = zip(self.lowered, self.lowered[1:], self.lowered[2:], strict=False)
        if self.by and (published or ("known", "to", "be") in triples):
            (when, start, end), self.by = self.by, None
            self._set("reported_by", when, start, end)
        asked = self.question
        if kind == "incidents" and asked.reported_by and not asked.names_days and ("reported", "on") in pairwise(self.lowered):
            self.question = replace(asked, on=asked.reported_by, reported_by=None)

    def _settle_ends(self) -> None:
        """Which have ended: those whose end is past; which end in a year: whose end lies in it. Raises Unclear for a weekday."""
        asked = self.question
        if asked.on and self.dates_read and not {*WEEKDAYS}.isdisjoint(self.lowered):
            raise unclear(asked.today, "A weekday may be past or to come; name the date.")
        if asked.terms or LISTED.isdisjoint(self.lowered):
            return
        ended = not ENDED.isdisjoint(self.lowered)
        if ended and not (asked.on or asked.until):
            self.question = replace(asked, until=from_day(asked.today))
        elif asked.on and not ENDING.isdisjoint(self.lowered):
            over = ended and asked.on.first <= asked.today < asked.on.last  # what has ended this year
            self.question = replace(asked, on=None, since=asked.on, until=from_day(asked.today) if over else asked.on)

    def _then(self, at: int) -> int:
        """“known at the time”, “reported by then”, “as we knew it then”: the knowledge day is the day asked about."""
        if self.lowered[at] == "then" and not {"known", "knew", "reported"}.isdisjoint(self.lowered[at + 1 : at + 2]):
            self.known_then = True  # on what was then known
            return 2
        if self.lowered[at] not in KNOWN_WORDS:
            return 0
        for link in ("at", "by", "it", ""):
            start = at + 1 + (self.lowered[at + 1 : at + 2] == [link])
            for then in THEN:
                if tuple(self.lowered[start : start + len(then)]) == then:
                    self.known_then = True
                    return start + len(then) - at
        return 0

    def _store_says(self, at: int) -> int:
        """“What did the store say”: the next date is the day whose store is asked for."""
        if self.lowered[at] != "store" or not STORE_SAYS.intersection(self.lowered[at + 1 : at + 2]):
            return 0
        self.next_clause = "recorded_by"
        return 2

    def _that_time(self, at: int) -> int:
        """“For that year”, where a date was said before it: that date; “back then”, which needs one, wherever it stands."""
        if self.lowered[at : at + 2] == ["back", "then"]:
            self.back_then = True
            return 2
        if self.lowered[at] in ("that", "the") and self.question.names_days:
            said = self.lowered[at + 1 : at + 3]
            if said[:1] == ["same"] and said[1:] and said[1] in _TIMES:
                return 3
            if self.lowered[at] == "that" and said and said[0] in _TIMES:
                return 2
        return 0

    def _date_clause(self, at: int) -> int:
        if self.next_clause and self.lowered[at] in ("on", "by", "at", "as", "in"):
            when = self._date(at + 1)
            if when:
                self._set(self.next_clause, when, at, at + 1 + when.used)
                self.next_clause = ""
                return 1 + when.used
        known = self._date(at + 1, "reported_by") if self.lowered[at] in ("known", "knew") else None
        if known:  # on what was known three months ago
            self._set("reported_by", known, at, at + 1 + known.used)
            return 1 + known.used
        if at and self.lowered[at - 1] in _PUBLISHED and self.lowered[at] in ("in", "during") and self._date(at + 1):
            self.published_in = True
        return self._figures_from(at) or self._clause(at)

    def _figures_from(self, at: int) -> int:
        """Figures from January 2020, an article from 2016: of that time, not since then; from 2016 to 2019 stays a period."""
        if self.lowered[at] != "from" or not at or self.lowered[at - 1] not in FROM_A_TIME:
            return 0
        when = self._date(at + 1)
        if (
            not when
            or when.last
            or self.lowered[at + 1 + when.used : at + 2 + when.used] in (["to"], ["until"], ["till"], ["onwards"])
        ):
            return 0
        self._set("on", when, at, at + 1 + when.used)
        return 1 + when.used

    def _year(self, at: int) -> int:
        return 0 if self.lowered[at].isdigit() and self.is_before_people(at + 1) else self._bare_date(at)

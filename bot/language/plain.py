"""Plain questions: what a sentence asks for, told by the words that people use, with its names and dates read as in a command.

A sentence is read from left to right into votes for verbs, terms, dates and words that are none of these. Small and ordinary
words go unread; whatever else is left over is judged by bot/language/left_over.py and bot/language/dropping.py.
"""

import re
from dataclasses import replace
from datetime import timedelta

from bot.answer import Question
from bot.edtf import Date
from bot.language.named import NamedInSpeech
from bot.language.ordinary import FIELD, LONGEST_PHRASE, NUMBERS, PHRASE_OPENERS, is_ordinary, ordinary_phrase
from bot.language.replies import offers, unclear
from bot.language.words import (
    ASKING,
    CLEARED,
    COMPARING,
    ENDING,
    FRESH,
    HALF,
    HARMED,
    HELD,
    KNOWN_WORDS,
    LEAVING,
    LEFT,
    LISTED,
    LONGEST_ASKING,
    NEWS,
    ONE_OF_MANY,
    OPEN,
    PEOPLE,
    PLACE_WORDS,
    POINTING,
    SMALL_WORDS,
    STARTING,
    STORE_SAYS,
    THEN,
    TIMELINES,
    YEAR_WORDS,
    leaves_out,
)
from bot.names import Gazetteer, fold
from handlers import verbs

RECENT = timedelta(days=31)
_TIMES = ("year", "month", "week", "day", "date", "period", "time")
_FIGURES = frozenset(("number", "numbers", "figure", "figures", "count", "total", "claim", "this", "that", "it", "information"))
_HOW_MANY_MAY = (("can", "we", "have"), ("may", "we", "have"))
_OURS = frozenset(("missions", "deployments", "operations", "nzdf", "kiwis"))
_PAST = frozenset(("did", "was", "were", "had"))
_NUMBER = re.compile(r"\d[\d,]*")


class Sentence(NamedInSpeech):
    """A reading of one sentence, which also gathers what the sentence asks for."""

    def __init__(self, words: list[str], names: Gazetteer, question: Question) -> None:
        """`question` is of kind status, the weakest, until the votes are counted."""
        super().__init__(verbs()["status"], words, names, question)
        self.head: tuple[str, ...] = ()
        self.when_at = self._first("when")
        self.many_at = self._first("many")
        self.telling_at = min(self._first("what"), self._first("we"))
        self.votes: dict[str, None] = {}
        self.numbers: list[str] = []
        self.heard: set[str] = set()
        self.known_then = self.back_then = self.asks_when = False
        self.next_clause = ""
        self.firm: set[str] = set()  # the verbs that a word asks for by itself, not “when” or “how long” with another
        self.cue_end = 0  # where the last words that ask for a search end

    def _first(self, word: str) -> int:
        return self.lowered.index(word) if word in self.lowered else len(self.lowered)

    def read(self) -> None:
        """Read every word. Raises Unclear where a date is wrong."""
        readers = (
            self._then,
            self._store_says,
            self._that_time,
            self._time_left,
            self._phrase,
            self._ordinary_phrase,
            self._date_clause,
            self._name,
            self._year,
            self._rest,
        )
        if phrase := leaves_out(self.lowered):
            sentence = f"“{' '.join(phrase)}” leaves something out; ask for each place or mission by itself."
            raise unclear(self.question.today, sentence)
        at = 0
        while at < len(self.words):
            at += next(taken for reader in readers if (taken := reader(at)))
        named = len(self.question.terms) + len(self.countries)
        if not named and self.words and self.lowered[-1] in HALF and not OPEN & {*self.lowered}:
            raise unclear(
                self.question.today, f"The question ends at “{self.words[-1]}”; name a place, a mission or a date there."
            )
        if named < 2:
            compared = [
                (at, at + 1) for at, word in enumerate(self.lowered) if word in COMPARING and self.lowered[at - 1] != "any"
            ]
            self.unmatched = sorted([*self.unmatched, *compared])

    def kind(self) -> str | None:
        """The verb that the sentence asks for, None where nothing says so. Raises Unclear where it asks for two."""
        strong = [verb for verb in self.votes if verb != "status"]
        if self._asks_where_from():
            return "sources"
        # A timeline asked for by name holds incidents and mandates too.
        named = ["timeline"] if not self.heard.isdisjoint(TIMELINES) else []
        for sure in ("sources", "search", *named):
            if sure in strong:
                return sure
        if len(strong) > 1:
            strong = [verb for verb in strong if verb in self.firm] or strong
        if {*strong} == {"incidents", "timeline"} and {"went", "down"} <= self.heard and not HARMED.isdisjoint(self.heard):
            return "incidents"  # a ship or an aircraft
        if len(strong) > 1:
            rest = " ".join(term.said for term in self.question.terms)
            sentence = f"That asks for {' and '.join(strong)}; ask one at a time."
            raise unclear(self.question.today, sentence, offers([f"{verb} {rest}".strip() for verb in strong]))
        if strong == ["mandate"] and self._ended():
            return "timeline"
        if strong:
            return "digest" if strong == ["timeline"] and self._asks_news() else strong[0]
        about_people = any(word in PEOPLE or word in _OURS for word in self.lowered)
        return "status" if (self.votes or about_people) and not self.asks_when else None

    def _asks_where_from(self) -> bool:
        """Where's the Bahrain number from."""
        return self.lowered[-1:] == ["from"] and "where" in self.lowered and not _FIGURES.isdisjoint(self.lowered)

    def _ended(self) -> bool:
        """When did INTERFET end: the timeline; when did its mandate end, or when does it end: the mandate."""
        asked = self.lowered[self.when_at + 1 : self.when_at + 2]
        return bool(asked) and not _PAST.isdisjoint(self.lowered[self.when_at :]) and self.heard <= HELD

    def _asks_news(self) -> bool:
        """What's new, what changed since Monday: the digest, unless another day than one of the last month is named."""
        asked = self.question
        if asked.since and asked.until and asked.until.last >= asked.today and not FRESH.isdisjoint(self.heard):
            asked = self.question = replace(asked, until=None)  # what is new this week
        if asked.on or asked.until or asked.reported_by or self.by:
            return False
        if asked.since:
            return not NEWS.isdisjoint(self.heard) and asked.today - asked.since.first <= RECENT
        return not self.heard.isdisjoint(FRESH)

    def settle_dates(self, kind: str, before: Date | None = None) -> None:
        """Give “by”, “at the time” and the years of ending mandates their clauses. Raises Unclear where there is no time.

        `before` is the day of the question that this one leans on.
        """
        if self.by and kind == "sources" and not KNOWN_WORDS.isdisjoint(self.lowered):  # what had been published on Qatar by May
            (when, start, end), self.by = self.by, None
            self._set("reported_by", when, start, end)
        self.place_by(kind)
        asked = self.question
        if self.known_then:
            day = asked.on or before
            if not day or asked.reported_by:
                raise unclear(asked.today, "“At the time” needs a date; name the day or the month asked about.")
            self.question = replace(asked, reported_by=day)
        elif self.back_then and not (asked.names_days or before):
            raise unclear(asked.today, "“Back then” needs a date; name a day, a month or a year.")
        elif kind == "mandate" and asked.on and self.dates_read:
            raise unclear(asked.today, "A weekday may be past or to come; name the date.")
        elif kind == "mandate" and asked.on and not asked.terms and self._lists_ends():
            self.question = replace(asked, on=None, since=asked.on, until=asked.on)

    def stands_for_a_place(self, at: int) -> bool:
        """Whether the word stands where a place or a mission would: in …, at the …"""
        before = self.lowered[at - 1] if at else ""
        if before == "the" and at > 1:
            before = self.lowered[at - 2]
        return before in PLACE_WORDS

    def points_at_nothing(self) -> str:
        """The word for something said before (who says so, at the base), where the sentence says nothing else about what."""
        where = [*self.lowered[:3]] == ["where", "are", "they"]  # our people, of whom else
        if where or self.question.everything:
            return ""
        pairs = zip(self.lowered, self.lowered[1:], strict=False)
        if one := next(
            (noun for before, noun in pairs if before in ("the", "that", "this", "other") and noun in ONE_OF_MANY), ""
        ):
            return one
        if {*self.votes} & {"digest", "timeline", "search"} or not FIELD.isdisjoint(self.lowered):
            return ""
        pointing = next((word for word in self.lowered if word in POINTING), "")
        return pointing or ("who" if "who" in self.lowered and "sources" in self.votes else "")

    def _lists_ends(self) -> bool:
        return not LISTED.isdisjoint(self.lowered) and not ENDING.isdisjoint(self.lowered)

    def _then(self, at: int) -> int:
        """“known at the time”, “reported by then”: the knowledge day is the day asked about."""
        if self.lowered[at] not in KNOWN_WORDS:
            return 0
        for link in ("at", "by", ""):
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

    def _phrase(self, at: int) -> int:
        return self._asking(at, 2)

    def _asking(self, at: int, least: int) -> int:
        """A phrase that asks for a verb, of at least so many words."""
        for size in range(min(LONGEST_ASKING, len(self.words) - at), least - 1, -1):
            verb = ASKING.get(phrase := tuple(self.lowered[at : at + size]))
            if phrase in _HOW_MANY_MAY and self.many_at > at:
                continue  # may we have the figure
            if verb and self.lowered[at : at + 2] == ["how", "long"]:
                verb = self._how_long(at) or verb
            if verb:
                self.votes[verb] = None
                if self.lowered[at : at + 2] != ["how", "long"]:
                    self.firm.add(verb)
                if verb == "search":
                    self.cue_end = at + size
                elif verb != "status":
                    self.heard.update(self.lowered[at : at + size])
                return size
        return 0

    def _names_sources(self) -> bool:
        return "sources" in self.votes

    def _how_long(self, at: int) -> str | None:
        """How long we've been there: since when; how long have they been cleared for: the mandate; else as the words say."""
        after = self.lowered[at + 2 : at + 9]
        if not CLEARED.isdisjoint(after):
            return "mandate"
        return "timeline" if "been" in after[:5] else None

    def _time_left(self, at: int) -> int:
        """How many months are left, or was it extended by: asked of the mandate."""
        if self.lowered[at] not in ("days", "weeks", "months", "years") or not self._is_counted(at):
            return 0
        if LEFT.isdisjoint(self.lowered[at + 1 :]):
            return 0
        self.votes["mandate"] = None
        self.firm.add("mandate")
        return 1

    def _ordinary_phrase(self, at: int) -> int:
        """Several words that change nothing: off the top of your head."""
        if self.lowered[at] not in PHRASE_OPENERS:
            return 0
        return ordinary_phrase([fold(word) for word in self.lowered[at : at + LONGEST_PHRASE]])

    def _date_clause(self, at: int) -> int:
        if self.next_clause and self.lowered[at] in ("on", "by", "at", "as", "in"):
            when = self._date(at + 1)
            if when:
                self._set(self.next_clause, when, at, at + 1 + when.used)
                self.next_clause = ""
                return 1 + when.used
        return self._clause(at)

    def _year(self, at: int) -> int:
        return 0 if self.lowered[at].isdigit() and self.is_before_people(at + 1) else self._bare_date(at)

    def _rest(self, at: int) -> int:
        """A word by itself: one that asks, a number, a small word, or one that must not be dropped."""
        word = fold(self.lowered[at])
        if word in LEAVING:
            self._vote_on_leaving(at)
        elif word in STARTING and self.when_at < at:
            self.votes["timeline"] = None
        elif taken := self._asking(at, 1):
            return taken
        elif word in COMPARING:
            self.votes["status"] = None
        elif word in NUMBERS:
            self.numbers.append(self.words[at])
        elif _NUMBER.fullmatch(self.lowered[at]):
            if len(word) == 4 and at and self.lowered[at - 1] in YEAR_WORDS and not self.is_before_people(at + 1):
                raise unclear(self.question.today, f"“{word}” lies outside the years 1900 to 2100.")
            self.numbers.append(self.words[at])
        elif word == "when":
            self.asks_when = True
        elif word == "during" and self._longest_name(at + 1):
            pass  # during Operation Kōkako
        elif word in ("after", "before") and self._is_after_what_happened(at):
            self._leave_over(at)
        elif self._ends_until(at):
            self.votes["mandate"] = None
        elif self.telling_at < at and word in ("known", "knew", "know"):
            if word == "knew" or not _PAST.isdisjoint(self.lowered[:at]):  # what is known about March 2020 is known today
                self.next_clause = "reported_by"
        elif (
            self._is_foreign(at)
            or (word == "should" and not at)
            or (word and not is_ordinary(word, counted=self._is_counted(at)))
        ):
            self._leave_over(at)
        return 1

    def _refuse_date(self, at: int, end: int) -> None:
        if not self._ends_until(at):
            super()._refuse_date(at, end)

    def _ends_until(self, at: int) -> bool:
        """Whether a sentence ends by asking for a date: authorised until?"""
        return at > 0 and at == len(self.words) - 1 and self.lowered[at] in ("until", "till")

    def _is_after_what_happened(self, at: int) -> bool:
        """How many the day after the attack: the time of a count, which no row tells, and not what is asked for."""
        named = self.lowered[at + 1 : at + 2] in (["the"], ["that"], ["this"], ["our"], ["their"])
        return named and "status" in self.votes and "incidents" not in self.votes

    def _is_counted(self, at: int) -> bool:
        """How many posts; and a camp, where its name may follow."""
        named = self.lowered[at] == "camp" and fold("".join(self.lowered[at + 1 : at + 2])) not in ("", *SMALL_WORDS)
        return named or (at > 0 and self.lowered[at - 1] == "many")

    def _vote_on_leaving(self, at: int) -> None:
        """When did they leave: the timeline; when do they, when is it up: the mandate; have they: where they are."""
        many = self.many_at < at and self.lowered[at] not in ("back", "out", "up")
        if self.when_at < at:
            past = self.lowered[self.when_at + 1] in ("did", "was", "were", "had")
            if not (past and self.lowered[at] == "up"):  # when did we pack up
                self.votes["timeline" if past else "mandate"] = None
        elif many and not (
            self.lowered[at] == "left" and self.lowered[at + 1 : at + 2] in ([], ["in"], ["at"], ["on"], ["there"])
        ):
            self.votes["timeline"] = None
        elif self.lowered[at] != "up":
            self.votes["status"] = None

    def _leave_over(self, at: int) -> None:
        if word := fold(self.lowered[at]):
            if word in ("all", "everything"):
                self.question = replace(self.question, everything=True)
            elif self.unmatched and self.unmatched[-1][1] == at:
                self.unmatched[-1] = self.unmatched[-1][0], at + 1
            else:
                self.unmatched.append((at, at + 1))

"""Reading the words after a verb from left to right: dates with their keywords, names, and words that are neither."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.answer import Question, Term, Warning
from bot.edtf import Date, say
from bot.language.ordinary import ORDINARY
from bot.language.replies import offers, quoted, unclear
from bot.language.words import CLAUSES, MISSION_NOUNS, MUST_DATE, OURSELVES, PEOPLE, SMALL_WORDS
from bot.names import Gazetteer, fold
from bot.phrases import BadPhrase
from bot.spoken import When, placed, read_when
from handlers import Verb, verbs

SYNONYMS = {"mandates": "mandate", "incident": "incidents", "source": "sources", "timelines": "timeline"}

_LONGEST_DATE = 17  # words
_SAID = {"on": "on", "since": "since", "until": "until", "reported_by": "reported by", "recorded_by": "recorded by"}


def verb_named(word: str) -> Verb | None:
    """The verb that a word names, or None."""
    name = word.lower().rstrip(":,?.!")
    return verbs().get(SYNONYMS.get(name, name))


@dataclass
class Reading:
    """What has been read so far: the question with its dates and terms, and what could not be placed."""

    verb: Verb
    words: list[str]
    names: Gazetteer
    question: Question
    countries: list[str] = field(default_factory=list)
    unmatched: list[tuple[int, int]] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    by: tuple[When, int, int] | None = None
    dates_read: list[Warning] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep the words in lower case beside those typed."""
        self.lowered = [word.lower() for word in self.words]
        self.takes_words = self.verb.takes == "words"
        self.head: tuple[str, ...] = (self.verb.name,)

    def read(self) -> None:
        """Read every word. Raises Unclear where a date is wrong or two verbs are given."""
        at = 0
        while at < len(self.words):
            taken = self._clause(at)
            if not taken and self.takes_words:
                self.free.append(at)
                taken = 1
            at += taken or self._name(at) or self._bare_date(at) or self._other_word(at)
        self.place_by(self.verb.name)

    def place_by(self, kind: str) -> None:
        """Take “by DATE” as the day asked about, or where the verb lists dated things, as the end of its period."""
        if self.by:
            when, start, end = self.by
            self.by = None
            self._set("on" if kind in ("status", "sources") else "until", when, start, end)

    def add_term(self, term: Term, *notes: Warning) -> None:
        """Take a term into the question, once, with what must be said of it."""
        terms = self.question.terms if term in self.question.terms else (*self.question.terms, term)
        self.question = replace(self.question, terms=terms, notes=(*self.question.notes, *notes))

    def add_notes(self, *notes: Warning) -> None:
        """Say more before the answer."""
        self.question = replace(self.question, notes=(*self.question.notes, *notes))

    @property
    def loose(self) -> list[int]:
        """Where the words stand that are read as nothing."""
        return [at for start, end in self.unmatched for at in range(start, end)]

    @property
    def is_dated(self) -> bool:
        """Whether a day, a period or a knowledge day is named, with “by” or without."""
        return bool(self.question.names_days or self.question.reported_by or self.by)

    def before(self, end: int) -> str:
        """The words before a place, after the verb of a command, to begin a suggestion with."""
        return " ".join([*self.head, *self.words[:end]])

    def is_before_people(self, end: int) -> bool:
        """Whether the word before `end` says whose soldiers are meant."""
        return end < len(self.words) and self.lowered[end] in PEOPLE

    def _clause(self, at: int) -> int:
        """Read a keyword and its date at this place; gives the number of words taken, 0 where there is no clause."""
        for keyword, clause in CLAUSES.get(self.lowered[at], ()):
            if tuple(self.lowered[at : at + len(keyword)]) != keyword:
                continue
            end = at + len(keyword)
            if keyword == ("to",) and self.lowered[end : end + 1] == ["in"]:
                continue  # what did it amount to in May
            when = self._date(end, clause)
            if when is None:
                if keyword in MUST_DATE and not self.takes_words and not self._is_name_or_filler(end):
                    self._refuse_date(at, end)
                continue
            if clause == "on":
                return end - at + self._period(at, end, when)
            self._set(clause, when, at, end + when.used)
            end += when.used
            return end - at + (self._second_date(end) if keyword == ("between",) else 0)
        return 0

    def _period(self, at: int, start: int, when: When) -> int:
        """A date that begins at `start`, and the “to DATE” that makes a period of it; gives the number of words of both."""
        end = start + when.used
        last = self._date(end + 1, "until") if self.lowered[end : end + 1] in (["to"], ["until"], ["-"]) else None
        self._set("since" if last else "on", when, at, end)
        if last is None:
            return when.used
        self._set("until", last, end, end + 1 + last.used)
        return when.used + 1 + last.used

    def _second_date(self, at: int) -> int:
        """The “and DATE” of a between; gives the number of words taken. Raises Unclear where there is no date after the “and”."""
        if self.lowered[at : at + 1] != ["and"]:
            return 0
        when = self._date(at + 1, "until")
        if when is None:
            problem = "“between” needs two dates; write it like between March and June 2020."
            raise unclear(self.question.today, problem, (), self.words[at : at + 3])
        self._set("until", when, at, at + 1 + when.used)
        return 1 + when.used

    def _date(self, at: int, clause: str = "on") -> When | None:
        if at >= len(self.words):
            return None
        try:
            when = read_when(self.lowered[at : at + _LONGEST_DATE], self.question.today, clause)
            if when:
                placed(when, when.clause or clause)  # before 1900 is refused here
        except BadPhrase as problem:
            tries = offers([f"{self.before(at)} {attempt}" for attempt in problem.tries])
            raise unclear(self.question.today, str(problem), tries, self.words[at : at + 3]) from None
        return when

    def _set(self, clause: str, when: When, start: int, end: int) -> None:
        """Keep a date. Raises Unclear where its clause has one already."""
        clause = when.clause or clause
        if clause == "by" and not self.by:
            self.by = when, start, end
            return
        for name, meant in placed(when, clause):
            self._keep(name, meant, (start, end))
        if when.inferred:
            said = " ".join(self.words[end - when.used : end])
            read = say(when.date) + (f" to {say(when.last)}" if when.last else "")
            self.dates_read.append(Warning("date-read", f"{quoted(said)} is read as {read}."))

    def _keep(self, clause: str, meant: Date, span: tuple[int, int]) -> None:
        first: Date | None = getattr(self.question, clause)
        if first:
            sentence = f"Two dates were given for “{_SAID[clause]}”: {say(first)} and {say(meant)}; give one."
            raise unclear(self.question.today, sentence, offers([self._without(span), self._without(self.spans[clause])]))
        self.spans[clause] = span
        dates: dict[str, Any] = {clause: meant}
        self.question = replace(self.question, **dates)

    def _without(self, span: tuple[int, int]) -> str:
        """The question without some of its words, and without an “and” that joined them to the rest."""
        before, after = self.words[: span[0]], self.words[span[1] :]
        if before and before[-1].lower() in ("and", "or"):
            del before[-1]
        elif after and after[0].lower() in ("and", "or"):
            del after[0]
        return " ".join([*self.head, *before, *after])

    def _refuse_date(self, at: int, end: int) -> None:
        keyword, rest = " ".join(self.words[at:end]), self.words[end : end + 3]
        problem = (
            f"{quoted(' '.join(rest))} after “{keyword}” is not a date known here"
            if rest
            else f"“{keyword}” needs a date after it"
        )
        tries = offers([f"{self.before(end)} {example}" for example in ("10 january 2020", "january 2020", "last month")])
        raise unclear(self.question.today, f"{problem}; write it like 10 January 2020, 2020-01-10 or last month.", tries, rest)

    def _is_name_or_filler(self, at: int) -> bool:
        return at < len(self.words) and (self._longest_name(at) is not None or fold(self.words[at]) in SMALL_WORDS)

    def _bare_date(self, at: int) -> int:
        when = self._date(at)
        return self._period(at, at, when) if when else 0

    def _name(self, at: int) -> int:
        found = self._longest_name(at)
        if found and found[2] in OURSELVES and self.is_before_people(at + found[0]):
            return found[0]
        said = fold(" ".join(self.words[at : at + found[0]])) if found else ""
        if found is None or (said in SMALL_WORDS and said != "us"):  # in a command “us” is the country
            return 0
        size, term, name = found
        if term is None:
            self.countries.append(name)
        else:
            self.add_term(term)
        return size

    def _longest_name(self, at: int) -> tuple[int, Term | None, str] | None:
        """The longest name at this place: words taken, what it means (None: a country that is not held), and its own name."""
        if not self.names.opens_name(fold(self.words[at])):
            return None  # most words of a sentence
        with_sources = self._names_sources()
        for size in range(min(len(self.words) - at, max(self.names.longest_name, 6)), 0, -1):
            name = fold(" ".join(self.words[at : at + size]))
            stuff = size == 1 and self.words[at].islower() and name in ORDINARY  # no publisher in small letters
            kinds = "place mission source" if with_sources and not stuff else "place mission"
            term = self.names.term(name, kinds) or self._lead_body(at + size, name)
            if term and not (size > 1 and self._is_year(at + size - 1) and self.names.term(name[:-5], kinds)):
                return size, term, name  # Tonga 2022 is a place and a year, also where a mission is called so
            world = self.names.country(name)
            if world:
                return size, world[1], world[0].name
        return None

    def _names_sources(self) -> bool:
        return self.verb.name in ("sources", "history")

    def _is_year(self, at: int) -> bool:
        return len(self.words[at]) == 4 and self.words[at].isdigit()

    def _lead_body(self, after: int, name: str) -> Term | None:
        """A lead body (rule 9): led by Australia, UN missions; its bare name only where that is no country's or place's."""
        if name.endswith(" led") and self.lowered[after : after + 1] and self.lowered[after] in MISSION_NOUNS:
            return self.names.body(name.removesuffix(" led"))
        if name.startswith("led by "):
            return self.names.body(name.removeprefix("led by ").removeprefix("the "))
        noun = self.lowered[after] if after < len(self.words) else ""
        return self.names.body(name, bare=noun not in MISSION_NOUNS)

    def _other_word(self, at: int) -> int:
        """A word that is no date and no name: another verb, “all”, a filler, or something that must not be dropped."""
        word = fold(self.lowered[at])
        other = verb_named(self.lowered[at])
        if other and other is not self.verb:
            rest = " ".join(word for i, word in enumerate(self.words) if i != at)
            sentence = f"Two verbs were given, {self.verb.name} and {other.name}; ask one at a time."
            raise unclear(self.question.today, sentence, offers([f"{verb.name} {rest}".strip() for verb in (self.verb, other)]))
        if word in ("all", "everything"):
            self.question = replace(self.question, everything=True)
        elif word and word not in SMALL_WORDS and not other:
            start = self.unmatched.pop()[0] if self.unmatched and self.unmatched[-1][1] == at else at
            end = self._end_of_led_by(at) if self.lowered[at : at + 2] == ["led", "by"] else at + 1
            self.unmatched.append((start, end))
            return end - at
        return 1

    def _end_of_led_by(self, at: int) -> int:
        """Where “led by somebody unknown” ends: at the next clause."""
        return next((end for end in range(at + 2, len(self.words)) if self.lowered[end] in CLAUSES), len(self.words))

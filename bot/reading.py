"""Reading the words after a verb from left to right: dates with their keywords, names, and words that are neither."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.answer import Question, Term, Warning
from bot.edtf import Date, say
from bot.names import Gazetteer, fold
from bot.phrases import BadPhrase, read_date
from bot.replies import offers, quoted, unclear
from handlers import Verb, verbs

SYNONYMS = {"mandates": "mandate", "incident": "incidents", "source": "sources", "timelines": "timeline"}

_CLAUSES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("as", "reported", "by"), "reported_by"),
    (("as", "known", "by"), "reported_by"),
    (("reported", "by"), "reported_by"),
    (("published", "by"), "reported_by"),
    (("known", "by"), "reported_by"),
    (("as", "of"), "on"),
    (("as", "at"), "on"),
    (("up", "to"), "until"),
    (("on",), "on"),
    (("in",), "on"),
    (("at",), "on"),
    (("during",), "on"),
    (("since",), "since"),
    (("from",), "since"),
    (("between",), "since"),
    (("until",), "until"),
    (("till",), "until"),
    (("to",), "until"),
)
_MUST_DATE = frozenset(
    (("since",), ("until",), ("till",), ("during",), ("between",), ("reported", "by"), ("as", "of"), ("as", "at"))
)
_SAID = {"on": "on", "since": "since", "until": "until", "reported_by": "reported by"}
_SMALL_WORDS = """a about an and any anyone anywhere are at by currently deployed deployment deployments everywhere everyone for
force forces from how in is many me mission missions now nzdf of on or our people personnel please show soldiers tell the
there to troop troops was we were what where which who with worldwide"""
_FILLERS = frozenset(_SMALL_WORDS.split())
_BODY_NOUNS = frozenset(("mission", "missions", "deployment", "deployments", "operation", "operations", "led"))


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

    def __post_init__(self) -> None:
        """Keep the words in lower case beside those typed."""
        self.lowered = [word.lower() for word in self.words]
        self.takes_words = self.verb.takes == "words"

    def read(self) -> None:
        """Read every word. Raises Unclear where a date is wrong or two verbs are given."""
        at = 0
        while at < len(self.words):
            taken = self._clause(at)
            if not taken and self.takes_words:
                self.free.append(at)
                taken = 1
            at += taken or self._name(at) or self._bare_date(at) or self._other_word(at)

    def add_term(self, term: Term, *notes: Warning) -> None:
        """Take a term into the question, once, with what must be said of it."""
        terms = self.question.terms if term in self.question.terms else (*self.question.terms, term)
        self.question = replace(self.question, terms=terms, notes=(*self.question.notes, *notes))

    def before(self, end: int) -> str:
        """The verb and the words before a place, to begin a suggestion with."""
        return " ".join([self.verb.name, *self.words[:end]])

    def _clause(self, at: int) -> int:
        """Read a keyword and its date at this place; gives the number of words taken, 0 where there is no clause."""
        for keyword, clause in _CLAUSES:
            end = at + len(keyword)
            if tuple(self.lowered[at:end]) != keyword:
                continue
            dated = self._date(end)
            if dated is None:
                if keyword in _MUST_DATE and not self.takes_words and not self._is_name_or_filler(end):
                    self._refuse_date(at, end)
                return 0
            self._set(clause, dated[0], at, end + dated[1])
            end += dated[1]
            return end - at + (self._second_date(end) if keyword == ("between",) else 0)
        return 0

    def _second_date(self, at: int) -> int:
        """The “and DATE” of a between; gives the number of words taken."""
        if self.lowered[at : at + 1] != ["and"]:
            return 0
        dated = self._date(at + 1)
        if dated is None:
            return 0
        self._set("until", dated[0], at, at + 1 + dated[1])
        return 1 + dated[1]

    def _date(self, at: int) -> tuple[Date, int] | None:
        if at >= len(self.words):
            return None
        try:
            return read_date(self.lowered[at:], self.question.today)
        except BadPhrase as problem:
            tries = offers([f"{self.before(at)} {attempt}" for attempt in problem.tries])
            raise unclear(self.question.today, str(problem), tries, self.words[at : at + 3]) from None

    def _set(self, clause: str, when: Date, start: int, end: int) -> None:
        first: Date | None = getattr(self.question, clause)
        if first:
            one, other = self.spans[clause], (start, end)
            sentence = f"Two dates were given for “{_SAID[clause]}”: {say(first)} and {say(when)}; give one."
            raise unclear(self.question.today, sentence, offers([self._without(other), self._without(one)]))
        self.spans[clause] = start, end
        dates: dict[str, Any] = {clause: when}
        self.question = replace(self.question, **dates)

    def _without(self, span: tuple[int, int]) -> str:
        """The question without some of its words."""
        return " ".join([self.verb.name, *self.words[: span[0]], *self.words[span[1] :]])

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
        return at < len(self.words) and (self._longest_name(at) is not None or fold(self.words[at]) in _FILLERS)

    def _bare_date(self, at: int) -> int:
        dated = self._date(at)
        if dated is None:
            return 0
        self._set("on", dated[0], at, at + dated[1])
        return dated[1]

    def _name(self, at: int) -> int:
        found = self._longest_name(at)
        if found is None or fold(" ".join(self.words[at : at + found[0]])) in _FILLERS:
            return 0
        size, term, name = found
        if term is None:
            self.countries.append(name)
        else:
            self.add_term(term)
        return size

    def _longest_name(self, at: int) -> tuple[int, Term | None, str] | None:
        """The longest name at this place: words taken, what it means (None: a country that is not held), and its own name."""
        kinds = "place mission source" if self.verb.name == "sources" else "place mission"
        for size in range(min(len(self.words) - at, max(self.names.longest_name, 6)), 0, -1):
            name = fold(" ".join(self.words[at : at + size]))
            term = self.names.term(name, kinds) or self._lead_body(at + size, name)
            if term:
                return size, term, name
            world = self.names.country(name)
            if world:
                return size, world[1], world[0].name
        return None

    def _lead_body(self, after: int, name: str) -> Term | None:
        """A lead body (rule 9): led by Australia, UN missions; its bare name only where that is no country's or place's."""
        if name.startswith("led by "):
            return self.names.body(name.removeprefix("led by ").removeprefix("the "))
        noun = self.lowered[after] if after < len(self.words) else ""
        return self.names.body(name, bare=noun not in _BODY_NOUNS)

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
        elif word and word not in _FILLERS and not other:
            start = self.unmatched.pop()[0] if self.unmatched and self.unmatched[-1][1] == at else at
            end = self._end_of_led_by(at) if self.lowered[at : at + 2] == ["led", "by"] else at + 1
            self.unmatched.append((start, end))
            return end - at
        return 1

    def _end_of_led_by(self, at: int) -> int:
        """Where “led by somebody unknown” ends: at the next clause."""
        keywords = {keyword[0] for keyword, _clause in _CLAUSES}
        return next((end for end in range(at + 2, len(self.words)) if self.lowered[end] in keywords), len(self.words))

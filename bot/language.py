"""From what a person typed to a Question, or to an Answer that says what was not understood.

The grammar is `VERB [SUBJECT] [on DATE] [since DATE] [until DATE] [reported by DATE]`, in any order after the verb. It would rather
ask than guess: a word that it does not know is never dropped, and a name that it corrects is always said.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.answer import Answer, Question, Suggestion, Term, Warning
from bot.edtf import Date, say
from bot.names import Gazetteer, Near, fold
from bot.phrases import BadPhrase, read_date
from handlers import Verb, verbs

LONGEST_TEXT = 1000
_SHOWN = 60  # letters of the person's own words that a reply repeats

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " "})
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
    (("until",), "until"),
    (("till",), "until"),
    (("to",), "until"),
    (("between",), "since"),
)
_MUST_DATE = frozenset((("since",), ("until",), ("till",), ("during",), ("between",), ("reported", "by"), ("as", "of"), ("as", "at")))
_FILLERS = frozenset(
    "a about all an and any anyone anywhere are at by currently deployed deployment deployments everywhere everyone for force forces from"
    " how in is many me mission missions near now nzdf of on or our people personnel please show soldiers tell the there to troop"
    " troops us was we were what where which who with worldwide"
    .split()
)  # fmt: skip
_BODY_NOUNS = frozenset(("mission", "missions", "deployment", "deployments", "operation", "operations", "led"))
_SYNONYMS = {"mandates": "mandate", "incident": "incidents", "source": "sources", "statuses": "status", "timelines": "timeline"}


def clean(text: str) -> str:
    """The text as it is read: NFC, straight quotes and dashes, no control or direction marks, single spaces, no leading /nzdf."""
    text = unicodedata.normalize("NFC", text[: LONGEST_TEXT * 10]).translate(_STRAIGHT)
    text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return re.sub(r"^/\w+\s+", "", " ".join(text.split()))


def quoted(words: str) -> str:
    """The person's own words, cut and in quotes, for a reply."""
    return f"“{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"


class Unclear(Exception):  # noqa: N818 - not an error: a reply on its way out of the parser
    """The text was not understood, or asks about something not held; holds the Answer that says so."""

    def __init__(self, answer: Answer) -> None:
        """`answer` is of kind unclear or unknown."""
        super().__init__(answer.headline)
        self.answer = answer


@dataclass
class _Reading:
    """What has been read of a question so far."""

    verb: Verb
    words: list[str]
    names: Gazetteer
    today: date
    clauses: dict[str, Date] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    notes: list[Warning] = field(default_factory=list)
    unmatched: list[tuple[int, int]] = field(default_factory=list)
    everything: bool = False


def understand(text: str, names: Gazetteer, today: date) -> Question:
    """Read a question. Raises Unclear with the reply where it cannot, or where it names only what the store does not hold."""
    said = clean(text)
    if not any(c.isalnum() for c in said):
        raise Unclear(_unclear(today, "Nothing was asked. Try one of these, or help.", _openers()))
    if len(said) > LONGEST_TEXT:
        raise Unclear(_unclear(today, f"That is longer than {LONGEST_TEXT:,} letters; ask one short question.", _openers()))
    words = said.split()
    verb = _verb(words[0])
    if verb is None:
        return _without_verb(words, names, today)
    if verb.takes == "verb":
        return Question(verb.name, today, words=" ".join(words[1:]))
    return _question(_Reading(verb, words[1:], names, today))


def _verb(word: str) -> Verb | None:
    name = word.lower().rstrip(":,?.!")
    return verbs().get(_SYNONYMS.get(name, name))


def _openers() -> tuple[Suggestion, ...]:
    return tuple(Suggestion(command, command) for command in ("status", "mandate", "help"))


def _unclear(today: date, sentence: str, suggestions: Sequence[Suggestion] = (), unmatched: Sequence[str] = ()) -> Answer:
    question = Question("unclear", today, unmatched=tuple(unmatched))
    return Answer("unclear", question, sentence, suggestions=tuple(suggestions))


def _without_verb(words: list[str], names: Gazetteer, today: date) -> Question:
    """A bare subject (“taji on 10 jan 2020”) asks for its status, and the answer says so; anything else is an unknown verb."""
    near = _near_verbs(words[0])
    reading = _Reading(verbs()["status"], words, names, today)
    try:
        question = _question(reading)
    except Unclear as reply:
        if reading.terms and not near and not reply.answer.question.unmatched:
            raise
        raise Unclear(_unknown_verb(words, near, today)) from None
    if not question.terms:
        raise Unclear(_unknown_verb(words, near, today))
    return replace(question, notes=(Warning("read-as", f"Read as: {question.command()}."), *question.notes))


def _near_verbs(word: str) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415 - only an unknown verb needs it

    return get_close_matches(word.lower(), [*verbs(), *_SYNONYMS], n=2, cutoff=0.7)


def _unknown_verb(words: list[str], near: list[str], today: date) -> Answer:
    rest = " ".join(words[1:])
    tries = dict.fromkeys(f"{_SYNONYMS.get(verb, verb)} {rest}".strip() for verb in near)
    suggestions = [Suggestion(command[:70], command) for command in tries if len(command) < LONGEST_TEXT] or list(_openers())
    known = ", ".join(verbs())
    return _unclear(today, f"{quoted(words[0])} is not a verb known here; start with one of {known}.", suggestions, [words[0]])


def _question(reading: _Reading) -> Question:
    free = _read_clauses(reading)
    if reading.verb.takes == "words":
        words = " ".join(reading.words[i] for i in free)
        if not words:
            raise Unclear(_unclear(reading.today, f"{reading.verb.name} needs words to look for.", _examples(reading.verb)))
        return _checked(reading, Question(reading.verb.name, reading.today, words=words, **reading.clauses))
    _settle_unmatched(reading)
    question = Question(
        reading.verb.name,
        reading.today,
        terms=tuple(reading.terms),
        everything=reading.everything and not reading.terms,
        notes=tuple(reading.notes),
        **reading.clauses,
    )
    return _checked(reading, question)


def _examples(verb: Verb) -> list[Suggestion]:
    return [Suggestion(example, example) for example in verb.examples[:3]]


def _read_clauses(reading: _Reading) -> list[int]:
    """Read dates and names from left to right; gives the positions of the words that were neither (for verbs that take words)."""
    free: list[int] = []
    lowered = [word.lower() for word in reading.words]
    takes_words = reading.verb.takes == "words"
    at = 0
    while at < len(lowered):
        taken = _clause(reading, lowered, at)
        if not taken and takes_words:
            free.append(at)
            taken = 1
        at += taken or _name(reading, at) or _bare_date(reading, lowered, at) or _other_word(reading, lowered, at)
    return free


def _clause(reading: _Reading, lowered: list[str], at: int) -> int:
    """Read a keyword and its date at this place; gives the number of words taken, 0 where there is no clause."""
    for keyword, clause in _CLAUSES:
        end = at + len(keyword)
        if tuple(lowered[at:end]) != keyword:
            continue
        dated = _date(reading, lowered, end)
        if dated is None:
            if keyword in _MUST_DATE and reading.verb.takes != "words" and not _named_at(reading, end):
                raise Unclear(_not_a_date(reading, at, end))
            return 0
        when, taken = dated
        _set(reading, clause, when)
        end += taken
        if keyword == ("between",) and lowered[end : end + 1] == ["and"]:
            second = _date(reading, lowered, end + 1)
            if second:
                _set(reading, "until", second[0])
                end += 1 + second[1]
        return end - at
    return 0


def _date(reading: _Reading, lowered: list[str], at: int) -> tuple[Date, int] | None:
    if at >= len(lowered):
        return None
    try:
        return read_date(lowered[at:], reading.today)
    except BadPhrase as problem:
        before = " ".join([reading.verb.name, *reading.words[:at]])
        tries = [Suggestion(f"{before} {attempt}"[:70], f"{before} {attempt}") for attempt in problem.tries]
        raise Unclear(_unclear(reading.today, str(problem), tries, reading.words[at : at + 3])) from None


def _set(reading: _Reading, clause: str, when: Date) -> None:
    if clause in reading.clauses:
        words = {"on": "on", "since": "since", "until": "until", "reported_by": "reported by"}[clause]
        first = reading.clauses[clause]
        tries = [f"{reading.verb.name} {words} {each.text}" for each in (first, when)]
        sentence = f"Two dates were given for “{words}”: {say(first)} and {say(when)}; give one."
        raise Unclear(_unclear(reading.today, sentence, [Suggestion(command, command) for command in tries]))
    reading.clauses[clause] = when


def _not_a_date(reading: _Reading, at: int, end: int) -> Answer:
    keyword = " ".join(reading.words[at:end])
    rest = " ".join(reading.words[end : end + 3])
    problem = f"{quoted(rest)} after “{keyword}” is not a date known here" if rest else f"“{keyword}” needs a date after it"
    before = " ".join([reading.verb.name, *reading.words[:end]])
    tries = [f"{before} {example}" for example in ("10 january 2020", "january 2020", "last month")]
    suggestions = [Suggestion(command[:70], command) for command in tries]
    return _unclear(reading.today, f"{problem}; write it like 10 January 2020, 2020-01-10 or last month.", suggestions, reading.words[end : end + 3])


def _named_at(reading: _Reading, at: int) -> bool:
    return at < len(reading.words) and (_longest_name(reading, at) is not None or fold(reading.words[at]) in _FILLERS)


def _bare_date(reading: _Reading, lowered: list[str], at: int) -> int:
    dated = _date(reading, lowered, at)
    if dated is None:
        return 0
    _set(reading, "on", dated[0])
    return dated[1]


def _longest_name(reading: _Reading, at: int) -> tuple[int, Term | None, str] | None:
    """The longest name at this place: words taken, what it means (None: a country that is not held), and its own name."""
    kinds = "place mission source" if reading.verb.name == "sources" else "place mission"
    longest = min(len(reading.words) - at, max(reading.names.longest_name, 6))
    for size in range(longest, 0, -1):
        name = fold(" ".join(reading.words[at : at + size]))
        if not name:
            continue
        term = reading.names.term(name, kinds)
        if term:
            return size, term, name
        led = _lead_body(reading, at, size, name)
        if led:
            return led
        world = reading.names.country(name)
        if world:
            return size, world[1], world[0].name
    return None


def _lead_body(reading: _Reading, at: int, size: int, name: str) -> tuple[int, Term | None, str] | None:
    """A lead body at this place (rule 9): led by Australia, UN missions, or its bare name where that is no country's."""
    if name.startswith("led by "):
        term = reading.names.body(name.removeprefix("led by ").removeprefix("the "))
        return (size, term, name) if term else None
    noun = reading.words[at + size].lower() if at + size < len(reading.words) else ""
    term = reading.names.body(name, bare=noun not in _BODY_NOUNS) if noun not in _BODY_NOUNS else reading.names.body(name)
    if term and noun in _BODY_NOUNS and reading.names.term(name, "place"):
        return None
    return (size, term, name) if term else None


def _name(reading: _Reading, at: int) -> int:
    found = _longest_name(reading, at)
    if found is None:
        return 0
    size, term, name = found
    if fold(" ".join(reading.words[at : at + size])) in _FILLERS:
        return 0
    if term is None:
        reading.countries.append(name)
    elif term not in reading.terms:
        reading.terms.append(term)
    return size


def _other_word(reading: _Reading, lowered: list[str], at: int) -> int:
    word = fold(lowered[at])
    other = _verb(lowered[at])
    if other and other is not reading.verb:
        rest = " ".join(word for i, word in enumerate(reading.words) if i != at)
        tries = [f"{verb.name} {rest}".strip() for verb in (reading.verb, other)]
        sentence = f"Two verbs were given, {reading.verb.name} and {other.name}; ask one at a time."
        raise Unclear(_unclear(reading.today, sentence, [Suggestion(command[:70], command) for command in tries]))
    if word in ("all", "everything"):
        reading.everything = True
    elif word and word not in _FILLERS and not (other and other is reading.verb):
        if reading.unmatched and reading.unmatched[-1][1] == at:
            reading.unmatched[-1] = (reading.unmatched[-1][0], at + 1)
        else:
            reading.unmatched.append((at, at + 1))
    return 1


def _settle_unmatched(reading: _Reading) -> None:
    """Take a unique near name and say so; offer several; say plainly what is not held. Never drop a word."""
    for start, end in reading.unmatched:
        word = " ".join(reading.words[start:end])
        near = reading.names.near(fold(word))
        best = [each for each in near if each.distance == near[0].distance]
        if len(best) == 1 and best[0].distance == 1 and best[0].term:
            reading.terms.append(best[0].term)
            reading.notes.append(Warning("corrected", f"Showing {best[0].name}: nothing here is called {quoted(word)}."))
        elif len(best) == 1 and best[0].distance == 1:
            reading.countries.append(best[0].name)
        else:
            raise Unclear(_no_such_name(reading, start, end, near))
    if reading.countries and not reading.terms:
        raise Unclear(_not_held(reading))
    reading.notes += [Warning("not-held", f"Nothing in the store about {name}.") for name in reading.countries]


def _not_held(reading: _Reading) -> Answer:
    """A real country with nothing on record (rule 10): said as absence, never bent into a place that is held."""
    countries = " or ".join(reading.countries)
    question = Question(reading.verb.name, reading.today, unmatched=tuple(reading.countries), **reading.clauses)
    return Answer(
        "unknown",
        question,
        f"Nothing in the store about {countries}.",
        absence="not-held",
        suggestions=(Suggestion("Everywhere", reading.verb.name), Suggestion(f"Search for {countries}"[:70], f"search {countries}")),
    )


def _no_such_name(reading: _Reading, start: int, end: int, near: list[Near]) -> Answer:
    word = " ".join(reading.words[start:end])
    offered = [each for each in (near or reading.names.containing(fold(word))) if each.term]
    before, after = reading.words[:start], reading.words[end:]
    suggestions = [
        Suggestion(each.name[:70], " ".join([reading.verb.name, *before, each.term.said, *after])) for each in offered if each.term
    ]
    if suggestions:
        sentence = f"Nothing here is called {quoted(word)}; did you mean {' or '.join(each.name for each in offered)}?"
        return _unclear(reading.today, sentence, suggestions, [word])
    if reading.terms:
        known = " and ".join(reading.names.label(term) for term in reading.terms)
        command = " ".join([reading.verb.name, *before, *after])
        return _unclear(reading.today, f"{known} is known here, but not {quoted(word)}.", [Suggestion(command[:70], command)], [word])
    question = Question(reading.verb.name, reading.today, unmatched=(word,), **reading.clauses)
    suggestions = [Suggestion("Everywhere", reading.verb.name), Suggestion("Search for it", f"search {word[:_SHOWN]}")]
    return Answer("unknown", question, f"Nothing in the store about {quoted(word)}.", absence="not-held", suggestions=tuple(suggestions))


def _checked(reading: _Reading, question: Question) -> Question:
    """The question, if its dates fit together."""
    if question.on and (question.since or question.until):
        tries = [replace(question, since=None, until=None), replace(question, on=None)]
        sentence = "A day and a period were both given; give “on”, or “since” and “until”."
        raise Unclear(_unclear(question.today, sentence, [Suggestion(each.command()[:70], each.command()) for each in tries]))
    if question.since and question.until and question.since.first > question.until.last:
        swapped = replace(question, since=question.until, until=question.since).command()
        sentence = f"The period is the wrong way round: {say(question.since)} comes after {say(question.until)}."
        raise Unclear(_unclear(question.today, sentence, [Suggestion(swapped[:70], swapped)]))
    return question

"""From what a person typed to a Question, or to an Answer that says what was not understood.

The grammar is `VERB [SUBJECT] [on DATE] [since DATE] [until DATE] [reported by DATE] [recorded by DATE]`, in any order after the
verb. It would rather ask than guess: a word that it does not know is left out only where it cannot change the answer, and what it
leaves out or corrects is always said.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from functools import partial

from bot.answer import Question, Warning
from bot.edtf import say
from bot.language.dropping import drop_unknown
from bot.language.gist import gist
from bot.language.helping import asks_elsewhere, asks_for_help
from bot.language.left_over import MOST_SLIPS, before_asides, kind_of, without_asides
from bot.language.ordinary import CHANGING, is_ordinary
from bot.language.partial import take_partial_names
from bot.language.plain import Sentence
from bot.language.reading import SYNONYMS, Reading, verb_named
from bot.language.replies import (
    LONGEST_TEXT,
    Unclear,
    not_a_question,
    not_held,
    offers,
    partly_known,
    quoted,
    several_names,
    unclear,
    unknown_verb,
)
from bot.language.searching import looked_for, searched
from bot.language.sentences import in_full, is_asking, is_question, is_speech, sentences, spoken_words
from bot.language.slips import months_righted
from bot.language.threads import carried, opens_as_follow_up
from bot.language.words import ASKING, CLAUSES, LEAVING, MISSION_NOUNS, NOUNS, PEOPLE
from bot.names import Gazetteer, fold
from bot.phrases import BadPhrase
from bot.rewording import full_years, with_years
from bot.spoken import shifted
from bot.wording import known_words, subject_name, when_words
from handlers import verbs

LONGEST_COMMAND = 4  # words; more of them that are not all understood may be a sentence
_LONG_ENOUGH = 5  # letters; a shorter word is one slip away from many names
MOST_SAID = 6  # parts of a message left out; of more it is said how many

__all__ = ["Unclear", "day_problem", "understand"]

_FIND = re.compile(r"\bfind\b(?! (?:out|how|who|when|where|what|whether|if|me)\b)", re.IGNORECASE)
_PART = re.compile(r"[,.;:!?]+ | - ")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " "})


def clean(text: str) -> str:
    """The text as it is read: NFC, straight quotes and dashes, no control or direction marks, single spaces, no leading /nzdf."""
    text = unicodedata.normalize("NFC", text[: LONGEST_TEXT * 10]).translate(_STRAIGHT)
    text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return re.sub(r"^/\w+(\s+|$)", "", _unquoted(" ".join(text.split())))


def _unquoted(text: str) -> str:
    """A question that was typed in quotes as a whole, without them."""
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def understand(text: str, names: Gazetteer, today: date, previous: Question | None = None) -> Question:
    """Read a question, a command or as people speak; what a follow-up leaves out comes from the `previous` question.

    Raises Unclear with the reply where it cannot, or where it names only what the store does not hold. A reply offers only what
    would be understood.
    """
    try:
        return _read(text, names, today, previous)
    except Unclear as reply:
        if (question := _with_months_righted(text, names, today, previous)) is not None:
            return question
        offered = tuple(each for each in reply.answer.suggestions if _is_understood(each.command, names, today))
        raise Unclear(replace(reply.answer, suggestions=offered or tuple(offers(("status", "mandate", "help"))))) from None


def _with_months_righted(text: str, names: Gazetteer, today: date, previous: Question | None) -> Question | None:
    """The question of a text in which the name of a month or a weekday is misspelt, which is said; None where none is."""
    wrong = months_righted(text)
    if not wrong:
        return None
    for word, right in wrong.items():
        text = text.replace(word, right)
    try:
        question = _read(text, names, today, previous)
    except Unclear:
        return None
    notes = [Warning("corrected", f"{quoted(word)} is read as {quoted(right.title())}.") for word, right in wrong.items()]
    return replace(question, notes=(*question.notes, *notes))


def day_problem(text: str, today: date) -> str | None:
    """What is wrong with a text that should be a day or a period and nothing else, as a sentence; None where it is one."""
    said = clean(text)
    words = with_years(said, today).split()
    reading = Reading(verbs()["status"], words, Gazetteer((), ()), Question("status", today))
    try:
        if not any(verb_named(word) for word in words):
            reading.read()
            asked = _checked(reading.question)
            if (asked.names_days or asked.reported_by) and not (reading.unmatched or reading.countries or asked.everything):
                return None
    except Unclear as reply:
        return reply.answer.headline
    return f"{quoted(said)} is not a day or a period known here; write it like 10 January 2020, last month or since 2019."


def _is_understood(command: str, names: Gazetteer, today: date) -> bool:
    try:
        _read(command, names, today)
    except Unclear as reply:
        return reply.answer.kind != "unclear"
    return True


def _read(text: str, names: Gazetteer, today: date, previous: Question | None = None) -> Question:
    said = clean(text)
    if not any(c.isalnum() for c in said):
        raise unclear(today, "Nothing was asked. Try one of these, or help.")
    if len(said) > LONGEST_TEXT:
        raise unclear(today, f"That is longer than {LONGEST_TEXT:,} letters; ask one short question.")
    if _wants_help(said, names, today):
        return Question("help", today)
    folded = fold(said)
    verb = verb_named(said.split()[0]) if not said.lower().startswith(NOUNS) else None
    if verb is None:
        if (words_of_it := asks_elsewhere(folded)) is not None:
            raise not_a_question(Question("status", today), [words_of_it])
        return _plain(said, names, today, previous)
    literal = verb.takes == "words" and CLAUSES.keys().isdisjoint(said.lower().split())  # with no date to be read
    words = (said if literal else with_years(said, today)).split()
    if verb.takes == "verb":
        return Question(verb.name, today, words=" ".join(words[1:]))
    reading = Reading(verb, words[1:], names, Question(verb.name, today))
    try:
        return _question(reading)
    except Unclear as reply:
        loose = [fold(reading.words[at]) for start, end in reading.unmatched for at in range(start, end)]
        asks = len(words) > LONGEST_COMMAND or any((word,) in ASKING or word in LEAVING or is_ordinary(word) for word in loose)
        spoken = asks and _spoken(said, names, today)
        if not spoken or spoken.kind != verb.name:
            raise reply from None
        return spoken


def _wants_help(said: str, names: Gazetteer, today: date) -> bool:
    """Whether a text asks what the bot can do; beside that it may say who asks (I'm lost, what do I type), and names nothing."""
    parts = _PART.split(said, 4)
    others = [part for part in parts if not asks_for_help(fold(part))]
    if len(others) == len(parts):
        return asks_for_help(fold(said))
    try:
        readings = [Sentence(spoken_words(part), names, Question("status", today)) for part in others]
        for reading in readings:
            reading.read()
    except Unclear:
        return False
    return not any(reading.question.terms or reading.countries or reading.question.names_days for reading in readings)


def _spoken(said: str, names: Gazetteer, today: date) -> Question | None:
    """A text that begins with a verb, read as a sentence; None where it is none."""
    try:
        return _plain(said, names, today, None)
    except Unclear:
        return None


def _plain(said: str, names: Gazetteer, today: date, previous: Question | None) -> Question:
    """The question of a message in plain words; where the whole is not understood, the one question in it that is."""
    try:
        return _whole(said, names, today, previous)
    except Unclear as reply:
        if reply.answer.kind == "unknown" or previous is not None:
            raise
        found = gist(in_full(full_years(said)), partial(_tried, names=names, today=today), names, today)
        if found is None:
            raise
    question, left_out = found
    return replace(question, notes=(*question.notes, _left_out(left_out)))


def _tried(text: str, names: Gazetteer, today: date) -> Question | None:
    try:
        return _whole(text, names, today, None)
    except Unclear:
        return None


def _whole(said: str, names: Gazetteer, today: date, previous: Question | None) -> Question:
    """The first question of a message in plain words, with what was understood said before its answer."""
    asides, first, others = before_asides(sentences(in_full(full_years(said))), names, today)
    text = with_years(first, today)
    words = spoken_words(text)
    by = shifted(words) if previous else None
    reading, left_out = without_asides(text, words[: -len(by[0].split())] if by else words, names, today)
    if (context := _in_context(first, others, reading, names, today)) is not None:
        first, others, reading = f"{first}. {others[0]}", others[1:], context
    elif others and not (previous or reading.votes) and reading.question.terms and _asks_later(others, names, today):
        raise unclear(today, "A place and a question were given apart; put them in one sentence.")
    if kind_of(reading) is None and not reading.question.terms and (found := _FIND.search(first)):
        return _whole(f"find{first[found.end() :]}", names, today, previous)
    if others and not (reading.question.terms or reading.countries or reading.question.everything or previous):
        _ask_one_at_a_time(reading, others[0])
    kind = reading.kind()
    asked = reading.question
    leans = previous is not None and (opens_as_follow_up(first) or not asked.terms or kind is None)
    if kind == "search":
        question = searched(reading, first)
    else:
        left_out += _settle_sentence(reading, said, kind, leans=leans)
        before = previous if leans else None
        verb = kind or (before.kind if before else "status")
        reading.settle_dates(verb, before.on if before else None)
        question = replace(reading.question, kind=verb)
        question = _carried(question, before, words) if before else question
    question = _checked(replace(question, everything=question.everything and not question.terms))
    notes = [Warning("read-as", f"Read as: {_said(question, names)}."), *question.notes]
    if reading.numbers:
        notes.append(Warning("not-used", f"The number {' and '.join(reading.numbers[:3])} was not used to look."))
    if asides or left_out:
        notes.append(_left_out([*asides, *left_out]))
    if others:
        notes.append(Warning("first-only", "Only the first question is answered; ask the next one by itself."))
    return replace(question, notes=tuple(notes))


def _in_context(first: str, others: list[str], said: Sentence, names: Gazetteer, today: date) -> Sentence | None:
    """A statement that asks for nothing and the question after it, which names neither what nor when, as one; else None."""
    asked = said.question
    bare = not (said.votes or asked.names_days or asked.reported_by or said.by)  # So, Qatar.
    if not others or not asked.terms or (is_question(first) and not bare) or {*said.votes} - {"status"}:
        return None
    try:
        asking = Sentence(spoken_words(with_years(others[0], today)), names, Question("status", today))
        asking.read()
        both = Sentence([*said.words, *asking.words], names, Question("status", today))
        both.read()
    except Unclear:
        return None
    asked = asking.question
    dated = asked.names_days or asked.reported_by or asking.by
    alone = not (asked.terms or asking.countries or asking.unmatched or (dated and not bare))
    return both if alone and asking.kind() == both.kind() else None


def _asks_later(others: list[str], names: Gazetteer, today: date) -> bool:
    """Whether the sentences after one that only names something ask what is to be known about it."""
    if any(is_asking(each) for each in others):
        return True
    try:
        later = Sentence(spoken_words(with_years(others[0], today)), names, Question("status", today))
        later.read()
    except Unclear:
        return False
    return bool({*later.votes} - {"status"}) and not later.question.terms


def _left_out(parts: list[str]) -> Warning:
    more = f" and {len(parts) - MOST_SAID} more" if len(parts) > MOST_SAID else ""
    return Warning("left-out", f"Left out: {', '.join(quoted(each) for each in parts[:MOST_SAID])}{more}.")


def _ask_one_at_a_time(reading: Sentence, second: str) -> None:
    """Of two questions the first is answered; where only the second says about what, neither. Raises Unclear."""
    today, names = reading.question.today, reading.names
    later = Sentence(spoken_words(with_years(second, today)), names, Question("status", today))
    later.read()
    if later.question.terms:
        about = " ".join(term.said for term in later.question.terms)
        tries = offers([f"{kind} {about}" for kind in dict.fromkeys((reading.kind() or "status", later.kind() or "status"))])
        raise unclear(today, "Two questions were asked and only the second says about what; ask one at a time.", tries)


def _settle_sentence(reading: Sentence, said: str, kind: str | None, *, leans: bool) -> list[str]:
    """Take near names and parts of names; refuse what is left over, but for words left out, which it gives. Raises Unclear."""
    take_partial_names(reading)
    bare = bool(reading.question.terms) and not reading.asks_when  # a subject alone asks where they are
    dropped = drop_unknown(reading, kind or ("status" if bare else None))
    reading.question = replace(reading.question, kind=kind or "status")
    today, asked = reading.question.today, reading.question
    has_subject = bool(asked.terms or reading.countries or asked.everything)
    many = len(reading.unmatched) > MOST_SLIPS
    loose = [(start, end) for start, end in reading.unmatched if many or not _is_near_name(reading, start, end)]
    has_subject = has_subject or len(loose) < len(reading.unmatched)
    placed = bool(loose) and all(reading.stands_for_a_place(start) and not reading.is_before_people(end) for start, end in loose)
    if (reading.asks_when and kind is None) or (loose and not placed) or not (kind or has_subject or leans or placed):
        if not is_speech(said):
            raise unknown_verb(said.split(), today, SYNONYMS)
        raise not_a_question(asked, [" ".join(reading.words[start:end]) for start, end in loose])
    if not (leans or has_subject or reading.question.names_days) and (word := reading.points_at_nothing()):
        said_of = "is not said about what" if word == "who" else f"is not said what “{word}” stands for"
        raise unclear(today, f"It {said_of}; name a place, a mission or a date.")
    _settle(reading)
    if not (kind or leans or reading.question.terms or reading.question.everything):
        raise not_a_question(asked, [])
    return dropped


def _is_near_name(reading: Sentence, start: int, end: int) -> bool:
    said = " ".join(reading.words[start:end])
    near = reading.names.meant(fold(said))
    if not near or reading.is_before_people(end) or not CHANGING.isdisjoint(fold(said).split()):
        return False
    if (
        len(said) < _LONG_ENOUGH
        and said.islower()
        and not (reading.stands_for_a_place(start) or _is_beside_nouns(reading, start, end))
    ):
        return False
    return near[0].term is not None or reading.stands_for_a_place(start)


def _is_beside_nouns(reading: Sentence, start: int, end: int) -> bool:
    """Whether the words say whose mandate, which mission, where the troops: qatr mandate, troops qatr."""
    beside = (*reading.lowered[max(0, start - 1) : start], *reading.lowered[end : end + 1])
    return any(word in PEOPLE | MISSION_NOUNS or (word,) in ASKING for word in beside)


def _carried(asked: Question, previous: Question, words: list[str]) -> Question:
    try:
        return carried(asked, previous, words)
    except BadPhrase as problem:
        raise unclear(asked.today, str(problem)) from None


def _said(question: Question, names: Gazetteer) -> str:
    """The question in words: status of Camp Taji in January 2020."""
    joint = {"incidents": "at or near", "sources": "for", "search": "for"}.get(question.kind, "of")
    what = f"“{question.words}”" if question.words else subject_name(question, names)
    joint = "for" if joint == "at or near" and (not question.terms or any(term.missions for term in question.terms)) else joint
    when = f" {when_words(question)}" if question.names_days else ""
    return f"{question.kind} {joint} {what}{when}{known_words(question)}"


def _question(reading: Reading) -> Question:
    reading.read()
    reading.question = replace(reading.question, notes=(*reading.question.notes, *reading.dates_read))
    if reading.takes_words:
        words = looked_for([reading.words[at] for at in reading.free])
        if not words:
            raise unclear(
                reading.question.today, f"{reading.verb.name} needs words to look for.", offers(reading.verb.examples[:3])
            )
        return _checked(replace(reading.question, words=words))
    _settle(reading)
    return _checked(replace(reading.question, everything=reading.question.everything and not reading.question.terms))


def _settle(reading: Reading) -> None:
    """Take a unique near name and say so; offer several; say plainly what is not held. Never drop a word."""
    absent: list[str] = []
    for start, end in reading.unmatched:
        word = " ".join(reading.words[start:end])
        near, best = reading.names.near(fold(word)), reading.names.meant(fold(word))
        if len(best) != 1:
            offered = [each for each in (near or reading.names.containing(fold(word))) if each.term]
            if offered:
                after = " ".join(reading.words[end:])
                raise several_names(reading.question.today, reading.before(start), word, after, offered)
            absent.append(quoted(word))
        elif best[0].term is None:
            reading.countries.append(best[0].name)
        else:
            reading.add_term(
                best[0].term, Warning("corrected", f"Showing {best[0].name}: nothing here is called {quoted(word)}.")
            )
    if absent and reading.question.terms:
        raise partly_known(reading.question, reading.names, absent)
    absent = [*reading.countries, *absent]
    if absent and not reading.question.terms:
        raise not_held(reading.question, absent)
    notes = [Warning("not-held", f"Nothing in the store about {name}.") for name in reading.countries]
    reading.question = replace(reading.question, notes=(*reading.question.notes, *notes))


def _checked(question: Question) -> Question:
    """The question, if its dates fit together. Raises Unclear if they do not."""
    if question.on and (question.since or question.until):
        tries = [replace(question, since=None, until=None).command(), replace(question, on=None).command()]
        raise unclear(question.today, "A day and a period were both given; give “on”, or “since” and “until”.", offers(tries))
    if question.since and question.until and question.since.first > question.until.last:
        swapped = replace(question, since=question.until, until=question.since).command()
        sentence = f"The period is the wrong way round: {say(question.since)} comes after {say(question.until)}."
        raise unclear(question.today, sentence, offers([swapped]))
    return question

"""From a message in plain words to a Question: its sentences, what surrounds them, and the follow-up in a thread."""

import re
from dataclasses import replace
from datetime import date
from functools import partial

from bot.answer import Question, Warning
from bot.language.dropping import drop_unknown
from bot.language.gist import adds_to, gist
from bot.language.left_over import MOST_SLIPS, before_asides, kind_of, without_asides, without_clauses
from bot.language.ordinary import ADDRESSING, CHANGING, EVERYWHERE
from bot.language.partial import take_partial_names
from bot.language.plain import Sentence, sentence, sentence_of
from bot.language.reading import SYNONYMS
from bot.language.refusing import counts_all_ever, points_at_nothing
from bot.language.replies import (
    Unclear,
    not_a_question,
    offers,
    quoted,
    unclear,
    unknown_verb,
)
from bot.language.searching import searched
from bot.language.sentences import in_full, is_asking, is_idle, is_question, is_speech, sentences, spoken_words
from bot.language.settling import checked, settle
from bot.language.threads import carried, opens_as_follow_up
from bot.language.words import ASKING, KIND, MISSION_NOUNS, OPEN, PEOPLE
from bot.names import Gazetteer, fold
from bot.phrases import BadPhrase
from bot.rewording import full_years, with_years
from bot.spoken import shifted
from bot.wording import known_words, subject_name, when_words

_TELLING = frozenset(("we", "was", "were", "had", "sent", "has", "have", "there", "they", "is", "are"))
MOST_SAID = 6  # parts of a message left out; of more it is said how many
_LONG_ENOUGH = 5  # letters; a shorter word is one slip away from many names
_FIND = re.compile(r"(?<!\S)find(?= )(?! (?:out|how|who|when|where|what|whether|if|me)\b)", re.IGNORECASE)


def in_speech(said: str, names: Gazetteer, today: date, previous: Question | None) -> Question:
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
    return replace(question, notes=(*question.notes, *([_left_out(left_out)] if left_out else [])))


def _tried(text: str, names: Gazetteer, today: date) -> Question | None:
    try:
        return _whole(text, names, today, None)
    except Unclear:
        return None


def _whole(said: str, names: Gazetteer, today: date, previous: Question | None) -> Question:
    """The first question of a message in plain words, with what was understood said before its answer."""
    asides, first, others = before_asides(_joined(sentences(in_full(full_years(said))), names, today), names, today)
    first, clauses = without_clauses(first, names, today)
    text = with_years(first, today)
    words = spoken_words(text)
    by = shifted(words) if previous else None
    reading, left_out = without_asides(text, words[: -len(by[0].split())] if by else words, names, today)
    if (context := _in_context(first, others, reading, names, today)) is not None:
        first, others, reading = f"{first}. {others[0]}", others[1:], context
    elif others and not previous and reading.question.terms and _only_tells(first, reading) and _asks_later(others, names, today):
        raise unclear(today, "A place and a question were given apart; put them in one sentence.")
    found = _FIND.search(first) if kind_of(reading) is None and not reading.question.terms else None
    if found and found.start():
        return _whole(f"find{first[found.end() :]}", names, today, previous)
    if others and not (reading.question.terms or reading.countries or reading.question.everything or previous):
        _ask_one_at_a_time(reading, others[0])
    kind = reading.kind()
    leans = previous is not None and (opens_as_follow_up(first) or not reading.question.terms or kind is None)
    if kind == "search":
        question = searched(reading, first)
    else:
        left_out += _settle_sentence(reading, said, kind, leans=leans)
        question = _asked(reading, kind, previous if leans else None, words)
    question = checked(replace(question, everything=question.everything and not question.terms))
    return _noted(question, reading, [*asides, *clauses, *left_out], others)


def _asked(reading: Sentence, kind: str | None, before: Question | None, words: list[str]) -> Question:
    """The question of a settled sentence, with what it leaves out taken from the question before it."""
    if before and not reading.question.terms and not EVERYWHERE.isdisjoint(reading.lowered):
        before = replace(before, terms=())
    verb = kind or (before.kind if before else "status")
    reading.settle_dates(verb, before.on if before else None)
    if verb == "status" and counts_all_ever(reading):
        sentence = "How many have been there in all is not counted here; a total that somebody published is in the timeline."
        raise unclear(reading.question.today, sentence, offers(_kinds(reading, "timeline", "status")))
    question = replace(reading.question, kind=verb)
    return _carried(question, before, words) if before else question


def _kinds(reading: Sentence, *kinds: str) -> list[str]:
    """Commands of these kinds about what the sentence names."""
    return [replace(reading.question, kind=kind).command() for kind in kinds]


def _noted(question: Question, reading: Sentence, left_out: list[str], others: list[str]) -> Question:
    """The question with what was understood, not used and left out. Raises Unclear where a sentence after it may change it."""
    today, names = question.today, reading.names
    later = [each for each in others if is_asking(each) and not _asks_the_same(question, each, names, today)]
    said_after = [each for each in others if not is_asking(each)]
    for each in said_after:
        if adds_to(question, each, names, today):
            sentence = f"What {quoted(each)} adds to the question is not understood; put it into the question."
            raise unclear(today, sentence, offers([question.command()]))
    left_out += [each for each in said_after if not is_idle(each)]
    notes = [Warning("read-as", f"Read as: {_said(question, names)}."), *question.notes]
    if reading.numbers:
        one = len(reading.numbers) == 1
        said = f"number{'' if one else 's'} {' and '.join(reading.numbers[:3])} {'was' if one else 'were'}"
        notes.append(Warning("not-used", f"The {said} not used to look."))
    if left_out:
        notes.append(_left_out(left_out))
    notes += _unused(question, reading, left_out)
    if later:
        notes.append(Warning("first-only", "Only the first question is answered; ask the next one by itself."))
    return replace(question, notes=tuple(notes))


def _asks_the_same(question: Question, second: str, names: Gazetteer, today: date) -> bool:
    """Was it hit and was anyone hurt: a second question about what happened that names nothing, which one list answers too."""
    reading = sentence_of(second, names, today) if question.kind == "incidents" else None
    if reading is None or kind_of(reading) != question.kind:
        return False
    return not (reading.question.terms or reading.countries or reading.unmatched or reading.is_dated)


def _unused(question: Question, reading: Sentence, left_out: list[str]) -> list[Warning]:
    """What a list of incidents cannot be limited to: their kind, and a time that is no date."""
    if question.kind != "incidents":
        return []
    kind = KIND.search(" ".join(reading.lowered))
    told = kind is None or any(kind[0] in part.lower() for part in left_out)
    lately = next((word for word in reading.lowered if word in ("recent", "recently", "lately")), "")
    notes = [Warning("left-out", f"Incidents of every kind are shown, not only “{kind[0]}”.")] if kind and not told else []
    if lately and not question.names_days:
        notes.append(Warning("left-out", f"“{lately}” is no date: all that is held is shown."))
    return notes


def _joined(parts: list[str], names: Gazetteer, today: date) -> list[str]:
    """The sentences of a message, one that only names a place or a day put to the one beside it: Qatar. How many? In May 2020."""
    found: list[tuple[str, Sentence | None]] = []
    for part in parts:
        reading = sentence_of(part, names, today) if len(parts) > 1 else None
        if found and (whole := _fit(found[-1], (part, reading))):
            found[-1] = whole, sentence_of(whole, names, today)
        else:
            found.append((part, reading))
    return [part for part, _reading in found]


def _fit(before: tuple[str, Sentence | None], after: tuple[str, Sentence | None]) -> str | None:
    """Two sentences as one where one of them is bare and the other lacks what it names; else None."""
    (first, one), (second, other) = before, after
    if one is None or other is None or not (_is_bare(one) or _is_bare(other)) or (one.countries and other.countries):
        return None
    both_named = one.question.terms and other.question.terms
    both_dated = one.is_dated and other.is_dated
    return None if both_named or both_dated else in_full(f"{first.rstrip(' .?!,')}, {second}")


def _is_bare(reading: Sentence) -> bool:
    says_more = reading.votes or reading.unmatched or reading.numbers or reading.countries or reading.asks_when
    polite = not ADDRESSING.isdisjoint(fold(word) for word in reading.words)  # thank you for yesterday
    return not (says_more or polite) and bool(reading.question.terms or reading.is_dated)


def _in_context(first: str, others: list[str], said: Sentence, names: Gazetteer, today: date) -> Sentence | None:
    """A statement that asks for nothing and the question after it, which names neither what nor when, as one; else None."""
    if not others or not said.question.terms or is_question(first) or {*said.votes} - {"status"}:
        return None
    try:
        asking = sentence(spoken_words(with_years(others[0], today)), names, today)
        both = sentence([*said.words, *asking.words], names, today)
    except Unclear:
        return None
    alone = not (asking.question.terms or asking.countries or asking.unmatched or asking.is_dated)
    return both if alone and asking.kind() == both.kind() else None


def _only_tells(first: str, reading: Sentence) -> bool:
    """Whether a sentence names something and asks nothing: Qatar; in 2015 we sent 143 to Iraq."""
    said = {*reading.lowered}
    return not reading.votes or (
        not is_asking(first) and not _TELLING.isdisjoint(said) and {*OPEN, "how", "when"}.isdisjoint(said)
    )


def _asks_later(others: list[str], names: Gazetteer, today: date) -> bool:
    """Whether the sentences after one that only names something ask what is to be known about it."""
    if any(is_asking(each) for each in others):
        return True
    later = sentence_of(others[0], names, today)
    return later is not None and bool({*later.votes} - {"status"}) and not later.question.terms


def _left_out(parts: list[str]) -> Warning:
    more = f" and {len(parts) - MOST_SAID} more" if len(parts) > MOST_SAID else ""
    return Warning("left-out", f"Left out: {', '.join(quoted(each) for each in parts[:MOST_SAID])}{more}.")


def _ask_one_at_a_time(reading: Sentence, second: str) -> None:
    """Of two questions the first is answered; where only the second says about what, neither. Raises Unclear."""
    today, names = reading.question.today, reading.names
    later = sentence(spoken_words(with_years(second, today)), names, today)
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
    if not (leans or has_subject or reading.question.names_days) and (word := points_at_nothing(reading)):
        said_of = "is not said about what" if word == "who" else f"is not said what “{word}” stands for"
        raise unclear(today, f"It {said_of}; name a place, a mission or a date.")
    settle(reading)
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

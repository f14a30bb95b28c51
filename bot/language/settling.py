"""The end of every reading, a command's as a sentence's: names that are nearly held, things that are not, and dates that fit."""

from dataclasses import replace

from bot.answer import Question, Warning
from bot.edtf import say
from bot.language.reading import Reading
from bot.language.replies import (
    not_held,
    offers,
    partly_known,
    quoted,
    several_names,
    unclear,
)
from bot.names import fold


def settle(reading: Reading) -> None:
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
    reading.add_notes(*notes)


def checked(question: Question) -> Question:
    """The question, if its dates fit together. Raises Unclear if they do not."""
    if question.on and (question.since or question.until):
        tries = [replace(question, since=None, until=None).command(), replace(question, on=None).command()]
        raise unclear(question.today, "A day and a period were both given; give “on”, or “since” and “until”.", offers(tries))
    if question.since and question.until and question.since.first > question.until.last:
        swapped = replace(question, since=question.until, until=question.since).command()
        sentence = f"The period is the wrong way round: {say(question.since)} comes after {say(question.until)}."
        raise unclear(question.today, sentence, offers([swapped]))
    return question

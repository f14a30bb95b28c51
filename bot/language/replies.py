"""The replies to what was not understood: what it was, the nearest thing that would be, and an example; never a guess."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from bot.answer import Answer, Question, Suggestion, Warning
from bot.language.words import PLAIN_EXAMPLES
from bot.names import Gazetteer, Near
from handlers import verbs

LONGEST_TEXT = 1000
_SHOWN = 60  # letters of the person's own words that a reply repeats
_LABEL = 70  # letters that a button can hold, with room to spare


class Unclear(Exception):
    """The text was not understood, or asks about something not held; holds the Answer that says so."""

    def __init__(self, answer: Answer) -> None:
        """`answer` is of kind unclear or unknown."""
        super().__init__(answer.headline)
        self.answer = answer


def quoted(words: str) -> str:
    """The person's own words, cut and in quotes, for a reply."""
    return f"“{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"


def offers(commands: Sequence[str]) -> list[Suggestion]:
    """Commands as suggestions that show themselves."""
    return [Suggestion(command[:_LABEL], command) for command in dict.fromkeys(commands) if len(command) < LONGEST_TEXT]


def unclear(today: date, sentence: str, suggestions: Sequence[Suggestion] = (), unmatched: Sequence[str] = ()) -> Unclear:
    """A reply of kind unclear."""
    question = Question("unclear", today, unmatched=tuple(unmatched))
    ended = sentence if sentence[-1] in ".?" else f"{sentence}."
    return Unclear(Answer("unclear", question, ended, suggestions=tuple(suggestions)))


def not_held(question: Question, what: Sequence[str]) -> Unclear:
    """Things that the store does not hold (rule 10): said as absence, never bent into something that it does."""
    said = " or ".join(what)
    names = tuple(name.strip("“”…") for name in what)
    suggestions = (Suggestion("Everywhere", question.kind), *offers([f"search {name}" for name in names[:2]]))
    asked = replace(question, unmatched=names)
    by_name = Warning("by-name", "No place or mission is held under that name; a search finds the rows that mention it, if any.")
    named = any(not each.startswith("“") for each in what)  # a country; of other words only their being a name is ruled out
    headline = f"Nothing in the store about {said}." if named else f"No place or mission held here is called {said}."
    return Unclear(Answer("unknown", asked, headline, absence="not-held", warnings=(by_name,), suggestions=suggestions))


def partly_known(question: Question, names: Gazetteer, absent: Sequence[str]) -> Unclear:
    """Something is known and something is not: asking for what is known is offered."""
    known = " and ".join(names.label(term) for term in question.terms)
    sentence = f"{known} is known here, but not {' or '.join(absent)}."
    return unclear(question.today, sentence, offers([question.command()]), [word.strip("“”…") for word in absent])


def unknown_verb(words: Sequence[str], today: date, synonyms: dict[str, str]) -> Unclear:
    """The first word is no verb, and the whole is no subject: the near verbs are offered, or the usual openers."""
    near = get_close_matches(words[0].lower(), [*verbs(), *synonyms], n=2, cutoff=0.7)
    rest = " ".join(words[1:])
    tries = offers([f"{synonyms.get(verb, verb)} {rest}".strip() for verb in near])
    sentence = f"{quoted(words[0])} is not a verb known here; start with one of {', '.join(verbs())}."
    return unclear(today, sentence, tries, words[:1])


def several_names(today: date, before: str, word: str, after: str, offered: Sequence[Near]) -> Unclear:
    """Words that name nothing held, but are near to names that are: those are offered."""
    tries = [
        Suggestion(each.name[:_LABEL], f"{before} {each.term.said.removeprefix('the ')} {after}".strip())
        for each in offered
        if each.term
    ]
    sentence = f"Nothing here is called {quoted(word)}; did you mean {' or '.join(each.name for each in offered)}?"
    return unclear(today, sentence, tries, [word])


def not_a_question(question: Question, loose: Sequence[str]) -> Unclear:
    """A sentence that asks for nothing known here, or holds words that must not be dropped: said kindly, with examples."""
    word = f" {quoted(loose[0])} is not understood in a question." if loose else ""
    sentence = f"This bot answers where New Zealand's troops are, how many, until when, and who says so.{word}"
    understood = [question.command()] if question.terms else []
    named = [f"search {name}" for name in loose[:1] if " " in name and name.istitle() and understood]  # of a person, it may be
    return unclear(question.today, sentence, offers([*understood, *named, *PLAIN_EXAMPLES][:3]), loose)

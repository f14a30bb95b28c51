"""help: the verbs, with examples that work on the loaded data."""

from bot.answer import Answer, Question, Row, Suggestion
from bot.facts import Facts
from bot.language.words import PLAIN_EXAMPLES

ORDER = 9
USAGE = "help [VERB]"
PURPOSE = "the verbs, with examples that work"
EXAMPLES = ("help", "help mandate", "what can you do")
TAKES = "verb"


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with every verb, or the one asked about; made from the verbs' own files."""
    from handlers import Verb, verbs  # noqa: PLC0415 - the list of verbs holds this one

    def row(verb: Verb) -> Row:
        examples = ", ".join(f"“{example}”" for example in verb.examples)
        return {
            "verb": verb.name,
            "usage": verb.usage,
            "purpose": verb.purpose,
            "examples": list(verb.examples),
            "text": f"{verb.name}: {verb.purpose}. {verb.usage}. For example {examples}.",
        }

    asked = verbs().get(question.words.lower())
    shown = [asked] if asked else list(verbs().values())
    notes = f"“{question.words[:60]}” is not a verb; here are all of them. " if question.words and not asked else ""
    return Answer(
        kind="help",
        question=question,
        headline=f"{notes}Ask where New Zealand's troops are, how many, until when, and who says so: as you speak"
        f" (“{PLAIN_EXAMPLES[0]}”), or with a verb, a subject and dates.",
        rows=tuple(row(verb) for verb in shown),
        suggestions=tuple(Suggestion(example[:70], example) for verb in shown[:4] for example in verb.examples[-1:]),
    )

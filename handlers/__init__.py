"""The verbs: one file each, holding the whole of what that verb knows. A new verb is a new file here and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from bot.answer import Answer, Question
from bot.facts import Facts


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb, made from its file: how it is asked, what it is for, examples that work, and what answers it.

    `takes` says what may follow it: a `subject`, free `words`, or a `verb`.
    """

    name: str
    usage: str
    purpose: str
    examples: tuple[str, ...]
    takes: str
    answer: Callable[[Question, Facts], Answer]


@lru_cache(maxsize=1)
def verbs() -> dict[str, Verb]:
    """Every verb by its name, in the order in which help lists them."""
    modules = [import_module(f"handlers.{module.name}") for module in iter_modules(__path__)]
    found = [
        Verb(module.__name__.rpartition(".")[2], module.USAGE, module.PURPOSE, module.EXAMPLES, module.TAKES, module.answer)
        for module in sorted(modules, key=lambda module: module.ORDER)
    ]
    return {verb.name: verb for verb in found}

"""A conversation in the terminal: readable answers, history, and completion of verbs, places and missions."""

import os
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from bot.answer import Answer
from bot.desk import Desk
from bot.errors import StoreError
from bot.names import Gazetteer, fold
from bot.render.text import cited, clean
from handlers import verbs

LEAVE = frozenset(("quit", "exit", "bye"))
_CLAUSES = ("on ", "since ", "until ", "reported by ", "recorded by ")


class Names(Completer):
    """Completes a verb first, then places, missions and the words that begin a date; macrons need not be typed."""

    def __init__(self, names: Gazetteer) -> None:
        """Offer the names of one state of the store."""
        places = [name for place in names.places.values() for name in (place.name, *place.aliases)]
        missions = [name for mission in names.missions.values() for name in (mission.name, *mission.aliases)]
        shown = dict.fromkeys([*places, *missions])
        self._subjects = sorted((fold(name), name) for name in shown)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What can stand where the cursor is."""
        before = document.text_before_cursor
        verb, space, rest = before.lstrip().partition(" ")
        if not space:
            yield from (
                Completion(f"{name} ", -len(verb), display_meta=each.purpose)
                for name, each in verbs().items()
                if name.startswith(verb.lower())
            )
            return
        yield from self._after_verb(rest)

    def _after_verb(self, rest: str) -> Iterable[Completion]:
        words = rest.split(" ")
        for size in range(min(len(words), 4), 0, -1):
            typed = " ".join(words[-size:])
            wanted = fold(typed)
            if wanted:
                yield from (
                    Completion(name.lower(), -len(typed), display=name)
                    for folded, name in self._subjects
                    if f" {wanted}" in f" {folded}"
                )
        if words[-1]:
            yield from (Completion(clause, -len(words[-1])) for clause in _CLAUSES if clause.startswith(words[-1].lower()))


def converse(desk: Desk) -> int:
    """Answer until the person leaves with quit or Ctrl-D; gives the exit status. Raises StoreError if there is no store."""
    console = Console(highlight=False)
    with desk.store.reading() as snapshot:
        names = snapshot.names
    session: PromptSession[str] = PromptSession("> ", completer=Names(names), history=_history(), complete_while_typing=True)
    console.print(
        "Ask where New Zealand's troops are. Try: status iraq on 10 january 2020. Tab completes, help explains, quit leaves."
    )
    while True:
        try:
            text = session.prompt().strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return 0
        if text.lower() in LEAVE:
            return 0
        if text:
            _reply(console, desk, text)


def _reply(console: Console, desk: Desk, text: str) -> None:
    try:
        show(console, desk.ask(text))
    except StoreError as problem:
        console.print(Text(clean(str(problem)), style="red"))


def show(console: Console, answer: Answer) -> None:
    """Write an answer for a person at a terminal: headline, rows, sum, movements, warnings, what to ask next, sources."""
    console.print(Text(clean(answer.headline), style="bold"))
    _bullets(console, (row["text"] for row in answer.rows))
    if answer.total and "text" in answer.total and len(answer.rows) > 1:
        console.print(Text(clean(answer.total["text"])))
    if answer.movements:
        console.print(Text("Returned or withdrawn", style="italic"))
        _bullets(console, (row["text"] for row in answer.movements))
    for warning in answer.cautions:
        console.print(Text(f"⚠ {clean(warning.text)}", style="yellow"))
    for suggestion in answer.suggestions:
        console.print(Text(f"  try: {clean(suggestion.command)}", style="cyan"))
    if answer.sources and answer.kind != "sources":
        console.print(_sources(answer))
    console.print()


def _bullets(console: Console, texts: Iterable[str]) -> None:
    for text in texts:
        console.print(Padding(Text(f"• {clean(text)}"), (0, 0, 0, 2)))


def _sources(answer: Answer) -> Text:
    said = Text("Sources: ", style="dim")
    for number, row in enumerate(answer.sources):
        said.append("; " if number else "")
        said.append(cited(row), Style(link=clean(row["url"]), dim=True))
    return said


def _history() -> History:
    """The history file of this person, or one that is forgotten at the end where no file can be kept."""
    try:
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "nzdf-facts"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "history").touch(mode=0o600)
    except (OSError, RuntimeError):  # no home, as in many containers
        return InMemoryHistory()
    return FileHistory(str(folder / "history"))

"""The command line: ask, chat, check, load, export, import, backup, restore, run, serve, clock, digest, playground, start.

Exit status: 0 done or answered; 1 understood, but the store holds nothing on it; 2 not understood or wrongly called;
3 the store, the package or the settings cannot be used.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

from bot.answer import Answer
from bot.desk import Desk, open_desk, wall_clock
from bot.errors import BotError
from bot.options import ANSWERED, NOT_UNDERSTOOD, NOTHING_HELD, TROUBLE, day, desk_of
from bot.playground.options import USUAL, add_options, read_options
from bot.settings import Settings, read_settings
from bot.tending import back_up, check_package, export_package, import_rows, load_facts, load_package, put_back

log = logging.getLogger(__name__)

# Adds a command: its name, what runs it, and its purpose in a line.
Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

SHOWCASE = (
    "status",
    "status iraq on 10 january 2020",
    "mandate qatar on 15 april 2020",
    "incidents taji since 2020-01-01 until 2020-04-01",
    "status jerusalem",
    "status iran",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. Trouble is one sentence on standard error, never a trace."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # macrons whatever the locale; a stray byte of a question is no trouble
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except BotError as problem:
        print(problem, file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _write_no_more()
        return ANSWERED
    except OSError as problem:
        _write_no_more()
        print(f"The answer could not be written: {problem.strerror or problem}.", file=sys.stderr)
        return TROUBLE


def _write_no_more() -> None:
    """Send what is still to be written, at exit too, where it cannot fail: the reader went away, as `| head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"“{text}” is not a port; write a number from 1 to 65535")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Answers questions about New Zealand Defence Force deployments."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], purpose: str) -> argparse.ArgumentParser:
        each = commands.add_parser(name, help=purpose, description=purpose)
        each.set_defaults(run=run)
        each.add_argument("--db", type=Path, help="the fact store (NZDF_DB, else nzdf.db)")
        if name != "serve":  # its worker is a process of its own, with the clock's day
            each.add_argument("--today", type=day, help="fix the day, so that answers can be reproduced: 2020-01-10")
        return each

    _asking(command)
    _tending(command)
    _running(command)
    return parser


def _asking(command: Command) -> None:
    """The commands that ask."""
    ask = command("ask", _ask, "answer one question, or with - one a line")
    ask.add_argument("question", nargs="+", help="the question; - reads one a line and writes one JSON object a line")
    ask.add_argument("--format", choices=("text", "json", "blocks"), default="text", help="how to write the answer (text)")
    command("chat", _chat, "ask in a conversation in the terminal")


def _tending(command: Command) -> None:
    """The commands that tend the facts."""
    check = command("check", check_package, "read the data package and name every fault")
    load = command("load", load_facts, "build or refresh the fact store from the data package")
    for each in (check, load):
        each.add_argument("--data", type=Path, help="the directory of the data package (NZDF_DATA, else data)")
    export = command("export", export_package, "write the data package back from the store")
    export.add_argument("directory", type=Path, help="where to write it")
    proposed = command("import", import_rows, "propose the rows of a CSV file in bulk, for review")
    proposed.add_argument("file", type=Path, help="the CSV file, with the columns of its table as the first line")
    proposed.add_argument("--table", required=True, help="the table that its rows belong to: strengths")
    proposed.add_argument(
        "--as", dest="author", required=True, metavar="USER", help="the Slack user who proposes them: U012AB3CD"
    )
    backup = command("backup", back_up, "copy the store to a file, while the bot runs")
    backup.add_argument("file", type=Path, help="the file to write")
    restore = command("restore", put_back, "put a backup in the store's place, while the bot runs")
    restore.add_argument("file", type=Path, help="the backup to read")


def _running(command: Command) -> None:
    """The commands that run the bot."""
    command("run", _run, "run the Slack bot over Socket Mode")
    command("clock", _clock, "send the digests, in a process of its own")
    digest = command("digest", _digest, "print the next and the last digest of every channel")
    digest.add_argument("what", choices=("status",), help="what to print")
    serve = command("serve", _serve, "run the Slack bot over signed HTTP")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1; 0.0.0.0 for all)")
    serve.add_argument("--port", type=_port, help="the port to listen on (PORT, else 3000)")
    playground = command("playground", _playground, "open a local stand-in for Slack in the browser, with the bot in it")
    add_options(playground)
    start = command("start", _start, "load the store, then run the bot, or without Slack tokens the playground or a showcase")
    start.set_defaults(**USUAL)


def _ask(options: argparse.Namespace) -> int:
    desk = desk_of(options)
    if options.question == ["-"]:
        return _ask_lines(desk, sys.stdin)
    answer = desk.ask(" ".join(options.question))
    print(_rendered(answer, options.format))
    return {"unclear": NOT_UNDERSTOOD, "unknown": NOTHING_HELD}.get(answer.kind, ANSWERED)


def _ask_lines(desk: Desk, lines: Iterable[str]) -> int:
    """Answer each line, an empty one too, with one line of JSON. Raises StoreError when the store cannot be used."""
    from bot.render.contract import as_json  # noqa: PLC0415 - each rendering is loaded where it is asked for

    for line in lines:
        print(as_json(desk.ask(line.rstrip("\n"))), flush=True)
    return ANSWERED


def _rendered(answer: Answer, form: str) -> str:
    # Each rendering is loaded only where it is asked for: `ask` starts cold for every question.
    if form == "json":
        from bot.render.contract import as_json  # noqa: PLC0415

        return as_json(answer)
    if form == "blocks":
        from bot.render.blocks import message  # noqa: PLC0415

        return json.dumps(message(answer, read_settings(os.environ, "local").command), ensure_ascii=False, indent=2)
    from bot.render.text import plain  # noqa: PLC0415

    return plain(answer)


def _chat(options: argparse.Namespace) -> int:
    from bot.chat import converse  # noqa: PLC0415 - the terminal libraries are needed nowhere else

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("A conversation needs a terminal; without one use: python -m bot ask “status iraq”", file=sys.stderr)
        return NOT_UNDERSTOOD
    return converse(desk_of(options))


def _run(options: argparse.Namespace) -> int:
    from bot import logs  # noqa: PLC0415
    from bot.slack.socket import run  # noqa: PLC0415

    settings = read_settings(_environ(options), "socket")
    logs.set_up(settings.log_level)
    run(settings, _ready_desk(options, settings))
    return ANSWERED


def _clock(options: argparse.Namespace) -> int:
    from bot import logs  # noqa: PLC0415
    from bot.slack.alone import run  # noqa: PLC0415

    settings = read_settings(_environ(options), "clock")
    logs.set_up(settings.log_level)
    run(settings, _ready_desk(options, settings))
    return ANSWERED


def _digest(options: argparse.Namespace) -> int:
    from bot.digest_status import status_lines  # noqa: PLC0415

    desk = desk_of(options)
    for line in status_lines(desk.store, desk.store.clock()):
        print(line)
    return ANSWERED


def _serve(options: argparse.Namespace) -> int:
    from bot import logs  # noqa: PLC0415
    from bot.slack.http import serve  # noqa: PLC0415

    settings = read_settings(_environ(options), "http")
    logs.set_up(settings.log_level)
    _ready_desk(options, settings).store.close()
    serve(settings, options.host, options.port)
    return ANSWERED


def _playground(options: argparse.Namespace) -> int:
    from bot import logs  # noqa: PLC0415
    from bot.playground.command import run  # noqa: PLC0415 - aiohttp is needed nowhere else

    asked, settings = read_options(options), read_settings(os.environ, "local")
    logs.set_up("WARNING")
    desk = None if options.no_bot else _ready_desk(options, replace(settings, db=options.db or settings.db))
    run(asked, desk)
    return ANSWERED


def _environ(options: argparse.Namespace) -> dict[str, str]:
    """The environment, with --db put where a worker process will look for it."""
    if options.db:
        os.environ["NZDF_DB"] = str(options.db)
    return dict(os.environ)


def _ready_desk(options: argparse.Namespace, settings: Settings) -> Desk:
    """A desk whose store holds what the package says now. A package with faults is only warned of where the store can answer."""
    desk = open_desk(settings.db, wall_clock, getattr(options, "today", None))
    try:
        log.info("The store %s: %s", settings.db, load_package(desk, settings.data))
    except BotError as problem:
        with desk.store.reading():
            log.warning("The facts in the store are kept as they were. %s", problem)
    return desk


def _start(options: argparse.Namespace) -> int:
    """What `make run` does: the bot where Slack tokens are set, else the playground, or without a terminal a showcase."""
    if any(os.environ.get(name) for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")):
        return _run(options)
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _playground(options)
    load_facts(argparse.Namespace(**vars(options), data=None))
    desk = desk_of(options)
    for question in SHOWCASE:
        print(f"\n> {question}\n{_rendered(desk.ask(question), 'text')}")
    return ANSWERED

"""What the commands share: exit statuses, a day as an argument, and the store that they work on."""

import argparse
import os
from datetime import date
from pathlib import Path

from bot.desk import Desk, open_desk, wall_clock
from bot.settings import read_settings

ANSWERED, NOTHING_HELD, NOT_UNDERSTOOD, TROUBLE = 0, 1, 2, 3


def day(text: str) -> date:
    """A day as an argument: 2020-01-10. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day; write it as 2020-01-10") from None


def path_of(options: argparse.Namespace) -> Path:
    """The store that a command works on: --db, else NZDF_DB."""
    path: Path = options.db or read_settings(os.environ, "local").db
    return path


def desk_of(options: argparse.Namespace) -> Desk:
    """A desk on that store, at --today or the clock's day."""
    return open_desk(path_of(options), wall_clock, options.today)

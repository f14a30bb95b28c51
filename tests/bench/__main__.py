"""Run the whole benchmark and print it. Takes about a minute, and half a minute more where the large store must be built."""

import os
import platform
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.package import read
from bot.store import FactStore
from bot.store.keeping import load
from tests.bench import cold, inside, million, sockets
from tests.bench import load as over_http
from tests.bench.client import WrongReplyError
from tests.bench.servers import ROOT

DATA, BUILD = ROOT / "data", ROOT / "build"


def now() -> datetime:
    """The instant at which the stores are said to be loaded."""
    return datetime.now(UTC)


def main() -> int:
    """Print every part; 1 where a reply was wrong, else 0, whether or not the targets were reached."""
    package, faults = read(DATA)
    if package is None:
        print(f"The package cannot be read: {faults[0]}", file=sys.stderr)
        return 1
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}, {_cores()} cores\n")
    large = million.cached(BUILD, DATA, package, now)
    with tempfile.TemporaryDirectory() as directory:
        small = Path(directory) / "small.db"
        store = FactStore(small, now)
        load(store, package)
        store.close()
        try:
            print(over_http.measure(small, large), end="\n\n", flush=True)
            print(sockets.measure(small), end="\n\n", flush=True)
            print(cold.measure(small), end="\n\n", flush=True)
        except (WrongReplyError, RuntimeError, OSError) as fault:
            print(fault, file=sys.stderr)
            return 1
        print(inside.measure(small, ["status iraq", "status", "mandate qatar", "timeline iraq"]), end="\n\n")
        print(f"With a million strengths. {inside.measure(large, ['status iraq'])}")
    return 0


def _cores() -> int:
    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    sys.exit(main())

"""`make chaos`: a simulated month of 40 channels in three zones, 10 % faults, 300 kills, with one clock and with two; then 200
editors who click at two processes that are killed 20 times."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.desk import wall_clock
from bot.package import read
from bot.settings import DATA
from bot.store import FactStore
from bot.store.keeping import load
from tests.chaos.clicks import storm
from tests.chaos.harness import crash

DAYS, SECONDS, CHANNELS, KILLS, ROUNDS = 30.0, 420.0, 40, 320, 6


def main() -> int:
    """Print the figures; 1 where a digest is missing or doubled."""
    good = True
    for clocks in (1, 2):
        with TemporaryDirectory() as folder:
            figures = crash(
                Path(folder), days=DAYS, seconds=SECONDS, channels=CHANNELS, clocks=clocks, kill_every=SECONDS / KILLS, faults=0.1
            )
        print(figures, flush=True)
        for name in ("missing", "doubled", "strays", "unrecorded"):
            for key in getattr(figures, name)[:10]:
                print(f"  {name}: {key}")
        good = good and figures.is_good
    return 0 if _clicks() and good else 1


def _clicks() -> bool:
    package, faults = read(DATA)
    if package is None:
        print(faults[0])
        return False
    good = True
    for seed in range(ROUNDS):
        with TemporaryDirectory() as folder:
            store = FactStore(Path(folder) / "facts.db", wall_clock)
            load(store, package)
            outcome = storm(store, editors=200, count=190, kills=20, seed=seed)
            store.close()
        print(outcome, flush=True)
        for sentence in outcome.wrong[:10]:
            print(f"  wrong: {sentence}")
        good = good and not outcome.wrong
    return good


if __name__ == "__main__":
    sys.exit(main())

"""`make chaos`: a simulated month of 40 channels, 10 % faults and 300 kills, with one clock and two; then the load, and 200
editors who click at two processes that are killed."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.clicks import clicks
from tests.chaos.harness import crash
from tests.chaos.load import load

DAYS, SECONDS, CHANNELS, KILLS = 30.0, 480.0, 40, 320
MANY = 10_000
ROUNDS = 6


def main() -> int:
    """Print the figures; 1 where a digest is missing or doubled."""
    good = True
    for clocks, backups in ((1, 0), (2, 0), (2, 6)):
        with TemporaryDirectory() as folder:
            figures = crash(
                Path(folder),
                days=DAYS,
                seconds=SECONDS,
                channels=CHANNELS,
                clocks=clocks,
                kill_every=SECONDS / KILLS,
                faults=0.1,
                backups=backups,
            )
        print(figures, flush=True)
        for name in ("missing", "doubled", "strays", "unrecorded"):
            for key in getattr(figures, name)[:10]:
                print(f"  {name}: {key}")
        good = good and figures.is_good
    with TemporaryDirectory() as folder:
        found = load(Path(folder), MANY)
    print(found, flush=True)
    return 0 if clicks(ROUNDS) and good and found.is_good else 1


if __name__ == "__main__":
    sys.exit(main())

"""`make chaos`: a simulated month of 40 channels in three zones, 10 % faults, 300 kills; with one clock and with two."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.harness import crash

DAYS, SECONDS, CHANNELS, KILLS = 30.0, 420.0, 40, 320


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
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

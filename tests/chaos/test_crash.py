"""The short run of the crash test; `make chaos` is the long one."""

from pathlib import Path

from tests.chaos.harness import crash


def test_every_due_digest_stands_in_its_channel_once_whatever_is_killed(tmp_path: Path) -> None:
    """Two clocks on one store, killed again and again over a simulated day of faults: none is missing and none comes twice."""
    figures = crash(tmp_path, days=1.0, seconds=16.0, channels=24, clocks=2, kill_every=0.4, faults=0.1)
    assert figures.kills >= 20
    assert figures.due >= 20
    assert (figures.missing, figures.doubled, figures.strays, figures.unrecorded) == ([], [], [], []), str(figures)
    assert figures.log["stumbles"] == 0

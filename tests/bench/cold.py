"""The cold start: one answer from the command line against the bare import of Slack's library."""

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.numbers import median, percentile, table, verdict
from tests.bench.servers import ROOT

RUNS, MOST_SECONDS = 21, 30
QUESTION = "mandate qatar"


def measure(store: Path) -> str:
    """Run both in turns, each in a fresh process, and report. Raises RuntimeError where one fails or gives no answer."""
    commands = {
        f'python -m bot ask "{QUESTION}"': ([sys.executable, "-m", "bot", "ask", QUESTION, "--db", str(store)], "Qatar"),
        'python -c "import slack_bolt"': ([sys.executable, "-c", "import slack_bolt"], ""),
        "python -c pass (for comparison)": ([sys.executable, "-c", "pass"], ""),
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(RUNS + 1):
        for name, (command, said) in commands.items():
            taken = _timed(command, said)
            if run:  # the first of each brings the files into memory
                seconds[name].append(taken)
    rows = [["", "median ms", "p99 ms"]]
    rows += [[name, f"{median(each) * 1000:.0f}", f"{percentile(each, 99) * 1000:.0f}"] for name, each in seconds.items()]
    ours, slack, _nothing = (median(each) for each in seconds.values())
    return f"Cold start, {RUNS} runs each in turns\n{table(rows)}\n{verdict('ask / import slack_bolt', ours / slack, 1.5)}"


def _timed(command: list[str], said: str) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    taken = time.perf_counter() - began
    if done.returncode or said not in done.stdout:
        raise RuntimeError(f"{' '.join(command[1:])} ended with {done.returncode}: {done.stderr or done.stdout}")
    return taken

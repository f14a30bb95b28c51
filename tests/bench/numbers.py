"""Numbers for people: medians, percentiles, and lines of a table."""

import math
from collections.abc import Sequence


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 50)


def percentile(values: Sequence[float], rank: float) -> float:
    """The smallest value that at least `rank` per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * rank / 100) - 1)]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines: the first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join([row[0].ljust(widths[0]), *cells[1:]]).rstrip())
    return "\n".join(lines)


def verdict(what: str, ratio: float, target: float, *, at_least: bool = False) -> str:
    """One ratio beside its target."""
    reached = ratio >= target if at_least else ratio <= target
    bound = "at least" if at_least else "at most"
    return f"{what}: {ratio:.2f} (target: {bound} {target:g}), {'reached' if reached else 'NOT REACHED'}"

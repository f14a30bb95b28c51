"""Lists of words kept as plain text beside the code: sections in square brackets, comments after #."""

from collections import defaultdict
from pathlib import Path


def sections(name: str) -> dict[str, list[str]]:
    """The lines of one such file by the section that they stand in."""
    found: dict[str, list[str]] = defaultdict(list)
    section = ""
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found[section].append(line)
    return found

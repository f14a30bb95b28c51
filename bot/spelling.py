"""Finding a name by its letters: with a few typing errors in it, or by some of its words. Plain strings, no meanings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

SHORTEST_CORRECTED = 4  # a name of three letters is one slip away from too many others
_MOST_SLIPS = 3


class Spelling:
    """Many folded names, made ready to be looked through. Safe to share between threads."""

    def __init__(self, names: Iterable[str], others: Iterable[str] = ()) -> None:
        """`names` are found by slips and by their words, `others` by slips only; earlier ones come first among equals."""
        known = dict.fromkeys(names)
        self._by_length: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for number, name in enumerate(dict.fromkeys([*known, *others])):
            if len(name) >= SHORTEST_CORRECTED:
                self._by_length[len(name)].append((number, name))
        self._plain = {size: [name for _number, name in found] for size, found in self._by_length.items()}
        self._lines = "".join(f" {name} \n" for name in known)
        # One question asks for the same words several times over.
        self.slips = lru_cache(maxsize=256)(self._slips)

    def _slips(self, typed: str) -> tuple[tuple[int, str], ...]:
        """The names within three typing errors of what was typed, fewer for a short one: how many errors, and the name."""
        from rapidfuzz import process  # noqa: PLC0415 - only a misspelt name needs it
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        if len(typed) < SHORTEST_CORRECTED:
            return ()
        allowed = min(_MOST_SLIPS, (len(typed) + 1) // 4)
        found = [
            (int(slips), self._by_length[size][at])
            for size in range(len(typed) - allowed, len(typed) + allowed + 1)
            for _name, slips, at in process.extract(
                typed, self._plain.get(size, ()), scorer=OSA.distance, score_cutoff=allowed, limit=30
            )
        ]
        return tuple((slips, name) for slips, (_number, name) in sorted(found))

    def holding(self, typed: str) -> Iterator[str]:
        """The names that hold what was typed as whole words, in the order given."""
        wanted = f" {typed} "
        at = self._lines.find(wanted)
        while at >= 0:
            end = self._lines.index("\n", at)
            yield self._lines[self._lines.rfind("\n", 0, at) + 1 : end].strip()
            at = self._lines.find(wanted, end)

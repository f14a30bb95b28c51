"""One line of a digest, its kinds in their order of importance, and how a headline sums them up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.answer import Row
from bot.facts import Source
from bot.wording import listed, plural

# Most important first; each with the words that count it. An incident with New Zealand casualties comes before all.
KINDS = {
    "present": ("mission", "missions"),
    "disagreement": ("disagreement between sources", "disagreements between sources"),
    "count": ("new count", "new counts"),
    "first-count": ("first count", "first counts"),
    "corrected": ("corrected count", "corrected counts"),
    "retracted": ("fact taken back", "facts taken back"),
    "mismatch": ("reported total that does not agree", "reported totals that do not agree"),
    "settled": ("disagreement settled", "disagreements settled"),
    "ended": ("deployment ended", "deployments ended"),
    "count-ended": ("count ended", "counts ended"),
    "returned": ("return home", "returns home"),
    "mandate-lapsed": ("mandate lapsed", "mandates lapsed"),
    "mandate-ending": ("mandate ending soon", "mandates ending soon"),
    "mandate-extended": ("mandate extended", "mandates extended"),
    "mandate-shortened": ("mandate shortened", "mandates shortened"),
    "mandate-changed": ("mandate changed", "mandates changed"),
    "mandate-new": ("new mandate", "new mandates"),
    "incident": ("incident", "incidents"),
    "account": ("new account of an incident", "new accounts of incidents"),
    "part-count": ("count of part of a mission", "counts of parts of missions"),
    "event": ("event", "events"),
    "live-again": ("count confirmed again", "counts confirmed again"),
    "stale": ("count gone stale", "counts gone stale"),
    "historic": ("count over 3 years old", "counts over 3 years old"),
    "checked": ("count checked and unchanged", "counts checked and unchanged"),
}
_ORDER = {kind: at for at, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Change:
    """One line: its kind, its sentence, who says so, the ids that it touches, and what was so before and is so now.

    `urgent` lines come first. `order` is its place among others of its kind, the mission's id deciding ties.
    """

    kind: str
    text: str
    sources: tuple[Source, ...]
    deployment: str | None = None
    strengths: tuple[str, ...] = ()
    mandate: str | None = None
    incident: str | None = None
    event: str | None = None
    threshold: int | None = None
    before: Row | None = None
    now: Row | None = None
    urgent: bool = False
    order: float = field(default=0, kw_only=True)

    @property
    def weight(self) -> tuple[bool, int, float, str, str]:
        """Its place in the digest, the least first."""
        return not self.urgent, _ORDER[self.kind], self.order, self.deployment or "", self.text

    @property
    def row(self) -> Row:
        """The line as the contract has it."""
        return {
            "kind": self.kind,
            "deployment": self.deployment,
            "strengths": list(self.strengths),
            "mandate": self.mandate,
            "incident": self.incident,
            "event": self.event,
            "threshold": self.threshold,
            "before": self.before,
            "now": self.now,
            "sources": list(dict.fromkeys(source.id for source in self.sources)),
            "text": self.text,
        }


def summed_up(changes: Iterable[Change]) -> str:
    """How many lines there are of each kind, in the order of the kinds: 1 incident, 2 new counts and 1 mandate extended."""
    counts = Counter(change.kind for change in sorted(changes, key=lambda change: change.weight))
    return listed(plural(count, *KINDS[kind]) for kind, count in counts.items())

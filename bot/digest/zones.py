"""Time zones as people name them: by city, by the IANA name in any case, with a near name suggested."""

from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from bot.errors import BotError

_OURS = {
    "nz": "Pacific/Auckland",
    "new zealand": "Pacific/Auckland",
    "wellington": "Pacific/Auckland",
    "christchurch": "Pacific/Auckland",
    "chatham islands": "Pacific/Chatham",
    "washington": "America/New_York",
    "canberra": "Australia/Sydney",
    "gmt": "Etc/GMT",
    "utc": "UTC",
}
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every way to name a zone, folded, with its IANA name; of two zones with one city the shorter name wins."""
    found: dict[str, str] = {}
    for name in sorted(available_timezones(), key=lambda name: (-len(name), name)):
        region, _, city = name.partition("/")
        if region in _REGIONS and city:
            found[_fold(city.rpartition("/")[2])] = name
            found[_fold(name)] = name
    return found | _OURS


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def zone_named(said: str) -> str:
    """The IANA name of a zone. Raises BotError with a near name where there is no such zone."""
    names, folded = _names(), _fold(said)
    if folded in names:
        return names[folded]
    near = get_close_matches(folded, names, n=1, cutoff=0.75)
    if near:
        raise BotError(f"“{said[:60]}” is not a time zone that is known here; did you mean {names[near[0]]}?")
    raise BotError(f"“{said[:60]}” is not a time zone that is known here; write a city, or a name such as Pacific/Auckland.")

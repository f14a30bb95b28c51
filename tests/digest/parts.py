"""What the tests of the digest share: the mission “m” in Iraq, its rows, and the digest between two looks."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.answer import Answer
from bot.digest.changes import Look, changed
from bot.facts import Facts
from bot.language.understanding import understand
from tests.conftest import Row

JUNE = date(2020, 6, 1)


Worlds = Callable[..., Facts]


PLACES: list[Row] = [{"id": "iraq"}, {"id": "kuwait"}, {"id": "taji", "name": "Camp Taji", "kind": "base", "within": "iraq"}]


def digest(before: Look | None, now: Look, subject: str = "") -> Answer:
    """The digest of a subject between two looks."""
    return changed(now, before, understand(f"digest {subject}".strip(), now.facts.names, now.today))


def kinds(answer: Answer) -> list[str]:
    """The kinds of an answer's rows, in order."""
    return [row["kind"] for row in answer.rows]


def only(answer: Answer) -> dict[str, Any]:
    """The one row of an answer."""
    (row,) = answer.rows
    return row


def count(number: int, **other: str | int | None) -> Row:
    """A count of the mission at Camp Taji, of January 2020 by source s1."""
    return {"id": "c", "deployment": "m", "places": "taji", "count": number, **other}


def mandate(ends: str, **other: str | int | None) -> Row:
    """A mandate of the mission in Iraq, decided in January 2019."""
    return {"id": "a", "deployment": "m", "places": "iraq", "ends": ends, "decided": "2019-01-01", **other}


def sources(**published: str) -> list[Row]:
    """Sources with their days of publication."""
    return [{"id": id, "publisher": id.upper(), "published": day} for id, day in published.items()]


SOURCES = sources(s1="2020-01-05", s2="2020-05-20", s3="2019-01-02")


NEW = {"id": "d", "from": "2020-05-20", "source": "s2"}


WITHDRAWN: Row = {"id": "e", "occurred": "2020-05-30", "deployment": "m", "places": "iraq", "kind": "withdrawn"}


RIVAL = count(17, id="r", source="s2", **{"from": "2020-01-01"})


NEAR = sources(s1="2020-03-05", s2="2020-05-20", s3="2019-01-02")


ATTACK: Row = {"id": "i", "occurred": "2020-05-30", "place": "taji", "name": "Rocket attack", "deployments": "m"}


def told(**fields: str | int | None) -> Row:
    """An account of the attack."""
    return {"id": "x", "incident": "i", "sources": "s2", **fields}

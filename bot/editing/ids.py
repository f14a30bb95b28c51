"""Ids for new rows: readable, made from what the row says."""

import re
from collections.abc import Callable, Mapping

from bot.names import fold

LONGEST = 60


def new_id(table: str, values: Mapping[str, str], is_taken: Callable[[str], bool]) -> str:
    """An id for a new row, such as taji-training-2020-01; numbered from 2 where that one is taken."""
    stem = _slug(" ".join(_said(table, values)))[:LONGEST].strip("-") or table.removesuffix("s")
    number, id = 1, stem
    while is_taken(id):
        number += 1
        id = f"{stem}-{number}"
    return id


def _slug(text: str) -> str:
    """Lower-case letters, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _said(table: str, values: Mapping[str, str]) -> list[str]:
    """What tells a row of this table from others, in the order in which its id says it."""

    def first(column: str) -> str:
        return values.get(column, "").split("|")[0]

    whose = values.get("deployment") or first("places")
    if table == "strengths":
        return [whose, *(["total"] if values.get("covers") == "place" else []), values.get("from", "")]
    if table == "mandates":
        return [whose, "until", values.get("ends", "")]
    if table == "events":
        return [whose, values.get("kind", ""), values.get("occurred", "")]
    if table == "incidents":
        return [values.get("place", ""), values.get("occurred", "")]
    if table == "accounts":
        return [values.get("incident", ""), first("sources").split("-")[0]]
    if table == "sources":
        return [values.get("publisher", ""), values.get("published", ""), *fold(values.get("title", "")).split()[:3]]
    return [values.get("name", "")]

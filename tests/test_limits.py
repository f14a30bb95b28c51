"""No answer breaks Slack's limits, whatever is asked."""

from itertools import product

import pytest

from bot.desk import Desk
from bot.render.blocks import message
from bot.render.limits import faults
from handlers import verbs
from tests.conftest import ROOT


def subjects() -> list[str]:
    """Every place and mission of the package, by id, and everywhere."""
    ids = [
        line.split(",", 1)[0]
        for table in ("places", "deployments")
        for line in (ROOT / "data" / f"{table}.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    return ["", "all", *ids]


@pytest.mark.parametrize("verb", [verb.name for verb in verbs().values() if verb.takes != "verb"])
def test_every_answer_keeps_slacks_limits(desk: Desk, verb: str) -> None:
    """Every subject on several days and periods, on its first page, its last and shared: Slack would take each message."""
    found = {}
    for subject, when in product(subjects(), ("", "on 2020-01-10", "on 2012", "reported by 2018-06-30")):
        question = " ".join(f"{verb} {subject} {when}".split())
        answer = desk.ask(question)
        shown = (message(answer, "/nzdf"), message(answer, "/nzdf", page=99), message(answer, "/nzdf", shared_by="U0EDITOR"))
        broken = [fault for each in shown for fault in faults(each)]
        if broken:
            found[question] = broken
    assert found == {}

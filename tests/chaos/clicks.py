"""Many editors click at once on proposals, at two bot processes on one store; one of them may be killed and started again."""

import json
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bot.desk import wall_clock
from bot.editing.proposals import Draft, ProposedRow
from bot.package import read
from bot.settings import DATA
from bot.store import FactStore
from bot.store.keeping import load
from bot.store.proposals import audit_trail, proposals, propose
from tests.bench.servers import HOST, PRODUCT, Server, running
from tests.slack.papers import interaction, press, signed_headers
from tests.slack.stand_in import StandIn, start

AUTHOR = "U0AUTHOR0"
PATIENCE = 10


@dataclass
class Outcome:
    """What came of the clicks: `acknowledged` holds each proposal whose click was answered, `wrong` a sentence for each fault."""

    clicks: int = 0
    lost: int = 0
    kills: int = 0
    decided: int = 0
    acknowledged: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """The figures on one line."""
        return (
            f"{self.clicks} clicks, {self.lost} of them unanswered at {self.kills} kills; {self.decided} proposals decided, "
            f"{len(self.acknowledged)} of them answered; {len(self.wrong)} wrong"
        )


class Pair:
    """Two bot processes on one store. One that was killed is started again."""

    def __init__(self, store: Path, api_url: str, editors: list[str]) -> None:
        """`editors` are the ids of those who may review."""
        self._stacks: list[ExitStack] = []
        self.servers: list[Server] = []
        self._store, self._api_url, self._editors = store, api_url, ",".join(editors)
        for _ in range(2):
            stack = ExitStack()
            self.servers.append(stack.enter_context(self._made()))
            self._stacks.append(stack)

    def _made(self) -> AbstractContextManager[Server]:
        settings = {"NZDF_EDITORS": self._editors, "NZDF_REVIEW_CHANNEL": "C0REVIEW", "NZDF_CLOCK": "off"}
        return running(PRODUCT, self._api_url, self._store, **settings)

    def kill(self, at: int) -> None:
        """End one process without a word, and start another in its place."""
        os.killpg(self.servers[at]._process.pid, signal.SIGKILL)
        self.servers[at]._process.wait()
        stack = ExitStack()
        self.servers[at] = stack.enter_context(self._made())
        self._stacks.append(stack)

    def close(self) -> None:
        """End both."""
        for stack in self._stacks:
            stack.close()


@contextmanager
def _stand_in() -> Iterator[StandIn]:
    slack = StandIn()
    slack.scopes += ",files:write,im:write,usergroups:read"
    server = start(slack)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # a killed process leaves its connections
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()


def storm(store: FactStore, editors: int, count: int, kills: int = 0, seed: int = 1) -> Outcome:
    """Propose so many retractions, let every editor click on some, and look at what stands. `kills` processes die meanwhile."""
    numbers = _proposed(store, count)
    people = [f"U0EDITOR{number:03d}" for number in range(editors)]
    chance, outcome = random.Random(seed), Outcome()
    clicks = [(who, number) for who in people for number in chance.sample(numbers, max(2, 2 * count // editors))]
    clicks += [(chance.choice(people), number) for number in numbers for _ in range(2)]
    chance.shuffle(clicks)
    with _stand_in() as slack:
        pair = Pair(store.path, slack.api_url, people)
        done = threading.Event()
        killer = threading.Thread(target=_kill, args=(pair, kills, done, outcome, random.Random(seed)))
        killer.start()
        with ThreadPoolExecutor(48) as pool:
            list(pool.map(lambda click: _click(pair, slack, click[0], click[1], outcome), clicks))
        done.set()
        killer.join()
        # Whoever got no answer clicks again, as people do.
        for who, number in clicks:
            if number not in outcome.acknowledged:
                _click(pair, slack, who, number, outcome)
        pair.close()
    _judge(store, numbers, people, outcome)
    return outcome


def _proposed(store: FactStore, count: int) -> list[int]:
    with store.reading() as snapshot:
        rows = sorted(row.id for row in snapshot.facts().strengths())[:count]
    drafts = (Draft("retract", (ProposedRow("strengths", id, "retract"),), "To be decided.") for id in rows)
    return [propose(store, draft, AUTHOR).number for draft in drafts]


def _kill(pair: Pair, kills: int, done: threading.Event, outcome: Outcome, chance: random.Random) -> None:
    for _ in range(kills):
        if done.wait(chance.uniform(0.1, 0.6)):
            return
        pair.kill(chance.randrange(2))
        outcome.kills += 1


def _click(pair: Pair, slack: StandIn, who: str, number: int, outcome: Outcome) -> None:
    """Approve every third, reject the others, at one of the processes."""
    chance = random.Random(f"{who}{number}")
    if number % 3 == 0:
        body = press("approve", str(number), slack.response_url, channel="C0REVIEW", ephemeral=False)
        body = body.replace("U024BE7LH", who)
    else:
        view = {
            "id": f"V{who}{number}",
            "type": "modal",
            "callback_id": "reject",
            "private_metadata": json.dumps({"n": number}),
            "title": {"type": "plain_text", "text": "Reject"},
            "blocks": [{"type": "input", "block_id": "why"}],
            "state": {"values": {"why": {"v": {"type": "plain_text_input", "value": f"No, says {who}"}}}},
        }
        body = interaction({"type": "view_submission", "user": {"id": who}, "trigger_id": f"{number}.{who}", "view": view})
    outcome.clicks += 1
    at = chance.randrange(2)
    if not (_sent(pair.servers[at], who, number, body, outcome) or _sent(pair.servers[1 - at], who, number, body, outcome)):
        outcome.lost += 1


def _sent(server: Server, who: str, number: int, body: str, outcome: Outcome) -> bool:
    """Whether the process answered; as Slack has it, whoever gets no answer may click again, at whichever process is there."""
    request = Request(f"http://{HOST}:{server.port}/slack/events", body.encode(), signed_headers(body))
    try:
        with urlopen(request, timeout=PATIENCE) as reply:
            said = reply.read().decode()
    except HTTPError as refused:
        outcome.wrong.append(f"{who} on {number}: status {refused.code}")
    except OSError:
        return False
    else:
        if "locked" in said:
            outcome.wrong.append(f"{who} on {number}: {said}")
        outcome.acknowledged.add(number)
    return True


def _judge(store: FactStore, numbers: list[int], people: list[str], outcome: Outcome) -> None:
    """Every proposal decided once, in the trail once, by somebody who clicked; every approved one a change of its own."""
    made = {each.number: each for each in proposals(store, most=10 * len(numbers))}
    trail = [line for line in audit_trail(store) if line.what in ("approved", "rejected")]
    times = Counter(line.proposal for line in trail)
    outcome.decided = sum(made[number].state != "open" for number in numbers)
    for number in numbers:
        proposal = made[number]
        wanted = "approved" if number % 3 == 0 else "rejected"
        if proposal.state != wanted or times[number] != 1:
            outcome.wrong.append(f"{number} is {proposal.state}, {times[number]} times in the trail")
        elif (
            proposal.decided_by not in people
            or next(line.who for line in trail if line.proposal == number) != proposal.decided_by
        ):
            outcome.wrong.append(f"{number} was decided by {proposal.decided_by}")
    changes = [made[number].change for number in numbers if made[number].change is not None]
    if len(set(changes)) != sum(number % 3 == 0 for number in numbers):
        outcome.wrong.append("an approved proposal has no change of its own")
    with store.reading() as snapshot:
        standing = {row.id for row in snapshot.facts().strengths()}
    for number in numbers:
        if (made[number].rows[0].id in standing) == (made[number].state == "approved"):
            outcome.wrong.append(f"the row of {number} does not follow its decision")


def clicks(rounds: int) -> bool:
    """Storms of 200 editors on the shipped facts, at processes that are killed; prints the figures. False where one is wrong."""
    package, faults = read(DATA)
    if package is None:
        print(faults[0])
        return False
    good = True
    for seed in range(rounds):
        with TemporaryDirectory() as folder:
            store = FactStore(Path(folder) / "facts.db", wall_clock)
            load(store, package)
            outcome = storm(store, editors=200, count=190, kills=20, seed=seed)
            store.close()
        print(outcome, flush=True)
        for sentence in outcome.wrong[:10]:
            print(f"  wrong: {sentence}")
        good = good and not outcome.wrong
    return good

"""The client: signed slash commands over connections that stay open, every reply checked, every reply timed."""

import json
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from tests.bench.servers import HOST
from tests.slack.papers import command, signed_headers

Check = Callable[[str, bytes], str | None]
_PATIENCE = 30  # seconds
_numbers = count()


class WrongReplyError(Exception):
    """A reply that is not the right answer; the message says to what and in which way."""


def request(text: str) -> bytes:
    """A slash command as Slack sends it, signed now; no two are alike."""
    number = next(_numbers)
    url = f"https://hooks.slack.com/commands/T1/{number}/x"
    body = command(text, response_url=url, trigger_id=f"13345224609.738474920.{number:032x}")
    headers = {"host": HOST, **signed_headers(body), "content-length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /slack/events HTTP/1.1\r\n{head}\r\n{body}".encode()


class Line:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self.socket = socket.create_connection((HOST, port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = b""

    def send(self, sent: bytes) -> None:
        """Send one request."""
        self._held = b""
        self.socket.sendall(sent)

    def take(self) -> tuple[bytes, bytes] | None:
        """What has come so far as head and body, or None where more is to come. Raises WrongReplyError on a closed connection."""
        more = self.socket.recv(262_144)
        if not more:
            raise WrongReplyError("The server closed the connection.")
        self._held += more
        head, ended, body = self._held.partition(b"\r\n\r\n")
        return (head, body) if ended and len(body) >= _length(head) else None

    def exchange(self, sent: bytes) -> tuple[float, bytes, bytes]:
        """Send and wait for the whole reply: the seconds that it took, its head and its body."""
        began = time.perf_counter()
        self.send(sent)
        while (reply := self.take()) is None:
            pass
        return time.perf_counter() - began, *reply

    def close(self) -> None:
        """Disconnect."""
        self.socket.close()


def ask(line: Line, text: str, check: Check) -> float:
    """The seconds from sending a question to having its whole answer. Raises WrongReplyError where the answer is not right."""
    seconds, head, body = line.exchange(request(text))
    judge(text, head, body, check)
    return seconds


def judge(text: str, head: bytes, body: bytes, check: Check) -> None:
    """Check one reply. Raises WrongReplyError."""
    status = head.split(b" ", 2)[1]
    wrong = f"has status {status.decode()}" if status != b"200" else check(text, body)
    if wrong:
        raise WrongReplyError(f"The reply to “{text}” {wrong}.")


def at_once(port: int, texts: Iterator[str], connections: int, number: int, check: Check) -> float:
    """The seconds in which `number` questions are answered over several connections, each with one question on its way."""
    selector = selectors.DefaultSelector()
    lines = [Line(port) for _ in range(connections)]
    questions = [next(texts) for _ in range(number)]
    waiting = [(text, request(text)) for text in reversed(questions)]
    replies: list[tuple[str, bytes, bytes]] = []
    began = time.perf_counter()
    for line in lines:
        _next(selector, line, waiting)
    while len(replies) < number:
        ready = selector.select(_PATIENCE)
        if not ready:
            raise WrongReplyError(f"No reply came for {_PATIENCE} seconds.")
        for key, _events in ready:
            line, text = key.data
            reply = line.take()
            if reply:
                replies.append((text, *reply))
                selector.unregister(line.socket)
                _next(selector, line, waiting)
    seconds = time.perf_counter() - began
    for line in lines:
        line.close()
    for each in replies:
        judge(*each, check)
    return seconds


def _next(selector: selectors.BaseSelector, line: Line, waiting: list[tuple[str, bytes]]) -> None:
    if waiting:
        text, sent = waiting.pop()
        line.send(sent)
        selector.register(line.socket, selectors.EVENT_READ, (line, text))


def says(expected: dict[str, dict[str, Any]]) -> Check:
    """A check that the reply is the message expected for the question, word for word."""

    def check(text: str, body: bytes) -> str | None:
        said = json.loads(body)
        wanted = expected[text]
        return None if all(said.get(key) == value for key, value in wanted.items()) else f"is not the answer: {body[:200]!r}"

    return check


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise WrongReplyError("A reply does not say its length.")

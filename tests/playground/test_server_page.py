"""What the server says to the page, and what it refuses to everybody else."""

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from bot.cli import main
from bot.playground.people import Actor
from bot.playground.server import MOST_BYTES, Playground
from tests.conftest import ROOT

JSON = {"content-type": "application/json"}


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground without an app."""
    made = Playground()
    made.start()
    yield made
    made.stop()


def ask(playground: Playground, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Any:
    """One request; gives the status, the headers and the JSON or the bytes of the reply."""
    connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=5)
    connection.request(method, path, body.encode(), headers or {})
    reply = connection.getresponse()
    found = reply.read()
    connection.close()
    parsed = json.loads(found) if reply.headers["content-type"].startswith("application/json") else found
    return reply.status, reply.headers, parsed


def test_each_person_sees_their_own(playground: Playground) -> None:
    """The state holds the person's channels and own direct message, and the commands with their hints."""
    _status, _headers, state = ask(playground, "GET", "/play/state?as=reader")
    assert state["me"] == "U0READER"
    assert [one["id"] for one in state["channels"] if one["kind"] == "im"] == ["D0READER"]
    assert state["commands"][0]["command"] == "/nzdf"
    assert state["app"] == {
        "name": "nzdf", "user": "U0APP", "bot": "B0APP", "connected": False, "transport": "", "connections": 0,
    }  # fmt: skip


def test_what_the_page_sends_is_done(playground: Playground) -> None:
    """A message sent by the page is seen by others, its markup as words."""
    said = json.dumps({"as": "editor", "channel": "C0NEWSROOM", "text": "<script>alert(1)</script>"})
    status, _headers, reply = ask(playground, "POST", "/play/say", said, JSON)
    assert (status, reply["ok"]) == (200, True)
    assert Actor(playground, "reader").messages()[-1]["text"] == "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize(
    ("body", "headers", "status", "sentence"),
    [
        ("{", JSON, 400, "not well-formed JSON"),
        ("[]", JSON, 400, "must be a JSON object"),
        ("{}", {"content-type": "text/plain"}, 415, "must be JSON"),
        ("{}", {**JSON, "origin": "https://example.org"}, 403, "own page"),
        ("{}", {**JSON, "origin": "null"}, 403, "own page"),
        ("{}", {**JSON, "host": "example.org"}, 403, "this machine only"),
        ("{}", JSON, 400, "“channel” must be given"),
        ('{"as": "nobody"}', JSON, 400, "Act as editor, second or reader"),
        ('{"channel": "nowhere", "text": "x"}', JSON, 400, "There is no channel “nowhere”"),
        ('{"channel": "C0NEWSROOM", "text": " "}', JSON, 400, "1 to 40,000 characters"),
        ('"' + "x" * (MOST_BYTES + 1) + '"', JSON, 413, "larger than 1,000,000 bytes"),
    ],
)
def test_a_bad_request_gets_one_sentence(
    playground: Playground, body: str, headers: dict[str, str], status: int, sentence: str
) -> None:
    """Malformed, oversized or foreign requests are refused in one clear sentence and do nothing."""
    found, _headers, reply = ask(playground, "POST", "/play/say", body, headers)
    assert (found, reply["ok"]) == (status, False)
    assert sentence in reply["error"]
    assert playground.workspace.messages == []


def test_the_page_is_strict(playground: Playground) -> None:
    """The page comes with a policy that lets nothing in from elsewhere, and is never kept."""
    status, headers, _page = ask(playground, "GET", "/")
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert ask(playground, "GET", "/play/page/..%2fserver.py")[0] == 404
    assert ask(playground, "GET", "/play/page/nothing.js")[0] == 404


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [("{", "application/json", "invalid_json"), ("[1]", "application/json", "json_not_object"), ("", "text/plain", "not_authed")],
)
def test_a_malformed_call_of_an_app_is_refused(playground: Playground, body: str, kind: str, error: str) -> None:
    """The Web API answers what it cannot read with Slack's error and status 200."""
    status, _headers, reply = ask(playground, "POST", "/api/auth.test", body, {"content-type": kind})
    assert (status, reply) == (200, {"ok": False, "error": error})


def test_a_page_elsewhere_cannot_call_the_web_api(playground: Playground) -> None:
    """The playground's tokens are no secret, so a web page of another origin is refused whatever it brings."""
    said = "token=xoxb-playground-bot&channel=newsroom&text=x"
    assert ask(playground, "POST", "/api/chat.postMessage", said, {"origin": "https://example.org"})[0] == 403
    assert ask(playground, "POST", "/api/chat.postMessage", said)[2]["ok"]


def test_a_ticket_lets_in_once(playground: Playground) -> None:
    """The address of a socket is refused where no ticket was given."""
    assert ask(playground, "GET", "/link?ticket=x")[0] == 403


@pytest.mark.parametrize(("kind", "status", "retry_after"), [("rate_limit", 429, "7"), ("error", 500, None), ("slow", 200, None)])
def test_a_fault_meets_as_many_calls_as_asked(playground: Playground, kind: str, status: int, retry_after: str | None) -> None:
    """A fault brought on from the page meets the next call of its method, and not the one after."""
    seconds = 7 if kind == "rate_limit" else 0
    fault = json.dumps({"kind": kind, "method": "auth.test", "seconds": seconds})
    assert ask(playground, "POST", "/play/fault", fault, JSON)[0] == 200
    found, headers, _reply = ask(playground, "POST", "/api/auth.test")
    assert (found, headers["retry-after"]) == (status, retry_after)
    assert ask(playground, "POST", "/api/auth.test")[0] == 200


def test_a_revoked_token_is_refused_until_restored(playground: Playground) -> None:
    """Revoking and restoring the bot's token takes effect at once; an unknown fault is named."""
    bearer = {"authorization": "Bearer xoxb-playground-bot"}
    for kind, ok in (("revoke", False), ("restore", True)):
        ask(playground, "POST", "/play/fault", json.dumps({"kind": kind}), JSON)
        assert ask(playground, "POST", "/api/auth.test", "", bearer)[2]["ok"] is ok
    assert "not a fault" in ask(playground, "POST", "/play/fault", '{"kind": "flood"}', JSON)[2]["error"]


def test_a_change_is_told_at_once(playground: Playground) -> None:
    """The stream of events tells the version now, and the next one after a change."""
    connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=5)
    connection.request("GET", "/play/events?as=editor")
    reply = connection.getresponse()
    first = reply.readline()
    reply.readline()
    Actor(playground).say("newsroom", "hello")
    assert (first, reply.readline()) == (b'data: {"version": 0}\n', b'data: {"version": 1}\n')
    connection.close()


def test_a_taken_port_is_named(playground: Playground, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the port is taken the command ends with a sentence."""
    assert main(["playground", "--no-bot", "--port", str(playground.port)]) == 3
    assert f"Port {playground.port} cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("more", [["--no-bot"], []])
def test_the_process_ends_without_a_trace(tmp_path: Path, number: int, more: list[str]) -> None:
    """The real process prints its address, serves, and ends with status 0 and nothing to complain of."""
    asked = [sys.executable, "-m", "bot", "playground", "--port", "0", "--db", str(tmp_path / "facts.db"), *more]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(asked, cwd=ROOT, text=True, **pipes)  # type: ignore[call-overload]
    try:
        lines = [process.stdout.readline() for _ in range(5 if more else 1)]
        process.send_signal(number)
        _out, complaints = process.communicate(timeout=20)
    finally:
        process.kill()
    assert "open at http://127.0.0.1:" in lines[0]
    assert not more or "SLACK_API_URL=http://127.0.0.1:" in lines[1]
    assert (process.returncode, complaints) == (0, "")


def test_the_options_say_which_app_connects(tmp_path: Path) -> None:
    """Alone in its process the playground takes an app's manifest, its request URL, and how many channels there are."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"features": {"bot_user": {"display_name": "other"}}}', encoding="utf-8")
    more = ["--manifest", str(manifest), "--request-url", "http://127.0.0.1:9/slack/events", "--channels", "3"]
    asked = [sys.executable, "-m", "bot", "playground", "--no-bot", "--port", "0", *more]
    with subprocess.Popen(asked, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            address = process.stdout.readline().partition("open at ")[2].partition(";")[0]
            with urlopen(f"{address}/play/state", timeout=5) as reply:
                state = json.load(reply)
        finally:
            process.terminate()
    assert (state["app"]["name"], state["app"]["transport"], len(state["channels"])) == ("other", "http", 4 + 3 + 1)


def test_a_manifest_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no manifest ends the start with a sentence."""
    assert main(["playground", "--no-bot", "--manifest", str(tmp_path / "none.json")]) == 3
    assert "none.json is not a manifest of a Slack app in JSON." in capsys.readouterr().err


@pytest.mark.parametrize(
    "given",
    [["--port", "99999"], ["--port", "-5"], ["--channels", "many"], ["--channels", "-7"], ["--channels", "99999999"]],
)
def test_a_number_out_of_reach_is_refused_at_once(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A port or a number of channels that cannot be is refused before anything is served, with what would be right."""
    with pytest.raises(SystemExit) as ended:
        main(["playground", "--no-bot", *given])
    assert ended.value.code == 2
    assert f"“{given[1]}” is not a" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--no-bot", "--request-url", "nonsense"], "“nonsense” is not a request URL"),
        (["--request-url", "http://127.0.0.1:9/"], "give --no-bot with them"),
        (["--no-bot", "--manifest", "manifest.json"], "manifest.json is not a manifest of a Slack app in JSON"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    given: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A request URL without a scheme, one beside the bot itself, and a manifest of a wrong shape are refused with a sentence."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NZDF_DB", str(tmp_path / "facts.db"))
    Path("manifest.json").write_text('{"features": []}', encoding="utf-8")
    assert main(["playground", *given, "--port", "0"]) == 3
    assert said in capsys.readouterr().err

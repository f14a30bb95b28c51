"""Files: announced, uploaded, shown once, downloaded and never run."""

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.playground.people import Actor
from bot.playground.server import Playground

from .server_parts import client, serving, with_scopes

CSV = b"id,count\n1,50\n"


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground for an app that may write files."""
    with serving(manifest=with_scopes("files:write")) as made:
        yield made


def _send(method: str, url: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(str(parts.hostname), parts.port or 0, timeout=5)
    connection.request(method, parts.path, body)
    reply = connection.getresponse()
    found = (reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    connection.close()
    return found


def _error(playground: Playground, method: str, **asked: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        client(playground).api_call(method, json=asked)
    return str(refused.value.response["error"])


@pytest.mark.parametrize(("channel", "place"), [("C0NEWSROOM", "newsroom"), ("D0EDITOR", "dm")])
def test_an_app_sends_a_file(playground: Playground, channel: str, place: str) -> None:
    """The SDK's own upload puts a file into a channel or a direct message, where the person downloads the same bytes."""
    client(playground).files_upload_v2(
        channel=channel, content=CSV, filename="strengths.csv", title="Strengths", initial_comment="Here it is"
    )
    message = Actor(playground).messages(place)[-1]
    (file,) = message["files"]
    assert (message["text"], file["title"], file["mimetype"], file["size"]) == ("Here it is", "Strengths", "text/csv", len(CSV))
    status, headers, body = _send("GET", file["url_private_download"])
    assert (status, body) == (200, CSV)
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''strengths.csv"
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_a_file_is_shown_once(playground: Playground) -> None:
    """An upload is completed once, after its bytes came; its address is good for one upload."""
    web = client(playground)
    announced = web.files_getUploadURLExternal(filename="a.csv", length=len(CSV))
    files = [{"id": announced["file_id"]}]
    assert _error(playground, "files.completeUploadExternal", files=files) == "file_not_found"
    assert _send("POST", announced["upload_url"], CSV)[0] == 200
    assert _send("POST", announced["upload_url"], CSV)[0] == 404
    assert _send("GET", f"{playground.url}/files/{announced['file_id']}/a.csv")[0] == 404
    assert web.files_completeUploadExternal(files=files, channel_id="C0NEWSROOM")["files"][0]["title"] == "a.csv"
    assert _error(playground, "files.completeUploadExternal", files=files, channel_id="C0NEWSROOM") == "file_not_found"
    assert len(Actor(playground).messages()) == 1


def test_a_wrong_length_is_refused(playground: Playground) -> None:
    """Bytes that are not as many as announced are refused, and the right ones are still taken."""
    announced = client(playground).files_getUploadURLExternal(filename="a.csv", length=len(CSV))
    status, _headers, said = _send("POST", announced["upload_url"], CSV + b"more")
    assert (status, said) == (400, b"14 bytes were announced and 18 came.")
    assert _send("POST", announced["upload_url"], CSV)[0] == 200


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"filename": "", "length": 1}, "invalid_arguments"),
        ({"filename": "a.csv", "length": 0}, "invalid_arguments"),
        ({"filename": "a.csv", "length": "many"}, "invalid_arguments"),
        ({"filename": "a.csv", "length": 20_000_001}, "file_upload_size_restricted"),
    ],
)
def test_a_file_that_cannot_be_announced_is_refused(playground: Playground, asked: dict[str, object], error: str) -> None:
    """A file has a name and a length within bounds."""
    assert _error(playground, "files.getUploadURLExternal", **asked) == error


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ({"channel_id": "nowhere"}, "channel_not_found"),
        ({"channel_id": "C0PRESSDESK"}, "not_in_channel"),
        ({"channels": "C0OLDDESK"}, "is_archived"),
        ({"channels": "C0NEWSROOM,U0EDITOR", "thread_ts": "1.1"}, "invalid_arguments"),
    ],
)
def test_a_file_goes_where_the_app_may_write(playground: Playground, where: dict[str, object], error: str) -> None:
    """A file is refused where a message would be, and can then be completed elsewhere."""
    announced = client(playground).files_getUploadURLExternal(filename="a.csv", length=len(CSV))
    _send("POST", announced["upload_url"], CSV)
    assert _error(playground, "files.completeUploadExternal", files=[{"id": announced["file_id"]}], **where) == error
    files = [{"id": announced["file_id"], "title": "A"}]
    assert client(playground).files_completeUploadExternal(files=files, channels=["C0NEWSROOM", "U0EDITOR"])["ok"]
    assert [len(Actor(playground).messages(place)) for place in ("newsroom", "dm")] == [1, 1]


def test_a_missing_scope_is_named() -> None:
    """Without files:write nothing is uploaded."""
    with serving() as narrow, pytest.raises((SlackApiError, SlackRequestError), match="missing_scope"):
        client(narrow).files_upload_v2(channel="C0NEWSROOM", content=CSV, filename="a.csv")

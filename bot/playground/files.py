"""Files: an address to upload to, the bytes, and the message with which a file is shown."""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote
from uuid import uuid4

from aiohttp import web

from bot.playground.messages import writable
from bot.playground.state import BOT_ID, BOT_USER, TEAM, Json, SlackError
from bot.playground.workspace import Workspace

MOST_FILES, MOST_BYTES, MOST_CHANNELS, LONGEST_ALT = 200, 20_000_000, 100, 1_000


@dataclass
class File:
    """A file: announced, uploaded when `data` is there, shown once `title` is given; `length` in bytes."""

    id: str
    name: str
    length: int
    data: bytes | None = None
    title: str | None = None


class Files:
    """The newest files of the workspace, in memory."""

    def __init__(self, workspace: Workspace) -> None:
        """None; `base` is set to the server's address once it is known."""
        self._workspace = workspace
        self._files: dict[str, File] = {}
        self._tickets: dict[str, File] = {}
        self.base = ""

    def methods(self) -> dict[str, Callable[[Json], Json]]:
        """The methods by name."""
        return {"files.getUploadURLExternal": self._announce, "files.completeUploadExternal": self._complete}

    def routes(self) -> list[web.RouteDef]:
        """Where the bytes go and come from."""
        return [web.post("/upload/{ticket}", self._upload), web.get("/files/{id}/{name}", self._download)]

    def _announce(self, asked: Json) -> Json:
        name, length = asked.get("filename"), str(asked.get("length", ""))
        if not isinstance(name, str) or not name.strip() or not length.isdigit() or int(length) < 1:
            raise SlackError("invalid_arguments")
        if len(str(asked.get("alt_txt") or "")) > LONGEST_ALT:
            raise SlackError("alt_txt_too_large")
        if int(length) > MOST_BYTES:
            raise SlackError("file_upload_size_restricted")
        file = File(f"F{uuid4().hex[:10].upper()}", PurePath(name).name, int(length))
        ticket = uuid4().hex
        if len(self._files) >= MOST_FILES:
            del self._files[next(iter(self._files))]
        self._files[file.id] = self._tickets[ticket] = file
        return {"upload_url": f"{self.base}/upload/{ticket}", "file_id": file.id}

    async def _upload(self, request: web.Request) -> web.Response:
        """The bytes, as the body or as a part of a form; an address is good for one upload of the length that was announced."""
        file = self._tickets.get(request.match_info["ticket"])
        if file is None:
            return web.Response(status=404, text="This address was used before or was never given.")
        request = request.clone(client_max_size=MOST_BYTES + 10_000)
        data = await _part(request) if request.content_type == "multipart/form-data" else await request.read()
        if len(data) != file.length:
            return web.Response(status=400, text=f"{file.length} bytes were announced and {len(data)} came.")
        file.data = data
        del self._tickets[request.match_info["ticket"]]
        return web.Response(text=f"OK - {len(data)}")

    def _complete(self, asked: Json) -> Json:
        given = asked.get("files")
        if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
            raise SlackError("invalid_arguments")
        files = [self._uploaded(str(each.get("id", ""))) for each in given]
        wanted = [asked["channel_id"]] if asked.get("channel_id") else str(asked.get("channels") or "").split(",")
        channels = [writable(self._workspace, {"channel": each}) for each in wanted if each]
        if len(channels) > MOST_CHANNELS or (asked.get("thread_ts") and len(channels) != 1):
            raise SlackError("invalid_arguments")
        for file, each in zip(files, given, strict=True):
            file.title = str(each.get("title") or file.name)
        shown = [self._shown(file) for file in files]
        body: Json = {"user": BOT_USER, "bot_id": BOT_ID, "text": str(asked.get("initial_comment") or ""), "upload": True}
        if asked.get("thread_ts"):
            body["thread_ts"] = str(asked["thread_ts"])
        for channel in channels:
            self._workspace.add(channel.id, {**body, "files": shown})
        return {"files": shown}

    def _uploaded(self, number: str) -> File:
        file = self._files.get(number)
        if file is None or file.data is None or file.title is not None:
            raise SlackError("file_not_found")
        return file

    def _shown(self, file: File) -> Json:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        place = f"{self.base}/files/{file.id}/{quote(file.name)}"
        return {
            "id": file.id,
            "name": file.name,
            "title": file.title,
            "mimetype": kind,
            "filetype": PurePath(file.name).suffix.lstrip(".") or "binary",
            "size": file.length,
            "user": BOT_USER,
            "user_team": TEAM,
            "mode": "hosted",
            "url_private": place,
            "url_private_download": place,
        }

    async def _download(self, request: web.Request) -> web.Response:
        """A file that was shown, always as a download: what a page in it says is never run."""
        file = self._files.get(request.match_info["id"])
        if file is None or file.data is None or file.title is None or file.name != request.match_info["name"]:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return web.Response(body=file.data, content_type=kind, headers=named)


async def _part(request: web.Request) -> bytes:
    found = b""
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            found = value.file.read()
    return found

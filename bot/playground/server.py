"""The server of the playground: one port on the loopback address, run in a thread of its own."""

import asyncio
import threading
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from bot.errors import BotError
from bot.playground.acting import Acting
from bot.playground.admin import Admin, add_channels
from bot.playground.api import WebApi, read_body
from bot.playground.clock import MovableClock
from bot.playground.delivery import Delivery, Timing
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.forms import Forms
from bot.playground.hooks import Hooks
from bot.playground.page_api import LOOPBACK, PageApi, is_own_page
from bot.playground.rates import Rates
from bot.playground.sockets import Sockets
from bot.playground.standing import Standing
from bot.playground.state import BOT_TOKEN, Clock, Json, SlackError
from bot.playground.workspace import HISTORY, Workspace

Value = TypeVar("Value")

HOST = "127.0.0.1"
MOST_BYTES = 1_000_000
STOPPING_SECONDS = 5
PAGE = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Playground:
    """A workspace, and the server through which the app and the page reach it."""

    def __init__(
        self,
        clock: Clock = time.time,
        timing: Timing | None = None,
        manifest: Json | None = None,
        history: int = HISTORY,
        channels: int = 0,
    ) -> None:
        """Not yet serving. `timing` shortens Slack's waits for tests; `manifest` is the app's, else this repository's.

        A channel keeps its newest `history` messages; `channels` is how many channels there are beside the usual ones.
        """
        self.clock = MovableClock(clock)
        self.workspace = Workspace(self.clock, manifest, history)
        add_channels(self.workspace, channels)
        self.faults, self.rates = Faults(), Rates(self.clock)
        self.sockets = Sockets(self.workspace.touch)
        self.delivery = Delivery(self.sockets, self.faults, clock, timing or Timing())
        self.hooks = Hooks(self.workspace)
        self.files = Files(self.workspace)
        self.api = WebApi(self.workspace, self.sockets, self.delivery, self.files)
        self.standing = Standing(self.workspace, self.delivery)
        self.acting = Acting(self.workspace, self.delivery, self.hooks, self.standing)
        self.forms = Forms(self.workspace, self.delivery, self.hooks, self.standing)
        admin = Admin(self.workspace, self.delivery, self.rates, self.clock, self.api.calls)
        self.page = PageApi(self.workspace, self.acting, self.forms, self.standing, self.delivery, admin)
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="playground", daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{HOST}:{self.port}"

    @property
    def api_url(self) -> str:
        """The address of the Web API, for SLACK_API_URL."""
        return f"{self.url}/api/"

    def start(self, port: int = 0) -> None:
        """Serve on a port, or on any free one. Raises BotError where it is taken."""
        self._thread.start()
        try:
            self.run(self._open(port))
        except OSError as error:
            self._end()
            reason = error.strerror or "it is taken"
            raise BotError(f"Port {port} cannot be used ({reason}); choose another with --port.") from None

    def stop(self) -> None:
        """Serve no more; whatever is still to be delivered is given up."""
        self.run(self._close())
        self._end()

    def run(self, work: Coroutine[Any, Any, Value]) -> Value:
        """Do this in the server's thread, where alone the workspace may be touched, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOPPING_SECONDS)
        self._loop.close()

    async def _open(self, port: int) -> None:
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.hooks.base = self.api.base = self.files.base = self.url

    async def _close(self) -> None:
        self.sockets.drop()
        await self.delivery.close()
        if self._runner:
            await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=MOST_BYTES, middlewares=[_guarded])
        application.add_routes(
            [
                web.get("/", _page),
                web.get(r"/play/page/{name:[\w.-]+}", _page),
                *self.page.routes(),
                *self.files.routes(),
                web.get("/link", self.sockets.serve),
                web.post("/response/{number}", self._respond),
                web.route("*", "/api/{method:[A-Za-z.]+}", self._call),
            ]
        )
        return application

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        fault = self.faults.take(method)
        kind = fault.kind if fault else ""
        if fault and kind in ("rate_limit", "error", "cut"):
            self.api.count(method, kind)
            return _cut_off(request) if kind == "cut" else _refused(kind, int(fault.seconds))
        if fault and kind in ("slow", "never"):
            await asyncio.sleep(fault.seconds if kind == "slow" else 3600)
        try:
            asked = read_body(await request.read(), request.content_type)
        except SlackError as refused:
            return web.json_response({"ok": False, "error": refused.error})
        wait = self.rates.wait(method, str(asked.get("channel", "")))
        if wait:
            self.api.count(method, "rate_limit")
            return _refused("rate_limit", wait)
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        reply = self.api.call(method, token, {**request.query, **asked})
        self.api.count(method, "lost" if kind == "lost" else reply.get("error", "ok"))
        scopes = {"x-oauth-scopes": ",".join(self.workspace.scopes)} if token == BOT_TOKEN else {}
        return _cut_off(request) if kind == "lost" else web.json_response(reply, headers=scopes)

    async def _respond(self, request: web.Request) -> web.Response:
        try:
            asked = read_body(await request.read(), request.content_type)
        except SlackError:
            return web.Response(status=400, text="invalid_payload")
        status, text = self.hooks.use(request.match_info["number"], asked.get("payload", asked))
        return web.Response(status=status, text=text)


def _refused(kind: str, seconds: int) -> web.Response:
    if kind == "error":
        return web.Response(status=500, text="Internal Server Error")
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)})


def _cut_off(request: web.Request) -> web.Response:
    """End the connection; the response that this gives reaches nobody."""
    if request.transport:
        request.transport.abort()
    return web.Response()


@web.middleware
async def _guarded(request: web.Request, handler: Any) -> web.StreamResponse:
    """Takes requests for this machine by name only, so that no page elsewhere reaches it, and keeps the page strict."""
    if request.url.host not in LOOPBACK:
        return web.json_response({"ok": False, "error": "The playground answers on this machine only."}, status=403)
    if not is_own_page(request):
        return web.json_response({"ok": False, "error": "Only the playground's own page may do this."}, status=403)
    try:
        response: web.StreamResponse = await handler(request)
    except web.HTTPRequestEntityTooLarge:
        response = web.json_response({"ok": False, "error": f"The request is larger than {MOST_BYTES:,} bytes."}, status=413)
    except web.HTTPException as refused:
        response = web.json_response({"ok": False, "error": f"There is nothing here ({refused.reason})."}, status=refused.status)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


async def _page(request: web.Request) -> web.StreamResponse:
    file = PAGE / request.match_info.get("name", "index.html")
    kind = TYPES.get(file.suffix)
    if kind is None or not file.is_file():
        raise web.HTTPNotFound
    return web.Response(body=file.read_bytes(), content_type=kind, charset="utf-8")

"""The two health pages, the same for HTTP and for Socket Mode."""

from collections.abc import Callable

Ready = Callable[[], str | None]

TEXT = "text/plain; charset=utf-8"


def health(path: str, ready: Ready) -> tuple[int, str] | None:
    """The status and text of /healthz (the process lives) or /readyz (it can answer, or what is wrong); None for other paths."""
    if path == "/healthz":
        return 200, "alive"
    if path == "/readyz":
        fault = ready()
        return (503, fault) if fault else (200, "ready")
    return None

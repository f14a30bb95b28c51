"""What many channels share is made once: the first that asks makes it, the others wait for that."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Once(Generic[Value]):
    """Values by key, each made once; the last `most` are kept. Safe to share between threads."""

    def __init__(self, most: int = 64) -> None:
        """Nothing is made yet."""
        self._most = most
        self._made: OrderedDict[Hashable, Future[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key. Whatever `make` raises is raised to all who wait for it, and the next one to ask tries again."""
        with self._lock:
            found = self._made.get(key)
            mine = found is None
            if found is None:
                found = self._made[key] = Future()
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
        if mine:
            self._make(key, found, make)
        return found.result()

    def _make(self, key: Hashable, found: Future[Value], make: Callable[[], Value]) -> None:
        try:
            found.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._made.get(key) is found:
                    del self._made[key]
            found.set_exception(error)

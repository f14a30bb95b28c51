"""The one family of errors whose words are meant for people."""

from pathlib import Path


class BotError(Exception):
    """Something went wrong that the person asking can be told about; `str(error)` is the sentence to show."""


class StoreError(BotError):
    """The fact store cannot be used: missing, empty, locked, read-only, corrupt, or made by another version.

    `told` is the sentence for someone who asks from elsewhere: it does not say where on this machine the store is.
    """

    def __init__(self, sentence: str, path: Path | None = None) -> None:
        """`path` is what `sentence` names, if it names a file."""
        super().__init__(sentence)
        self.told = sentence.replace(f" at {path}", "").replace(f" {path}", "") if path else sentence


class PackageError(BotError):
    """The data package has faults; the sentence names the first and says how many there are."""


class SettingsError(BotError):
    """One or more settings are missing or malformed; the sentence names every one of them."""

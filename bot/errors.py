"""The one family of errors whose words are meant for people."""


class BotError(Exception):
    """Something went wrong that the person asking can be told about; `str(error)` is the sentence to show."""


class StoreError(BotError):
    """The fact store cannot be used: missing, empty, locked, read-only, corrupt, or made by another version."""


class PackageError(BotError):
    """The data package has faults; the sentence names the first and says how many there are."""


class SettingsError(BotError):
    """One or more settings are missing or malformed; the sentence names every one of them."""

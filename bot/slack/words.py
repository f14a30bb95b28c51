"""What people type, freed of Slack's markup."""

import re

_PERSON = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^<>]*)?>")
_LABELLED = re.compile(r"<(?:#[CG][A-Z0-9]+|(?:https?|mailto|tel):[^<>|]+)\|([^<>]*)>")
_BARE = re.compile(r"<((?:https?|mailto|tel):[^<>|]+)>")


def unwrap(text: str) -> str:
    """The text as its writer saw it: people's mentions gone, channels and links as their words, entities undone once.

    Broadcasts such as <!channel> stay as they are: they are no part of a question, and the reply says so.
    """
    if "<" in text:
        text = _BARE.sub(r"\1", _LABELLED.sub(r"\1", _PERSON.sub(" ", text)))
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip()

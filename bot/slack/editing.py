"""Recording and changing facts in Slack: /nzdf add, the shortcuts, the menus on rows, and the forms that they open."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.editing.fill import Link
from bot.editing.kinds import KINDS, TABLES
from bot.errors import BotError
from bot.office import Office
from bot.render import forms, menus
from bot.render.blocks import Block
from bot.slack.files import Files
from bot.slack.home import Homes
from bot.slack.modals import Body, Modals, beside
from bot.slack.replies import where
from bot.slack.review import Reviews, number_in
from bot.slack.words import unwrap

if TYPE_CHECKING:
    from slack_bolt import Ack, App

    from bot.slack.app import Bot

TITLES = {"correct": "Correct a fact", "retract": "Retract a fact", "confirm": "Checked, unchanged"}
RECORD = "Record a fact"

_LINK = re.compile(r"<(https?://[^\s<>|]+)(?:\|([^<>]*))?>")
_NAMES = {"count": "strength", "counts": "strength", "deployment": "mission"} | {table: kind for kind, table in TABLES.items()}
_OLD = "That menu is from an older version of this bot; ask the question again."


def listen(app: "App", bot: "Bot") -> None:
    """Take everything that has to do with changing the facts."""
    office, modals = Office(bot.desk), Modals(bot)
    homes = Homes(bot, office)
    reviews = Reviews(bot, office, modals, homes.changed)
    Editing(bot, office, modals, reviews).listen(app)
    reviews.listen(app)
    homes.listen(app)
    Files(bot).listen(app)


class Editing:
    """From a wish to change something to a proposal."""

    def __init__(self, bot: "Bot", office: Office, modals: Modals, reviews: Reviews) -> None:
        """`reviews` takes what is proposed."""
        self._bot, self._office, self._modals, self._reviews = bot, office, modals, reviews

    def listen(self, app: "App") -> None:
        """Take the command, the shortcuts, the menus and the forms."""
        app.command(self._bot.command, matchers=[lambda command: _add_words(command) is not None])(self._on_add)
        app.shortcut("record_fact")(self._on_message)
        app.shortcut("add_fact")(self._on_new)
        app.action("record")(self._on_new)
        app.action("edit")(self._on_edit)
        app.action(menus.ACTION)(self._on_row)
        app.action(re.compile(r"^(pick:|read$|kind$|v$|v:)"))(self._on_field)
        app.options(re.compile(r"^pick:"))(self._on_options)
        app.view("fact")(self._on_form)

    def _on_add(self, ack: "Ack", body: Body, command: Body) -> None:
        words = _add_words(command) or []
        kind = _kind(words[0]) if words else ""
        text, links = _read_text(" ".join(words[1:] if kind else words))
        self._open(body, text, links, kind)
        ack()

    def _on_message(self, ack: "Ack", body: Body) -> None:
        message = body.get("message") or {}
        text, links = _read_text(message.get("text") or "", message.get("attachments") or ())
        self._open(body, text, links, "", message.get("ts") or body.get("message_ts") or "")
        ack()

    def _on_new(self, ack: "Ack", body: Body) -> None:
        self._open(body, "", (), "")
        ack()

    def _open(self, body: Body, text: str, links: tuple[Link, ...], kind: str, ts: str = "") -> None:
        def made() -> Block:
            self._bot.people.check_editor(where(body).user)
            return forms.form(self._office.new(text, kind, links, _instant(ts)))

        self._modals.open(body, RECORD, made)

    def _on_edit(self, ack: "Ack", body: Body, action: Body) -> None:
        def made() -> Block:
            self._bot.people.check_editor(where(body).user)
            return forms.form(self._office.edit(number_in(action)))

        self._modals.open(body, "Edit a proposal", made)
        ack()

    def _on_row(self, ack: "Ack", body: Body, action: Body) -> None:
        self._bot.attempt(body, lambda: self._row(body, action))
        ack()

    def _row(self, body: Body, action: Body) -> None:
        try:
            doing, table, id = menus.chosen(action["selected_option"]["value"])
        except (KeyError, ValueError, TypeError) as error:
            raise BotError(_OLD) from error
        if doing == "undo":
            return self._reviews.ask_undo(body, int(id))

        def made() -> Block:
            self._bot.people.check_editor(where(body).user)
            return forms.form(self._office.change(doing, table, id))

        return self._modals.open(body, TITLES[doing], made)

    def _on_field(self, ack: "Ack", body: Body) -> None:
        ack()
        view = body.get("view") or {}
        if view.get("callback_id") == "fact":
            self._modals.refresh(body, lambda: forms.form(self._office.again(forms.metadata(view), forms.typed(view))))

    def _on_options(self, ack: "Ack", payload: Body) -> None:
        sort = str(payload.get("action_id", "")).removeprefix("pick:")
        found = self._office.choices(sort, str(payload.get("value") or ""))
        ack(options=[each for shown, id in found if (each := forms.option(shown, id))])

    def _on_form(self, ack: "Ack", body: Body, view: Body) -> None:
        ack(**self._modals.taken(view, lambda: self._taken(body, view)))

    def _taken(self, body: Body, view: Body) -> Body:
        """The form as it was sent off: errors beside its fields, the form once more with what would change, or a proposal."""
        user = where(body).user
        self._bot.people.check_editor(user)
        meta = forms.metadata(view)
        if self._office.is_checked(meta, forms.typed(view)) and not self._office.claim(f"propose:{body.get('trigger_id')}"):
            return {"response_action": "clear"}
        judged = self._office.judge(meta, forms.typed(view), user)
        if judged.errors:
            return beside(view, dict(judged.errors))
        if judged.shown:
            return {"response_action": "update", "view": forms.form(judged.shown)}
        return self._proposed(body, view, judged.proposal)

    def _proposed(self, body: Body, view: Body, proposal: Any) -> Body:
        edited = forms.metadata(view)["do"] == "edit"
        later = self._reviews.amended if edited else self._reviews.put
        self._bot.later(where(body), lambda: later(proposal))
        said = f"Proposal {proposal.number} {'was changed' if edited else 'waits for review'}."
        more = "It shows in no answer until it is approved."
        return {"response_action": "update", "view": forms.notice(view["title"]["text"], said, more)}


def _add_words(command: Body) -> list[str] | None:
    """What follows add, as words; None for another command."""
    words = str(command.get("text") or "").split()
    return words[1:] if words[:1] and words[0].lower() == "add" else None


def _kind(word: str) -> str:
    """The kind of fact that a word names, or nothing."""
    bare = word.lower().strip(":,.")
    bare = _NAMES.get(bare, bare)
    return bare if bare in KINDS.values() else ""


def _read_text(raw: str, attachments: Any = ()) -> tuple[str, tuple[Link, ...]]:
    """The words of a message, and its links with the titles that Slack shows with them."""
    about = {each.get("from_url") or each.get("title_link"): each for each in attachments if isinstance(each, dict)}
    links = []
    for url, label in _LINK.findall(raw):
        shown = about.get(url) or {}
        title = str(shown.get("title") or ("" if not label or label in url else label))
        links.append(Link(url.replace("&amp;", "&"), title, str(shown.get("service_name") or "")))
    return unwrap(_LINK.sub(" ", raw)), tuple(links)


def _instant(ts: str) -> datetime | None:
    """When a message was written, by its ts."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except ValueError:
        return None

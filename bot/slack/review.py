"""The review of proposals in Slack: posted for all reviewers, decided once, shown as decided at once, and told to the author."""

import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.editing.proposals import Decision, Moved, Proposal, Refused, RowFaults
from bot.errors import BotError
from bot.render import forms
from bot.render.blocks import Block, escape, mention
from bot.render.proposals import details, moved, title
from bot.slack.board import Board
from bot.slack.modals import Body, Modals
from bot.slack.replies import post, where

if TYPE_CHECKING:
    from slack_bolt import Ack, App

    from bot.office import Office
    from bot.slack.app import Bot

log = logging.getLogger(__name__)

_VALUE = re.compile(r"(\d{1,15})(?::(\d{1,9}))?", re.ASCII)
_OLD = "That button is from an older version of this bot; open the App Home to see what waits."


class Reviews:
    """What happens to a proposal between its making and its end, as far as people see it in Slack."""

    def __init__(self, bot: "Bot", office: "Office", modals: Modals, changed: Callable[[], None]) -> None:
        """`changed` is called after every change of a proposal, so that the App Homes follow."""
        self._bot, self._office, self._modals, self._changed = bot, office, modals, changed
        self._board = Board(bot.client, bot.settings, office)

    def put(self, proposal: Proposal) -> None:
        """Post a new proposal to the review channel; where that cannot be, tell its author, and it stays in the App Homes."""
        trouble = self._board.post(proposal)
        if trouble:
            self._write_to(
                proposal.author,
                f"{title(proposal)} is kept and waits for review, but it could not be posted: {trouble}. "
                "Reviewers find it in the bot's App Home.",
            )
        self._changed()

    def decide(self, body: Body, number: int, verdict: Callable[[str], Decision]) -> None:
        """Decide before the click is acknowledged, so that a decision that Slack saw taken is kept; show it afterwards.

        Raises BotError where it cannot be decided, after which the message is brought up to date too.
        """
        to = where(body)
        try:
            self._bot.people.check_reviewer(to.user)
            decision = verdict(to.user)
        except Moved as problem:
            told = f"{problem}\n{moved(problem.differences)}"
            self._bot.later(to, lambda: self._board.show(number, body, told))
            raise BotError(told) from problem
        except RowFaults as problem:
            sentence = str(problem)
            self._bot.later(to, lambda: self._board.show(number, body, sentence))
            raise
        except Refused:
            self._bot.later(to, lambda: self._board.show(number, body))
            raise
        self._bot.later(to, lambda: self._announce(decision, body))

    def _announce(self, decision: Decision, body: Body) -> None:
        proposal = decision.proposal
        self._board.show(proposal.number, body)
        if decision.first and proposal.author != proposal.decided_by:
            reason = f" Reason: {escape(proposal.verdict_why)}" if proposal.verdict_why else ""
            verdict = f"{escape(title(proposal))} was {proposal.state} by {mention(proposal.decided_by or '')}.{reason}"
            self._write_to(proposal.author, verdict, escaped=True)
        self._changed()

    def amended(self, proposal: Proposal) -> None:
        """Show an edited proposal anew."""
        self._board.show(proposal.number)
        self._changed()

    def _write_to(self, person: str, sentence: str, *, escaped: bool = False) -> None:
        """A word to one person in a direct message; somebody whom Slack does not know, as an import's author, is passed over."""
        text = sentence if escaped else escape(sentence)
        try:
            post(self._bot.client, person, {"text": text, "unfurl_links": False, "unfurl_media": False})
        except SlackApiError as error:
            log.warning("A person could not be told of their proposal (%s)", error.response["error"])

    def listen(self, app: "App") -> None:
        """Take the clicks on proposals."""
        app.action("approve")(self._on_approve)
        app.action("reject")(self._on_reject)
        app.action("undo")(self._on_undo)
        app.action("show")(self._on_show)
        app.action("withdraw")(self._on_withdraw)
        app.view("reject")(self._on_rejected)
        app.view("undo")(self._on_undone)

    def _on_approve(self, ack: "Ack", body: Body, action: Body) -> None:
        single = self._bot.settings.single_editor

        def approve() -> None:
            number, seen = seen_in(action)
            self.decide(body, number, lambda user: self._office.approve(number, user, single_editor=single, seen=seen))

        self._bot.attempt(body, approve)
        ack()

    def _on_reject(self, ack: "Ack", body: Body, action: Body) -> None:
        self._bot.attempt(body, lambda: self._ask_why(body, number_in(action)))
        ack()

    def _ask_why(self, body: Body, number: int) -> None:
        self._bot.people.check_reviewer(where(body).user)
        says = "The author is told the reason, and nothing changes in the facts."
        view = forms.reason(f"Reject proposal {number}", "reject", says, "Reason", {"n": number}, submit="Reject")
        self._modals.show(body, view)

    def _on_rejected(self, ack: "Ack", body: Body, view: Body) -> None:
        ack(**self._modals.taken(view, lambda: self._rejected(body, view)))

    def _rejected(self, body: Body, view: Body) -> Body:
        number, why = int(forms.metadata(view)["n"]), forms.typed(view).get(forms.WHY, "").strip()
        self.decide(body, number, lambda user: self._office.reject(number, user, why))
        return {}

    def _on_show(self, ack: "Ack", body: Body, action: Body) -> None:
        def made() -> Block:
            proposal = self._office.proposal(number_in(action))
            if proposal.author != where(body).user:
                self._bot.people.check_reviewer(where(body).user)
            return details(self._office.review(proposal))

        self._modals.open(body, "A proposal", made)
        ack()

    def _on_withdraw(self, ack: "Ack", body: Body, action: Body) -> None:
        def withdraw() -> None:
            decision = self._office.withdraw(number_in(action), where(body).user)
            self._bot.later(where(body), lambda: self._announce(decision, body))

        self._bot.attempt(body, withdraw)
        ack()

    def _on_undo(self, ack: "Ack", body: Body, action: Body) -> None:
        self._bot.attempt(body, lambda: self.ask_undo(body, number_in(action)))
        ack()

    def ask_undo(self, body: Body, change: int) -> None:
        """Ask an editor why a change should be taken back. Raises NotAllowed for anybody else."""
        self._bot.people.check_editor(where(body).user)
        says = f"This proposes to take change {change} back. It goes through review like any other change."
        self._modals.show(body, forms.reason(f"Undo change {change}", "undo", says, "Reason", {"n": change}, submit="Propose"))

    def _on_undone(self, ack: "Ack", body: Body, view: Body) -> None:
        ack(**self._modals.taken(view, lambda: self._undone(body, view)))

    def _undone(self, body: Body, view: Body) -> Body:
        user, change = where(body).user, int(forms.metadata(view)["n"])
        self._bot.people.check_editor(user)
        if self._office.claim(f"undo:{body.get('trigger_id')}"):
            proposal = self._office.undo(change, user, forms.typed(view).get(forms.WHY, "").strip())
            self._bot.later(where(body), lambda: self.put(proposal))
        return {}


def number_in(action: dict[str, Any]) -> int:
    """The number in a button's value. Raises BotError where there is none."""
    return seen_in(action)[0]


def seen_in(action: dict[str, Any]) -> tuple[int, int]:
    """The number in a button's value, and how often the proposal had been edited when it was shown. Raises BotError."""
    found = _VALUE.fullmatch(str(action.get("value")))
    if found is None:
        raise BotError(_OLD)
    return int(found[1]), int(found[2] or 0)

// One message of a conversation: who, when, the blocks, what one person alone sees, and what lies underneath.

import { renderBlocks } from "./blocks.js";
import { valuesOf } from "./controls.js";
import { el } from "./dom.js";
import { filesOf } from "./files.js";
import { withMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";

const TIME = new Intl.DateTimeFormat("en-NZ", { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-NZ", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** The words that a screen reader is told: an app's own `text`, as in Slack. */
export function spoken(message, names) {
  return el("div", {}, ...mrkdwn(message.text ?? "", names)).textContent;
}

/**
 * A message as an article. `room.names` says who is who; `room.press(message, action, values)` does what a control asks;
 * `room.confirm` asks first; `room.thread(message)` opens its thread, absent inside one;
 * `room.shortcuts(message)` gives what stands under “More actions”. `fields` takes the readers of its controls.
 */
export function renderMessage(message, room, fields) {
  const author = room.names.author(message);
  const when = new Date(Number(message.ts) * 1000);
  const head = el("div", { className: "message-head" },
    message.ephemeral && el("p", { className: "only-note" }, "Only visible to you"),
    el("h3", {}, author.name),
    author.app && el("span", { className: "badge" }, "App"),
    el("time", { dateTime: when.toISOString(), title: DAY.format(when) }, TIME.format(when)),
    message.edited && el("span", { className: "edited" }, "(edited)"),
    moreActions(message, room));
  return el("article", {
    className: message.ephemeral ? "message only-me" : "message",
    "data-ts": message.ts,
    "aria-label": `${author.name}, ${TIME.format(when)}${message.ephemeral ? ", only visible to you" : ""}`,
  },
  el("div", { className: `avatar ${author.app ? "app" : `tone-${author.tone}`}`, "aria-hidden": "true" }, author.name.slice(0, 1).toUpperCase()),
  el("div", { className: "body" }, head, ...content(message, room, fields)),
  foot(message, room));
}

function moreActions(message, room) {
  const items = message.ephemeral ? [] : room.shortcuts(message);
  if (!items.length) return null;
  const opener = el("button", { type: "button", className: "icon-button more-actions", "aria-label": "More actions" }, "⋯");
  opener.dataset.control = "more-actions";
  return withMenu(opener, items, "More actions");
}

function content(message, room, fields) {
  const view = {
    names: room.names,
    fields,
    confirm: room.confirm,
    options: (asked) => room.options(message, asked),
    act: (_block, _part, action) => room.press(message, action, valuesOf(fields)),
  };
  const words = message.text ? [el("div", { className: "plain-text" }, ...mrkdwn(message.text, room.names))] : [];
  const shown = message.blocks?.length ? renderBlocks(message.blocks, view) : words;
  const extra = (message.attachments ?? []).map((each) =>
    el("blockquote", {}, ...(each.blocks ? renderBlocks(each.blocks, view) : mrkdwn(each.text ?? each.fallback ?? "", room.names))));
  return [...shown, ...extra, filesOf(message.files), reactionsOf(message)].filter(Boolean);
}

function reactionsOf({ reactions }) {
  if (!reactions?.length) return null;
  return el("ul", { className: "reactions", "aria-label": "Reactions" }, ...reactions.map(({ name, count }) => el("li", {}, `:${name}: ${count}`)));
}

function foot(message, room) {
  const replies = message.reply_count ?? 0;
  const thread = room.thread && !message.ephemeral && el("button", {
    type: "button", className: "plain", onclick: () => room.thread(message),
  }, replies ? `${replies} ${replies === 1 ? "reply" : "replies"}` : "Reply in thread");
  const dismiss = message.ephemeral && room.dismiss && el("button", {
    type: "button", className: "plain", onclick: () => room.dismiss(message),
  }, "Dismiss");
  return el("div", { className: "message-foot" }, thread, dismiss, underneath(message, room));
}

function underneath(message, room) {
  const under = message.underneath ?? {};
  const trip = room.trip(message);
  const ack = Number.isFinite(under.ack_ms) ? ` · acknowledged by the app in ${round(under.ack_ms)} ms` : "";
  const summary = el("summary", {}, `Underneath${ack}`, el("span", { className: "round-trip" }, trip ? tripText(trip) : ""));
  const holder = el("details", { className: "underneath" }, summary);
  holder.addEventListener("toggle", () => {
    if (holder.open && holder.childElementCount === 1) holder.append(...layers(message, under));
  });
  return holder;
}

function layers(message, under) {
  const layer = (title, value) => [el("h4", {}, title), el("pre", { tabIndex: 0, role: "region", "aria-label": title }, JSON.stringify(value, null, 2))];
  return [
    ...(message.blocks?.length ? layer("Blocks", message.blocks) : []),
    ...layer("Text for screen readers and notifications", message.text ?? ""),
    ...(under.envelope ? layer("Envelope that caused it", under.envelope) : [el("p", {}, "No envelope caused this message.")]),
    ...("ack" in under ? layer("What the app acknowledged with", under.ack) : []),
  ];
}

/** How long it took from Enter, or from the press of a button, to the answer on the page. */
export function tripText({ ms, how }) {
  return ` · ${round(ms)} ms from ${how} to here`;
}

function round(ms) {
  return ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms);
}

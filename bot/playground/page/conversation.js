// A list of messages on the page, kept in step with the server's: what did not change is left alone, focus and scroll stay.

import { el } from "./dom.js";
import { recall, remember } from "./keep.js";
import { renderMessage, spoken } from "./messages.js";

const NEAR_THE_END = 80;

/** Shows the messages of one channel or thread in `holder`; new ones are told to `news`, the log for screen readers. */
export class Conversation {
  constructor(holder, news, names) {
    this.holder = holder;
    this.news = news;
    this.names = names;
    this.key = null;
    this.nodes = new Map();
    this.atEnd = true;
    holder.addEventListener("scroll", () => {
      this.atEnd = holder.scrollHeight - holder.scrollTop - holder.clientHeight < NEAR_THE_END;
    });
    new ResizeObserver(() => this.settle()).observe(holder);
  }

  /** Show these messages, oldest first. `key` names the conversation; `room` is as for renderMessage; `empty` stands for none. */
  show(key, messages, room, empty) {
    const other = key !== this.key;
    this.atEnd ||= other;
    if (other) this.nodes = new Map();
    this.key = key;
    const before = this.nodes;
    const focused = this.holder.contains(document.activeElement) ? document.activeElement.closest("article") : null;
    const place = focused ? [...this.holder.querySelectorAll("article")].indexOf(focused) : -1;
    this.nodes = new Map(messages.map((message) => [idOf(message), this.node(message, before, room)]));
    const shown = [...this.nodes.values()].map(({ node }) => node);
    const redrawn = this.redrawn(before);
    this.arrange(shown.length ? shown : [empty]);
    for (const { node, fields, memory } of redrawn) recall(node, fields, memory);
    if (!other) for (const message of messages) if (!before.has(idOf(message))) this.tell(message);
    if (focused && !this.holder.contains(document.activeElement)) focusOn(shown[Math.min(place, shown.length - 1)]);
    this.settle();
    return messages.filter((message) => !before.has(idOf(message)));
  }

  /** Stay at the end, where the person is, though a message has grown or the window has shrunk. */
  settle() {
    if (this.atEnd) this.holder.scrollTop = this.holder.scrollHeight;
  }

  node(message, before, room) {
    const sign = JSON.stringify([message, this.names.me]);
    const old = before.get(idOf(message));
    if (old?.sign === sign) return old;
    const fields = [];
    const node = renderMessage(message, room, fields);
    if (before.size && !old) node.classList.add("fresh");
    return { sign, node, fields };
  }

  /** The messages that changed, each with what stood in its controls before. */
  redrawn(before) {
    const changed = [...this.nodes].filter(([id, { node }]) => before.has(id) && before.get(id).node !== node);
    return changed.map(([id, { node, fields }]) => ({ node, fields, memory: remember(before.get(id).node, before.get(id).fields) }));
  }

  arrange(wanted) {
    for (const child of [...this.holder.children]) if (!wanted.includes(child)) child.remove();
    wanted.forEach((node, at) => {
      if (this.holder.children[at] !== node) this.holder.insertBefore(node, this.holder.children[at] ?? null);
    });
  }

  tell(message) {
    if (message.user === this.names.me && !message.bot_id) return;
    const words = `${this.names.author(message).name}: ${spoken(message, this.names)}`;
    this.news.append(el("p", {}, message.ephemeral ? `Only visible to you. ${words}` : words));
    while (this.news.childElementCount > 20) this.news.firstElementChild.remove();
  }
}

function idOf(message) {
  return message.ts;
}

function focusOn(node) {
  if (!node) return;
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
}

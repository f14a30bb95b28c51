// Where the person is: the channels and the app on the left, the tabs of the app, the heading.

import { el } from "./dom.js";

const at = (id) => document.getElementById(id);

/** The list on the left and what is chosen in it; `went` is called after each change of place. */
export class Places {
  constructor(names, went) {
    this.names = names;
    this.went = went;
    this.here = { channel: null, tab: "messages" };
    this.seen = new Map();
    document.addEventListener("pointerdown", (event) => {
      if (!at("side").contains(event.target) && !at("menu").contains(event.target)) this.side(false);
    });
    at("side").addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !at("side").classList.contains("open")) return;
      this.side(false);
      at("menu").focus();
    });
  }

  /** What the place is called, as people write it. */
  title() {
    const channel = this.channel();
    if (!channel) return "";
    return channel.kind === "im" ? this.names.state.app.name : `#${channel.name}`;
  }

  /** The channel as the server gave it. */
  channel() {
    return this.names.state.channels.find((one) => one.id === this.here.channel);
  }

  /** Open or close the list, where it is a drawer. */
  side(open) {
    at("side").classList.toggle("open", open);
    at("menu").setAttribute("aria-expanded", String(open));
    if (open) at("side").querySelector("li button")?.focus();
  }

  draw() {
    const { channels } = this.names.state;
    if (!channels.some((one) => one.id === this.here.channel)) this.here = this.start(channels);
    this.direct = this.channel()?.kind === "im";
    this.mark();
    this.list(at("channels"), channels.filter((one) => one.kind !== "im"), "#");
    this.list(at("apps"), channels.filter((one) => one.kind === "im"), "●");
    const here = this.channel();
    this.names.here = here?.id ?? "";
    at("title").textContent = this.title();
    at("purpose").textContent = here ? this.about(here) : "";
    at("invite").hidden = !here || here.kind === "im" || here.archived || here.bot_member || !here.member;
    at("invite").textContent = `Invite ${this.names.state.app.name}`;
    this.tabs(here?.kind === "im");
  }

  /** Where a person begins: in their own direct message where the one acted as before was in theirs, else in the first channel. */
  start(channels) {
    const own = this.direct && channels.find((one) => one.kind === "im");
    return own ? { channel: own.id, tab: this.here.tab } : { channel: channels[0]?.id, tab: "messages" };
  }

  about(channel) {
    if (channel.archived) return "archived";
    if (!channel.member) return "you have not joined";
    if (channel.kind === "im") return "direct message with the app";
    if (channel.private) return channel.bot_member ? "private" : `private, and ${this.names.state.app.name} is not in it`;
    return channel.bot_member ? "" : `${this.names.state.app.name} is not in this channel`;
  }

  go(channel, tab) {
    this.here = { channel, tab };
    this.side(false);
    this.went(this.here);
  }

  mark() {
    const { me, channels } = this.names.state;
    for (const { id, messages } of channels) {
      const last = messages.at(-1)?.ts ?? "0";
      const key = `${me}/${id}`;
      if (id === this.here.channel || !this.seen.has(key)) this.seen.set(key, last);
    }
  }

  unseen({ id, messages }) {
    const seen = this.seen.get(`${this.names.me}/${id}`) ?? "0";
    return messages.filter((one) => one.ts > seen).length;
  }

  list(holder, channels, mark) {
    const wanted = channels.map((one) => [one.id, this.unseen(one), one.id === this.here.channel, one.name]);
    const sign = JSON.stringify(wanted);
    if (holder.dataset.sign === sign) return;
    const focused = holder.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
    holder.dataset.sign = sign;
    holder.replaceChildren(...channels.map((one) => el("li", {}, this.button(one, mark))));
    if (focused) holder.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
  }

  button(channel, mark) {
    const unseen = this.unseen(channel);
    return el("button", {
      type: "button",
      "data-channel": channel.id,
      "aria-current": channel.id === this.here.channel ? "page" : null,
      onclick: () => this.go(channel.id, "messages"),
    },
    el("span", { className: "mark", "aria-hidden": "true" }, mark),
    channel.kind === "im" ? this.names.state.app.name : channel.name,
    unseen > 0 && el("span", { className: "unseen" }, String(unseen), el("span", { className: "visually-hidden" }, " new")));
  }

  tabs(shown) {
    const holder = at("tabs");
    holder.hidden = !shown;
    if (!holder.childElementCount) {
      holder.append(...[["home", "Home"], ["messages", "Messages"]].map(([tab, name]) => el("button", {
        type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": tab, onclick: () => this.go(this.here.channel, tab),
      }, name)));
      holder.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const other = this.here.tab === "home" ? "messages" : "home";
        this.go(this.here.channel, other);
        at(`tab-${other}`).focus();
      });
    }
    for (const tab of holder.children) {
      const here = tab.id === `tab-${this.here.tab}`;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
    }
  }
}

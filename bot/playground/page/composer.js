// The composer: Enter sends, Shift with Enter starts a line, Up recalls, and slash commands are completed with their hints.

import { el, moveIn } from "./dom.js";

const KEPT = 50;

/**
 * A text area with a list of completions. `commands()` gives the app's slash commands; `send(text)` takes what is written and
 * resolves to null where it was refused: then it is put back.
 */
export class Composer {
  constructor(form, commands, send) {
    this.form = form;
    this.box = form.querySelector("textarea");
    this.list = form.querySelector("[role=listbox]");
    this.count = form.querySelector(".completion-count");
    this.hint = form.querySelector(".usage-hint");
    this.commands = commands;
    this.send = send;
    this.past = [];
    this.at = null;
    this.options = [];
    this.active = -1;
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.offer([]));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go();
    });
  }

  /** Put words in the box, as if they were typed. */
  fill(text) {
    this.box.value = text;
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
    this.typed();
  }

  async go() {
    const text = this.box.value.trim();
    if (!text) return;
    this.past = [...this.past.filter((one) => one !== text), text].slice(-KEPT);
    this.at = null;
    this.box.value = "";
    this.offer([]);
    this.hint.textContent = "";
    this.size();
    if ((await this.send(text)) === null && !this.box.value) this.fill(text);
  }

  typed() {
    this.at = null;
    this.size();
    this.offer(completions(this.box.value, this.commands()));
    this.hint.textContent = hintFor(this.box.value, this.commands());
  }

  size() {
    this.box.rows = Math.min(this.box.value.split("\n").length, 8);
  }

  offer(options) {
    this.options = options;
    this.active = -1;
    this.list.hidden = !options.length;
    this.box.removeAttribute("aria-activedescendant");
    this.count.textContent = options.length ? `${options.length} completion${options.length === 1 ? "" : "s"}, Tab takes the first` : "";
    this.list.replaceChildren(...options.map((option, at) => el("li", {
      id: `${this.list.id}-${at}`,
      role: "option",
      "aria-selected": "false",
      onpointerdown: (event) => {
        event.preventDefault();
        this.take(at);
      },
    }, el("span", { className: "completion-name" }, option.name), el("span", { className: "completion-about" }, option.about))));
  }

  take(at) {
    this.fill(this.options[at].text);
  }

  move(by) {
    this.active = moveIn(this.box, this.list, this.active, by);
  }

  recall(by) {
    const at = Math.max(0, (this.at ?? this.past.length) + by);
    const text = this.past[at] ?? "";
    this.box.value = text;
    this.at = at < this.past.length ? at : null;
    this.offer([]);
    this.size();
    this.hint.textContent = hintFor(text, this.commands());
  }

  key(event) {
    if (event.isComposing) return;
    const open = this.options.length > 0;
    const recalling = this.past.length > 0 && (this.at !== null || !this.box.value);
    const doing = {
      Enter: () => (open && this.active >= 0 ? this.take(this.active) : this.go()),
      Tab: open ? () => this.take(Math.max(this.active, 0)) : null,
      Escape: open ? () => this.offer([]) : null,
      ArrowDown: open ? () => this.move(1) : this.at !== null ? () => this.recall(1) : null,
      ArrowUp: open ? () => this.move(-1) : recalling ? () => this.recall(-1) : null,
    }[event.key];
    if (!doing || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    doing();
  }
}

/** The words of a usage hint that stand for one choice: “[status | help] …” gives status and help. */
export function verbs(command) {
  const first = /^\s*\[([^\]]*)\]/.exec(command.usage_hint ?? "");
  const found = first ? first[1].split("|").map((word) => word.trim()) : [];
  return found.length > 1 ? found.filter((word) => /^[\w-]+$/.test(word)) : [];
}

function completions(text, commands) {
  if (!text.startsWith("/") || text.includes("\n")) return [];
  const [name, ...rest] = text.split(" ");
  if (!rest.length) {
    return commands.filter((one) => one.command.startsWith(name))
      .map((one) => ({ name: one.command, about: one.description ?? "", text: `${one.command} ` }));
  }
  const command = commands.find((one) => one.command === name);
  if (!command || rest.length > 1) return [];
  return verbs(command).filter((verb) => verb.startsWith(rest[0].toLowerCase()) && verb !== rest[0])
    .map((verb) => ({ name: `${name} ${verb}`, about: "", text: `${name} ${verb} ` }));
}

function hintFor(text, commands) {
  const command = commands.find((one) => text === one.command || text.startsWith(`${one.command} `));
  return command ? `${command.command} ${command.usage_hint ?? ""}` : "";
}

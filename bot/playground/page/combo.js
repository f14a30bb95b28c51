// Menus whose options the app gives while a person types: one option of them, or several.

import { bind, named, speaks } from "./controls.js";
import { el, freshId, moveIn } from "./dom.js";

const LEAST = 3;
const PAUSE = 150;

/** An external_select or a multi_external_select. */
export function externalSelect(block, part, view) {
  return new Combo(block, part, view).node;
}

class Combo {
  constructor(block, part, view) {
    Object.assign(this, { block, part, view, many: part.type.startsWith("multi_"), asked: 0, active: -1, shown: [] });
    this.picked = [part.initial_option, ...(part.initial_options ?? [])].filter(Boolean);
    const placeholder = part.placeholder?.text ?? "Type to search";
    this.list = el("div", { id: freshId("options"), className: "combo-list", role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.count = el("span", { className: "visually-hidden", role: "status" });
    this.chips = el("span", { className: "chips" });
    this.box = el("input", {
      type: "text", placeholder, autocomplete: "off", spellcheck: false, role: "combobox", ...named(view, placeholder),
      "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list", "data-first": part.focus_on_load ? "true" : null,
    });
    this.node = el("span", { className: "combo" }, this.chips, this.box, this.list, this.count);
    this.settle();
    this.listen();
    this.tell = bind(block, part, view, {
      read: () => (this.many ? { selected_options: [...this.picked] } : { selected_option: this.picked[0] ?? null }),
      keep: () => ({ text: this.box.value, picked: [...this.picked] }),
      recall: ({ text, picked }) => {
        this.picked = [...picked];
        this.settle();
        this.box.value = text;
      },
      unclear: () => (this.halfTyped() ? "Please choose one of the suggestions, or clear this field." : ""),
    });
  }

  listen() {
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("focus", () => this.least() === 0 && !this.box.value && this.ask());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.offer({}));
  }

  least() {
    return this.part.min_query_length ?? LEAST;
  }

  halfTyped() {
    return Boolean(this.box.value) && (this.many || !this.picked.length);
  }

  typed() {
    if (!this.many) this.picked = [];
    clearTimeout(this.pause);
    this.asked += 1;
    if (this.box.value.length < this.least()) this.offer({});
    else this.pause = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asked += 1;
    const { asked } = this;
    const reply = await this.view.options({ block_id: this.block.block_id, action_id: this.part.action_id, value: this.box.value });
    if (asked === this.asked && document.activeElement === this.box) this.offer(reply ?? {}, true);
  }

  offer(given, answered = false) {
    this.shown = [];
    this.active = -1;
    const groups = given.option_groups ?? (given.options ? [{ options: given.options }] : []);
    const rows = groups.map(({ label, options = [] }) => {
      const items = options.map((option) => this.item(option));
      return label ? el("div", { role: "group", "aria-label": label.text }, el("p", { className: "choice-group" }, label.text), ...items) : items;
    });
    this.list.replaceChildren(...rows.flat());
    this.list.hidden = !this.shown.length;
    if (this.shown.length) this.list.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-expanded", String(this.shown.length > 0));
    this.box.removeAttribute("aria-activedescendant");
    const number = this.shown.length;
    this.count.textContent = answered ? (number ? `${number} suggestion${number === 1 ? "" : "s"}` : "No suggestions") : "";
    this.node.classList.toggle("combo-none", answered && !number);
  }

  item(option) {
    const at = this.shown.push(option) - 1;
    return el("div", {
      id: `${this.list.id}-${at}`, role: "option", "aria-selected": "false", className: "combo-item",
      onpointerdown: (event) => {
        event.preventDefault();
        this.take(at);
      },
    }, option.text?.text ?? "", option.description && el("span", { className: "hint" }, option.description.text ?? ""));
  }

  take(at) {
    const option = this.shown[at];
    const others = this.many ? this.picked.filter((one) => one.value !== option.value) : [];
    this.picked = [...others, option];
    this.settle();
    this.offer({});
    if (speaks(this.block)) this.tell();
  }

  settle() {
    this.box.value = this.many ? "" : this.picked[0]?.text?.text ?? "";
    if (!this.many) return;
    this.chips.replaceChildren(...this.picked.map((option) => el("button", {
      type: "button", className: "chip", "aria-label": `Remove ${option.text?.text ?? ""}`, disabled: !this.view.act,
      onclick: () => this.drop(option),
    }, option.text?.text ?? "", el("span", { "aria-hidden": "true" }, " ✕"))));
  }

  drop(option) {
    this.picked = this.picked.filter((one) => one !== option);
    this.settle();
    this.box.focus();
    if (speaks(this.block)) this.tell();
  }

  move(by) {
    this.active = moveIn(this.box, this.list, this.active, by);
  }

  key(event) {
    if (!this.shown.length || event.isComposing) return;
    const doing = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: () => this.take(Math.max(this.active, 0)),
      Escape: () => this.offer({}),
    }[event.key];
    if (!doing) return;
    event.preventDefault();
    event.stopPropagation();
    doing();
  }
}

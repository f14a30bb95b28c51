// Dialogs: the question before a risky button, and the stack of modals that an app opens.

import { renderBlocks } from "./blocks.js";
import { faultsOf } from "./checks.js";
import { valuesOf } from "./controls.js";
import { el, freshId } from "./dom.js";
import { focusIn, recall, refocus, remember } from "./keep.js";
import { words } from "./mrkdwn.js";

/** Ask as a `confirm` object says; true where the person agrees. Escape and the other button mean no. */
export function askFirst(confirm, names) {
  return new Promise((resolve) => {
    const id = freshId("ask");
    const style = confirm.style === "danger" ? "danger" : "primary";
    const dialog = el("dialog", { className: "dialog dialog-small", "aria-labelledby": id, "aria-describedby": `${id}-text` },
      el("h2", { id }, confirm.title?.text ?? "Are you sure?"),
      el("div", { className: "words", id: `${id}-text` }, ...words(confirm.text, names)),
      el("div", { className: "dialog-buttons" },
        el("button", { type: "button", className: "button", onclick: () => dialog.close("no") }, confirm.deny?.text ?? "Cancel"),
        el("button", { type: "button", className: `button ${style}`, onclick: () => dialog.close("yes") }, confirm.confirm?.text ?? "Yes")));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * The modal on top of the stack, redrawn when the server says that it changed; what was typed in each stays while it is open.
 * `doings`: `act(view, action, values)`, `options(view, asked)`, `submit(view, values)` giving errors by block_id or null, `close(view, all)`.
 */
export class Modals {
  constructor(names, doings) {
    Object.assign(this, { names, doings, dialog: null, view: null, shown: "", fields: [], memories: new Map() });
  }

  /** Show the last of the views, or close the dialog where there is none. */
  show(views) {
    const view = views.at(-1) ?? null;
    const key = view ? JSON.stringify([views.length, view.id, view.hash, view.blocks, view.title]) : "";
    if (key === this.shown) return;
    this.shown = key;
    if (this.view) this.memories.set(this.view.id, remember(this.dialog, this.fields));
    for (const id of this.memories.keys()) if (!views.some((one) => one.id === id)) this.memories.delete(id);
    this.view = view;
    if (view) this.draw(view, views.at(-2));
    else this.remove();
  }

  /** Say what went wrong inside the dialog, beside which nothing is heard or seen; gives whether one is open. */
  say(sentence) {
    const line = this.dialog?.querySelector(".dialog-fault");
    if (!line) return false;
    line.textContent = sentence;
    line.hidden = !sentence;
    return true;
  }

  remove() {
    this.dialog.close();
    this.dialog.remove();
    this.dialog = null;
    if (this.opener.node.isConnected) this.opener.node.focus();
    else refocus(document, this.opener.place);
  }

  open() {
    this.opener = { node: document.activeElement, place: focusIn(document) };
    this.dialog = el("dialog", { className: "dialog" });
    this.dialog.addEventListener("cancel", (event) => {
      if (event.target !== this.dialog) return;
      event.preventDefault();
      this.doings.close(this.view, false);
    });
    document.body.append(this.dialog);
  }

  draw(view, under) {
    if (!this.dialog) this.open();
    const title = el("h2", { id: freshId("modal"), tabIndex: -1 }, view.title?.text ?? "");
    this.fields = [];
    const form = this.form(view);
    this.dialog.setAttribute("aria-labelledby", title.id);
    this.dialog.replaceChildren(this.head(view, title, under), form);
    const memory = this.memories.get(view.id);
    const back = memory ? recall(this.dialog, this.fields, memory) : false;
    if (!this.dialog.open) this.dialog.showModal();
    if (!back) (form.querySelector("[data-first]") ?? form.querySelector(".block :is(input, select, textarea)") ?? title).focus();
  }

  head(view, title, under) {
    const back = under && el("button", {
      type: "button", className: "icon-button", "aria-label": `Back to ${under.title?.text ?? "the form before"}`, onclick: () => this.doings.close(view, false),
    }, "‹");
    const close = el("button", { type: "button", className: "icon-button", "aria-label": "Close", onclick: () => this.doings.close(view, Boolean(under)) }, "✕");
    return el("div", { className: "dialog-head" }, back, title, close);
  }

  form(view) {
    const { fields } = this;
    const shown = {
      names: this.names,
      fields,
      confirm: (confirm) => askFirst(confirm, this.names),
      options: (asked) => this.doings.options(view, asked),
      act: (_block, _part, action) => this.doings.act(view, action, valuesOf(fields)),
    };
    return el("form", { method: "dialog", noValidate: true, onsubmit: (event) => this.submit(event, view) },
      el("div", { className: "dialog-body" }, ...renderBlocks(view.blocks, shown)),
      el("p", { className: "dialog-fault", role: "alert", hidden: true }),
      el("div", { className: "dialog-buttons" },
        el("button", { type: "button", className: "button", onclick: () => this.doings.close(view, false) }, view.close?.text ?? "Cancel"),
        view.submit && el("button", { type: "submit", className: "button primary" }, view.submit.text)));
  }

  async submit(event, view) {
    event.preventDefault();
    const send = this.dialog.querySelector("button[type=submit]");
    if (!send || send.disabled) return;
    send.disabled = true;
    const { fields } = this;
    const found = faultsOf(fields) ?? (await this.doings.submit(view, valuesOf(fields))) ?? {};
    send.disabled = false;
    if (this.fields === fields) this.errors(found);
  }

  errors(found) {
    let first = null;
    const unplaced = new Map(Object.entries(found));
    for (const holder of this.dialog.querySelectorAll("[data-block]")) {
      const sentence = found[holder.dataset.block];
      const line = holder.querySelector(".field-error");
      const parts = holder.querySelectorAll("input, select, textarea");
      line.hidden = !sentence;
      line.textContent = sentence ?? "";
      for (const part of parts) {
        if (sentence && part.type !== "radio") part.setAttribute("aria-invalid", "true");
        else part.removeAttribute("aria-invalid");
      }
      if (sentence) first ??= parts[0];
      unplaced.delete(holder.dataset.block);
    }
    if (unplaced.size) this.say([...unplaced.values()].join(" "));
    first?.focus();
  }
}

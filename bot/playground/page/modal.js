// Dialogs: the question before a risky button, and the stack of modals that an app opens.

import { renderBlocks } from "./blocks.js";
import { el, freshId } from "./dom.js";
import { valuesOf } from "./elements.js";
import { words } from "./mrkdwn.js";

/** Ask as a `confirm` object says; true where the person agrees. Escape and the other button mean no. */
export function askFirst(confirm, names) {
  return new Promise((resolve) => {
    const id = freshId("ask");
    const style = confirm.style === "danger" ? "danger" : "primary";
    const dialog = el("dialog", { className: "dialog dialog-small", "aria-labelledby": id },
      el("h2", { id }, confirm.title?.text ?? "Are you sure?"),
      el("div", { className: "words" }, ...words(confirm.text, names)),
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
 * The modal on top of the stack, redrawn when the server says that it changed.
 * `doings`: `act(view, action, values)`, `options(view, asked)`, `submit(view, values)` giving errors by block_id or null, `close(view, all)`.
 */
export class Modals {
  constructor(names, doings) {
    this.names = names;
    this.doings = doings;
    this.dialog = null;
    this.shown = "";
    this.fields = [];
  }

  /** Show the last of the views, or close the dialog where there is none. */
  show(views) {
    const view = views.at(-1);
    const key = view ? JSON.stringify([view.id, view.hash, view.blocks, view.title]) : "";
    if (key === this.shown) return;
    const kept = view && this.view?.id === view.id ? this.typed() : null;
    this.shown = key;
    this.view = view;
    if (!view) this.remove();
    else this.draw(view, views.length, kept);
  }

  remove() {
    this.dialog?.close();
    this.dialog?.remove();
    this.dialog = null;
    this.opener?.isConnected && this.opener.focus();
  }

  draw(view, depth, kept) {
    if (!this.dialog) {
      this.opener = document.activeElement;
      this.dialog = el("dialog", { className: "dialog" });
      this.dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        this.doings.close(this.view, false);
      });
      document.body.append(this.dialog);
    }
    const id = freshId("modal");
    this.fields = [];
    const shown = {
      names: this.names,
      fields: this.fields,
      confirm: (confirm) => askFirst(confirm, this.names),
      options: (asked) => this.doings.options(view, asked),
      act: (_block, _part, action) => this.doings.act(view, action, valuesOf(this.fields)),
    };
    const form = el("form", { method: "dialog", noValidate: true, onsubmit: (event) => this.submit(event, view) },
      el("div", { className: "dialog-body" }, ...renderBlocks(view.blocks, shown)),
      el("div", { className: "dialog-buttons" },
        el("button", { type: "button", className: "button", onclick: () => this.doings.close(view, false) }, view.close?.text ?? "Cancel"),
        view.submit && el("button", { type: "submit", className: "button primary" }, view.submit.text)));
    const head = el("div", { className: "dialog-head" },
      el("h2", { id }, view.title?.text ?? ""),
      el("button", { type: "button", className: "icon-button", "aria-label": "Close", onclick: () => this.doings.close(view, depth > 1) }, "✕"));
    this.dialog.setAttribute("aria-labelledby", id);
    this.dialog.replaceChildren(head, form);
    this.keep(kept);
    if (!this.dialog.open) this.dialog.showModal();
    (form.querySelector("[data-first]") ?? form.querySelector(".block input, .block select, .block textarea"))?.focus();
  }

  typed() {
    const controls = this.dialog?.querySelectorAll(".dialog-body [data-block]") ?? [];
    return new Map([...controls].map((holder) => [holder.dataset.block, [...holder.querySelectorAll("input, select, textarea")]]));
  }

  keep(kept) {
    for (const holder of kept ? this.dialog.querySelectorAll(".dialog-body [data-block]") : []) {
      const old = kept.get(holder.dataset.block) ?? [];
      [...holder.querySelectorAll("input, select, textarea")].forEach((node, at) => {
        if (old[at]?.type !== node.type) return;
        if (node.type === "checkbox" || node.type === "radio") node.checked = old[at].checked;
        else node.value = old[at].value;
      });
    }
  }

  async submit(event, view) {
    event.preventDefault();
    const send = this.dialog.querySelector("button[type=submit]");
    send.disabled = true;
    this.errors(missing(this.fields) ?? (await this.doings.submit(view, valuesOf(this.fields))) ?? {});
    send.disabled = false;
  }

  errors(found) {
    let first = null;
    for (const holder of this.dialog?.querySelectorAll("[data-block]") ?? []) {
      const words = found[holder.dataset.block];
      const line = holder.querySelector(".field-error");
      const field = holder.querySelector("input, select, textarea");
      line.hidden = !words;
      line.textContent = words ?? "";
      if (words) field?.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
      if (words) first ??= field;
    }
    first?.focus();
  }
}

function missing(fields) {
  const found = {};
  for (const { block, part, read } of fields) {
    if (block.type !== "input" || block.optional) continue;
    const empty = Object.values(read()).every((value) => value === null || (Array.isArray(value) && !value.length));
    if (empty) found[block.block_id] = part.type.endsWith("input") ? "Please complete this field." : "Please choose something here.";
  }
  return Object.keys(found).length ? found : null;
}

// The Home tab: whatever view the app has published for this person, and its controls.

import { renderBlocks } from "./blocks.js";
import { valuesOf } from "./controls.js";
import { el } from "./dom.js";
import { recall, remember } from "./keep.js";
import { askFirst } from "./modal.js";

/** Shows a home view in `holder`. `doings`: `act(view, action, values)` and `options(view, asked)`. */
export class HomeTab {
  constructor(holder, names, doings) {
    Object.assign(this, { holder, names, doings, shown: null, fields: [] });
  }

  /** Show this view, or say that there is none. What was typed stays where the app leaves the control as it was. */
  show(view) {
    const sign = JSON.stringify([this.names.me, view ?? null]);
    if (sign === this.shown) return;
    const memory = this.view && view?.id === this.view.id ? remember(this.holder, this.fields) : null;
    this.shown = sign;
    this.view = view;
    this.fields = [];
    this.holder.replaceChildren(...(view ? this.blocks(view) : [this.none()]));
    if (memory) recall(this.holder, this.fields, memory);
  }

  blocks(view) {
    const { fields } = this;
    return renderBlocks(view.blocks, {
      names: this.names,
      fields,
      confirm: (confirm) => askFirst(confirm, this.names),
      options: (asked) => this.doings.options(view, asked),
      act: (_block, _part, action) => this.doings.act(view, action, valuesOf(fields)),
    });
  }

  none() {
    const { app } = this.names.state;
    return el("p", { className: "empty" }, `${app.name} shows nothing here: it has published no Home for this person.`);
  }
}

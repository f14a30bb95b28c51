// Why nothing can be written in a channel: it is archived, or the person has not joined it.

import { el } from "./dom.js";

/** Shows the reason in `holder` in place of the composer; `join()` takes the person into the channel. */
export class Closed {
  constructor(holder, join) {
    this.words = el("p", {});
    this.button = el("button", { type: "button", className: "button primary", onclick: join }, "Join");
    holder.append(this.words, this.button);
    this.holder = holder;
  }

  /** Say why this channel takes no words; gives whether it takes none. */
  show(channel) {
    const outside = Boolean(channel) && channel.kind !== "im" && !channel.member && !channel.archived;
    const shut = Boolean(channel?.archived) || outside;
    this.holder.hidden = !shut;
    this.button.hidden = !outside;
    this.button.textContent = `Join #${channel?.name ?? ""}`;
    if (shut) this.words.textContent = outside ? `You are reading #${channel.name} without being in it.` : `#${channel.name} is archived. It can be read, and nothing can be written in it.`;
    return shut;
  }
}

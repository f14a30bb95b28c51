// Faults for curious people: what can go wrong between a workspace and an app, one button each.

import { el } from "./dom.js";

const FAULTS = [
  ["The sockets break without a word", { kind: "drop" }],
  ["The workspace asks the app to connect again", { kind: "disconnect", reason: "refresh_requested" }],
  ["The next delivery comes twice", { kind: "twice" }],
  ["The next acknowledgement is held back for 4 seconds", { kind: "delay_ack", seconds: 4 }],
  ["The next post is refused: too many requests", { kind: "rate_limit", method: "chat.postMessage", count: 1, seconds: 1 }],
  ["The next post fails with status 500", { kind: "error", method: "chat.postMessage", count: 1 }],
  ["The next post takes 5 seconds", { kind: "slow", method: "chat.postMessage", count: 1, seconds: 5 }],
  ["The app's token is revoked", { kind: "revoke" }],
  ["The app's token is valid again", { kind: "restore" }],
];

/** Draw the buttons in `holder`; `make(fault)` resolves to what the server says, or to null where it refused. */
export function drawFaults(holder, make) {
  const done = el("p", { className: "hint", role: "status" });
  const rows = FAULTS.map(([name, fault]) => el("li", { className: "fault" }, el("button", {
    type: "button",
    onclick: async () => {
      done.textContent = (await make(fault)) ? `Done: ${name.toLowerCase()}.` : "";
    },
  }, name)));
  holder.replaceChildren(el("ul", {}, ...rows), done);
}

// Faults for curious people: what can go wrong between a workspace and an app, one button each, and one put together freely.

import { el } from "./dom.js";

const FAULTS = [
  ["The sockets break without a word", { kind: "drop" }],
  ["The sockets look open and pass nothing on", { kind: "silence" }],
  ["The workspace asks the app to connect again", { kind: "disconnect", reason: "refresh_requested" }],
  ["The next delivery comes twice", { kind: "twice" }],
  ["The next acknowledgement is held back for 4 seconds", { kind: "delay_ack", seconds: 4 }],
  ["One call in ten fails from now on, by chance", { kind: "random", rate_limit: 0.04, error: 0.03, lost: 0.03 }],
  ["No call fails by chance any more", { kind: "random", rate_limit: 0, error: 0, lost: 0 }],
  ["The app's token is revoked", { kind: "revoke" }],
  ["The app's token is valid again", { kind: "restore" }],
];
const KINDS = [
  ["rate_limit", "429, too many requests"],
  ["error", "500, a server error"],
  ["slow", "a slow answer"],
  ["never", "no answer at all"],
  ["lost", "done, and the reply is lost"],
  ["cut", "cut off before it is done"],
];
// Any method may be written; these are offered.
const METHODS = [
  "chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete", "views.open", "views.push", "views.update", "views.publish",
  "users.info", "usergroups.users.list", "conversations.info", "conversations.history", "conversations.replies", "reactions.add",
  "files.getUploadURLExternal", "files.completeUploadExternal", "auth.test", "apps.connections.open",
];

/** Draw the panel in `holder`; `make(fault)` resolves to what the server says, or to null where it refused. */
export function drawFaults(holder, make) {
  const done = el("p", { className: "hint", role: "status" });
  const bring = async (name, fault) => {
    done.textContent = "";
    done.textContent = (await make(fault)) ? `Done: ${name}.` : "";
  };
  const rows = FAULTS.map(([name, fault]) => el("li", { className: "fault" },
    el("button", { type: "button", onclick: () => bring(name[0].toLowerCase() + name.slice(1), fault) }, name)));
  holder.replaceChildren(freeChoice(bring), el("h3", {}, "Or at once"), el("ul", {}, ...rows), done);
}

function freeChoice(bring) {
  const list = el("datalist", { id: "fault-methods" }, ...METHODS.map((value) => el("option", { value })));
  const method = el("input", { type: "text", list: "fault-methods", value: "chat.postMessage", required: true, pattern: "[A-Za-z.]+", autocomplete: "off", spellcheck: false });
  const kind = el("select", {}, ...KINDS.map(([value, name]) => el("option", { value }, name)));
  const count = el("input", { type: "number", min: 1, max: 99, step: 1, value: 1, required: true });
  const seconds = el("input", { type: "number", min: 0, max: 60, step: "any", value: 1, required: true });
  const secondsRow = el("label", {}, "Seconds", seconds);
  const fit = () => (secondsRow.hidden = seconds.disabled = !["rate_limit", "slow"].includes(kind.value));
  kind.addEventListener("change", fit);
  const onsubmit = (event) => {
    event.preventDefault();
    const fault = { kind: kind.value, method: method.value.trim(), count: Number(count.value), seconds: Number(seconds.value) };
    const times = fault.count === 1 ? "the next call" : `the next ${fault.count} calls`;
    bring(`${times} of ${fault.method}: ${kind.selectedOptions[0].textContent}`, fault);
  };
  return el("form", { className: "fault-form", onsubmit },
    el("label", {}, "Method", method), list, el("label", {}, "It meets", kind),
    el("div", { className: "fault-numbers" }, el("label", {}, "Calls", count), secondsRow),
    el("button", { type: "submit" }, "Bring it on"));
}

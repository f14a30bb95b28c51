// The page: who acts, where they are, and what they see. The server holds everything; this asks it again after each event.

import { Closed } from "./closed.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { drawFaults } from "./faults.js";
import { HomeTab } from "./home.js";
import { withMenu } from "./menu.js";
import { tripText } from "./messages.js";
import { askFirst, Modals } from "./modal.js";
import { Names } from "./names.js";
import { Places } from "./places.js";
import { Stream, call } from "./wire.js";

const at = (id) => document.getElementById(id);
const names = new Names();
const trips = new Map();
const channelNews = new Conversation(at("messages"), at("news"), names);
const threadNews = new Conversation(at("thread-messages"), at("news"), names);
// An answer later than this is taken to be somebody else's.
const LATEST = 5000;
let as = remembered("playground-person") ?? "editor";
let thread = null;
let sent = null;
let stream = null;
let wasAway = false;
let asking = null;
let again = false;

const places = new Places(names, (place) => {
  thread = null;
  draw();
  visited(place.tab);
  if (place.tab === "messages") at("box").focus();
});
const modals = new Modals(names, {
  options: (view, asked) => tell(call("/play/options", { as, view_id: view.id, ...asked })),
  act: (view, action, values) => tell(call("/play/press", { as, view_id: view.id, action, values })),
  submit: async (view, values) => (await tell(call("/play/submit", { as, view_id: view.id, values })))?.errors,
  close: (view, all) => tell(call("/play/close", { as, view_id: view.id, all })),
});
const home = new HomeTab(at("home"), names, {
  options: (view, asked) => tell(call("/play/options", { as, view_id: view.id, ...asked })),
  act: (view, action, values) => tell(call("/play/press", { as, view_id: view.id, action, values })),
});
const closed = new Closed(at("closed"), async () => {
  if (await tell(call("/play/join", { as, channel: places.here.channel }))) refresh().then(() => at("box").focus());
});
const commands = () => names.state.commands ?? [];
const composer = new Composer(at("composer"), commands, (text) => write(text, null));
const threadComposer = new Composer(at("thread-composer"), commands, (text) => write(text, thread));

/** What a sent line or a pressed button came to; a refusal is said in the banner. */
async function tell(promise) {
  try {
    const found = await promise;
    say(found.error ?? "");
    return found;
  } catch (error) {
    say(error.message);
    return null;
  }
}

function say(sentence) {
  if (modals.say(sentence) && sentence) return;
  at("banner").textContent = sentence;
  at("banner").hidden = !sentence;
}

function write(text, parent) {
  const body = { as, channel: places.here.channel, text };
  sent = { when: performance.now(), how: "Enter" };
  if (parent) body.thread_ts = parent;
  return tell(call(text.startsWith("/") ? "/play/command" : "/play/say", body));
}

function press(message, action, values) {
  sent = { when: performance.now(), how: "the press" };
  tell(call("/play/press", { as, channel: places.here.channel, message_ts: message.ts, action, values }));
}

/** Tell the app which tab of it a person has opened. */
function visited(tab) {
  if (places.channel()?.kind === "im") tell(call("/play/home", { as, tab }));
}

/** What a menu holds for the app's shortcuts of one type; `more` says on which message. */
function shortcuts(type, more = {}) {
  return (names.state.shortcuts ?? []).filter((one) => one.type === type).map(({ name, description, callback_id }) => ({
    label: name,
    about: description,
    act: () => tell(call("/play/shortcut", { as, callback_id, ...more })),
  }));
}

/** Ask for the state; events that arrive meanwhile lead to one more question, not to many. */
async function refresh() {
  if (asking) {
    again = true;
    return asking;
  }
  asking = (async () => {
    do {
      again = false;
      try {
        const wanted = as;
        const state = await call(`/play/state?as=${encodeURIComponent(wanted)}`);
        if (wanted !== as) continue; // somebody else is acted as by now: this reply is not for them, and the next is asked for
        names.state = state;
        as = state.as;
        draw();
      } catch (error) {
        say(error.message);
      }
    } while (again);
    asking = null;
  })();
  return asking;
}

function draw() {
  const { state } = names;
  people(state);
  at("main").dataset.person = as;
  places.draw();
  const { channel, tab } = places.here;
  const all = places.channel()?.messages ?? [];
  const top = all.filter((one) => !one.thread_ts || one.thread_ts === one.ts || one.subtype === "thread_broadcast");
  const shut = closed.show(tab === "home" ? null : places.channel());
  at("messages").hidden = tab === "home";
  at("composer").hidden = tab === "home" || shut;
  at("thread-composer").hidden = shut;
  at("home").hidden = tab !== "home";
  if (tab === "home") home.show(state.home);
  const fresh = channelNews.show(`${as}/${channel}`, top, { ...room(), thread: openThread }, welcome(shut));
  drawShortcuts(state.shortcuts);
  drawThread(channel, all);
  modals.show(state.modals ?? []);
  arrived(fresh);
  label();
}

function arrived(fresh) {
  const answer = fresh.find((message) => message.bot_id);
  if (!answer || sent === null) return;
  const { when, how } = sent;
  sent = null;
  if (performance.now() - when > LATEST) return;
  requestAnimationFrame(() => {
    trips.set(answer.ts, { ms: performance.now() - when, how });
    const line = document.querySelector(`article[data-ts="${CSS.escape(answer.ts)}"] .round-trip`);
    if (line) line.textContent = tripText(trips.get(answer.ts));
    channelNews.settle();
  });
}

function drawThread(channel, all) {
  at("thread").hidden = !thread;
  if (!thread) return;
  const messages = all.filter((one) => one.ts === thread || one.thread_ts === thread);
  threadNews.show(`${as}/${channel}/${thread}`, messages, room(), el("p", { className: "empty" }, "No messages here."));
}

function openThread(message) {
  thread = message.thread_ts ?? message.ts;
  draw();
  at(at("thread-composer").hidden ? "thread-close" : "thread-box").focus();
}

function closeThread() {
  const opener = document.querySelector(`#messages article[data-ts="${CSS.escape(thread ?? "")}"] .message-foot button`);
  thread = null;
  draw();
  (opener ?? at("box")).focus();
}

function room() {
  return {
    names,
    press,
    confirm: (confirm) => askFirst(confirm, names),
    dismiss: (message) => tell(call("/play/dismiss", { as, ts: message.ts })),
    options: (message, asked) => tell(call("/play/options", { as, channel: places.here.channel, message_ts: message.ts, ...asked })),
    trip: (message) => trips.get(message.ts),
    shortcuts: (message) => shortcuts("message", { channel: message.channel, message_ts: message.ts }),
  };
}

function people(state) {
  const select = at("as");
  const sign = JSON.stringify(state.people);
  if (select.dataset.sign !== sign) {
    select.dataset.sign = sign;
    select.replaceChildren(...state.people.map((one) => el("option", { value: one.key }, one.name)));
  }
  select.value = as;
}

function drawShortcuts(all) {
  const sign = JSON.stringify(all ?? []);
  if (at("shortcuts").dataset.sign === sign) return;
  at("shortcuts").dataset.sign = sign;
  const items = shortcuts("global");
  const opener = el("button", { type: "button", className: "button", "aria-label": "Shortcuts", title: "Shortcuts" }, "+");
  at("shortcuts").replaceChildren(...(items.length ? [withMenu(opener, items, "Shortcuts")] : []));
}

function welcome(shut) {
  const [command] = shut ? [] : commands();
  const tries = command ? [`${command.command} help`, `${command.command} status`] : [];
  return el("div", { className: "empty" },
    el("p", {}, command ? `Nothing has been said here. Type ${command.command}, or try one of these:` : "Nothing has been said here."),
    ...tries.map((text) => el("button", { type: "button", className: "button", onclick: () => write(text, null) }, text)));
}

function label() {
  const name = places.title();
  at("box").placeholder = `Message ${name}`;
  at("box-label").textContent = `Message to ${name}`;
  document.title = `${name} · Playground`;
  if (!wasAway) at("status").textContent = names.state.app.connected ? "The bot is connected" : "No app is connected";
  at("status").classList.toggle("away", wasAway || !names.state.app.connected);
}

function turned(alive) {
  if (!alive) {
    wasAway = true;
    at("status").textContent = "";
    at("status").classList.add("away");
    return say("The playground's server has gone away. Trying again until it is back.");
  }
  say("");
  const back = wasAway;
  wasAway = false;
  return refresh().then(() => {
    if (back) at("status").textContent = "The server is back";
  });
}

function listen() {
  stream?.close();
  stream = new Stream(`/play/events?as=${encodeURIComponent(as)}`, (event) => event.version === names.state.version || refresh(), turned);
}

function become(key) {
  as = key;
  remember("playground-person", key);
  thread = null;
  refresh().then(() => visited(places.here.tab)).then(listen);
}

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still works until it is closed.
  }
}

function begin() {
  at("theme").value = document.documentElement.dataset.theme;
  at("theme").addEventListener("change", (event) => {
    document.documentElement.dataset.theme = event.target.value;
    remember("playground-theme", event.target.value);
  });
  drawFaults(at("fault-list"), (fault) => tell(call("/play/fault", fault)));
  at("as").addEventListener("change", (event) => become(event.target.value));
  at("menu").addEventListener("click", () => places.side(!at("side").classList.contains("open")));
  at("invite").addEventListener("click", () => tell(call("/play/join", { as, channel: places.here.channel, who: "bot" })));
  at("thread-close").addEventListener("click", closeThread);
  at("thread").addEventListener("keydown", (event) => event.key === "Escape" && closeThread());
  refresh().then(listen);
}

begin();

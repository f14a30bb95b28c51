// Slack's markup in messages, section and context texts: bold, italic, strike, code, quotes, links and mentions.

import { el, link } from "./dom.js";

const FENCE = /```([\s\S]+?)```/g;
const PIECE = /`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])|(?<!\w)_(?=\S)([^\n]*?[^_\s])_(?!\w)|(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])/g;
const DATE = /^!date\^\d+\^[^|]*\|(.*)$/s;

/** The three entities undone, once. */
export function unescapeText(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** The text as nodes. `names.person(id)` and `names.channel(id)` say who and where. */
export function mrkdwn(text, names) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(FENCE)) {
    nodes.push(...lines(text.slice(from, found.index), names));
    nodes.push(el("pre", { tabIndex: 0 }, el("code", {}, unescapeText(found[1].replace(/^\n/, "")))));
    from = found.index + found[0].length;
  }
  nodes.push(...lines(text.slice(from), names));
  return nodes;
}

/** A text object of Block Kit as nodes. */
export function words(text, names) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(text.text ?? "", names) : [text.text ?? ""];
}

/** A mention of a person, shown by name. */
export function person(id, names) {
  return el("span", { className: id === names.me ? "mention mention-me" : "mention" }, `@${names.person(id)}`);
}

/** A mention of a channel, shown by name. */
export function channel(id, names) {
  return el("span", { className: "mention" }, `#${names.channel(id)}`);
}

function lines(text, names) {
  const nodes = [];
  let quoted = [];
  let plain = [];
  const endPlain = () => {
    if (plain.length) nodes.push(...inline(plain.join("\n"), names));
    plain = [];
  };
  const endQuote = () => {
    if (quoted.length) nodes.push(el("blockquote", {}, ...inline(quoted.join("\n"), names)));
    quoted = [];
  };
  for (const line of text ? text.split("\n") : []) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) endPlain();
    else endQuote();
    (quote ? quoted : plain).push(quote ? quote[1] : line);
  }
  endPlain();
  endQuote();
  return nodes;
}

function inline(text, names) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(PIECE)) {
    nodes.push(unescapeText(text.slice(from, found.index)));
    nodes.push(piece(found, names));
    from = found.index + found[0].length;
  }
  nodes.push(unescapeText(text.slice(from)));
  return nodes.filter((node) => node !== "");
}

function piece([whole, code, token, bold, italic, strike], names) {
  if (code !== undefined) return el("code", {}, unescapeText(code));
  if (bold !== undefined) return el("strong", {}, ...inline(bold, names));
  if (italic !== undefined) return el("em", {}, ...inline(italic, names));
  if (strike !== undefined) return el("s", {}, ...inline(strike, names));
  return angled(token, names) ?? unescapeText(whole);
}

function angled(token, names) {
  const date = DATE.exec(token);
  if (date) return el("span", {}, unescapeText(date[1]));
  const bar = token.indexOf("|");
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? "" : token.slice(bar + 1);
  if (/^@[UWB]/.test(target)) return person(target.slice(1), names);
  if (/^#[CGD]/.test(target)) return channel(target.slice(1), names);
  if (/^!(here|channel|everyone)$/.test(target)) return el("span", { className: "mention mention-all" }, `@${target.slice(1)}`);
  if (target.startsWith("!subteam^")) return el("span", { className: "mention" }, unescapeText(label) || "@group");
  if (/^(https?:|mailto:)/i.test(target)) return link(unescapeText(target), unescapeText(label || target.replace(/^mailto:/i, "")));
  return null;
}

// rich_text blocks: sections, lists, quotes and preformatted text, in which nothing is read as markup.

import { el, link } from "./dom.js";
import { channel, person } from "./mrkdwn.js";

const PARTS = {
  rich_text_section: (part, names) => el("div", { className: "rich-section" }, ...pieces(part.elements, names)),
  rich_text_quote: (part, names) => el("blockquote", {}, ...pieces(part.elements, names)),
  rich_text_preformatted: (part, names) => el("pre", { tabIndex: 0 }, el("code", {}, ...pieces(part.elements, names))),
  rich_text_list: list,
};

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => link(piece.url, piece.text || piece.url),
  user: (piece, names) => person(piece.user_id, names),
  channel: (piece, names) => channel(piece.channel_id, names),
  usergroup: () => el("span", { className: "mention" }, "@group"),
  broadcast: (piece) => el("span", { className: "mention mention-all" }, `@${piece.range}`),
  emoji: (piece) => emoji(piece),
  date: (piece) => piece.fallback ?? new Date(piece.timestamp * 1000).toLocaleDateString("en-NZ"),
  color: (piece) => piece.value,
};

/** A rich_text block as a node. */
export function richText(block, names) {
  const parts = (block.elements ?? []).map((part) => PARTS[part.type]?.(part, names) ?? unknownPart(part.type));
  return el("div", { className: "rich" }, ...parts);
}

function list(part, names) {
  const items = (part.elements ?? []).map((item) => el("li", {}, ...pieces(item.elements, names)));
  const tag = part.style === "ordered" ? "ol" : "ul";
  const node = el(tag, { className: `rich-list indent-${Math.min(part.indent ?? 0, 8)}` }, ...items);
  if (tag === "ol" && part.offset) node.start = part.offset + 1;
  return node;
}

function pieces(elements, names) {
  return (elements ?? []).map((piece) => {
    const show = PIECES[piece.type];
    return show ? styled(show(piece, names), piece.style) : unknownPart(piece.type);
  });
}

function styled(node, style = {}) {
  let shown = node;
  if (style.code) shown = el("code", {}, shown);
  if (style.strike) shown = el("s", {}, shown);
  if (style.italic) shown = el("em", {}, shown);
  if (style.bold) shown = el("strong", {}, shown);
  return shown;
}

function emoji(piece) {
  const points = /^[0-9a-f]{1,6}(-[0-9a-f]{1,6})*$/i.test(piece.unicode ?? "") ? piece.unicode.split("-") : [];
  const valid = points.map((point) => parseInt(point, 16)).filter((point) => point <= 0x10ffff);
  return valid.length ? String.fromCodePoint(...valid) : `:${piece.name}:`;
}

function unknownPart(type) {
  return el("span", { className: "unknown" }, `This part is not shown here: ${type}`);
}

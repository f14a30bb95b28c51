// Block Kit as nodes. What this page cannot show it names, so that nothing goes missing in silence.

import { el, freshId } from "./dom.js";
import { element } from "./elements.js";
import { words } from "./mrkdwn.js";
import { richText } from "./rich.js";
import { dataTable, table } from "./tables.js";

const BLOCKS = {
  rich_text: (block, view) => richText(block, view.names),
  section,
  header: (block) => el("h4", { className: "header-block" }, block.text?.text ?? ""),
  divider: () => el("hr"),
  context,
  actions,
  input,
  image,
  table,
  data_table: dataTable,
  alert,
};

/**
 * The blocks as nodes.
 * `view.names` says who is who, `view.act(block, element, action)` does what a person chose (absent in what cannot be pressed),
 * `view.fields`, where given, takes each input's reader under its block_id and action_id, `view.confirm` asks first.
 */
export function renderBlocks(blocks, view) {
  return (blocks ?? []).map((block, at) => {
    const known = { ...block, block_id: block.block_id ?? `block-${at}` };
    const show = BLOCKS[block.type];
    const node = show ? show(known, view) : unknown(block.type);
    node.classList.add("block", `block-${String(block.type).replace(/\W/g, "")}`);
    return node;
  });
}

function unknown(type) {
  return el("p", { className: "unknown" }, `This block is not shown here: ${type}`);
}

function alert(block, view) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  return el("div", { className: `alert-${level}`, role: "note" }, ...words(block.text, view.names));
}

function section(block, view) {
  const body = el("div", { className: "section-words" });
  if (block.text) body.append(el("div", { className: "words" }, ...words(block.text, view.names)));
  if (block.fields) {
    const cells = block.fields.map((field) => el("div", { className: "words" }, ...words(field, view.names)));
    body.append(el("div", { className: "section-fields" }, ...cells));
  }
  const extra = block.accessory && el("div", { className: "accessory" }, element(block, block.accessory, view));
  return el("div", {}, body, extra);
}

function context(block, view) {
  const parts = (block.elements ?? []).map((part) =>
    part.type === "image" ? picture(part, "context-image") : el("span", { className: "words" }, ...words(part, view.names)),
  );
  return el("div", {}, ...parts);
}

function actions(block, view) {
  return el("div", {}, ...(block.elements ?? []).map((part) => element(block, part, view)));
}

function input(block, view) {
  const id = freshId("input");
  const error = el("p", { className: "field-error", id: `${id}-error`, hidden: true });
  const hint = block.hint && el("p", { className: "hint", id: `${id}-hint` }, ...words(block.hint, view.names));
  const label = [...words(block.label, view.names), block.optional ? el("span", { className: "optional" }, " (optional)") : null];
  const about = [hint ? `${id}-hint` : "", `${id}-error`].join(" ").trim();
  const field = element(block, block.element ?? {}, { ...view, label: block.label?.text, id, about });
  const heading = el(field.matches("fieldset") ? "div" : "label", { className: "input-label" }, ...label);
  if (!field.matches("fieldset")) heading.setAttribute("for", id);
  return el("div", { "data-block": block.block_id }, heading, field, hint, error);
}

function image(block, view) {
  const title = block.title && el("figcaption", {}, ...words(block.title, view.names));
  return el("figure", {}, title, picture(block, "image"));
}

function picture(part, className) {
  const address = part.image_url ?? part.slack_file?.url ?? "";
  const own = address.startsWith("data:image/") || address.startsWith("/") || address.startsWith(`${location.origin}/`);
  if (own) return el("img", { className, src: address, alt: part.alt_text ?? "" });
  return el("span", { className: "no-image" }, `Image from elsewhere, not loaded here: ${part.alt_text ?? "no description"}`);
}

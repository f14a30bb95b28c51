// Tables in messages: `table`, and `data_table`, which has a caption and shows its rows page by page.

import { el } from "./dom.js";
import { richText } from "./rich.js";

const PAGE = 5;

/** A table block. */
export function table(block, view) {
  const [first, ...rest] = rowsOf(block);
  return framed("Table", ruled(block, first, rest, view));
}

/** A data_table block, with buttons to turn its pages where it has several. */
export function dataTable(block, view) {
  const [first, ...rest] = rowsOf(block);
  const caption = block.caption?.text ?? block.caption ?? "Table";
  const size = block.page_size ?? PAGE;
  const pages = Math.max(1, Math.ceil(rest.length / size));
  const holder = framed(caption);
  const told = el("span", { role: "status" });
  const turn = (by) => el("button", { type: "button", className: "button", onclick: () => show(at + by) }, by < 0 ? "Previous rows" : "Next rows");
  const [back, on] = [turn(-1), turn(1)];
  let at = 0;
  const show = (page) => {
    at = page;
    const rows = rest.slice(at * size, (at + 1) * size);
    holder.replaceChildren(ruled({ ...block, row_header: block.row_header_column_index ?? 0 }, first, rows, view, caption));
    told.textContent = `Rows ${at * size + 1} to ${at * size + rows.length} of ${rest.length}`;
    const focused = document.activeElement;
    back.disabled = at === 0;
    on.disabled = at === pages - 1;
    if (focused.disabled) (back.disabled ? on : back).focus();
  };
  show(0);
  return el("div", {}, holder, pages > 1 && el("div", { className: "table-pages" }, back, told, on));
}

function rowsOf(block) {
  return (block.rows ?? []).map((row) => row.cells ?? row);
}

function framed(name, ...children) {
  return el("div", { className: "table-frame", role: "region", "aria-label": name, tabIndex: 0 }, ...children);
}

function ruled(block, first, rows, view, caption) {
  const columns = block.column_settings ?? [];
  const cell = (given, at, head) => {
    const align = columns[at]?.align ?? (given.type === "raw_number" ? "right" : "left");
    const wraps = columns[at]?.is_wrapped ? "wrapped" : "";
    const tag = head || at === block.row_header ? "th" : "td";
    const scope = head ? "col" : tag === "th" ? "row" : undefined;
    return el(tag, { className: `align-${align} ${wraps}`.trim(), scope }, ...inner(given, view));
  };
  const line = (row, head) => el("tr", {}, ...row.map((given, at) => cell(given, at, head)));
  return el("table", {},
    caption && el("caption", {}, caption),
    first && el("thead", {}, line(first, true)),
    el("tbody", {}, ...rows.map((row) => line(row, false))));
}

function inner(given, view) {
  return given.type === "rich_text" ? [richText(given, view.names)] : [String(given.text ?? given.value ?? "")];
}

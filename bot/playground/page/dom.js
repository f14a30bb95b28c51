// Nodes are made here and nowhere else: words only ever become text, so that no message can become markup.

/** An element with properties and children. `on…` properties listen, `aria-…`, `data-…` and `role` are set as attributes. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role" || name === "for" || name === "list") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let last = 0;

/** An id that no other node of this page has. */
export function freshId(stem) {
  last += 1;
  return `${stem}-${last}`;
}

/** The address if it may be a link, else null: nothing but the web and mail. */
export function safeAddress(address) {
  return typeof address === "string" && /^(https?:\/\/|mailto:)[^\s]+$/i.test(address) ? address : null;
}

/** A link that opens beside the page, or the bare words where the address may not be a link. */
export function link(address, ...words) {
  const href = safeAddress(address);
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...words) : el("span", {}, ...words);
}

/** Go up or down in the options of a text box's list; gives which option is the active one now. */
export function moveIn(box, list, active, by) {
  const items = [...list.querySelectorAll("[role=option]")];
  const now = (active + by + items.length + (active < 0 && by < 0 ? 1 : 0)) % items.length;
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === now)));
  box.setAttribute("aria-activedescendant", items[now].id);
  items[now].scrollIntoView({ block: "nearest" });
  return now;
}

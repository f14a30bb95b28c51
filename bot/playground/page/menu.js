// A button with a menu: arrow keys move in it, Escape and a press elsewhere close it, and it is never cut off by what scrolls.

import { el } from "./dom.js";

const GAP = 4;

/** `opener` with its menu. `items` are { label, about, act }; `act` is called once the focus is back on the button. */
export function withMenu(opener, items, name) {
  const menu = el("div", { className: "menu", role: "menu", "aria-label": name, popover: "auto" });
  const shut = () => menu.matches(":popover-open") && menu.hidePopover();
  menu.append(...items.map(({ label, about, act }, at) => el("button", {
    type: "button", role: "menuitem", tabIndex: -1, autofocus: at === 0,
    onclick: () => {
      shut();
      opener.focus();
      act();
    },
  }, label, about && el("span", { className: "menu-about" }, about))));
  opener.popoverTargetElement = menu;
  opener.setAttribute("aria-haspopup", "menu");
  opener.setAttribute("aria-expanded", "false");
  menu.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    opener.setAttribute("aria-expanded", String(open));
    document[open ? "addEventListener" : "removeEventListener"]("scroll", shut, true);
    if (open) place(menu, opener.getBoundingClientRect());
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || opener.disabled) return;
    event.preventDefault();
    if (!menu.matches(":popover-open")) menu.showPopover();
  });
  menu.addEventListener("keydown", (event) => key(event, menu, opener, shut));
  return el("div", { className: "menu-holder" }, opener, menu);
}

function place(menu, beside) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = beside.bottom + GAP + height <= innerHeight;
  const left = Math.min(Math.max(GAP, beside.left), innerWidth - width - GAP);
  menu.style.left = `${Math.max(GAP, left)}px`;
  menu.style.top = `${Math.max(GAP, below ? beside.bottom + GAP : beside.top - GAP - height)}px`;
}

function key(event, menu, opener, shut) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[to % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") {
    shut();
    opener.focus();
    if (event.key === "Tab") return;
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

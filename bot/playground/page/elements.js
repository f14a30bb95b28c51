// Block Kit's interactive elements as native controls. Each gives its value in the shape that Slack gives it to an app.

import { externalSelect } from "./combo.js";
import { chosen } from "./controls.js";
import { el, link, safeAddress } from "./dom.js";
import { picker, textInput } from "./inputs.js";
import { controlKey } from "./keep.js";
import { withMenu } from "./menu.js";
import { choices, flat, manyPeople, peopleSelect, staticSelect } from "./selects.js";

const ELEMENTS = {
  button,
  overflow,
  checkboxes: (block, part, view) => choices(block, part, view, "checkbox"),
  radio_buttons: (block, part, view) => choices(block, part, view, "radio", (picked) => ({ selected_option: picked[0] ?? null })),
  static_select: staticSelect,
  external_select: externalSelect,
  users_select: peopleSelect,
  channels_select: peopleSelect,
  conversations_select: peopleSelect,
  multi_static_select: (block, part, view) => choices(block, part, view, "checkbox"),
  multi_external_select: externalSelect,
  multi_users_select: manyPeople,
  multi_channels_select: manyPeople,
  multi_conversations_select: manyPeople,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: picker,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
};

/** One element of a block. `view.id` and `view.about` tie an input to its label, hint and error. */
export function element(block, part, view) {
  const make = ELEMENTS[part.type];
  if (part.type === "image") return el("span", { className: "no-image" }, part.alt_text ?? "Image");
  if (!make) return el("span", { className: "unknown" }, `This element is not shown here: ${part.type}`);
  const node = make(block, part, view);
  node.dataset.control = controlKey(block, part);
  return node;
}

function button(block, part, view) {
  const label = part.text?.text ?? "";
  const name = part.accessibility_label && part.accessibility_label !== label ? `${label}: ${part.accessibility_label}` : null;
  const props = { type: "button", className: `button ${part.style ?? ""}`.trim(), "aria-label": name, disabled: !view.act };
  const press = () => chosen(block, part, view, part.value === undefined ? {} : { value: part.value });
  if (!safeAddress(part.url)) return el("button", { ...props, onclick: press }, label);
  const away = link(part.url, label);
  away.className = props.className;
  away.addEventListener("click", async (event) => {
    if (part.confirm) event.preventDefault();
    if ((await press()) && part.confirm) visit(part.url);
  });
  return away;
}

function overflow(block, part, view) {
  const opener = el("button", { type: "button", className: "button overflow-button", "aria-label": "More options", disabled: !view.act }, "⋯");
  const items = flat(part).map((option) => ({
    label: option.text?.text ?? "",
    about: option.description?.text,
    act: async () => (await chosen(block, part, view, { selected_option: option })) && visit(option.url),
  }));
  return withMenu(opener, items, "More options");
}

function visit(address) {
  if (safeAddress(address)) window.open(address, "_blank", "noopener");
}

// Block Kit's interactive elements as native controls. Each gives its value in the shape that Slack gives it to an app.

import { el, freshId, link, safeAddress } from "./dom.js";
import { words } from "./mrkdwn.js";

const MULTI = /^multi_/;
const TEXTS = {
  plain_text_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  number_input: "text",
};
const PICKERS = {
  datepicker: ["date", "selected_date", "initial_date"],
  timepicker: ["time", "selected_time", "initial_time"],
  datetimepicker: ["datetime-local", "selected_date_time", "initial_date_time"],
};
const PEOPLE_AND_PLACES = {
  users_select: ["selected_user", "initial_user", "people"],
  channels_select: ["selected_channel", "initial_channel", "channels"],
  conversations_select: ["selected_conversation", "initial_conversation", "conversations"],
};

const ELEMENTS = {
  button,
  overflow,
  checkboxes: (block, part, view) => choices(block, part, view, "checkbox"),
  radio_buttons: (block, part, view) => choices(block, part, view, "radio"),
  static_select: staticSelect,
  external_select: externalSelect,
  multi_static_select: (block, part, view) => choices(block, { ...part, options: flat(part) }, view, "checkbox"),
};
for (const type of Object.keys(TEXTS)) ELEMENTS[type] = textInput;
for (const type of Object.keys(PICKERS)) ELEMENTS[type] = picker;
for (const type of Object.keys(PEOPLE_AND_PLACES)) {
  ELEMENTS[type] = peopleSelect;
  ELEMENTS[`multi_${type}`] = manyPeople;
}

/** One element of a block. `view.id` and `view.about` tie an input to its label, hint and error. */
export function element(block, part, view) {
  const make = ELEMENTS[part.type];
  if (part.type === "image") return el("span", { className: "no-image" }, part.alt_text ?? "Image");
  if (!make) return el("span", { className: "unknown" }, `This element is not shown here: ${part.type}`);
  return make(block, part, view);
}

/** Every value that stands in the controls of a message or a view, as Slack's `state.values`. */
export function valuesOf(fields) {
  const values = {};
  for (const { block, part, read } of fields ?? []) {
    values[block.block_id] ??= {};
    values[block.block_id][part.action_id] = { type: part.type, ...read() };
  }
  return values;
}

function button(block, part, view) {
  const label = part.text?.text ?? "";
  const name = part.accessibility_label && part.accessibility_label !== label ? `${label}: ${part.accessibility_label}` : null;
  const props = { type: "button", className: `button ${part.style ?? ""}`.trim(), "aria-label": name, disabled: !view.act };
  const press = () => chosen(block, part, view, part.value === undefined ? {} : { value: part.value });
  if (!safeAddress(part.url)) return el("button", { ...props, onclick: press }, label);
  const away = link(part.url, label);
  away.className = props.className;
  if (view.act) away.addEventListener("click", press);
  return away;
}

function overflow(block, part, view) {
  const id = freshId("menu");
  const opener = el("button", {
    type: "button", className: "button overflow-button", "aria-label": "More actions", "aria-expanded": "false", "aria-controls": id,
  }, "⋯");
  const show = (open) => {
    opener.setAttribute("aria-expanded", String(open));
    menu.hidden = !open;
  };
  const items = flat(part).map((option) => el("li", {}, el("button", {
    type: "button",
    onclick: () => {
      show(false);
      opener.focus();
      if (safeAddress(option.url)) window.open(option.url, "_blank", "noopener");
      chosen(block, part, view, { selected_option: option });
    },
  }, option.text?.text ?? "")));
  const menu = el("ul", { id, className: "menu", hidden: true }, ...items);
  opener.addEventListener("click", () => show(menu.hidden));
  const holder = el("div", { className: "overflow" }, opener, menu);
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  holder.addEventListener("focusout", (event) => holder.contains(event.relatedTarget) || show(false));
  return holder;
}

function staticSelect(block, part, view) {
  const options = flat(part);
  const node = selectNode(part, view);
  const groups = part.option_groups?.map((group) => el("optgroup", { label: group.label?.text ?? "" },
    ...(group.options ?? []).map((option) => optionNode(option, options.indexOf(option)))));
  node.append(...(groups ?? options.map(optionNode)));
  const first = options.findIndex((option) => option.value === part.initial_option?.value);
  node.value = first < 0 ? "" : String(first);
  const read = () => ({ selected_option: node.value === "" ? null : options[Number(node.value)] });
  return bound(node, block, part, view, read);
}

function peopleSelect(block, part, view) {
  const [key, initial, kind] = PEOPLE_AND_PLACES[part.type];
  const node = selectNode(part, view);
  node.append(...view.names[kind]().map(({ id, name }) => el("option", { value: id }, name)));
  node.value = part[initial] ?? "";
  return bound(node, block, part, view, () => ({ [key]: node.value || null }));
}

function manyPeople(block, part, view) {
  const [key, initial, kind] = PEOPLE_AND_PLACES[part.type.replace(MULTI, "")];
  const options = view.names[kind]().map(({ id, name }) => ({ text: { type: "plain_text", text: name }, value: id }));
  const wanted = part[`${initial}s`] ?? [];
  const given = { ...part, options, initial_options: options.filter((option) => wanted.includes(option.value)) };
  return choices(block, given, view, "checkbox", (picked) => ({ [`${key}s`]: picked.map((option) => option.value) }));
}

function selectNode(part, view) {
  const placeholder = part.placeholder?.text ?? "Choose one";
  return el("select", { id: view.id, "aria-label": view.id ? undefined : placeholder, "aria-describedby": view.about, disabled: !view.act },
    el("option", { value: "" }, placeholder));
}

function externalSelect(block, part, view) {
  const placeholder = part.placeholder?.text ?? "Type to search";
  const found = freshId("found");
  const list = el("datalist", { id: found });
  let options = part.initial_option ? [part.initial_option] : [];
  const node = el("input", {
    type: "text", list: found, placeholder, id: view.id, value: part.initial_option?.text?.text ?? "", disabled: !view.act,
    "aria-label": view.id ? undefined : placeholder, "aria-describedby": view.about, autocomplete: "off",
  });
  node.addEventListener("input", async () => {
    if (node.value.length < (part.min_query_length ?? 3) || options.some((option) => option.text.text === node.value)) return;
    const reply = await view.options({ block_id: block.block_id, action_id: part.action_id, value: node.value });
    options = flat(reply ?? {});
    list.replaceChildren(...options.map((option) => el("option", { value: option.text?.text ?? "" })));
  });
  const read = () => ({ selected_option: options.find((option) => option.text.text === node.value) ?? null });
  return el("span", { className: "external" }, bound(node, block, part, view, read, true), list);
}

function optionNode(option, at) {
  return el("option", { value: String(at) }, option.text?.text ?? "");
}

function flat(part) {
  return part.options ?? (part.option_groups ?? []).flatMap((group) => group.options ?? []);
}

function choices(block, part, view, type, shape) {
  const name = freshId("choice");
  const initial = new Set([part.initial_option, ...(part.initial_options ?? [])].filter(Boolean).map((option) => option.value));
  const boxes = (part.options ?? []).map((option) => el("input", {
    type, name, checked: initial.has(option.value), disabled: !view.act, "aria-describedby": view.about,
  }));
  const rows = boxes.map((box, at) => {
    const option = part.options[at];
    const about = option.description && el("span", { className: "hint" }, ...words(option.description, view.names));
    return el("label", { className: "choice" }, box, el("span", {}, ...words(option.text, view.names), about));
  });
  const node = el("fieldset", { id: view.id, "aria-label": view.label ?? part.placeholder?.text ?? "Choices" }, ...rows);
  const picked = () => (part.options ?? []).filter((_option, at) => boxes[at].checked);
  const one = () => ({ selected_option: picked()[0] ?? null });
  const many = shape ?? ((options) => ({ selected_options: options }));
  return bound(node, block, part, view, type === "radio" ? one : () => many(picked()));
}

function picker(block, part, view) {
  const [type, key, initial] = PICKERS[part.type];
  const given = part[initial];
  const value = type === "datetime-local" && given ? localTime(given) : given ?? "";
  const label = view.id ? undefined : part.placeholder?.text ?? "Choose a date or a time";
  const node = el("input", { type, value, id: view.id, "aria-label": label, "aria-describedby": view.about, disabled: !view.act });
  const found = () => (type === "datetime-local" ? Math.floor(new Date(node.value).getTime() / 1000) : node.value);
  return bound(node, block, part, view, () => ({ [key]: node.value ? found() : null }));
}

function localTime(seconds) {
  const when = new Date(seconds * 1000);
  return new Date(when.getTime() - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function textInput(block, part, view) {
  const props = {
    id: view.id,
    value: part.initial_value ?? "",
    placeholder: part.placeholder?.text ?? "",
    "aria-label": view.id ? undefined : part.placeholder?.text ?? "Text",
    "aria-describedby": view.about,
    maxLength: part.max_length ?? 3000,
    disabled: !view.act,
  };
  const node = part.multiline ? el("textarea", { rows: 4, ...props }) : el("input", { type: TEXTS[part.type], ...props });
  if (part.type === "number_input") node.inputMode = part.is_decimal_allowed ? "decimal" : "numeric";
  return bound(node, block, part, view, () => ({ value: node.value || null }), true);
}

/** Keep the reader of a control, and tell the app of a choice: at once after the pointer, on Enter or on leaving after keys. */
function bound(node, block, part, view, read, typed = false) {
  view.fields?.push({ block, part, read });
  if (part.focus_on_load) node.dataset.first = "true";
  if (block.type === "input" && !block.dispatch_action) return node;
  let waiting = false;
  let byKeys = typed;
  const settle = () => {
    if (!waiting) return;
    waiting = false;
    chosen(block, part, view, read());
  };
  node.addEventListener("pointerdown", () => (byKeys = typed));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter") settle();
    else if (event.key !== "Tab" && !node.matches("fieldset")) byKeys = true;
  });
  node.addEventListener("change", () => {
    waiting = true;
    if (!byKeys) settle();
  });
  node.addEventListener("focusout", settle);
  return node;
}

async function chosen(block, part, view, value) {
  if (!view.act) return;
  if (part.confirm && !(await view.confirm(part.confirm))) return;
  view.act(block, part, { type: part.type, action_id: part.action_id, block_id: block.block_id, ...value });
}

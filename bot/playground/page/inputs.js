// What is typed: words, numbers, links, addresses, dates and times.

import { bind, named, settled, speaks } from "./controls.js";
import { el } from "./dom.js";

const TEXTS = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };
const PICKERS = {
  datepicker: ["date", "selected_date", "initial_date"],
  timepicker: ["time", "selected_time", "initial_time"],
  datetimepicker: ["datetime-local", "selected_date_time", "initial_date_time"],
};
const TYPING_PAUSE = 300;

/** A plain_text_input, email_text_input, url_text_input or number_input. */
export function textInput(block, part, view) {
  const props = {
    ...named(view, part.placeholder?.text ?? "Text"),
    value: part.initial_value ?? "",
    placeholder: part.placeholder?.text ?? "",
    maxLength: part.max_length ?? 3000,
    "data-first": part.focus_on_load ? "true" : null,
  };
  const node = part.multiline ? el("textarea", { rows: 4, ...props }) : el("input", { type: TEXTS[part.type], autocomplete: "off", ...props });
  if (part.type === "number_input") node.inputMode = part.is_decimal_allowed ? "decimal" : "numeric";
  const field = { read: () => ({ value: node.value || null }), keep: () => node.value, recall: (kept) => (node.value = kept) };
  const tell = bind(block, part, view, field);
  if (speaks(block)) typing(node, tell, part.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]);
  return node;
}

/** A datepicker, timepicker or datetimepicker. */
export function picker(block, part, view) {
  const [type, key, initial] = PICKERS[part.type];
  const given = part[initial];
  const value = type === "datetime-local" && given ? localTime(given) : given ?? "";
  const label = part.placeholder?.text ?? "Choose a date or a time";
  const node = el("input", { type, value, ...named(view, label), "data-first": part.focus_on_load ? "true" : null });
  const found = () => (type === "datetime-local" ? Math.floor(new Date(node.value).getTime() / 1000) : node.value);
  const tell = bind(block, part, view, {
    read: () => ({ [key]: node.value ? found() : null }),
    keep: () => node.value,
    recall: (kept) => (node.value = kept),
    unclear: () => (node.validity.badInput ? "Please complete the date or time, or clear it." : ""),
  });
  if (speaks(block)) settled(node, tell);
  return node;
}

function typing(node, tell, when) {
  let pause;
  if (when.includes("on_character_entered")) {
    node.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(tell, TYPING_PAUSE);
    });
  }
  if (!when.includes("on_enter_pressed")) return;
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    clearTimeout(pause);
    tell();
  });
}

function localTime(seconds) {
  const when = new Date(seconds * 1000);
  return new Date(when.getTime() - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

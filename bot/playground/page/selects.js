// Menus of the app's own options and of the workspace's people and channels: one of them, or several.

import { bind, named, settled, speaks } from "./controls.js";
import { el, freshId } from "./dom.js";
import { words } from "./mrkdwn.js";

const PEOPLE_AND_PLACES = {
  users_select: ["selected_user", "initial_user", "people"],
  channels_select: ["selected_channel", "initial_channel", "channels"],
  conversations_select: ["selected_conversation", "initial_conversation", "conversations"],
};

/** The options of an element, those in groups too. */
export function flat(part) {
  return part.options ?? (part.option_groups ?? []).flatMap((group) => group.options ?? []);
}

/** A static_select. */
export function staticSelect(block, part, view) {
  const options = flat(part);
  const groups = part.option_groups?.map((group) => el("optgroup", { label: group.label?.text ?? "" }, ...(group.options ?? []).map(optionNode)));
  const node = selectNode(block, part, view, groups ?? options.map(optionNode), part.initial_option?.value);
  return oneOf(node, block, part, view, () => ({ selected_option: options.find((option) => option.value === node.value) ?? null }));
}

/** A users_select, channels_select or conversations_select. */
export function peopleSelect(block, part, view) {
  const [key, initial, kind] = PEOPLE_AND_PLACES[part.type];
  const options = view.names[kind](part.filter).map(({ id, name }) => el("option", { value: id }, name));
  const first = part[initial] ?? (part.default_to_current_conversation ? view.names.here : "");
  const node = selectNode(block, part, view, options, first);
  return oneOf(node, block, part, view, () => ({ [key]: node.value || null }));
}

/** A multi_users_select, multi_channels_select or multi_conversations_select. */
export function manyPeople(block, part, view) {
  const [key, initial, kind] = PEOPLE_AND_PLACES[part.type.replace("multi_", "")];
  const options = view.names[kind](part.filter).map(({ id, name }) => ({ text: { type: "plain_text", text: name }, value: id }));
  const here = part.default_to_current_conversation ? [view.names.here] : [];
  const wanted = part[`${initial}s`] ?? here;
  const given = { ...part, options, initial_options: options.filter((option) => wanted.includes(option.value)) };
  return choices(block, given, view, "checkbox", (picked) => ({ [`${key}s`]: picked.map((option) => option.value) }));
}

/** Checkboxes, radio buttons or a multi_static_select, as boxes in a group. `shape` makes of what is picked Slack's value. */
export function choices(block, part, view, type, shape = (picked) => ({ selected_options: picked })) {
  const name = freshId("choice");
  const initial = new Set([part.initial_option, ...(part.initial_options ?? [])].filter(Boolean).map((option) => option.value));
  const all = [];
  const row = (option) => {
    const box = el("input", { type, name, checked: initial.has(option.value), disabled: !view.act, "aria-describedby": view.about });
    all.push({ box, option });
    const about = option.description && el("span", { className: "hint" }, ...words(option.description, view.names));
    return el("label", { className: "choice" }, box, el("span", {}, ...words(option.text, view.names), about));
  };
  const group = ({ label, options = [] }) =>
    el("div", { role: "group", "aria-label": label?.text ?? "" }, el("p", { className: "choice-group" }, label?.text ?? ""), ...options.map(row));
  const rows = part.option_groups ? part.option_groups.map(group) : (part.options ?? []).map(row);
  const many = part.type.startsWith("multi_");
  const label = view.label ?? part.placeholder?.text ?? "Choices";
  const node = el("fieldset", { id: view.id, className: many ? "many" : "", "aria-label": label }, ...rows);
  const picked = () => all.filter(({ box }) => box.checked).map(({ option }) => option);
  const tell = bind(block, part, view, {
    read: () => shape(picked()),
    keep: () => picked().map((option) => option.value),
    recall: (kept) => all.forEach(({ box, option }) => (box.checked = kept.includes(option.value))),
  });
  if (part.focus_on_load && all.length) all[0].box.dataset.first = "true";
  if (speaks(block)) node.addEventListener("change", tell);
  return node;
}

function selectNode(block, part, view, options, first) {
  const placeholder = part.placeholder?.text ?? "Choose one";
  const none = el("option", { value: "", disabled: !block.optional }, placeholder);
  const node = el("select", named(view, placeholder), none, ...options);
  choose(node, first ?? "");
  return node;
}

function oneOf(node, block, part, view, read) {
  if (part.focus_on_load) node.dataset.first = "true";
  const tell = bind(block, part, view, { read, keep: () => node.value, recall: (kept) => choose(node, kept) });
  if (speaks(block)) settled(node, tell);
  return node;
}

function choose(node, value) {
  node.value = [...node.options].some((option) => option.value === value) ? value : "";
}

function optionNode(option) {
  return el("option", { value: option.value }, option.text?.text ?? "");
}

// What a person had typed, and where they were, kept while the app draws a message, a modal or its Home again.

const FOCUSABLE = "input, select, textarea, button, a[href]";

/** What stands in these fields and which control of `root` has the focus. */
export function remember(root, fields) {
  return { values: new Map(fields.map((field) => [keyOf(field), field.keep()])), focus: focusIn(root) };
}

/** Put back what was remembered, where the same block_id and action_id are there still. */
export function recall(root, fields, memory) {
  for (const field of fields) if (memory.values.has(keyOf(field))) field.recall(memory.values.get(keyOf(field)));
  return refocus(root, memory.focus);
}

/** The name of a control within its message or view. */
export function controlKey(block, part) {
  return JSON.stringify([block.block_id, part.action_id]);
}

/** Where the focus is: in which control of `root`, in which of its parts, at which letter. */
export function focusIn(root) {
  const node = document.activeElement;
  const holder = root.contains(node) ? node.closest("[data-control]") : null;
  if (!holder) return null;
  return { key: holder.dataset.control, part: partsOf(holder).indexOf(node), from: node.selectionStart ?? null, to: node.selectionEnd ?? null };
}

/** Give the focus to the control that had it; gives whether it is there. */
export function refocus(root, focus) {
  const holder = focus && root.querySelector(`[data-control="${CSS.escape(focus.key)}"]`);
  const node = holder && partsOf(holder)[Math.max(focus.part, 0)];
  if (!node) return false;
  node.focus({ preventScroll: true });
  if (focus.from !== null && node.setSelectionRange) node.setSelectionRange(focus.from, focus.to);
  return true;
}

function partsOf(holder) {
  return holder.matches(FOCUSABLE) ? [holder] : [...holder.querySelectorAll(FOCUSABLE)];
}

function keyOf({ block, part }) {
  return `${controlKey(block, part)} ${part.type}`;
}

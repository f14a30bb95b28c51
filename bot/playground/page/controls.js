// What every control shares: it is read, it keeps what stands in it over a redraw, and it tells the app what a person chose.

/**
 * Tie a control to its block. `field.read()` gives the value as Slack does; `field.keep()` and `field.recall(kept)` carry what
 * stands in it, half-typed words too; `field.unclear()`, where given, says what is wrong with it.
 * Gives `tell()`, which sends the choice to the app; where the person denies it, what stood there before comes back.
 */
export function bind(block, part, view, field) {
  let last = field.keep();
  const recall = (kept) => {
    field.recall(kept);
    last = field.keep();
  };
  view.fields?.push({ block, part, ...field, recall });
  return async () => {
    const kept = field.keep();
    if (await chosen(block, part, view, field.read())) last = kept;
    else field.recall(last);
  };
}

/** Whether a choice in this block goes to the app at once: everywhere but in an input that does not ask for it. */
export function speaks(block) {
  return block.type !== "input" || Boolean(block.dispatch_action);
}

/** Call `tell` for a choice: at once after the pointer; after keys, which pass through other choices, on Enter or on leaving. */
export function settled(node, tell) {
  let waiting = false;
  let byKeys = false;
  const settle = () => {
    if (waiting) tell();
    waiting = false;
  };
  node.addEventListener("pointerdown", () => (byKeys = false));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter") settle();
    else if (event.key !== "Tab") byKeys = true;
  });
  node.addEventListener("change", () => {
    waiting = true;
    if (!byKeys) settle();
  });
  node.addEventListener("focusout", settle);
}

/** Tell the app of a choice, after the question that it asks first; gives whether it was told. */
export async function chosen(block, part, view, value) {
  if (!view.act) return false;
  if (part.confirm && !(await view.confirm(part.confirm))) return false;
  view.act(block, part, { type: part.type, action_id: part.action_id, block_id: block.block_id, ...value });
  return true;
}

/** Every value that stands in the controls of a message or a view, as Slack's `state.values`. */
export function valuesOf(fields) {
  const values = {};
  for (const { block, part, read } of fields) {
    values[block.block_id] ??= {};
    values[block.block_id][part.action_id] = { type: part.type, ...read() };
  }
  return values;
}

/** What ties a control to its label, hint and error in an input, or names it where it has none. */
export function named(view, usual) {
  return { id: view.id, "aria-label": view.id ? undefined : usual, "aria-describedby": view.about, disabled: !view.act };
}

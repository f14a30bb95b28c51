// What the workspace itself finds wrong in a form before the app sees it.

/** One sentence for each input that is not filled in as it asks, by block_id; null where all are. */
export function faultsOf(fields) {
  const found = {};
  for (const field of fields) {
    const fault = field.block.type === "input" ? faultOf(field) : "";
    if (fault) found[field.block.block_id] = fault;
  }
  return Object.keys(found).length ? found : null;
}

function faultOf({ block, part, read, unclear }) {
  const values = Object.values(read());
  const said = unclear?.();
  if (said) return said;
  if (values.every((value) => value === null || (Array.isArray(value) && !value.length))) {
    return block.optional ? "" : part.type.endsWith("input") ? "Please complete this field." : "Please choose something here.";
  }
  const [value] = values;
  if (part.max_selected_items && value.length > part.max_selected_items) return `Please choose ${part.max_selected_items} at most.`;
  return CHECKS[part.type]?.(value, part) ?? "";
}

const CHECKS = {
  plain_text_input: (text, part) => length(text, part),
  email_text_input: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? "" : "Please enter an email address, such as name@example.org."),
  url_text_input: (text) => (URL.canParse(text) && /^https?:\/\//i.test(text) ? "" : "Please enter a link that begins with http:// or https://."),
  number_input: (text, part) => number(text, part),
};

function length(text, { min_length: least = 0, max_length: most = 3000 }) {
  if (text.length < least) return `Please write at least ${least} characters.`;
  return text.length > most ? `Please write ${most} characters at most.` : "";
}

function number(text, { is_decimal_allowed: decimal, min_value: least, max_value: most }) {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim())) return "Please enter a number in figures.";
  if (!decimal && text.includes(".")) return "Please enter a whole number.";
  const given = Number(text);
  if (least !== undefined && given < Number(least)) return `Please enter a number of ${least} or more.`;
  return most !== undefined && given > Number(most) ? `Please enter a number of ${most} or less.` : "";
}

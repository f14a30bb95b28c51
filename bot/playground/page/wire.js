// The way to the server: questions with an answer, and the stream of what happens, which comes back by itself.

const FIRST_WAIT = 250;
const LONGEST_WAIT = 4000;

/** Ask the playground's own server. Throws an Error with a sentence for the person. */
export async function call(path, body) {
  let response;
  try {
    const headers = { "content-type": "application/json" };
    response = await fetch(path, body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    throw new Error("The playground's server does not answer.");
  }
  const found = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(found.error ?? `The playground's server answered with status ${response.status}.`);
  return found;
}

/** Listens until closed. `heard(event)` takes each event, `turned(alive)` each loss and each return of the connection. */
export class Stream {
  constructor(path, heard, turned) {
    this.path = path;
    this.heard = heard;
    this.turned = turned;
    this.wait = FIRST_WAIT;
    this.closed = false;
    this.open();
  }

  /** Listen no more. */
  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.source?.close();
  }

  open() {
    const source = new EventSource(this.path);
    this.source = source;
    source.onopen = () => {
      this.wait = FIRST_WAIT;
      this.turned(true);
    };
    source.onmessage = (event) => this.heard(JSON.parse(event.data));
    // The browser gives up on some errors and waits long on others; this page tries by its own clock.
    source.onerror = () => {
      source.close();
      if (this.closed) return;
      this.turned(false);
      this.timer = setTimeout(() => this.open(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    };
  }
}

// Who is who in the workspace: ids become names here, for mentions, authors and selects.

/** Names from the state of the server; an id that nobody has stays as it is. */
export class Names {
  constructor() {
    this.state = { me: "", people: [], channels: [], app: {} };
    this.here = "";
  }

  get me() {
    return this.state.me;
  }

  person(id) {
    const { app } = this.state;
    if (id === app.user || id === app.bot) return app.name;
    return this.state.people.find((one) => one.id === id)?.name ?? id;
  }

  channel(id) {
    return this.state.channels.find((one) => one.id === id)?.name ?? id;
  }

  author(message) {
    const at = this.state.people.findIndex((one) => one.id === message.user);
    if (message.user === "USLACKBOT") return { name: message.username ?? "Playground", app: false, tone: 0 };
    if (at >= 0 && !message.bot_id) return { name: this.state.people[at].name, app: false, tone: at % 4 };
    return { name: message.username ?? this.state.app.name ?? "App", app: true, tone: 0 };
  }

  people() {
    return this.state.people.map(({ id, name }) => ({ id, name }));
  }

  /** Public channels, which is what a channels_select offers, or with `closed` the private ones. */
  channels(_filter, closed = false) {
    const found = this.state.channels.filter((one) => one.kind !== "im" && !one.archived && Boolean(one.private) === closed);
    return found.map(({ id, name }) => ({ id, name: `#${name}` }));
  }

  /** Channels and direct messages; `filter.include` of the element names the kinds that it wants. */
  conversations(filter) {
    const wanted = filter?.include ?? ["public", "private", "im"];
    const direct = this.state.channels.filter((one) => one.kind === "im").map(({ id, name }) => ({ id, name: `${name} (direct message)` }));
    const kinds = { public: () => this.channels(), private: () => this.channels(null, true), im: () => direct };
    return Object.entries(kinds).flatMap(([kind, found]) => (wanted.includes(kind) ? found() : []));
  }
}

"""What the page asks of the server. All of it is JSON on the playground's own port; `as` is editor, second or reader.

GET  /                      the page; GET /play/page/NAME the files beside it
GET  /play/state?as=editor  everything that this person sees:
  {"version": 12, "me": "U0EDITOR", "as": "editor",
   "people": [{"key": "editor", "id": "U0EDITOR", "name": "Editor"}, ...],
   "app": {"name": "nzdf", "user": "U0APP", "bot": "B0APP", "connected": true, "connections": 1, "transport": "socket"|"http"|""},
   "commands": [{"command": "/nzdf", "description": "...", "usage_hint": "[status | ...] ..."}],
   "channels": [{"id": "C0NEWSROOM", "name": "newsroom", "kind": "channel"|"im", "archived": false, "member": true,
                 "bot_member": true, "messages": [MESSAGE, ...]}],
   "home": VIEW|null, "modals": [VIEW, ...]}                         the modal on top stands last
  MESSAGE: {"ts", "channel", "user", "bot_id"?, "username"?, "text", "blocks"?, "attachments"?, "thread_ts"?, "reply_count"?,
            "edited"?, "reactions"?, "ephemeral": bool,
            "underneath": {"envelope"?: {...}, "ack"?: {...}|null, "ack_ms"?: 1.8}}
    oldest first, replies among them (thread_ts is there and is not ts); every block has a block_id, every control an action_id.
    An error that Slack would show a person is an ephemeral message of user USLACKBOT with "username": "Playground".
    In the envelope tokens, tickets and response addresses are shortened.
  VIEW: as the app sent it, with "id", "hash", "state", "root_view_id", "previous_view_id", "underneath"
GET  /play/events?as=editor server-sent events: data: {"version": 13}; one at once, one for each change; fetch the state again

POST with content-type application/json; each gives 200 {"ok": true, "version": 13, ...} when the app has acknowledged (or 3
seconds have passed), or 4xx {"ok": false, "error": "a sentence for the person"}:
  /play/command  {"as", "channel": id, "text": "/nzdf status iraq"}
  /play/say      {"as", "channel": id, "text", "thread_ts"?}           @nzdf in the text becomes a mention of the app
  /play/press    {"as", "channel", "message_ts", "action", "values"?}  a control of a message
                 {"as", "view_id", "action", "values"?}                a control of a modal or of the Home tab
     action: {"type", "action_id", "block_id", "value" | "selected_option" | "selected_date" | ... as in Slack's block_actions};
     values: Slack's state.values, {block_id: {action_id: {"type", "value" | "selected_..."}}}
  /play/options  {"as", "channel", "message_ts" | "view_id", "block_id", "action_id", "value": "typed"}
                 gives {"options": [...]} or {"option_groups": [...]}
  /play/submit   {"as", "view_id", "values"}                           gives "errors": {block_id: sentence} or null
  /play/close    {"as", "view_id", "all"?: false}                      all: the whole stack
  /play/home     {"as", "tab"?: "home"|"messages"}                     the App Home was opened
  /play/dismiss  {"as", "ts"}                                          an ephemeral message is put away
  /play/join     {"as", "channel", "who"?: "bot"}                      the person, or the app where who is bot, joins
  /play/fault    {"kind": "rate_limit"|"error"|"slow"|"never", "method": "chat.postMessage", "count"?: 1, "seconds"?: 1}
                 {"kind": "disconnect", "reason"?: "warning"|"refresh_requested"|"link_disabled"|"too_many_websockets"}
                 {"kind": "drop"}       the sockets break without a word
                 {"kind": "twice"}      the next delivery comes twice
                 {"kind": "delay_ack", "seconds": 4}    the next acknowledgement is held back so long
                 {"kind": "revoke"|"restore"}           the bot's token
"""

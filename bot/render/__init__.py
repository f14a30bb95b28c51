"""An Answer as text, as JSON or as Slack blocks: no SQL, no rules."""

"""The digest: what changed between two looks at the facts. No Slack, no SQL, no clock."""

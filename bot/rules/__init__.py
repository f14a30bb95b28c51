"""The rules of answering: what may be concluded from the facts. No Slack, no SQL, no clock."""

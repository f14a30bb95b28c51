"""The playground: a local stand-in for Slack, in one process on one loopback port, for any Bolt app."""

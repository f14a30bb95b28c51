"""The Slack side of the bot, and the only part that imports Slack's libraries."""

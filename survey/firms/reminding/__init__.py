"""A firm that a campaign invited asks for no more reminders."""

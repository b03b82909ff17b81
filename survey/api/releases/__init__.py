"""Published releases, for every program."""

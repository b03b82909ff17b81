"""The room of keys: programs that ask in the organisation's name."""

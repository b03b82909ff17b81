"""A firm that takes part in a body's campaign."""

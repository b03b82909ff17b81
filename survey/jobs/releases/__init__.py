"""Releases at work: made in a process of their own, one at a time, so that nobody waits for them."""

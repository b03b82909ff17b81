"""Clients of the organisation: listed, added, changed, put away."""

"""Releases of a campaign: previewed, made, published, withdrawn."""

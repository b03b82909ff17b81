"""Whom a campaign invites, how many answered, and which firms count."""

"""Campaigns: what a body set, whom it invited, what firms said for it, and what was released."""

"""Coming back, letting others in, and going away: links, other devices, colleagues, forgetting, deleting."""

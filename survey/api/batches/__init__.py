"""Reports of many clients at once: ordered, followed, taken."""

"""A body's campaigns: begun, described, with lists and questions of its own."""

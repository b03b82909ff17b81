"""Pictures of a few pages of reports, kept as they are meant to look."""

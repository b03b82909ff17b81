"""What a firm gets: its results on a page and as files, and what it decides about its plan."""

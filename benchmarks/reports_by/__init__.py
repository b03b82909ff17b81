"""The same report by other libraries, as their users write it: what ours is measured against."""

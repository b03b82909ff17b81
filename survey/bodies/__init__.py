"""Bodies: campaigns, the firms they invite, releases, and a directory of help."""

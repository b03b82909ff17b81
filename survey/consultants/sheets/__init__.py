"""The room of sheets: from an upload to clients with answers."""

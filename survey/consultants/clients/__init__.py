"""The room of clients: the list, and each client's page."""

"""Tables of all clients, as the page of files hands them out."""

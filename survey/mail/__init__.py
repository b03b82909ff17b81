"""Mail: the address, the letter and the server that takes it."""

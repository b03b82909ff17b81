"""The room of files: tables of clients and their answers, and everything at once."""

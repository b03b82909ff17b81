"""The front door of consultants: their clients, and sheets in and out."""

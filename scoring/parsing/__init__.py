"""Workbooks parsed by a program of its own (``program``), which imports nothing of Waymark but what is in here."""

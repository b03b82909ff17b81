"""Invented organisations and firms, so that whoever is new can look around; ``firms`` makes them up."""

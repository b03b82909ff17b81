"""The door of people with an account: signing in, their security, and who belongs to which organisation."""

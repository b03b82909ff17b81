"""Storage: the models and the only code that queries the database."""

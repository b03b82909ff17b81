"""Assessments of clients: scores and answers, read, and handed in as an adviser does by a sheet."""

"""The room of batches: reports of many clients at once."""

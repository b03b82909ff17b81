"""Batches at work: items claimed, made in other processes, and packed."""

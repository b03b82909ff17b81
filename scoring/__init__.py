"""Measurement: instruments, answers, scores and roadmaps, as pure functions over tables."""

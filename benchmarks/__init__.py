"""Ratios against named baselines, each in one run; see `make bench`."""

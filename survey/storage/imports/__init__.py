"""Sheets on their way in: what was uploaded, what its words mean, whose rows they are, and writing them at once.

``uploads`` and ``words`` keep; ``known`` tells what there is already; ``matching`` and ``planning`` decide, without a
database; ``writing`` applies.
"""

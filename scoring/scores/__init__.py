"""Scores: from answers to one number per dimension, an overall score and a level.

``scorer`` is the way through; ``rules`` compiles an instrument once, ``measuring`` turns codes into question scores,
``reducing`` those into dimensions and the overall score, ``levels`` cuts and shows them.
"""

from scoring.scores.levels import level_of, points_to_next, published, rounded, shown_change
from scoring.scores.scorer import CHUNK, SCORER_VERSION, Reason, Scores, State, explain, score, scores_table

__all__ = [
    "CHUNK",
    "SCORER_VERSION",
    "Reason",
    "Scores",
    "State",
    "explain",
    "level_of",
    "points_to_next",
    "published",
    "rounded",
    "score",
    "scores_table",
    "shown_change",
]

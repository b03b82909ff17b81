"""A consultant's clients side by side, from tables of answers and scores in one pass."""

from scoring.portfolio.model import Paired, Portfolio

__all__ = ["Paired", "Portfolio"]

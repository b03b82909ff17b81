"""A consultant's clients side by side, from tables of answers and scores in one pass.

``model`` holds the values; ``building`` makes them from answers and ``stages``, with what each client ``needs`` and the
``pairing`` of stages; ``calling`` says whom to call, and what to offer to many.
"""

from scoring.portfolio.building import only, portfolio
from scoring.portfolio.calling import Call, call, most_needed, to_next
from scoring.portfolio.model import Paired, Portfolio
from scoring.portfolio.stages import Stages

__all__ = ["Call", "Paired", "Portfolio", "Stages", "call", "most_needed", "only", "portfolio", "to_next"]

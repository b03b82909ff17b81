"""The roadmap: which actions, in which order, when, and why, for one firm.

``planner`` is the way through; ``actions`` holds an instrument's actions as arrays, ``gains`` what each can bring this
firm, ``fitting`` which may be considered, ``steering`` what its answers make count, ``choosing`` takes and orders them
in the ``calendar``, ``because`` says why, ``way`` how much of it leads to the next level.

``exact`` asks a solver instead: ``cheapest`` for the way to the next level, ``quarters`` for the best plan by the
``schedule`` of a ``season``, both from the firm's ``situation`` as an integer ``program`` in which answers are
``rising`` and the ``overall`` score with them.
"""

from scoring.roadmap.because import Because
from scoring.roadmap.calendar import PHASES
from scoring.roadmap.choices import Mark, RoadmapChoices
from scoring.roadmap.planner import REASONS, LeftOut, Roadmap, Step, plan
from scoring.roadmap.way import Way

__all__ = ["PHASES", "REASONS", "Because", "LeftOut", "Mark", "Roadmap", "RoadmapChoices", "Step", "Way", "plan"]

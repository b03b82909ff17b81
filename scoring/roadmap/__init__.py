"""The roadmap: which actions, in which order, when, and why, for one firm.

``planner`` is the way through; ``actions`` holds an instrument's actions as arrays, ``gains`` what each can bring this
firm, ``fitting`` which may be considered, ``choosing`` takes and orders them in the ``calendar``, ``because`` says why.
"""

from scoring.roadmap.because import Because
from scoring.roadmap.calendar import PHASES
from scoring.roadmap.choices import Mark, RoadmapChoices
from scoring.roadmap.planner import REASONS, LeftOut, Roadmap, Step, plan

__all__ = ["PHASES", "REASONS", "Because", "LeftOut", "Mark", "Roadmap", "RoadmapChoices", "Step", "plan"]

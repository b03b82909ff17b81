"""The quality of a body of answers: what is missing, what goes together, and where a second look is due.

``body`` is the way through; ``replies`` says what became of each question, ``questions`` and ``dimensions`` measure
them, ``checks`` names the hints and finds some, ``straight`` and ``speed`` find the others; ``document`` and
``workbook`` write it all down.
"""

from scoring.quality.body import Quality, quality
from scoring.quality.checks import Check
from scoring.quality.dimensions import DimensionQuality
from scoring.quality.document import document
from scoring.quality.questions import QuestionQuality

__all__ = ["Check", "DimensionQuality", "Quality", "QuestionQuality", "document", "quality"]

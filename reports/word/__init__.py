"""Documents for Word: real styles, lists, tables and pictures, so that whoever edits one keeps its look."""

from reports.word.manuscript import Manuscript, Sheet
from reports.word.packing import Imprint
from reports.word.tables import Box, Cell, Column, Strong

__all__ = ["Box", "Cell", "Column", "Imprint", "Manuscript", "Sheet", "Strong"]

"""What a sector report says: ``build`` makes it from a release; page, PDF, DOCX, workbook and CSV only read it."""

from __future__ import annotations

from reports.sector.values import Called, Cell, Column, Exhibit, Row, Section, SectorReport

__all__ = ["Called", "Cell", "Column", "Exhibit", "Row", "Section", "SectorReport"]

"""A sector report as a document to edit: ``docx`` reads nothing but a ``SectorReport``."""

from __future__ import annotations

from reports.sector.editing.document import docx

__all__ = ["docx"]
